import { Command } from 'commander';
import { megabytes } from '../machines/kernels/download.ts';
import { busybox, checkSeries, kernel, kernelSeries, qemu } from '../machines/kernels/index.ts';
import { readLock, seriesOf } from '../machines/kernels/lock.ts';
import { findUnpacked } from '../machines/kernels/sets.ts';
import { updateLock } from '../machines/kernels/update.ts';

function list(): void {
	for (const series of kernelSeries()) {
		const { set, folder } = findUnpacked(series);
		const size = set.packages.reduce((sum, entry) => sum + entry.size, 0);
		const state = folder ? `in ${folder}` : `not fetched yet, ${megabytes(size)}`;
		console.log(`${series.padEnd(6)} ${(set.release ?? '').padEnd(24)} ${state}`);
	}
}

export const kernels = new Command('kernels')
	.description("Debian's kernels, pinned by version and checksum")
	.addHelpText('after', '\nExample: npm run vm -- kernels list')
	.addCommand(
		new Command('list')
			.description('the kernels that there are, and which are in the cache')
			.addHelpText('after', '\nExample: npm run vm -- kernels list')
			.action(list),
	)
	.addCommand(
		new Command('fetch')
			.description('fetch kernels, their headers and QEMU into the cache')
			.argument('[series...]', 'for example 6.12; all kernels unless given')
			.addHelpText('after', '\nExample: npm run vm -- kernels fetch 6.12')
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
