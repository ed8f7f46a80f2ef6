/** The kernel's messages as every lab shows them; pure functions, for Node and for a browser. */
import type { KernelLog } from '../../examples/lab.ts';

/** One record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg). */
export interface KernelMessage {
	/** 0 is the kernel; what processes write to the log has others. */
	readonly facility: number;
	/** 0 (emergency) to 7 (debug). */
	readonly level: number;
	/** Since the machine's start, in microseconds. */
	readonly time: number;
	readonly text: string;
}

/** Parses "priority,sequence,microseconds,flags;text"; lines with what the text is about may follow. */
export function parseMessage(record: string): KernelMessage {
	const [head = '', rest = ''] = record.split(/;(.*)/s);
	const [priority = '0', , time = '0'] = head.split(',');
	const text = (rest.split('\n', 1)[0] ?? '').replace(/\\x([0-9a-f]{2})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	return { facility: Number(priority) >> 3, level: Number(priority) & 7, time: Number(time), text };
}

/** Messages that say nothing about a stage, and come when they like. */
const besideThePoint = [
	// Of whatever foreign module is loaded first after boot.
	/: loading out-of-tree module taints kernel\.$/,
	/: module verification failed: signature and\/or required key missing - tainting kernel$/,
	// Of emulated hardware on a busy machine.
	/^hrtimer: interrupt took /,
	/^perf: interrupt took too long /,
	// Of the first profiled module: kernel/gcov/gcc_base.c.
	/^version magic: 0x[0-9a-f]+$/,
	// Where a module lies, which the debug kernel is told to say.
	/^Final section addresses for \w+:$/,
	/^\t0x[0-9a-f]+ 0x[0-9a-f]+ \S+$/,
	/^(clocksource|tsc|sched_clock|random|workqueue): /,
];

/** Whether the kernel said it, and not of its surroundings. */
export function isToThePoint({ facility, text }: KernelMessage): boolean {
	return facility === 0 && !besideThePoint.some((pattern) => pattern.test(text));
}

/** All messages so far; each call knows those that the kernel had logged when it was made. */
export interface Messages {
	count(): number | Promise<number>;
	/** The messages from a count on, without time stamps. */
	since(count: number): string[] | Promise<string[]>;
}

/** How often a wait looks again, in milliseconds. */
const interval = 10;

/**
 * The log as a test sees it, from now on.
 *
 * @param slowness how many times as long as usual a wait may last
 */
export async function viewLog(messages: Messages, slowness = 1): Promise<KernelLog> {
	const start = await messages.count();
	return {
		lines: async () => messages.since(start),
		line: async (pattern, usualLimit = 5000) => {
			const limit = usualLimit * slowness;
			const end = performance.now() + limit;
			for (;;) {
				const lines = await messages.since(start);
				const found = lines.find((line) => pattern.test(line));
				if (found !== undefined) return found;
				if (performance.now() > end)
					throw new Error(
						`no kernel message matched ${pattern} within ${limit} ms; there was:\n${lines.join('\n')}`,
					);
				await new Promise((resolve) => setTimeout(resolve, interval));
			}
		},
	};
}
