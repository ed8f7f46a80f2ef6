import { availableParallelism } from 'node:os';
import { type Kernel, kernel } from '../machines/kernels/index.ts';
import { type Listener, type Part, runStages } from '../machines/run-stages.ts';
import type { StageFolders } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { type Counts, describe, noCounts, Report } from '../setup/report.ts';

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

/**
 * Runs stages on kernels, side by side where there are cores, and prints each result as it comes, then the counts.
 * The exit status becomes 1 where something failed.
 *
 * @param series the kernels
 */
export async function runMatrix(
	stages: readonly StageFolders[],
	parts: readonly Part[],
	series: readonly string[],
): Promise<void> {
	const report = new Report();
	const counts = noCounts();
	await buildAddon();
	const kernels: Kernel[] = [];
	for (const each of series) kernels.push(await kernel(each));
	const work = async () => {
		for (let next = kernels.shift(); next !== undefined; next = kernels.shift()) {
			const begin = performance.now();
			const times: Times = new Map();
			await runStages(next, stages, parts, listen(report, counts, times));
			console.log(`Linux ${next.release}: ${describeTimes(performance.now() - begin, times)}`);
		}
	};
	// A guest keeps one core busy.
	const abreast = Math.min(kernels.length, availableParallelism());
	await Promise.all(Array.from({ length: abreast }, work));
	console.log(describe(counts));
	if (counts.failed > 0) process.exitCode = 1;
}
