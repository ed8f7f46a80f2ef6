import { availableParallelism } from 'node:os';
import { debugSeries } from '../machines/debug/kernel.ts';
import { debugPasses } from '../machines/debug/passes.ts';
import { kernel } from '../machines/kernels/index.ts';
import { memoryOfStage } from '../machines/remembered.ts';
import { type Listener, type Part, type Pass, runStages } from '../machines/run-stages.ts';
import type { StageFolders } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { type Counts, describe, noCounts, Report, type TestRecord } from '../setup/report.ts';

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What the suite is to run though it has passed before is run by all commands that it calls. */
export function isChangedOnly({ changed }: { changed?: true }): boolean {
	return changed === true && process.env.SUITE_AGAIN === undefined;
}

/** The option of the commands that can leave out what has passed before. */
export const changedOption = [
	'--changed',
	'only what has changed since it passed, and what never did',
] as const;

/** How long things took, in milliseconds, by what they are. */
export type Times = Map<string, number>;

export function describeTimes(total: number, times: Times): string {
	const spent = [...times].map(([what, time]) => `${what} ${seconds(time)}`);
	return `${seconds(total)} (${spent.join(', ')})`;
}

/** Tells of results: to people a line for each test, to the suite its records. */
export function listen(report: Report, counts: Counts, times: Times): Listener {
	const inSuite = process.env.SUITE_RECORD !== undefined;
	return {
		result(record) {
			counts[record.status] += 1;
			report.add(record);
			if (record.status === 'passed' && !inSuite && !record.remembered)
				console.log(`✓ ${record.group}: ${record.name} (${seconds(record.milliseconds)})`);
		},
		end: (group) => report.end(group),
		output: (text) => process.stdout.write(text),
		time: (what, milliseconds) => times.set(what, (times.get(what) ?? 0) + milliseconds),
	};
}

/** The passes that stages make on kernels, each of which is fetched or built where it is not in the cache. */
export async function passesOn(
	series: readonly string[],
	stages: readonly StageFolders[],
	parts: readonly Part[],
): Promise<Pass[]> {
	const passes: Pass[] = [];
	for (const each of series) {
		const found = await kernel(each);
		if (each === debugSeries) passes.push(...debugPasses(found, stages, parts));
		else passes.push({ kernel: found, stages, parts });
	}
	return passes;
}

/** A pass without the stages that have passed before as they are now, which is told of each. */
function yetToRun(pass: Pass, listener: Listener): Pass {
	const stages = pass.stages.filter((stage) => {
		const memory = memoryOfStage(pass, stage).recall();
		if (!memory) return true;
		const { date, records } = memory;
		for (const record of records) listener.result({ ...record, remembered: date });
		listener.end(`${stage.name} on ${pass.kernel.series}`);
		return false;
	});
	return { ...pass, stages };
}

/** Keeps the results of a pass's stages, each when it has ended. */
function keeping(pass: Pass, listener: Listener): Listener {
	const open = new Map(
		pass.stages.map((stage) => [
			`${stage.name} on ${pass.kernel.series}`,
			{ memory: memoryOfStage(pass, stage), records: [] as TestRecord[] },
		]),
	);
	return {
		...listener,
		result(record) {
			open.get(record.group)?.records.push(record);
			listener.result(record);
		},
		end(group) {
			const stage = open.get(group);
			stage?.memory.keep(stage.records);
			listener.end(group);
		},
	};
}

/**
 * Runs passes, side by side where there are cores, and prints each result as it comes, then the counts.
 * The exit status becomes 1 where something failed.
 *
 * @param options.skipped what is not run, and why
 * @param options.changed whether to leave out what has passed before and has not changed since
 */
export async function runMatrix(
	passes: readonly Pass[],
	{ skipped = [], changed = false }: { skipped?: readonly TestRecord[]; changed?: boolean } = {},
): Promise<void> {
	const report = new Report();
	const counts = noCounts();
	await buildAddon();
	// A stage whose tests and transcript run side by side has ended when both have.
	const isSplit = new Set(passes.map(({ kernel }) => kernel.series)).size < passes.length;
	const queue = [...passes];
	const work = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const begin = performance.now();
			const times: Times = new Map();
			const listener = listen(report, counts, times);
			if (isSplit) listener.end = () => {};
			const pass = changed ? yetToRun(next, listener) : next;
			if (pass.stages.length === 0) continue;
			const { kernel, stages, parts, inspections = [] } = pass;
			await runStages(kernel, stages, parts, keeping(pass, listener), { inspections });
			console.log(`Linux ${kernel.series}: ${describeTimes(performance.now() - begin, times)}`);
		}
	};
	// A guest keeps one core busy.
	const abreast = Math.min(queue.length, availableParallelism());
	await Promise.all(Array.from({ length: abreast }, work));
	const listener = listen(report, counts, new Map());
	for (const record of skipped) {
		listener.result(record);
		listener.end(record.group);
	}
	report.close();
	console.log(describe(counts));
	if (counts.failed > 0) process.exitCode = 1;
}
