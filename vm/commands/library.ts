import { Command } from 'commander';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { recordCorpus, library as stage } from '../machines/library.ts';
import { buildAddon } from '../setup/addon.ts';
import { changedOption, isChangedOnly, passesOn, runMatrix } from './matrix.ts';

export const library = new Command('library')
	.description("run the netlink library's tests that talk to a kernel, in virtual machines")
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.option(...changedOption)
	.option('--record', 'record the messages that its other tests read, addon/test/corpus')
	.addHelpText('after', '\nExample: npm run vm -- library --kernel page')
	.action(async (options: { kernel?: string; changed?: true; record?: true }) => {
		if (options.record) {
			await buildAddon();
			await recordCorpus(await kernel(options.kernel ?? kernelSeries().at(-1) ?? ''));
			return;
		}
		const all = options.kernel === undefined ? kernelSeries() : [options.kernel];
		await runMatrix(await passesOn(all, [stage], ['tests']), { changed: isChangedOnly(options) });
	});
