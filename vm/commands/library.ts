import { Command } from 'commander';
import { checkSeries, kernelSeries } from '../machines/kernels/index.ts';
import { library as stage } from '../machines/library.ts';
import { passesOn, runMatrix } from './matrix.ts';

export const library = new Command('library')
	.description("run the netlink library's tests that talk to a kernel, in virtual machines")
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.addHelpText('after', '\nExample: npm run vm -- library --kernel page')
	.action(async ({ kernel: series }: { kernel?: string }) => {
		const all = series === undefined ? kernelSeries() : [series];
		await runMatrix(await passesOn(all, [stage], ['tests']));
	});
