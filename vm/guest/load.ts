import { basename } from 'node:path';
import type { Loaded } from '../../examples/lab.ts';

/**
 * Loads a module as Lab.load() says.
 *
 * @param must runs a command where the stage's modules lie, and throws CommandFailed where it fails
 */
export async function load(
	must: (command: string, ...words: string[]) => Promise<void>,
	parameters: Readonly<Record<string, string | number>> = {},
	module = 'pulse',
): Promise<Loaded> {
	const words = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
	await must('insmod', `${module}.ko`, ...words);
	let loaded = true;
	const name = basename(module);
	const unload = async () => {
		await must('rmmod', name);
		loaded = false;
	};
	return {
		name,
		unload,
		[Symbol.asyncDispose]: async () => {
			if (loaded) await unload();
		},
	};
}
