import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPath } from '../../setup/cache.mjs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { debugKernel, debugSeries } from '../debug/kernel.ts';
import { pageKernel } from '../page/kernel.ts';
import { readLock, seriesOf } from './lock.ts';
import { mainlineSeries } from './newest.ts';
import { unpacked } from './sets.ts';
import { extractKernel, only, relocateHeaders, unpackAll } from './unpack.ts';

/** The kernel that a machine runs. */
export interface RunningKernel {
	/** As the matrix names it: "6.12", "debug". */
	readonly series: string;
	/** As `uname -r` says it. */
	readonly release: string;
	/** The series whose transcripts hold for it, where that is not its own. */
	readonly like?: string;
	/** How many times as long as others its guests may take. */
	readonly slowness?: number;
}

/** A kernel of Debian's, unpacked in the cache, or one that was built there from Debian's source. */
export interface Kernel extends RunningKernel {
	/** What its packages hold, as it would lie below / if they were installed. */
	readonly folder: string;
	/** The ELF kernel, for QEMU's -kernel. */
	readonly vmlinux: string;
	/** lib/modules/<release>: its own modules, packed (.ko.xz) from 6.12 on. */
	readonly modules: string;
	/** What modules are built against: `make -C headers M=...`. */
	readonly headers: string;
	/** MiB that a guest of it needs, where that is more than others need. */
	readonly memory?: number;
	/** What it has to be told on its command line. */
	readonly parameters?: readonly string[];
	/** What make is told when it builds modules for it, besides what it is told for all kernels. */
	readonly moduleFlags?: readonly string[];
}

/** How to start a QEMU of version 10 or newer. */
export interface Qemu {
	readonly command: string;
	readonly environment: Readonly<Record<string, string>>;
	/** Where it finds its firmware; they go before all others. */
	readonly arguments: readonly string[];
}

/** The series of Debian's kernels that there are, oldest first: "6.1", "6.12". */
export function kernelSeries(): string[] {
	return seriesOf(readLock());
}

/** The series of the whole matrix: Debian's kernels and the page's. */
export function matrixSeries(): string[] {
	return [...kernelSeries(), mainlineSeries];
}

/**
 * A kernel's series, as the matrix names it; "page" stands for that of the page's kernel.
 *
 * @throws {Problem} that names the right ones, where there is no such kernel
 */
export function checkSeries(word: string): string {
	const series = word === 'page' ? mainlineSeries : word;
	const known = [...matrixSeries(), debugSeries];
	if (known.includes(series)) return series;
	throw new Problem(
		`There is no kernel "${word}" here; there are ${kernelSeries().join(', ')}, ${mainlineSeries} (in the page's machine) and ${debugSeries}.`,
	);
}

/** A kernel by its series, fetched and unpacked, or built, where it is not in the cache. */
export async function kernel(series: string): Promise<Kernel> {
	checkSeries(series);
	if (series === debugSeries) return debugKernel();
	if (series === mainlineSeries) return pageKernel();
	await need('kernels');
	const { folder, set } = await unpacked(
		series,
		`Linux ${series}`,
		"Debian's kernel and its headers, to build modules for and to start in a virtual machine",
		async (paths, into, { release }) => {
			await unpackAll(paths, into);
			await extractKernel(only(join(into, 'boot'), /^vmlinuz-/), join(into, 'boot/vmlinux'));
			relocateHeaders(into, release ?? '');
		},
	);
	const release = set.release ?? '';
	return {
		series,
		release,
		folder,
		vmlinux: join(folder, 'boot/vmlinux'),
		modules: join(folder, 'lib/modules', release),
		headers: join(folder, 'usr/src', `linux-headers-${release}`),
	};
}

/** This machine's own QEMU, where it is new enough: older ones lose early boots of 6.12. */
export async function systemQemu(): Promise<Qemu | undefined> {
	const command = 'qemu-system-x86_64';
	try {
		const { stdout } = await run(command, ['--version'], { limit: 10_000 });
		const major = Number(/version (\d+)\./.exec(stdout)?.[1]);
		return major >= 10 ? { command, environment: {}, arguments: [] } : undefined;
	} catch (error) {
		if (error instanceof Problem) return undefined;
		throw error;
	}
}

/** A QEMU of version 10 or newer: this machine's own, or Debian's, unpacked in the cache. */
export async function qemu(): Promise<Qemu> {
	const own = await systemQemu();
	if (own) return own;
	const { folder } = await unpacked(
		'qemu',
		'QEMU',
		'the machine that the kernels run in, version 10',
		unpackAll,
	);
	return {
		command: join(folder, 'usr/bin/qemu-system-x86_64'),
		environment: { LD_LIBRARY_PATH: join(folder, 'usr/lib/x86_64-linux-gnu') },
		arguments: ['-L', join(folder, 'usr/share/qemu'), '-L', join(folder, 'usr/share/seabios')],
	};
}

/** The path of a busybox that needs no library. */
export async function busybox(): Promise<string> {
	const { folder } = await unpacked('busybox', 'busybox', "the guest's first program", unpackAll);
	return join(folder, 'bin/busybox');
}

/** The folder of the kernel's own scripts, checkpatch.pl among them. */
export async function kernelScripts(): Promise<string> {
	await need('kernels');
	const { folder } = await unpacked(
		'source',
		'kernel scripts',
		"checkpatch, from the kernel's source",
		async (paths, into) => {
			const source = temporaryPath();
			await unpackAll(paths, source);
			const archive = only(join(source, 'usr/src'), /^linux-source-.*\.tar\.xz$/);
			const { status, stderr } = await run(
				'tar',
				['-xJf', archive, '-C', into, '--strip-components=1', '--wildcards', '*/scripts'],
				{ limit: 300_000 },
			);
			if (status !== 0)
				throw new Problem(`The kernel's source cannot be unpacked: ${stderr.trim()}`);
		},
	);
	const scripts = join(folder, 'scripts');
	if (!existsSync(join(scripts, 'checkpatch.pl')))
		throw new Problem(`${scripts} has no checkpatch.pl`);
	return scripts;
}
