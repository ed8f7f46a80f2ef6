import { Problem } from '../vm/setup/problem.mjs';

/** Runs a command; a Problem ends it with its message and exit status 1. */
export async function told(command: () => Promise<void>): Promise<void> {
	try {
		await command();
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
