import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { foldersOf, type Listener, runStages } from '../machines/run-stages.ts';
import { findStage, stageNames } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { type Counts, describe, noCounts, Report } from '../setup/report.ts';

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Tells of one kernel's results: to people a line for each test, to the suite its records. */
function listen(report: Report, counts: Counts, times: Map<string, number>): Listener {
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

export const test = new Command('test')
	.description(
		"run a stage's tests and its transcript in a virtual machine, or those of all stages",
	)
	.argument('[stage]', 'its name or number; all stages unless given', (word) => findStage(word))
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.addHelpText('after', '\nExample: npm run vm -- test 02-input --kernel 6.12')
	.action(async (stage: string | undefined, { kernel: series }: { kernel?: string }) => {
		const stages = (stage ? [stage] : stageNames()).map(foldersOf);
		const report = new Report();
		const counts = noCounts();
		await buildAddon();
		const queue = series ? [series] : kernelSeries();
		const work = async () => {
			for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
				const begin = performance.now();
				const times = new Map<string, number>();
				const matrix = await kernel(next);
				const listener = listen(report, counts, times);
				await runStages(matrix, stages, ['tests', 'transcript'], listener);
				const spent = [...times].map(([what, time]) => `${what} ${seconds(time)}`);
				console.log(
					`Linux ${matrix.release}: ${seconds(performance.now() - begin)}: ${spent.join(', ')}`,
				);
			}
		};
		// A guest keeps one core busy.
		await Promise.all(Array.from({ length: Math.min(queue.length, availableParallelism()) }, work));
		console.log(describe(counts));
		if (counts.failed > 0) process.exitCode = 1;
	});
