import { keep, readKept } from './kept.ts';

/** The reader's own versions of a stage's client files, by name; a file as in the chapter is not among them. */
export type Edits = Readonly<Record<string, string>>;

function isEdits(value: unknown): value is Edits {
	return (
		typeof value === 'object' &&
		value !== null &&
		Object.values(value).every((text) => typeof text === 'string')
	);
}

export function readEdits(stage: string): Edits {
	const value = readKept(`edits/${stage}`);
	return isEdits(value) ? value : {};
}

/** Returns whether the browser keeps them. */
export function keepEdits(stage: string, edits: Edits): boolean {
	return keep(`edits/${stage}`, Object.keys(edits).length > 0 ? edits : undefined);
}

/**
 * What the reader can bring along from the chapter before: the files that both stages have. Undefined where there is
 * nothing, or something was edited here already, or the reader has declined it.
 *
 * @param files names of the files that the stage's client consists of
 */
export function offeredEdits(
	stage: string,
	previous: string | undefined,
	files: readonly string[],
): Edits | undefined {
	if (previous === undefined || Object.keys(readEdits(stage)).length > 0) return undefined;
	const edits = Object.entries(readEdits(previous)).filter(([name]) => files.includes(name));
	const offer = Object.fromEntries(edits);
	if (edits.length === 0 || readKept(`declined/${stage}`) === JSON.stringify(offer))
		return undefined;
	return offer;
}

/** The reader does not want these. Others will be offered again. */
export function declineEdits(stage: string, offer: Edits): void {
	keep(`declined/${stage}`, JSON.stringify(offer));
}
