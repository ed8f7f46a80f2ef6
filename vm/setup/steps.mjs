// Plain JavaScript, as everything that bootstrap.mjs needs: the system's Node may be 18.
import process from 'node:process';
import { withLock } from './lock.mjs';

const live = process.stderr.isTTY === true;

/** @param {string} line */
function announce(line) {
	process.stderr.write(`${live ? '\r\u001b[K' : ''}${line}\n`);
}

/**
 * A line about how things are, beside the results that go to standard output.
 *
 * @param {string} line
 */
export function notice(line) {
	announce(`! ${line}`);
}

/** @type {(line: string) => void} */
let heard = () => {};

/**
 * Has all steps of this process tell somebody else too what they are at.
 *
 * @param {(line: string) => void} listener
 */
export function hearSteps(listener) {
	heard = listener;
}

/** @param {number} from milliseconds since the epoch */
function since(from) {
	return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}

/**
 * One thing that a fresh machine needs: nothing is said when it is there; else it is announced, done, and its time told.
 * What goes wrong is thrown by `work` as a Problem that says what to do.
 *
 * @template T
 * @param {object} step
 * @param {string} step.name what it gets or makes
 * @param {string} step.why what it is for, and how long it takes where that is long
 * @param {string} step.lock two runs with the same lock wait for each other; the second finds it done
 * @param {() => T | undefined | Promise<T | undefined>} step.done what is there already, or undefined
 * @param {(progress: (line: string) => void) => Promise<T>} step.work
 * @returns {Promise<T>}
 */
export async function step({ name, why, lock, done, work }) {
	const there = await done();
	if (there !== undefined) return there;
	return withLock(
		lock,
		(holder) => announce(`… ${name}: another run (process ${holder}) is at it, waiting`),
		async () => {
			const made = await done();
			if (made !== undefined) return made;
			const start = Date.now();
			announce(`… ${name}: ${why}`);
			heard(name);
			const result = await work((line) => {
				heard(`${name}: ${line}`);
				if (live)
					process.stderr.write(`\r\u001b[K  ${line}`.slice(0, process.stderr.columns ?? 80));
			});
			announce(`✓ ${name} (${since(start)})`);
			return result;
		},
	);
}
