// Plain JavaScript, as everything that bootstrap.mjs needs: the system's Node may be 18.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder, isAlive, temporaryPath } from './cache.mjs';
import { atExit } from './cleanup.mjs';
import { Problem } from './problem.mjs';

/** How long a run waits for another one, in milliseconds: longer than any single step takes, and a kernel may take an hour. */
const patience = 70 * 60 * 1000;

/** @param {string} path */
function holder(path) {
	try {
		return Number.parseInt(readFileSync(path, 'utf8'), 10);
	} catch {
		return undefined;
	}
}

/**
 * Makes the lock appear with its holder inside, in one go: a file that is linked to its name is never seen empty.
 *
 * @param {string} path
 * @param {string} mine a temporary path, for the file before it has its name
 * @returns {boolean} whether it is ours now
 */
function take(path, mine) {
	writeFileSync(mine, `${process.pid}\n`);
	try {
		linkSync(mine, path);
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
		throw error;
	} finally {
		rmSync(mine, { force: true });
	}
}

/**
 * Does the work while no other process holds the same lock. A lock whose holder has died is taken over.
 *
 * @template T
 * @param {string} name a file name
 * @param {(holder: number) => void} waiting called once, if another process (its pid) has to be waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, waiting, work) {
	const mine = temporaryPath();
	const folder = join(cacheFolder(), 'locks');
	mkdirSync(folder, { recursive: true });
	const path = join(folder, name);
	const limit = Date.now() + patience;
	let told = false;
	while (!take(path, mine)) {
		const pid = holder(path);
		if (pid !== undefined && !isAlive(pid)) {
			// Whoever renames it first removes it; a second one that came too late finds another file or none.
			const stale = temporaryPath();
			try {
				renameSync(path, stale);
				if (holder(stale) !== pid) renameSync(stale, path);
			} catch {
				// Another process was first.
			}
			continue;
		}
		if (pid !== undefined && pid !== process.pid && !told) {
			waiting(pid);
			told = true;
		}
		if (Date.now() > limit)
			throw new Problem(
				`process ${pid} has held ${path} for ${patience / 60_000} minutes: end it, then run this again`,
			);
		await sleep(200);
	}
	const release = () => rmSync(path, { force: true });
	const keep = atExit(release);
	try {
		return await work();
	} finally {
		keep();
		release();
	}
}
