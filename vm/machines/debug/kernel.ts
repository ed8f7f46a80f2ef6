import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { missingPackages, need } from '../../setup/debian.ts';
import { packages } from '../../setup/packages.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import { KernelTree, type Recipe, sourceKey } from '../kernels/from-source.ts';
import type { Kernel } from '../kernels/index.ts';
import { mainlineSeries } from '../kernels/newest.ts';

/** What the matrix calls it. */
export const debugSeries = 'debug';

const recipe: Recipe = {
	title: `Linux ${mainlineSeries} for debugging`,
	config: fileURLToPath(new URL('kernel.config', import.meta.url)),
	arguments: [],
	targets: ['vmlinux', 'modules'],
	files: 1000,
};

/** How long it takes, for people. */
export const buildTime = '5 to 10 minutes on two cores, 3 GB while it is built';

async function findPlace(): Promise<{ key: string; folder: string }> {
	const { config, targets } = recipe;
	const key = createHash('sha256')
		.update(JSON.stringify([await sourceKey(), readFileSync(config, 'utf8'), targets]))
		.digest('hex')
		.slice(0, 12);
	return { key, folder: join(cacheFolder(), 'kernels', `debug-${key}`) };
}

function describe(folder: string): Kernel {
	return {
		series: debugSeries,
		like: mainlineSeries,
		release: readFileSync(join(folder, 'release'), 'utf8').trim(),
		folder,
		vmlinux: join(folder, 'vmlinux'),
		modules: join(folder, 'modules'),
		headers: join(folder, 'headers'),
		memory: 1024,
		slowness: 3,
		// Without ACPI there is no other steady clock than the processor's, and the kernel would doubt it.
		parameters: ['tsc=reliable'],
	};
}

/** The debug kernel, where it is in the cache. */
export async function findDebugKernel(): Promise<Kernel | undefined> {
	// Without the compiler it was never built here.
	if (missingPackages(Object.keys(packages.debug)).length > 0) return undefined;
	const { folder } = await findPlace();
	return existsSync(folder) ? describe(folder) : undefined;
}

/** The debug kernel, built where it is not in the cache. */
export async function debugKernel(): Promise<Kernel> {
	await need('debug');
	const { key, folder } = await findPlace();
	return step({
		name: recipe.title,
		why: `a kernel that watches itself (KASAN, lockdep, kmemleak), built from its source; ${buildTime}. Ctrl-C: the next run goes on where this one ended`,
		lock: `debug-kernel-${key}`,
		done: () => (existsSync(folder) ? describe(folder) : undefined),
		work: async (progress) => {
			const tree = await KernelTree.open(`debug-${key}`, recipe, progress);
			await tree.configure();
			await tree.compile();
			const result = temporaryPath();
			mkdirSync(result);
			tree.copy(result, {
				'.config': 'config',
				'include/config/kernel.release': 'release',
				'modules.builtin': 'modules/modules.builtin',
			});
			// All that it needs is built in.
			mkdirSync(join(result, 'modules/kernel'));
			await strip(join(tree.folder, 'vmlinux'), join(result, 'vmlinux'));
			await tree.copyHeaders(join(result, 'headers'));
			tree.finish(result, folder);
			return describe(folder);
		},
	});
}

/** Leaves out the symbols: QEMU loads it as it is, and the kernel has names of its own (kallsyms). */
async function strip(from: string, to: string): Promise<void> {
	const { status, output } = await run('objcopy', ['--strip-all', from, to], { limit: 60_000 });
	if (status !== 0) throw new Problem(`${from} cannot be copied to ${to}: ${output.trim()}`);
}
