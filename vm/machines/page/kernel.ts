import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
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
import { currentSet, keyOf, unpacked } from '../kernels/sets.ts';
import { unpackAll } from '../kernels/unpack.ts';

/** The page's kernel, built in the cache. */
export interface PageKernel extends Kernel {
	/** The bzImage, with the guest's first program inside. */
	readonly image: string;
	/** The whole .config. */
	readonly config: string;
	/** Headers for programs of the guest. */
	readonly userHeaders: string;
}

/** What the guest is made of beside the kernel, from Debian's packages for i386. */
export interface GuestPackages {
	readonly busybox: string;
	readonly bios: string;
	readonly vgaBios: string;
	/** Holds include/ and lib/ of musl. */
	readonly musl: string;
	/** Holds a folder for each package, with its copyright. */
	readonly documents: string;
}

const guestSet = 'page-guest';

const recipe: Recipe = {
	title: `Linux ${mainlineSeries} for the page`,
	config: fileURLToPath(new URL('kernel.config', import.meta.url)),
	arguments: ['ARCH=i386'],
	targets: ['bzImage', 'modules', 'headers'],
	files: 700,
};

/** How long it takes, for people. */
export const buildTime = 'about 5 minutes on two cores, 3 GB while it is built';

const initPath = fileURLToPath(new URL('../../guest/page/init', import.meta.url));

/** The files of the first program's root: usr/gen_init_cpio.c in the kernel's source says how they are written. */
const initramfs = `dir /bin 0755 0 0
dir /dev 0755 0 0
nod /dev/console 0600 0 0 c 5 1
slink /sbin bin 0777 0 0
file /bin/busybox page/busybox 0755 0 0
file /init page/init 0755 0 0
`;

/** Changes with any of the guest's packages. */
export function guestKey(): string {
	return keyOf(currentSet(guestSet));
}

/** Debian's i386 packages for the guest, fetched and unpacked where they are not in the cache. */
export async function guestPackages(): Promise<GuestPackages> {
	const { folder } = await unpacked(
		guestSet,
		"the page machine's packages",
		'busybox, a C library and a BIOS for i386',
		unpackAll,
	);
	return {
		busybox: join(folder, 'bin/busybox'),
		bios: join(folder, 'usr/share/seabios/bios.bin'),
		vgaBios: join(folder, 'usr/share/seabios/vgabios-stdvga.bin'),
		musl: join(folder, 'usr'),
		documents: join(folder, 'usr/share/doc'),
	};
}

/** Where the page's kernel lies once it is built; nothing is fetched to know it. */
async function findPlace(): Promise<{ key: string; folder: string }> {
	const key = createHash('sha256')
		.update(
			JSON.stringify([
				await sourceKey(),
				readFileSync(recipe.config, 'utf8'),
				recipe.arguments,
				guestKey(),
				readFileSync(initPath, 'utf8'),
				initramfs,
			]),
		)
		.digest('hex')
		.slice(0, 12);
	return { key, folder: join(cacheFolder(), 'kernels', `page-${key}`) };
}

/** The page's kernel, where it is in the cache. */
export async function findPageKernel(): Promise<PageKernel | undefined> {
	// Without the compiler it was never built here.
	if (missingPackages(Object.keys(packages.page)).length > 0) return undefined;
	const { folder } = await findPlace();
	return existsSync(folder) ? describe(folder) : undefined;
}

/** The page's kernel, built where it is not in the cache. What changes with a stage, or often, is no part of it. */
export async function pageKernel(): Promise<PageKernel> {
	await need('page');
	const { key, folder } = await findPlace();
	return step({
		name: recipe.title,
		why: `a small kernel for the machine in the guide's pages, built from its source; ${buildTime}. Ctrl-C: the next run goes on where this one ended`,
		lock: `page-kernel-${key}`,
		done: () => (existsSync(folder) ? describe(folder) : undefined),
		work: async (progress) => {
			const tree = await KernelTree.open(`page-${key}`, recipe, progress);
			addFirstProgram(tree.folder, await guestPackages());
			await tree.configure();
			await tree.compile();
			const result = temporaryPath();
			mkdirSync(result);
			tree.copy(result, {
				'arch/x86/boot/bzImage': 'bzImage',
				'.config': 'config',
				'include/config/kernel.release': 'release',
			});
			await tree.copyHeaders(join(result, 'headers'));
			await copyUserHeaders(tree.folder, join(result, 'include'));
			tree.finish(result, folder);
			return describe(folder);
		},
	});
}

function describe(folder: string): PageKernel {
	return {
		series: mainlineSeries,
		release: readFileSync(join(folder, 'release'), 'utf8').trim(),
		folder,
		vmlinux: join(folder, 'bzImage'),
		modules: join(folder, 'modules'),
		headers: join(folder, 'headers'),
		image: join(folder, 'bzImage'),
		config: join(folder, 'config'),
		userHeaders: join(folder, 'include'),
	};
}

/** Into the tree, so that no path of this machine gets into the kernel. */
function addFirstProgram(tree: string, packages: GuestPackages): void {
	const room = join(tree, 'page');
	if (existsSync(join(room, 'initramfs'))) return;
	mkdirSync(room, { recursive: true });
	copyFileSync(packages.busybox, join(room, 'busybox'));
	copyFileSync(initPath, join(room, 'init'));
	writeFileSync(join(room, 'initramfs'), initramfs);
}

/** `make headers` leaves them beside files of its own. */
async function copyUserHeaders(tree: string, target: string): Promise<void> {
	const from = join(tree, 'usr/include');
	const folders = readdirSync(from, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => join(from, name));
	mkdirSync(target);
	const { status, output } = await run('cp', ['-r', ...folders, target], { limit: 60_000 });
	if (status !== 0) throw new Problem(`${from} cannot be copied to ${target}: ${output.trim()}`);
}
