import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
	type Answer,
	type Block,
	findDifference,
	formatAnswer,
	formatCommand,
	parseTranscript,
	TranscriptError,
} from '../../examples/transcript.ts';
import { Problem } from '../setup/problem.mjs';
import { buildModules } from './build.ts';
import type { Kernel } from './kernels/index.ts';
import { MachineDied } from './qemu/machine.ts';
import { sources } from './qemu/sources.ts';
import { startStageMachine } from './stage-machine.ts';
import { filesOf, projectFolder, type StageFolders } from './stages.ts';

/** A stage's transcript as people are told of it: "examples/02-input/transcript". */
export function transcriptPath({ userSide }: StageFolders): string {
	return relative(projectFolder, join(userSide, 'transcript'));
}

/** @throws {Problem} that names file and line, where it is not in the format */
export function readTranscript(stage: StageFolders): Block[] {
	try {
		return parseTranscript(readFileSync(join(stage.userSide, 'transcript'), 'utf8'));
	} catch (error) {
		if (!(error instanceof TranscriptError)) throw error;
		throw new Problem(`${transcriptPath(stage)}, ${error.message}`);
	}
}

/**
 * Plays blocks on a kernel and gives them with what it answered.
 *
 * @throws {Problem} where the guest dies of it, or the kernel complains
 */
export async function record(
	stage: StageFolders,
	blocks: readonly Block[],
	kernel: Kernel,
): Promise<Block[]> {
	const modules = (await buildModules(stage.kernelSide, kernel)).folder;
	const files = filesOf(stage, modules);
	const played = new Map<string, readonly Answer[]>();
	let current = '';
	let trouble: string | undefined;
	try {
		await using machine = await startStageMachine(kernel, { sources: sources([stage.userSide]) });
		const { problem } = await machine.order({ do: 'play', stage: files, blocks }, (report) => {
			if (report.kind === 'start') current = report.name;
			if (report.kind !== 'block') return;
			played.set(report.name, report.answers);
			if (report.trouble !== undefined) trouble ??= `block ${report.name}: ${report.trouble}`;
		});
		trouble ??= problem;
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		throw new Problem(`${transcriptPath(stage)}, block ${current}: ${error.explain()}`);
	}
	if (trouble !== undefined) throw new Problem(`${transcriptPath(stage)}, ${trouble}`);
	return blocks.map((block) => {
		const answers = played.get(block.name);
		if (!answers) throw new Problem(`${transcriptPath(stage)}: block ${block.name} was not played`);
		return { ...block, entries: answered(block, answers) };
	});
}

/** The entries with new answers; an answer that says the same as before stays, pids and all. */
function answered(block: Block, answers: readonly Answer[]): Block['entries'] {
	return block.entries.map((entry, index) => {
		const answer = answers[index];
		if (!answer || !findDifference(entry.answer, answer)) return entry;
		return { ...entry, answer };
	});
}

/** Where what was played differs from the block as it was recorded, in words; undefined where it does not. */
export function difference(
	stage: StageFolders,
	block: Block,
	answers: readonly Answer[],
): string | undefined {
	for (const [index, entry] of block.entries.entries()) {
		const found = findDifference(
			entry.answer,
			answers[index] ?? { kernel: [], printed: [], status: 0 },
		);
		if (!found) continue;
		// Of an answer that is too short, the last line there is.
		const line = entry.line + Math.min(found.index + 1, formatAnswer(entry.answer).length);
		return [
			`${transcriptPath(stage)}:${line}, block ${block.name}, after ${formatCommand(entry)}`,
			`expected: ${found.expected ?? '(nothing more)'}`,
			`got:      ${found.got ?? '(nothing more)'}`,
		].join('\n');
	}
	return undefined;
}
