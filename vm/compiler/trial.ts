/**
 * A mistake that readers can make themselves: what stands before the changes in kmod/<stage>/wrong/<name>.patch.
 *
 *     A sentence of what to look for, with `commands` and what they print.
 *
 *         $ insmod pulse.ko
 *         > client send hello
 *         kernel: a line that comes of it
 *
 *     --- a/pulse.c
 *
 * The indented lines are a transcript's (examples/transcript.ts), of what matters only: other lines may come between, and messages of the
 * kernel go on behind what is written of them. vm/test/compiler/trials.test.ts does what they say, in the page's machine.
 */
import { type Entry, parseTranscript } from '../../examples/transcript.ts';

export interface Trial {
	readonly lookFor: string;
	readonly entries: readonly Entry[];
}

/** A patch, without what stands before it. */
export interface PatchText {
	readonly changes: string;
	readonly trial?: Trial;
}

/** @throws {TranscriptError} */
export function readPatch(text: string): PatchText {
	const start = text.search(/^--- /m);
	const [head, changes] = [text.slice(0, start), text.slice(start)];
	if (head.trim() === '') return { changes };
	const lines = head.split('\n');
	const acts = lines.filter((line) => line.startsWith('    ')).map((line) => line.slice(4));
	const words = lines.filter((line) => !line.startsWith('    '));
	const [block] = parseTranscript(`## trial\n${acts.join('\n')}\n`);
	const lookFor = words.join(' ').trim().replaceAll(/\s+/g, ' ');
	return { changes, trial: { lookFor, entries: block?.entries ?? [] } };
}
