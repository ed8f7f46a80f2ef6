import { availableParallelism } from 'node:os';
import { debugSeries } from '../machines/debug/kernel.ts';
import { debugPasses } from '../machines/debug/passes.ts';
import { kernel } from '../machines/kernels/index.ts';
import { type Listener, type Part, type Pass, runStages } from '../machines/run-stages.ts';
import type { StageFolders } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { type Counts, describe, noCounts, Report, type TestRecord } from '../setup/report.ts';

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

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
			if (record.status === 'passed' && !inSuite)
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

/**
 * Runs passes, side by side where there are cores, and prints each result as it comes, then the counts.
 * The exit status becomes 1 where something failed.
 *
 * @param skipped what is not run, and why
 */
export async function runMatrix(
	passes: readonly Pass[],
	skipped: readonly TestRecord[] = [],
): Promise<void> {
	const report = new Report();
	const counts = noCounts();
	await buildAddon();
	// A stage whose tests and transcript run side by side has ended when both have.
	const isSplit = new Set(passes.map(({ kernel }) => kernel.series)).size < passes.length;
	const queue = [...passes];
	const work = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const { kernel, stages, parts, inspections = [] } = next;
			const begin = performance.now();
			const times: Times = new Map();
			const listener = listen(report, counts, times);
			if (isSplit) listener.end = () => {};
			await runStages(kernel, stages, parts, listener, { inspections });
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
