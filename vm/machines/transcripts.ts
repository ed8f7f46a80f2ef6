import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
	type CapturedBlock,
	CaptureError,
	parseCapture,
	sameCrossed,
	sameRequest,
} from '../../examples/capture.ts';
import {
	type Answer,
	type Block,
	findDifference,
	formatAnswer,
	formatCommand,
	parseTranscript,
	TranscriptError,
} from '../../examples/transcript.ts';
import type { Order, Report } from '../guest/protocol.ts';
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

/** A stage's capture as people are told of it: "examples/02-input/capture". */
export function capturePath({ userSide }: StageFolders): string {
	return relative(projectFolder, join(userSide, 'capture'));
}

/** What crossed when the transcript was recorded; nothing where that has not been written down yet. */
export function readCapture(stage: StageFolders): CapturedBlock[] {
	const path = join(stage.userSide, 'capture');
	if (!existsSync(path)) return [];
	try {
		return parseCapture(readFileSync(path, 'utf8'));
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		throw new Problem(`${capturePath(stage)}, ${error.message}`);
	}
}

/** A block as a machine played it. */
export interface Recording {
	readonly block: Block;
	/** What crossed between its clients and the kernel; undefined where it has no client. */
	readonly capture: CapturedBlock | undefined;
}

/**
 * Plays blocks on a kernel and gives them with what it answered and what crossed.
 *
 * @throws {Problem} where the guest dies of it, or the kernel complains
 */
export async function record(
	stage: StageFolders,
	blocks: readonly Block[],
	kernel: Kernel,
): Promise<Recording[]> {
	const modules = (await buildModules(stage.kernelSide, kernel)).folder;
	const files = filesOf(stage, modules);
	const played = new Map<string, Extract<Report, { kind: 'block' }>>();
	let current = '';
	let trouble: string | undefined;
	try {
		await using machine = await startStageMachine(kernel, { sources: sources([stage.userSide]) });
		const order: Order = { do: 'play', stage: files, blocks };
		const { problem } = await machine.order(order, (report) => {
			if (report.kind === 'start') current = report.name;
			if (report.kind !== 'block') return;
			played.set(report.name, report);
			if (report.trouble !== undefined) trouble ??= `block ${report.name}: ${report.trouble}`;
		});
		trouble ??= problem;
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		throw new Problem(`${transcriptPath(stage)}, block ${current}: ${error.explain()}`);
	}
	if (trouble !== undefined) throw new Problem(`${transcriptPath(stage)}, ${trouble}`);
	return blocks.map((block) => {
		const report = played.get(block.name);
		if (!report) throw new Problem(`${transcriptPath(stage)}: block ${block.name} was not played`);
		return {
			block: { ...block, entries: answered(block, report.answers) },
			capture: parseCapture(report.capture ?? '')[0],
		};
	});
}

function answered(block: Block, answers: readonly Answer[]): Block['entries'] {
	return block.entries.map((entry, index) => ({
		...entry,
		answer: answers[index] ?? entry.answer,
	}));
}

/** Whether two recordings say the same, but for what differs from run to run. */
export function sameRecording(one: Recording, other: Recording): boolean {
	const sameAnswers = one.block.entries.every(({ answer }, index) => {
		const counterpart = other.block.entries[index];
		return counterpart !== undefined && !findDifference(answer, counterpart.answer);
	});
	return sameAnswers && sameCrossed(one.capture, other.capture);
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

/**
 * Where a client sends another first request than it did when its messages were captured, in words; undefined where none does.
 * What comes after that may depend on what else goes on.
 *
 * @param played what crossed now, a block of a capture
 */
export function otherRequest(stage: StageFolders, played: string): string | undefined {
	const [now] = parseCapture(played);
	const before = readCapture(stage).find(({ name }) => name === now?.name);
	const changed = before?.clients.find((client, index) => {
		const again = now?.clients[index];
		return again !== undefined && !sameRequest(client, again);
	});
	if (!changed) return undefined;
	return `${capturePath(stage)}, block ${before?.name}: "${changed.command}" sends something else now; \`npm run vm -- transcript ${stage.name} --update\` records it again`;
}
