import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { formatCapture } from '../../examples/capture.ts';
import { type Block, formatTranscript, TranscriptError } from '../../examples/transcript.ts';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { findStage, foldersOf, type StageFolders } from '../machines/stages.ts';
import {
	type Recording,
	readCapture,
	readTranscript,
	record,
	sameRecording,
	transcriptPath,
} from '../machines/transcripts.ts';
import { buildAddon } from '../setup/addon.ts';
import { atExit } from '../setup/cleanup.mjs';
import { Problem } from '../setup/problem.mjs';
import { passesOn, runMatrix } from './matrix.ts';

/** The newest of the kernels that a block is for, which is where it is recorded. */
function recorder({ kernels }: Block, series: readonly string[]): string | undefined {
	return series.findLast((each) => kernels.length === 0 || kernels.includes(each));
}

/** Writes a file that people look at: whole or not at all. */
function write(path: string, text: string): void {
	const temporary = `${path}.${process.pid}`;
	const forget = atExit(() => rmSync(temporary, { force: true }));
	writeFileSync(temporary, text);
	renameSync(temporary, path);
	forget();
}

function writeRecordings(stage: StageFolders, recordings: readonly Recording[]): void {
	let text: string;
	try {
		text = formatTranscript(recordings.map(({ block }) => block));
	} catch (error) {
		if (!(error instanceof TranscriptError)) throw error;
		throw new Problem(`${transcriptPath(stage)}, ${error.message}`);
	}
	write(join(stage.userSide, 'transcript'), text);
	const captures = recordings.flatMap(({ capture }) => capture ?? []);
	write(join(stage.userSide, 'capture'), formatCapture(captures));
}

/**
 * Records the transcript again, and what crosses: each block on the newest of these kernels that it is for. A block of
 * which all is the same stays as it was, pids and all. Says which blocks changed.
 */
async function update(stage: StageFolders, series: readonly string[]): Promise<void> {
	const captures = new Map(readCapture(stage).map((capture) => [capture.name, capture]));
	const before: Recording[] = readTranscript(stage).map((block) => ({
		block,
		capture: captures.get(block.name),
	}));
	const recorded = new Map<string, Recording>();
	for (const each of series) {
		const here = before.filter(({ block }) => recorder(block, series) === each);
		if (here.length === 0) continue;
		const blocks = here.map(({ block }) => block);
		for (const recording of await record(stage, blocks, await kernel(each))) {
			const { name } = recording.block;
			const old = here.find(({ block }) => block.name === name);
			if (old && sameRecording(old, recording)) {
				console.log(`= ${name}`);
				continue;
			}
			recorded.set(name, recording);
			console.log(`recorded on ${each}:\n${formatTranscript([recording.block]).trimEnd()}`);
			if (recording.capture) console.log(formatCapture([recording.capture]).trimEnd());
		}
	}
	writeRecordings(
		stage,
		before.map((recording) => recorded.get(recording.block.name) ?? recording),
	);
}

export const transcript = new Command('transcript')
	.description("play a stage's transcript on every kernel, and compare with what was recorded")
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.option(
		'--update',
		'record it and what crosses again on the newest kernel, then compare on the others',
	)
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
