import { constants, openSync, readSync } from 'node:fs';
import type { KernelLog } from '../../examples/lab.ts';
import { isToThePoint, type Messages, parseMessage, viewLog } from './kernel-message.ts';
import { slowness } from './slowness.ts';

/** The kernel's own messages, read from /dev/kmsg (Documentation/ABI/testing/dev-kmsg). */
export class KernelMessages implements Messages {
	readonly #descriptor = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
	readonly #buffer = Buffer.alloc(8192);
	readonly #lines: string[] = [];

	/** How many messages there are so far. */
	count(): number {
		this.#read();
		return this.#lines.length;
	}

	/** The messages from a count on, without time stamps. */
	since(count: number): string[] {
		this.#read();
		return this.#lines.slice(count);
	}

	/** The log as a test sees it. */
	view(): Promise<KernelLog> {
		return viewLog(this, slowness);
	}

	/** Each read gives one record. */
	#read(): void {
		for (;;) {
			let length: number;
			try {
				length = readSync(this.#descriptor, this.#buffer);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (code === 'EAGAIN') return;
				// The oldest records were overwritten before we read them.
				if (code === 'EPIPE') continue;
				throw error;
			}
			const message = parseMessage(this.#buffer.toString('utf8', 0, length));
			if (isToThePoint(message)) this.#lines.push(message.text);
		}
	}
}
