import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Archive } from './mirror.ts';

/** One file of Debian's archive, pinned: a .deb, or the upstream source of a package. */
export interface Package {
	readonly name: string;
	readonly version: string;
	readonly archive: Archive;
	/** Below the archive's address. */
	readonly path: string;
	/** In bytes. */
	readonly size: number;
	readonly sha256: string;
}

/** Packages that are fetched and replaced together, because they fit only each other. */
export interface PackageSet {
	/** What `uname -r` says, where the set is a kernel. */
	readonly release?: string;
	readonly packages: readonly Package[];
}

/** By name: a kernel's series ("6.12"), or what the set is ("qemu"). */
export type Lock = Readonly<Record<string, PackageSet>>;

export const lockPath = fileURLToPath(new URL('lock.json', import.meta.url));

export function readLock(): Lock {
	return JSON.parse(readFileSync(lockPath, 'utf8'));
}

/** The series of the kernels that the lock pins, oldest first. */
export function seriesOf(lock: Lock): string[] {
	return Object.keys(lock)
		.filter((name) => lock[name]?.release !== undefined)
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
