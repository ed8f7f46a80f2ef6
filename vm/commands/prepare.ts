import { Argument, Command } from 'commander';
import { busybox, kernel, kernelScripts, kernelSeries, qemu } from '../machines/kernels/index.ts';
import { netlinkTools } from '../machines/kernels/ynl.ts';
import { pageArtefacts } from '../machines/page/artefacts.ts';
import { buildAddon } from '../setup/addon.ts';
import { need } from '../setup/debian.ts';

/** Each gets what one kind of work needs, where it is not there. */
const preparations: Readonly<Record<string, () => Promise<unknown>>> = {
	addon: buildAddon,
	browser: () => need('browser'),
	checks: async () => {
		await need('checks', 'kernels', 'stages');
		await kernelScripts();
		for (const series of kernelSeries()) await kernel(series);
	},
	library: () => need('library'),
	machines: async () => {
		await need('kernels', 'stages', 'addon');
		for (const series of kernelSeries()) await kernel(series);
		await qemu();
		await busybox();
		await buildAddon();
	},
	page: pageArtefacts,
	tools: netlinkTools,
};

export const prepare = new Command('prepare')
	.description('get what tests need, without running them; what is there is left alone')
	.addArgument(
		new Argument('[what...]', 'what for; everything unless given').choices(
			Object.keys(preparations),
		),
	)
	.addHelpText('after', '\nExample: npm run vm -- prepare machines')
	.action(async (what: string[]) => {
		for (const [name, get] of Object.entries(preparations))
			if (what.length === 0 || what.includes(name)) await get();
	});
