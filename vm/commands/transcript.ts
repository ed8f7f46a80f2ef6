import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Block, formatTranscript, TranscriptError } from '../../examples/transcript.ts';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { findStage, foldersOf, type StageFolders } from '../machines/stages.ts';
import { readTranscript, record, transcriptPath } from '../machines/transcripts.ts';
import { buildAddon } from '../setup/addon.ts';
import { atExit } from '../setup/cleanup.mjs';
import { Problem } from '../setup/problem.mjs';
import { passesOn, runMatrix } from './matrix.ts';

/** The newest of the kernels that a block is for, which is where it is recorded. */
function recorder({ kernels }: Block, series: readonly string[]): string | undefined {
	return series.findLast((each) => kernels.length === 0 || kernels.includes(each));
}

function write(stage: StageFolders, blocks: readonly Block[]): void {
	let text: string;
	try {
		text = formatTranscript(blocks);
	} catch (error) {
		if (!(error instanceof TranscriptError)) throw error;
		throw new Problem(`${transcriptPath(stage)}, ${error.message}`);
	}
	const path = join(stage.userSide, 'transcript');
	const temporary = `${path}.${process.pid}`;
	const forget = atExit(() => rmSync(temporary, { force: true }));
	writeFileSync(temporary, text);
	renameSync(temporary, path);
	forget();
}

/** Records the transcript again: each block on the newest of these kernels that it is for. Says which blocks changed. */
async function update(stage: StageFolders, series: readonly string[]): Promise<void> {
	const blocks = readTranscript(stage);
	const recorded = new Map<string, Block>();
	for (const each of series) {
		const here = blocks.filter((block) => recorder(block, series) === each);
		if (here.length === 0) continue;
		for (const block of await record(stage, here, await kernel(each))) {
			recorded.set(block.name, block);
			const before = formatTranscript([blocks.find(({ name }) => name === block.name) ?? block]);
			const now = formatTranscript([block]);
			console.log(before === now ? `= ${block.name}` : `recorded on ${each}:\n${now.trimEnd()}`);
		}
	}
	write(
		stage,
		blocks.map((block) => recorded.get(block.name) ?? block),
	);
}

export const transcript = new Command('transcript')
	.description("play a stage's transcript on every kernel, and compare with what was recorded")
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.option('--update', 'record it again on the newest kernel, then compare on the others')
	.addHelpText('after', '\nExample: npm run vm -- transcript 02-input --update')
	.action(async (name: string, options: { kernel?: string; update?: true }) => {
		const stage = foldersOf(name);
		const series = options.kernel ? [options.kernel] : kernelSeries();
		if (options.update) {
			await buildAddon();
			await update(stage, series);
		}
		const rest = options.update ? series.slice(0, -1) : series;
		if (rest.length > 0) await runMatrix(await passesOn(rest, [stage], ['transcript']));
	});
