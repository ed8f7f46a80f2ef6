import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import { demandRoom } from '../kernels/download.ts';
import type { Kernel } from '../kernels/index.ts';
import { pageSeries } from '../kernels/newest.ts';
import { unpacked } from '../kernels/sets.ts';
import { only, unpackAll } from '../kernels/unpack.ts';

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
	/** usr/include and usr/lib of musl. */
	readonly musl: string;
	/** Names the packages. */
	readonly key: string;
}

const compiler = 'gcc-12';
const makeArguments = ['ARCH=i386', `CC=${compiler}`, `HOSTCC=${compiler}`];
const configPath = fileURLToPath(new URL('kernel.config', import.meta.url));
const initPath = fileURLToPath(new URL('../../guest/page/init', import.meta.url));

/** The files of the first program's root: usr/gen_init_cpio.c in the kernel's source says how they are written. */
const initramfs = `dir /bin 0755 0 0
dir /dev 0755 0 0
nod /dev/console 0600 0 0 c 5 1
slink /sbin bin 0777 0 0
file /bin/busybox page/busybox 0755 0 0
file /init page/init 0755 0 0
`;

/** Debian's i386 packages for the guest, fetched and unpacked where they are not in the cache. */
export async function guestPackages(): Promise<GuestPackages> {
	const { folder } = await unpacked(
		'page-guest',
		"the page machine's packages",
		'busybox, a C library and a BIOS for i386',
		unpackAll,
	);
	return {
		busybox: join(folder, 'bin/busybox'),
		bios: join(folder, 'usr/share/seabios/bios.bin'),
		vgaBios: join(folder, 'usr/share/seabios/vgabios-stdvga.bin'),
		musl: join(folder, 'usr'),
		key: basename(folder),
	};
}

async function sourceArchive(): Promise<string> {
	await need('kernels');
	const { folder } = await unpacked(
		'page-source',
		`source of Linux ${pageSeries}`,
		"Debian's, to build the page's kernel from",
		unpackAll,
	);
	return only(join(folder, 'usr/src'), /^linux-source-.*\.tar\.xz$/);
}

/** Lines of a configuration, in the form that .config has. */
function settings(config: string): string[] {
	return config.split('\n').filter((line) => /^(CONFIG_|# CONFIG_\w+ is not set$)/.test(line));
}

/** The settings that were asked for and are not what came of it: an option that is gone, or that another one forces. */
export function unmet(asked: string, got: string): string[] {
	const lines = new Set(settings(got));
	return settings(asked).filter((line) => {
		const [, off] = /^# (CONFIG_\w+) is not set$/.exec(line) ?? [];
		// An option that nothing offers is off without a word.
		if (off !== undefined) return [...lines].some((other) => other.startsWith(`${off}=`));
		return !lines.has(line);
	});
}

/** The page's kernel, built where it is not in the cache: four minutes on two cores. */
export async function pageKernel(): Promise<PageKernel> {
	await need('page');
	const packages = await guestPackages();
	const archive = await sourceArchive();
	const { stdout: version } = await run(compiler, ['--version'], { limit: 10_000 });
	const config = readFileSync(configPath, 'utf8');
	const key = createHash('sha256')
		.update(
			JSON.stringify([
				basename(archive),
				statSync(archive).mtimeMs,
				packages.key,
				version.split('\n', 1)[0],
				config,
				readFileSync(initPath, 'utf8'),
				initramfs,
			]),
		)
		.digest('hex')
		.slice(0, 12);
	const folder = join(cacheFolder(), 'page', `kernel-${pageSeries}-${key}`);
	return step({
		name: `Linux ${pageSeries} for the page`,
		why: 'a small kernel for the machine in the page, built from its source; four minutes on two cores',
		lock: `page-kernel-${key}`,
		done: () => (existsSync(folder) ? describe(folder) : undefined),
		work: async (progress) => {
			await demandRoom(2.5e9, `building Linux ${pageSeries}`);
			const tree = await sourceTree(archive, key, progress);
			await configure(tree, config, packages);
			await compile(tree, archive, progress);
			const result = temporaryPath();
			await collect(tree, result);
			renameSync(result, folder);
			rmSync(tree, { recursive: true });
			return describe(folder);
		},
	});
}

function describe(folder: string): PageKernel {
	return {
		series: pageSeries,
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

/** The unpacked source. It stays when the build is interrupted, so that the next run goes on where this one ended. */
async function sourceTree(
	archive: string,
	key: string,
	progress: (line: string) => void,
): Promise<string> {
	const tree = join(cacheFolder(), 'page', `source-${key}`);
	if (existsSync(tree)) return tree;
	progress('unpacking the source');
	const temporary = temporaryPath();
	mkdirSync(temporary);
	const { status, stderr } = await run(
		'tar',
		['-xJf', archive, '-C', temporary, '--strip-components=1'],
		{ limit: 600_000 },
	);
	if (status !== 0) throw new Problem(`${archive} cannot be unpacked: ${stderr.trim()}`);
	mkdirSync(join(cacheFolder(), 'page'), { recursive: true });
	renameSync(temporary, tree);
	return tree;
}

async function make(
	tree: string,
	targets: readonly string[],
	environment: NodeJS.ProcessEnv = {},
	heard: (text: string) => void = () => {},
): Promise<void> {
	const { status, output } = await run(
		'nice',
		['make', '-C', tree, `-j${availableParallelism()}`, ...makeArguments, ...targets],
		{
			limit: 3_600_000,
			env: { ...process.env, LC_ALL: 'C.UTF-8', MAKEFLAGS: '', ...environment },
			heard,
		},
	);
	if (status === 0) return;
	const last = output.trim().split('\n').slice(-20).join('\n');
	throw new Problem(`Linux ${pageSeries} does not build (make ${targets.join(' ')}):\n${last}`);
}

async function configure(tree: string, config: string, packages: GuestPackages): Promise<void> {
	const room = join(tree, 'page');
	mkdirSync(room, { recursive: true });
	copyFileSync(packages.busybox, join(room, 'busybox'));
	copyFileSync(initPath, join(room, 'init'));
	writeFileSync(join(room, 'initramfs'), initramfs);
	const path = join(tree, '.config');
	if (existsSync(path) && unmet(config, readFileSync(path, 'utf8')).length === 0) return;
	await make(tree, ['tinyconfig']);
	// The last word of a setting counts.
	writeFileSync(path, `${readFileSync(path, 'utf8')}\n${config}`);
	await make(tree, ['olddefconfig']);
	const missing = unmet(config, readFileSync(path, 'utf8'));
	if (missing.length > 0)
		throw new Problem(
			`${configPath} asks for what Linux ${pageSeries} does not give:\n${missing.join('\n')}`,
		);
}

async function compile(
	tree: string,
	archive: string,
	progress: (line: string) => void,
): Promise<void> {
	let files = 0;
	await make(
		tree,
		['bzImage', 'modules'],
		{
			// What is built from the same sources is the same, to the byte: of the date, Debian's own.
			KBUILD_BUILD_TIMESTAMP: statSync(archive).mtime.toUTCString(),
			KBUILD_BUILD_USER: 'netlink',
			KBUILD_BUILD_HOST: 'both-sides',
		},
		(text) => {
			for (const [, path] of text.matchAll(/^ {2}(?:CC|AS|LD) +(\S+)/gm)) {
				files += 1;
				progress(`${files} files: ${path}`);
			}
		},
	);
	await make(tree, ['headers']);
}

/** What is kept of a build: the kernel, and what modules and the guest's programs are built against. */
async function collect(tree: string, target: string): Promise<void> {
	mkdirSync(target);
	const copied: Readonly<Record<string, string>> = {
		'arch/x86/boot/bzImage': 'bzImage',
		'.config': 'config',
		'include/config/kernel.release': 'release',
		COPYING: 'COPYING',
	};
	for (const [from, to] of Object.entries(copied)) copyFileSync(join(tree, from), join(target, to));
	mkdirSync(join(target, 'modules'));
	const headers = join(target, 'headers');
	const { status, output } = await run('sh', ['scripts/package/install-extmod-build', headers], {
		cwd: tree,
		limit: 120_000,
		env: { ...process.env, srctree: '.', SRCARCH: 'x86', CC: compiler, HOSTCC: compiler },
	});
	if (status !== 0)
		throw new Problem(`The kernel's headers cannot be collected:\n${output.trim()}`);
	// So that `make -C headers M=...` is all that a module needs, as with Debian's own headers.
	writeFileSync(
		join(headers, 'GNUmakefile'),
		`%:\n\t@$(MAKE) --no-print-directory -f Makefile ${makeArguments.join(' ')} $@\n\nMakefile GNUmakefile: ;\n`,
	);
	const include = join(target, 'include');
	mkdirSync(include);
	const copy = await run('cp', ['-r', ...userHeaders(tree), include], { limit: 60_000 });
	if (copy.status !== 0)
		throw new Problem(`The kernel's headers cannot be copied:\n${copy.output.trim()}`);
}

/** `make headers` leaves them beside files of its own. */
function userHeaders(tree: string): string[] {
	const folder = join(tree, 'usr/include');
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => join(folder, entry.name));
}
