/** What `<Change>` shows: definitions of a stage as they differ from the stage before. */
import { diffArrays } from 'diff';
import { definitionsOf } from './definitions.ts';
import { find, linesOf, namesIn } from './excerpt.ts';
import { PageError, previousStage, readSource, root, stageFiles } from './project.ts';

export interface ChangedLine {
	readonly text: string;
	readonly mark: 'same' | 'added' | 'removed';
}

export interface Change {
	readonly lines: readonly ChangedLine[];
	/** The stage that it is compared with; undefined where nothing was there before. */
	readonly since: string | undefined;
}

/** A stage's file in the stage before, or '' where it had none. */
function before(stage: string, file: string, top: string): { stage?: string; text: string } {
	const previous = previousStage(stage, top);
	if (previous === undefined || !stageFiles(previous, top).includes(file)) return { text: '' };
	return { stage: previous, text: readSource(`kmod/${previous}/${file}`, top) };
}

/** Two versions line by line. */
export function compare(old: readonly string[], now: readonly string[]): ChangedLine[] {
	return diffArrays([...old], [...now]).flatMap(({ value, added, removed }) => {
		const mark = added ? 'added' : removed ? 'removed' : 'same';
		return value.map((text): ChangedLine => ({ text, mark }));
	});
}

/**
 * Definitions as they differ from the stage before. One that is gone is all removed, a new one all added.
 *
 * @throws PageError where neither stage has a name, or where nothing changed
 */
export async function change(
	stage: string,
	file: string,
	symbols: string,
	top = root,
): Promise<Change> {
	const path = `kmod/${stage}/${file}`;
	const text = readSource(path, top);
	const previous = before(stage, file, top);
	const names = namesIn(symbols);
	const had = new Set((await definitionsOf(file, previous.text)).map(({ name }) => name));
	const has = new Set((await definitionsOf(file, text)).map(({ name }) => name));
	// Where neither has the name, find() says so, with the nearest of today's.
	const now = await find(
		path,
		text,
		names.filter((name) => has.has(name) || !had.has(name)),
	);
	const old = await find(
		path,
		previous.text,
		names.filter((name) => had.has(name)),
	);
	const lines = compare(linesOf(previous.text, old), linesOf(text, now));
	if (lines.every(({ mark }) => mark === 'same'))
		throw new PageError(`${symbols} of ${path} is as it was in ${previous.stage}: use <Source>`);
	return { lines, since: old.length > 0 ? previous.stage : undefined };
}

/** What has as many lines as this is shown whole. */
const short = 40;
/** How many unchanged lines stand above and below a change, where there are more. */
const context = 3;
/** As few as this are not worth a fold. */
const fewest = 6;

/**
 * The parts of a change that a reader needs no more than once: what lies further from what was added or removed, but for the lines that say
 * which definition it is. Each with its first and last line, counted from 0.
 */
export function folds(lines: readonly ChangedLine[]): [number, number][] {
	if (lines.length <= short) return [];
	const changed = lines.flatMap(({ mark }, index) => (mark === 'same' ? [] : [index]));
	const isShown = lines.map(
		({ text }, index) =>
			/^[A-Za-z_#]/.test(text) || changed.some((at) => Math.abs(at - index) <= context),
	);
	const found: [number, number][] = [];
	isShown.forEach((shown, index) => {
		if (shown) return;
		const last = found.at(-1);
		if (last && last[1] === index - 1) last[1] = index;
		else found.push([index, index]);
	});
	return found.filter(([first, last]) => last - first + 1 >= fewest);
}

/** The names of a stage's file whose definitions are new, other or gone since the stage before, in the file's order. */
export async function changedNames(stage: string, file: string, top = root): Promise<string[]> {
	const text = readSource(`kmod/${stage}/${file}`, top);
	const previous = before(stage, file, top).text;
	const now = await definitionsOf(file, text);
	const old = await definitionsOf(file, previous);
	const names = [...new Set([...now, ...old].map(({ name }) => name))];
	const textOf = (source: string, all: typeof now, name: string) =>
		linesOf(
			source,
			all.filter((definition) => definition.name === name),
		).join('\n');
	return names.filter((name) => textOf(text, now, name) !== textOf(previous, old, name));
}
