// Plain JavaScript, as everything that bootstrap.mjs needs: the system's Node may be 18.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { atExit } from './cleanup.mjs';
import { Problem } from './problem.mjs';

/** The folder of all that is fetched or built and can be had again. Every clone of the project shares it. */
export function cacheFolder() {
	const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, 'netlink-both-sides');
}

/**
 * @param {number} pid
 * @returns {boolean} whether this machine has such a process
 */
export function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}

let count = 0;

/**
 * A path in the cache, on the same file system as all of it, to make something under before it is renamed to its own name.
 * What is still there when this process ends is removed; what a killed process left is removed by the next one.
 *
 * @returns {string} nothing is there yet
 */
export function temporaryPath() {
	const all = join(cacheFolder(), 'temporary');
	const own = join(all, String(process.pid));
	if (count === 0) {
		try {
			mkdirSync(all, { recursive: true });
		} catch (error) {
			throw new Problem(
				`The cache ${cacheFolder()} cannot be written (${/** @type {NodeJS.ErrnoException} */ (error).code}): mend that, or set XDG_CACHE_HOME to another folder, then run this again.`,
			);
		}
		for (const pid of readdirSync(all)) {
			if (Number(pid) === process.pid || !isAlive(Number(pid)))
				rmSync(join(all, pid), { recursive: true, force: true });
		}
		atExit(() => rmSync(own, { recursive: true, force: true }));
	}
	mkdirSync(own, { recursive: true });
	count += 1;
	return join(own, String(count));
}
