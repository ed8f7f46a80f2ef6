/** What `<Mistake>` and `<Mend>` show: a patch that makes a stage go wrong on purpose, or one that mends a bug. */
import { parsePatch } from 'diff';
import { readPatch } from '../../vm/compiler/trial.ts';
import type { ChangedLine } from './change.ts';
import { PageError, readSource, root } from './project.ts';

/** What a patch does to one file. */
export interface Patch {
	/** The file that it changes, as a path from the project's top folder. */
	readonly file: string;
	readonly lines: readonly ChangedLine[];
}

const marks = { ' ': 'same', '+': 'added', '-': 'removed' } as const;

/** kmod/<stage>/wrong/<name>.patch; throws as `patches`. */
export function mistake(stage: string, name: string, top = root): Patch[] {
	return patches(stage, `wrong/${name}`, top);
}

/** A mistake that readers can make in the page: what to change, and what to look for then; undefined where it would not show there. */
export function trial(
	stage: string,
	name: string,
	top = root,
): { changes: string; lookFor: string } | undefined {
	const { changes, trial } = readPatch(readSource(`kmod/${stage}/wrong/${name}.patch`, top));
	return trial && { changes, lookFor: trial.lookFor };
}

/** kmod/<stage>/right/<name>.patch; throws as `patches`. */
export function mend(stage: string, name: string, top = root): Patch[] {
	return patches(stage, `right/${name}`, top);
}

/**
 * A patch of a stage, file after file, hunk after hunk.
 *
 * @throws PageError where there is none, or where it changes nothing
 */
function patches(stage: string, name: string, top: string): Patch[] {
	const path = `kmod/${stage}/${name}.patch`;
	const files = parsePatch(readSource(path, top));
	if (files.length === 0) throw new PageError(`${path} changes nothing`);
	return files.map(({ newFileName, hunks }) => {
		const file = newFileName?.replace(/^b\//, '');
		if (!file) throw new PageError(`${path} does not say which file it changes`);
		const lines = hunks.flatMap((hunk, index) => [
			...(index > 0 ? [{ text: '', mark: 'same' } as const] : []),
			...hunk.lines.map(
				(line): ChangedLine => ({
					text: line.slice(1),
					mark: marks[line.charAt(0) as keyof typeof marks] ?? 'same',
				}),
			),
		]);
		// A frame begins and ends with text, so the numbers of marked lines count from there.
		const texts = lines.map(({ text }) => text !== '');
		return {
			file: `kmod/${stage}/${file}`,
			lines: lines.slice(texts.indexOf(true), texts.lastIndexOf(true) + 1),
		};
	});
}
