import { Command } from 'commander';
import { buildTime, debugSeries, findDebugKernel } from '../machines/debug/kernel.ts';
import { megabytes } from '../machines/kernels/download.ts';
import { busybox, checkSeries, kernel, kernelSeries, qemu } from '../machines/kernels/index.ts';
import { readLock, seriesOf } from '../machines/kernels/lock.ts';
import { findUnpacked } from '../machines/kernels/sets.ts';
import { updateLock } from '../machines/kernels/update.ts';

async function list(): Promise<void> {
	const line = (series: string, release: string, state: string) =>
		console.log(`${series.padEnd(6)} ${release.padEnd(24)} ${state}`);
	for (const series of kernelSeries()) {
		const { set, folder } = findUnpacked(series);
		const size = set.packages.reduce((sum, entry) => sum + entry.size, 0);
		const state = folder ? `in ${folder}` : `not fetched yet, ${megabytes(size)}`;
		line(series, set.release ?? '', state);
	}
	const debug = await findDebugKernel();
	const state = debug ? `in ${debug.folder}` : `not built yet, ${buildTime}`;
	line(debugSeries, debug?.release ?? '', state);
}

export const kernels = new Command('kernels')
	.description("Debian's kernels, pinned by version and checksum, and the debug kernel")
	.addHelpText('after', '\nExample: npm run vm -- kernels list')
	.addCommand(
		new Command('list')
			.description('the kernels that there are, and which are in the cache')
			.addHelpText('after', '\nExample: npm run vm -- kernels list')
			.action(list),
	)
	.addCommand(
		new Command('fetch')
			.description(
				'fetch kernels, their headers and QEMU into the cache, or build the debug kernel',
			)
			.argument('[series...]', "for example 6.12; all of Debian's kernels unless given")
			.addHelpText(
				'after',
				[
					'',
					`${debugSeries} is a kernel that watches itself: KASAN (memory used wrongly), lockdep (locks and RCU),`,
					`kmemleak, reference trackers. It is built from Debian's source package:`,
					`${buildTime}. An interrupted build goes on where it ended.`,
					'',
					'Example: npm run vm -- kernels fetch 6.12',
				].join('\n'),
			)
			.action(async (series: string[]) => {
				for (const each of series) checkSeries(each);
				for (const each of series.length > 0 ? series : kernelSeries())
					console.log(`${each}: ${(await kernel(each)).folder}`);
				await qemu();
				await busybox();
			}),
	)
	.addCommand(
		new Command('update')
			.description("pin the newest of each kind that the mirror's signed indices list")
			.addHelpText('after', '\nExample: npm run vm -- kernels update')
			.action(async () => {
				const changes = await updateLock();
				for (const { name, before, after } of changes) {
					const versions = [before, after].map((set) => set?.release ?? set?.packages[0]?.version);
					console.log(`${name}: ${versions[0] ?? 'new'} → ${versions[1]}`);
				}
				if (changes.length === 0) console.log('The lock names the newest already.');
				else
					console.log(`Now: npm test, then commit the lock (${seriesOf(readLock()).join(', ')}).`);
			}),
	);
