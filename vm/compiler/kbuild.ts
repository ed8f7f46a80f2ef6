/** The part of kbuild's language that modules of a few files use: Documentation/kbuild/makefiles.rst. */

/** Which files make a module. */
export interface ModuleParts {
	/** "pulse" */
	readonly name: string;
	/** Names of C files, without ".c"; the module's own name where it is one file. */
	readonly parts: readonly string[];
}

/** Something in a Kbuild that is not understood here. */
export class KbuildProblem extends Error {
	override readonly name = 'KbuildProblem';
	/** Counted from 1. */
	readonly line: number;

	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

/**
 * The modules that a Kbuild asks for.
 *
 * @throws {KbuildProblem}
 */
export function modulesOf(kbuild: string): ModuleParts[] {
	const lists = new Map<string, string[]>();
	let begun = '';
	for (const [index, line] of kbuild.split('\n').entries()) {
		begun += line.replace(/#.*/, '');
		if (begun.endsWith('\\')) {
			begun = `${begun.slice(0, -1)} `;
			continue;
		}
		const text = begun.trim();
		begun = '';
		if (text === '') continue;
		const [, name, operator, words = ''] = /^([\w-]+)\s*(:=|\+=|=)\s*(.*)$/.exec(text) ?? [];
		const objects = words.split(/\s+/).filter((word) => word !== '');
		const isList = name === 'obj-m' || /^\w[\w-]*-(y|objs)$/.test(name ?? '');
		if (name === undefined || !isList || !objects.every((word) => /^[\w-]+\.o$/.test(word)))
			throw new KbuildProblem(
				`Only obj-m and lists of a module's objects can be built here: obj-m := ${/\w+/.exec(text)?.[0] ?? 'module'}.o`,
				index + 1,
			);
		const before = operator === '+=' ? (lists.get(name) ?? []) : [];
		lists.set(name, [...before, ...objects.map((word) => word.slice(0, -2))]);
	}
	return (lists.get('obj-m') ?? []).map((name) => {
		const parts = [...(lists.get(`${name}-y`) ?? []), ...(lists.get(`${name}-objs`) ?? [])];
		return { name, parts: parts.length > 0 ? parts : [name] };
	});
}
