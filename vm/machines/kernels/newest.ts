import { spawnSync } from 'node:child_process';
import { Problem } from '../../setup/problem.mjs';
import type { Architecture, Indexed } from './indices.ts';
import type { Package, PackageSet } from './lock.ts';

/** deb-version(7): whether a is newer than b. */
function isNewer(a: string, b: string): boolean {
	return a !== b && spawnSync('dpkg', ['--compare-versions', a, 'gt', b]).status === 0;
}

function newestOf(candidates: readonly Indexed[]): Indexed | undefined {
	let best: Indexed | undefined;
	for (const candidate of candidates)
		if (best === undefined || isNewer(candidate.version, best.version)) best = candidate;
	return best;
}

function pin({ name, version, archive, path, size, sha256 }: Indexed): Package {
	return { name, version, archive, path, size, sha256 };
}

/** A kernel's image, headers, common headers and build tools, all of one version. */
function kernelSet(series: string, index: readonly Indexed[]): PackageSet | undefined {
	const escaped = series.replaceAll('.', '\\.');
	const headersName = new RegExp(`^linux-headers-(${escaped}\\.\\d+[.+~\\w-]*-amd64)$`);
	const flavour = /-(rt|cloud)-amd64$/;
	let candidates = index.filter(({ name }) => headersName.test(name) && !flavour.test(name));
	while (candidates.length > 0) {
		const headers = newestOf(candidates);
		if (headers === undefined) break;
		const release = headers.name.slice('linux-headers-'.length);
		const find = (name: string): Indexed | undefined =>
			index.find((entry) => entry.name === name && entry.version === headers.version);
		const image = find(`linux-image-${release}`) ?? find(`linux-image-${release}-unsigned`);
		const common = find(headers.name.replace(/-amd64$/, '-common'));
		const tools = find(/\blinux-kbuild-[^\s,]+/.exec(headers.depends)?.[0] ?? '');
		if (image && common && tools)
			return { release, packages: [image, headers, common, tools].map(pin) };
		candidates = candidates.filter((candidate) => candidate !== headers);
	}
	return undefined;
}

/** What QEMU's program links and a Debian 12 with nothing added lacks. */
const qemuLibraries = [
	'libaio1',
	'libbpf1',
	'libcapstone4',
	'libdaxctl1',
	'libelf1',
	'libfdt1',
	'libfuse3-3',
	'libglib2.0-0',
	'libibverbs1',
	'libjpeg62-turbo',
	'libkmod2',
	'libndctl6',
	'libnl-3-200',
	'libnl-route-3-200',
	'libnuma1',
	'libpixman-1-0',
	'libpmem1',
	'libpng16-16',
	'librdmacm1',
	'libsasl2-2',
	'libslirp0',
	'libssl3',
	'liburing2',
	'libvdeplug2',
];

/** The newest of each name in bookworm or its security suite; from backports where they are named so. */
function namedSet(
	names: readonly string[],
	fromBackports: readonly string[],
	index: readonly Indexed[],
): PackageSet | undefined {
	const packages = [...fromBackports, ...names].map((name) =>
		newestOf(
			index.filter(
				(entry) =>
					entry.name === name &&
					entry.architecture === 'amd64' &&
					fromBackports.includes(name) === (entry.suite === 'bookworm-backports'),
			),
		),
	);
	const found = packages.filter((entry) => entry !== undefined);
	return found.length === packages.length ? { packages: found.map(pin) } : undefined;
}

/** The current mainline series, whose kernels are built from Debian's source package of it. */
export const mainlineSeries = '7.3';

/** The newest of each name for an architecture, whichever suite has it. */
function newestFor(
	architecture: Architecture,
	names: readonly string[],
	index: readonly Indexed[],
): PackageSet | undefined {
	const found = names.flatMap(
		(name) =>
			newestOf(
				index.filter((entry) => entry.name === name && entry.architecture === architecture),
			) ?? [],
	);
	return found.length === names.length ? { packages: found.map(pin) } : undefined;
}

/** Debian's kernel series that stages are built for and tested on. */
export const series = ['6.1', '6.12'];

/** How to find the newest of each set in the suites' indices, by the set's name. */
const finders: Readonly<Record<string, (index: readonly Indexed[]) => PackageSet | undefined>> = {
	...Object.fromEntries(
		series.map((name) => [name, (index: readonly Indexed[]) => kernelSet(name, index)]),
	),
	qemu: (index) =>
		namedSet(qemuLibraries, ['qemu-system-x86', 'qemu-system-data', 'seabios'], index),
	busybox: (index) => namedSet(['busybox-static'], [], index),
	// Only its scripts are used.
	source: (index) => newestFor('amd64', ['linux-source-6.12'], index),
	'mainline-source': (index) => newestFor('amd64', [`linux-source-${mainlineSeries}`], index),
	'compiler-source': (index) => {
		// These two are packages for building other packages: the upstream source lies in them.
		const programs = newestFor('amd64', ['gcc-12-source', 'binutils-source'], index);
		const libraries = newestFor('source', ['gmp', 'mpfr4', 'mpclib3'], index);
		return programs && libraries && { packages: [...programs.packages, ...libraries.packages] };
	},
	// Debian's own compiler for i386, which the compiler in the page is compared with, and what it links.
	'compiler-reference': (index) =>
		newestFor(
			'i386',
			['cpp-12', 'libc6', 'libgmp10', 'libisl23', 'libmpc3', 'libmpfr6', 'libzstd1', 'zlib1g'],
			index,
		),
	'page-guest': (index) => newestFor('i386', ['busybox-static', 'musl-dev', 'seabios'], index),
};

export const setNames = Object.keys(finders);

/** @throws {Problem} where the indices have not all of the set's packages */
export function newestSet(name: string, index: readonly Indexed[]): PackageSet {
	const found = finders[name]?.(index);
	if (!found)
		throw new Problem(
			`The mirror's indices do not have all packages of ${name}. Try again in an hour, or set DEBIAN_MIRROR to another mirror.`,
		);
	return found;
}
