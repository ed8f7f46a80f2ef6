import type { KernelLog } from '../../examples/lab.ts';

/**
 * Does what is to bring a line into the kernel's log, and waits for that line; pure, for both labs.
 *
 * @throws where the line does not come; its cause is how the work failed, if it did
 */
export async function sees(
	log: KernelLog,
	pattern: RegExp,
	work: () => Promise<unknown>,
	limit: number,
): Promise<void> {
	let failure: unknown;
	work().catch((error: unknown) => {
		failure = error;
	});
	try {
		await log.line(pattern, limit);
	} catch (error) {
		throw new Error((error as Error).message, { cause: failure });
	}
}
