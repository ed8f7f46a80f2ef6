import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { currentSet } from '../kernels/sets.ts';

/** A part of the page's machine, and where its source is. */
export interface Source {
	readonly what: string;
	/** SPDX */
	readonly licence: string;
	readonly version?: string;
	/** A package of Debian's: its path in the archive, and the checksum that it has there. */
	readonly debian?: { readonly package: string; readonly path: string; readonly sha256: string };
	/** A path in this project: what it is built with, or built from. */
	readonly here?: string;
}

const licences: Readonly<Record<string, string>> = {
	'busybox-static': 'GPL-2.0-only',
	'musl-dev': 'MIT',
	seabios: 'LGPL-3.0-only',
};

/** The packages of a set, each described. */
export function debianSources(
	set: string,
	describe: (name: string) => Omit<Source, 'version' | 'debian'>,
): Source[] {
	return currentSet(set).packages.map(({ name, version, path, sha256 }): Source => {
		return { ...describe(name), version, debian: { package: name, path, sha256 } };
	});
}

/** What a saved machine and its emulator are made of: the offer of source that the GPL asks for. */
export function machineSources(): Source[] {
	const v86 = join(dirname(createRequire(import.meta.url).resolve('v86')), '../package.json');
	const { version } = JSON.parse(readFileSync(v86, 'utf8'));
	return [
		...debianSources('mainline-source', () => ({
			what: 'Linux',
			licence: 'GPL-2.0-only',
			here: 'vm/machines/page/kernel.ts',
		})),
		...debianSources('page-guest', (name) => ({ what: name, licence: licences[name] ?? '' })),
		{ what: 'relay', licence: 'MIT', here: 'vm/guest/relay' },
		{ what: 'v86', licence: 'BSD-2-Clause', version },
	];
}
