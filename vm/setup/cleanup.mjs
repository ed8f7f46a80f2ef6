// Plain JavaScript, as everything that bootstrap.mjs needs: the system's Node may be 18.
import process from 'node:process';

/** @type {Set<() => void>} */
const cleanups = new Set();

function cleanUp() {
	for (const cleanup of cleanups) {
		cleanups.delete(cleanup);
		try {
			cleanup();
		} catch {
			// One that fails must not keep the others from running.
		}
	}
}

/**
 * Runs a synchronous clean-up when this process ends, whether by itself, by Ctrl-C or by a signal.
 *
 * @param {() => void} cleanup
 * @returns {() => void} takes the clean-up back, once it is no longer needed
 */
export function atExit(cleanup) {
	if (cleanups.size === 0 && !process.listeners('exit').includes(cleanUp)) {
		process.on('exit', cleanUp);
		process.on('SIGINT', () => process.exit(130));
		process.on('SIGTERM', () => process.exit(143));
		process.on('SIGHUP', () => process.exit(129));
	}
	cleanups.add(cleanup);
	return () => {
		cleanups.delete(cleanup);
	};
}
