import type { UserConfig } from 'vite';

/** How workers are built: the machine's and the sandbox's. */
export const worker: NonNullable<UserConfig['worker']> = {
	format: 'es',
	// A client prints the names of errors and classes.
	rolldownOptions: { output: { keepNames: true } },
};
