/**
 * Plays blocks of a stage's transcript on the page's machine, in a process of its own:
 * `player.ts <stage as JSON> <machine as JSON>`, the blocks as JSON on standard input. Each block gets a fresh machine.
 */
import { readFileSync } from 'node:fs';
import type { Answer, Block } from '../../../examples/transcript.ts';
import { kernelReport } from '../../guest/kernel-report.ts';
import { type Playing, playBlock } from '../../guest/player.ts';
import type { StageFiles } from '../../guest/protocol.ts';
import { report } from '../../guest/report.ts';
import { type SavedMachine, savedParts } from './artefacts.ts';
import { startClientLine } from './client.ts';
import { PageGuest } from './guest.ts';

const stage: StageFiles = JSON.parse(process.argv[2] ?? '');
const blocks: readonly Block[] = JSON.parse(readFileSync(0, 'utf8'));
const saved: SavedMachine = JSON.parse(process.argv[3] ?? '');
const parts = await savedParts(saved);

/** A line for the guest's shell; it never runs on. */
function shellLine(guest: PageGuest, line: string, output: (text: string) => void): Playing {
	const none = async () => {
		throw new Error(`${line}: only a client can run on`);
	};
	return { end: () => guest.run(`exec 2>&1\n${line}`, output), line: none, stop: none };
}

for (const block of blocks) {
	const begin = performance.now();
	report({ kind: 'start', name: block.name });
	await using guest = await PageGuest.start(parts, stage.modules);
	let answers: Answer[] = [];
	let trouble: string | undefined;
	try {
		answers = await playBlock(
			block,
			({ to, command }, output) =>
				to === 'shell'
					? shellLine(guest, command, output)
					: startClientLine(guest, stage.examples, command, output),
			guest.messages,
		);
		const complaint = kernelReport(await guest.messages.since(0));
		if (complaint) trouble = `the kernel reports:\n${complaint.join('\n')}`;
	} catch (error) {
		const complaint = kernelReport(guest.console);
		trouble = [(error as Error).message, ...(complaint ?? [])].join('\n');
	}
	report({
		kind: 'block',
		name: block.name,
		answers,
		duration: performance.now() - begin,
		...(trouble === undefined ? {} : { trouble }),
	});
}
