/** What `<Transcript>` shows: a block of a stage's recorded terminal session. */
import { type Block, formatCommand, parseTranscript } from '@both-sides/examples/transcript.ts';
import { PageError, readSource, root } from './project.ts';

/** A block of a stage's transcript. Throws a PageError where there is none of that name. */
export function block(stage: string, name: string, top = root): Block {
	const file = `examples/${stage}/transcript`;
	const blocks = parseTranscript(readSource(file, top));
	const found = blocks.find((candidate) => candidate.name === name);
	if (found) return found;
	throw new PageError(
		`${file} has no block ${name}; it has ${blocks.map((candidate) => candidate.name).join(', ')}`,
	);
}

/** What a reader pastes into a terminal: the commands alone, one a line, without prompts and answers. */
export function commandsOf({ entries }: Block): string {
	return entries.map((entry) => formatCommand(entry).slice('$ '.length)).join('\n');
}

/** What the panel of a chapter plays: the block's lines without what they answered, as JSON. */
export function linesOf({ entries }: Block): string {
	return JSON.stringify(
		entries.map(({ to, command, background }) => ({ to, command, background })),
	);
}
