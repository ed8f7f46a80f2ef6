import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closest, distance } from 'fastest-levenshtein';
import type { StageFiles } from '../guest/protocol.ts';
import { Problem } from '../setup/problem.mjs';

/** The project's own folder. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The names of all stages, in the order of the chapters: "00-module", "01-create". */
export function stageNames(folder = join(projectFolder, 'kmod')): string[] {
	return readdirSync(folder)
		.filter((name) => /^\d\d-/.test(name))
		.sort();
}

/** The names of the folders with bugs to find, which belong to no stage: "bugs-05". */
export function bugNames(folder = join(projectFolder, 'kmod')): string[] {
	return readdirSync(folder)
		.filter((name) => /^bugs-/.test(name))
		.sort();
}

/** All that is built and tested in machines. */
export function testedNames(): string[] {
	return [...stageNames(), ...bugNames()];
}

/**
 * The stage that people mean by "02-input", "input", "02" or "2".
 *
 * @throws {Problem} that suggests the nearest right name
 */
export function findStage(word: string, names: readonly string[] = stageNames()): string {
	const found = names.find(
		(name) =>
			name === word ||
			name.slice(3) === word ||
			(/^\d+$/.test(word) && Number(name.slice(0, 2)) === Number(word)),
	);
	if (found) return found;
	const spellings = new Map(names.flatMap((name) => [name, name.slice(3)].map((s) => [s, name])));
	const nearest = closest(word, [...spellings.keys()]);
	// Further away than this it is another word, no slip.
	const hint =
		distance(word, nearest) <= word.length / 2 ? `; did you mean ${spellings.get(nearest)}?` : '.';
	throw new Problem(`There is no stage "${word}"${hint} There are ${names.join(', ')}.`);
}

/** Where a stage lies. */
export interface StageFolders {
	readonly name: string;
	/** Holds Kbuild and the C sources. */
	readonly kernelSide: string;
	/** Holds client.ts, client.test.ts and transcript. */
	readonly userSide: string;
	/** The file that registers its tests. */
	readonly tests: string;
	/** The names of those to run; all unless given. */
	readonly only?: readonly string[];
}

/** A stage of the guide: kmod/<name> and examples/<name>. */
export function foldersOf(name: string): StageFolders {
	const userSide = join(projectFolder, 'examples', name);
	return {
		name,
		kernelSide: join(projectFolder, 'kmod', name),
		userSide,
		tests: join(userSide, 'client.test.ts'),
	};
}

/** A stage as its machine needs to know it, with the folder of its modules for the machine's kernel. */
export function filesOf({ name, userSide, tests }: StageFolders, modules: string): StageFiles {
	return { name, examples: userSide, tests, modules };
}
