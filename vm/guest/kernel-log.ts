import { constants, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KernelLog } from '../../examples/lab.ts';

/** Messages that say nothing about a stage, and come when they like. */
const besideThePoint = [
	// Of whatever foreign module is loaded first after boot.
	/: loading out-of-tree module taints kernel\.$/,
	/: module verification failed: signature and\/or required key missing - tainting kernel$/,
	// Of emulated hardware on a busy machine.
	/^hrtimer: interrupt took /,
	/^perf: interrupt took too long /,
	/^(clocksource|tsc|sched_clock|random|workqueue): /,
];

/** How often a wait looks again, in milliseconds. */
const interval = 10;

/** The kernel's own messages, read from /dev/kmsg (Documentation/ABI/testing/dev-kmsg). */
export class KernelMessages {
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
	view(): KernelLog {
		const start = this.count();
		return {
			lines: async () => this.since(start),
			line: async (pattern, limit = 5000) => {
				const end = performance.now() + limit;
				for (;;) {
					const lines = this.since(start);
					const found = lines.find((line) => pattern.test(line));
					if (found !== undefined) return found;
					if (performance.now() > end)
						throw new Error(
							`no kernel message matched ${pattern} within ${limit} ms; there was:\n${lines.join('\n')}`,
						);
					await sleep(interval);
				}
			},
		};
	}

	/** Each read gives one record: "priority,sequence,microseconds,flags;text", then lines with what the text is about. */
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
			const record = this.#buffer.toString('utf8', 0, length);
			const [head = '', text = ''] = record.split(/;(.*)/s);
			const facility = Number.parseInt(head, 10) >> 3;
			const line = decoded(text.split('\n', 1)[0] ?? '');
			// What processes write to the log has a facility of its own.
			if (facility === 0 && !besideThePoint.some((pattern) => pattern.test(line)))
				this.#lines.push(line);
		}
	}
}

function decoded(text: string): string {
	return text.replace(/\\x([0-9a-f]{2})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
}
