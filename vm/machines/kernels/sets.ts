import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { notice, step } from '../../setup/steps.mjs';
import { demandRoom, download, Gone, megabytes } from './download.ts';
import { readIndices } from './indices.ts';
import { type PackageSet, readLock } from './lock.ts';
import { findMirror, type Mirror } from './mirror.ts';
import { newestSet } from './newest.ts';

/** Changes with any of the set's packages. */
export function keyOf({ packages }: PackageSet): string {
	const hash = createHash('sha256');
	for (const { sha256 } of packages) hash.update(sha256);
	return hash.digest('hex').slice(0, 8);
}

function versionOf({ release, packages }: PackageSet): string {
	return release ?? packages[0]?.version ?? '';
}

function folderOf(name: string, set: PackageSet): string {
	const key = keyOf(set);
	return join(cacheFolder(), set.release ? `kernels/${set.release}-${key}` : `${name}/${key}`);
}

/** The set that is used now, and the folder that it is unpacked in, if it is. */
export function findUnpacked(name: string): { set: PackageSet; folder: string | undefined } {
	const set = currentSet(name);
	const folder = folderOf(name, set);
	return { set, folder: existsSync(folder) ? folder : undefined };
}

/** Where it is written which set is used in the place of one that has left the mirror. */
function replacementPath(name: string, locked: PackageSet): string {
	return join(cacheFolder(), 'replacements', `${name}-${keyOf(locked)}.json`);
}

const told = new Set<string>();

/** The set that is used now: the one in the lock, or the one that replaces it on this machine. */
export function currentSet(name: string): PackageSet {
	const locked = readLock()[name];
	if (!locked) throw new Problem(`${name} is not in the lock: run npm run vm -- kernels update`);
	const path = replacementPath(name, locked);
	if (!existsSync(path)) return locked;
	const replacement: PackageSet = JSON.parse(readFileSync(path, 'utf8'));
	if (!told.has(name)) {
		told.add(name);
		notice(
			`${name}: ${versionOf(locked)} has left the mirror, ${versionOf(replacement)} is used in its place. npm run vm -- kernels update pins what the mirror has now.`,
		);
	}
	return replacement;
}

function writeReplacement(name: string, locked: PackageSet, replacement: PackageSet): void {
	const path = replacementPath(name, locked);
	mkdirSync(dirname(path), { recursive: true });
	const temporary = temporaryPath();
	writeFileSync(temporary, JSON.stringify(replacement));
	renameSync(temporary, path);
}

async function downloadAll(
	{ packages }: PackageSet,
	mirror: Mirror,
	progress: (line: string) => void,
): Promise<string[]> {
	const total = packages.reduce((sum, { size }) => sum + size, 0);
	let before = 0;
	const paths: string[] = [];
	for (const entry of packages) {
		paths.push(
			await download(entry, mirror, (bytes) =>
				progress(`${megabytes(before + bytes)} of ${megabytes(total)}: ${entry.name}`),
			),
		);
		before += entry.size;
	}
	return paths;
}

/** The packages of the set, or of the newest of its kind if the mirror has not all of them any more. */
async function downloadOrReplace(
	name: string,
	set: PackageSet,
	progress: (line: string) => void,
): Promise<string[]> {
	const mirror = findMirror();
	let gone: Gone;
	try {
		return await downloadAll(set, mirror, progress);
	} catch (error) {
		if (!(error instanceof Gone)) throw error;
		gone = error;
	}
	progress('a file has left the mirror, looking for the newest of its kind');
	const replacement = newestSet(name, await readIndices(mirror, progress));
	const locked = readLock()[name];
	if (locked && keyOf(replacement) !== keyOf(set)) {
		try {
			const paths = await downloadAll(replacement, mirror, progress);
			writeReplacement(name, locked, replacement);
			return paths;
		} catch (error) {
			if (!(error instanceof Gone)) throw error;
			gone = error;
		}
	}
	throw new Problem(
		`The mirror's index lists a file that the mirror does not have: it is out of step. Try again in an hour, or set DEBIAN_MIRROR to another mirror.\n${gone.message}`,
	);
}

/** How a set is unpacked into an empty folder; the paths of its .debs are in the set's own order. */
export type Unpack = (paths: readonly string[], folder: string, set: PackageSet) => Promise<void>;

/**
 * The folder that a set is unpacked in, fetched and unpacked where it is not in the cache.
 * What has left the mirror is replaced by the newest of its kind, with a notice; the lock stays as it is.
 */
export function unpacked(
	name: string,
	title: string,
	why: string,
	unpack: Unpack,
): Promise<{ folder: string; set: PackageSet }> {
	const size = currentSet(name).packages.reduce((sum, entry) => sum + entry.size, 0);
	return step({
		name: title,
		why: `${why}; ${megabytes(size)} from Debian's mirror`,
		lock: `set-${name}`,
		done: () => {
			const { set, folder } = findUnpacked(name);
			return folder ? { set, folder } : undefined;
		},
		work: async (progress) => {
			// Packed files, what is in them, and room to spare.
			await demandRoom(size * 6, title);
			const paths = await downloadOrReplace(name, currentSet(name), progress);
			// What replaces it may be there, from a lock that pinned it.
			const { set, folder: there } = findUnpacked(name);
			if (there) return { set, folder: there };
			progress('unpacking');
			const temporary = temporaryPath();
			mkdirSync(temporary);
			await unpack(paths, temporary, set);
			const folder = folderOf(name, set);
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(temporary, folder);
			return { folder, set };
		},
	});
}
