import { type Channel, Ended } from './channel.ts';
import { Operation } from './frames.ts';

/** One message of the kernel's log; Documentation/ABI/testing/dev-kmsg. */
export interface LogMessage {
	/** 0 is the kernel; what processes write to /dev/kmsg has others. */
	readonly facility: number;
	/** 0 (emergency) to 7 (debug). */
	readonly level: number;
	/** Since the machine's start, in microseconds. */
	readonly time: number;
	readonly text: string;
}

/** "priority,sequence,microseconds,flags;text", then lines with what the text is about. */
function parse(record: string): LogMessage {
	const [head = '', rest = ''] = record.split(/;(.*)/s);
	const [priority = '0', , time = '0'] = head.split(',');
	const text = (rest.split('\n', 1)[0] ?? '').replace(/\\x([0-9a-f]{2})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	return { facility: Number(priority) >> 3, level: Number(priority) & 7, time: Number(time), text };
}

/** The machine's kernel log, from the moment that this was opened. */
export class Log {
	readonly #channel: Channel;

	private constructor(channel: Channel) {
		this.#channel = channel;
	}

	/**
	 * @param channel a fresh one
	 * @param message called with each message as it comes
	 */
	static async open(channel: Channel, message: (message: LogMessage) => void): Promise<Log> {
		let asked = false;
		const decoder = new TextDecoder();
		channel.onData = (operation, payload) => {
			// LOST: the oldest messages were overwritten before they were read.
			if (operation === Operation.record) message(parse(decoder.decode(payload)));
			if (asked) return;
			asked = true;
			queueMicrotask(() => {
				asked = false;
				channel.tell(Operation.receive);
			});
		};
		await channel.request(Operation.openLog);
		channel.tell(Operation.receive);
		return new Log(channel);
	}

	/** Returns once all has come that the kernel had logged when this was called. */
	async sync(): Promise<void> {
		this.#channel.tell(Operation.receive);
		await this.#channel.request(Operation.ping);
	}

	async close(): Promise<void> {
		this.#channel.tell(Operation.close);
		await this.#channel.ended.catch((error) => {
			if (!(error instanceof Ended)) throw error;
		});
	}
}
