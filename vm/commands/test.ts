import { Command } from 'commander';
import { checkSeries, kernelSeries } from '../machines/kernels/index.ts';
import { findStage, foldersOf, stageNames } from '../machines/stages.ts';
import { runMatrix } from './matrix.ts';

export const test = new Command('test')
	.description(
		"run a stage's tests and its transcript in a virtual machine, or those of all stages",
	)
	.argument('[stage]', 'its name or number; all stages unless given', (word) => findStage(word))
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.addHelpText('after', '\nExample: npm run vm -- test 02-input --kernel 6.12')
	.action(async (stage: string | undefined, { kernel: series }: { kernel?: string }) => {
		const stages = (stage ? [stage] : stageNames()).map(foldersOf);
		await runMatrix(stages, ['tests', 'transcript'], series ? [series] : kernelSeries());
	});
