import { type KernelMessage, parseMessage } from '../../../guest/kernel-message.ts';
import { type Channel, Ended } from './channel.ts';
import { Operation } from './frames.ts';

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
	static async open(channel: Channel, message: (message: KernelMessage) => void): Promise<Log> {
		let asked = false;
		const decoder = new TextDecoder();
		channel.onData = (operation, payload) => {
			// LOST: the oldest messages were overwritten before they were read.
			if (operation === Operation.record) message(parseMessage(decoder.decode(payload)));
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
