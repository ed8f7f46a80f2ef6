import { writeSync } from 'node:fs';
import type { Report } from './protocol.ts';

/** The control port, open in every process of ours. */
export const controlPort = 3;

/** Tells the host. When this returns the host has it, so it is known even if the kernel dies in the next moment. */
export function report(message: Report): void {
	const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
	for (let sent = 0; sent < bytes.length; ) sent += writeSync(controlPort, bytes, sent);
}
