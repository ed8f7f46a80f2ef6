import { Command } from 'commander';
import { buildStage } from '../machines/build.ts';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { findStage, testedNames } from '../machines/stages.ts';

export const build = new Command('build')
	.description("build a stage's modules, or all stages', without a warning")
	.argument('[stage]', 'its name or number; all stages unless given', (word) =>
		findStage(word, testedNames()),
	)
	.option('--kernel <series>', 'for this kernel alone, for example 6.12', checkSeries)
	.addHelpText('after', '\nExample: npm run vm -- build 02-input --kernel 6.12')
	.action(async (stage: string | undefined, { kernel: series }: { kernel?: string }) => {
		for (const name of stage ? [stage] : testedNames()) {
			for (const each of series ? [series] : kernelSeries()) {
				const { folder } = await buildStage(name, await kernel(each));
				console.log(`${name} for Linux ${each}: ${folder}`);
			}
		}
	});
