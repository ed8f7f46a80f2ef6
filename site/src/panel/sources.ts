const sources = {
	...import.meta.glob<string>(
		['../../../examples/[0-9]*/*.ts', '!../../../examples/**/*.test.ts'],
		{
			query: '?raw',
			import: 'default',
		},
	),
	...import.meta.glob<string>(['../../../kmod/[0-9]*/*.[ch]', '../../../kmod/[0-9]*/Kbuild'], {
		query: '?raw',
		import: 'default',
	}),
};

/** A file of the project as the chapter has it, by its path from the top folder. */
export async function sourceOf(path: string): Promise<string> {
	const load = sources[`../../../${path}`];
	if (!load) throw new Error(`This page was built without ${path}.`);
	return load();
}
