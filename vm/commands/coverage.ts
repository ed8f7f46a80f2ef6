import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { type Coverage, formatCoverage } from '../../examples/coverage.ts';
import { measure } from '../machines/debug/coverage.ts';
import { debugKernel } from '../machines/debug/kernel.ts';
import { findStage, foldersOf, projectFolder, stageNames } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { describe, noCounts, Report } from '../setup/report.ts';
import { listen } from './matrix.ts';

function summary({ files }: Coverage): string {
	return Object.entries(files)
		.map(([name, { reached, unreached }]) => {
			const all = reached.length + unreached.length;
			const rest = unreached.length > 0 ? `, not ${unreached.join(' ')}` : '';
			return `${name}: ${reached.length} of ${all} lines reached${rest}`;
		})
		.join('\n');
}

export const coverage = new Command('coverage')
	.description(
		"record which lines of a stage's C its tests and its transcript reach, on the debug kernel",
	)
	.argument(
		'[stages...]',
		'their names or numbers; all stages unless given',
		(word, before: string[] = []) => [...before, findStage(word)],
	)
	.addHelpText(
		'after',
		'\nIt takes 2 to 4 minutes a stage. Where a test fails, nothing is recorded.\n\nExample: npm run vm -- coverage 02-input',
	)
	.action(async (names: string[]) => {
		const kernel = await debugKernel();
		await buildAddon();
		for (const name of names.length > 0 ? names : stageNames()) {
			const stage = foldersOf(name);
			const counts = noCounts();
			const report = new Report();
			const found = await measure(kernel, stage, listen(report, counts, new Map()));
			report.close();
			console.log(describe(counts));
			if (counts.failed > 0) {
				process.exitCode = 1;
				continue;
			}
			const path = join(stage.userSide, 'coverage.json');
			writeFileSync(path, formatCoverage(found));
			console.log(`${relative(projectFolder, path)}\n${summary(found)}`);
		}
	});
