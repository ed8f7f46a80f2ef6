import { renameSync, writeFileSync } from 'node:fs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { notice, step } from '../../setup/steps.mjs';
import { type Indexed, readIndices } from './indices.ts';
import { type Lock, lockPath, type PackageSet, readLock } from './lock.ts';
import { findMirror } from './mirror.ts';
import { newestSet, setNames } from './newest.ts';
import { keyOf } from './sets.ts';

/** What an update did to a set. */
export interface Change {
	readonly name: string;
	readonly before: PackageSet | undefined;
	readonly after: PackageSet;
}

/** Pins the newest of each set that the mirror's signed indices list; a set that they lack stays as it was. */
export async function updateLock(): Promise<Change[]> {
	await need('kernels');
	const before: Partial<Lock> = readLock();
	const after: Record<string, PackageSet> = {};
	const index = await step<Indexed[]>({
		name: "the mirror's signed indices",
		why: 'which packages are the newest; 20 MB',
		lock: 'kernels-update',
		done: () => undefined,
		work: (progress) => readIndices(findMirror(), progress),
	});
	for (const name of setNames) {
		try {
			after[name] = newestSet(name, index);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			notice(error.message);
			const kept = before[name];
			if (kept) after[name] = kept;
		}
	}
	// Beside the lock, not in the cache: a rename is whole only on one file system.
	writeFileSync(`${lockPath}.new`, `${JSON.stringify(after, null, '\t')}\n`);
	renameSync(`${lockPath}.new`, lockPath);
	return Object.entries(after)
		.filter(([name, set]) => !before[name] || keyOf(before[name]) !== keyOf(set))
		.map(([name, set]) => ({ name, before: before[name], after: set }));
}
