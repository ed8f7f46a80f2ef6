import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentSet, keyOf, unpacked } from '../../machines/kernels/sets.ts';
import { only, unpackAll } from '../../machines/kernels/unpack.ts';
import { temporaryPath } from '../../setup/cache.mjs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';

const sourceSet = 'compiler-source';

/** Changes with any of the sources; nothing is fetched to know it. */
export function sourceKey(): string {
	return keyOf(currentSet(sourceSet));
}

/** The sources that the compiler is built from, unpacked. */
export interface Sources {
	/** GCC's, with gmp, mpfr and mpc inside, where its build looks for them. */
	readonly gcc: string;
	readonly binutils: string;
}

/** Other languages' compilers and run-time libraries, and the tests: most of what is packed, and nothing that cc1 is made of. */
const leftOut = [
	'gcc/testsuite',
	'gcc/ada',
	'gcc/po',
	'libstdc++-v3',
	'libgo',
	'libphobos',
	'libgfortran',
	'libgomp',
	'gas/testsuite',
	'ld/testsuite',
	'gold',
	'gprofng',
];

async function untar(archive: string, folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const { status, stderr } = await run(
		'tar',
		[
			'-xf',
			archive,
			...['-C', folder, '--strip-components=1'],
			...leftOut.map((path) => `--exclude=*/${path}`),
		],
		{ limit: 600_000 },
	);
	if (status !== 0)
		throw new Problem(
			/No space left/.test(stderr)
				? `No room on the disk to unpack ${archive}: make room, then run this again.`
				: `${archive} cannot be unpacked: ${stderr.trim()}`,
		);
}

async function unpack(paths: readonly string[], folder: string): Promise<void> {
	const packages = temporaryPath();
	const isPackage = (path: string) => path.endsWith('.deb');
	await unpackAll(paths.filter(isPackage), packages);
	const inside = (path: string) => only(join(packages, 'usr/src', path), /\.tar\.xz$/);
	await untar(inside('gcc-12'), join(folder, 'gcc'));
	await untar(inside('binutils'), join(folder, 'binutils'));
	const [gmp, mpfr, mpc] = paths.filter((path) => !isPackage(path));
	for (const [name, archive] of Object.entries({ gmp, mpfr, mpc }))
		if (archive) await untar(archive, join(folder, 'gcc', name));
	// Debian leaves gmp's manual out, whose licence it does not like, and configure misses it.
	mkdirSync(join(folder, 'gcc/gmp/doc'), { recursive: true });
	writeFileSync(join(folder, 'gcc/gmp/doc/Makefile.in'), 'all install:\n');
}

/** The sources, fetched and unpacked where they are not in the cache. */
export async function compilerSources(): Promise<Sources> {
	await need('kernels');
	const { folder } = await unpacked(
		sourceSet,
		"the compiler's source",
		"GCC and binutils as Debian packages them, to build a compiler for the guide's pages from",
		unpack,
	);
	return { gcc: join(folder, 'gcc'), binutils: join(folder, 'binutils') };
}
