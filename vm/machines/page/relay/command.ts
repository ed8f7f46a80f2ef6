import type { Channel } from './channel.ts';
import { Operation, word, words } from './frames.ts';

/** A shell's line that runs in the machine. */
export class Command {
	/** Of the shell, in the guest. */
	readonly pid: number;
	/** Its exit status, once all that it wrote has come; 128 + n where signal n ended it. Rejects where the relay is gone. */
	readonly ended: Promise<number>;
	readonly #channel: Channel;

	private constructor(channel: Channel, pid: number) {
		this.#channel = channel;
		this.pid = pid;
		this.ended = channel.ended;
	}

	/**
	 * @param channel a fresh one
	 * @param output called with what it writes: 1 is standard output, 2 standard error
	 */
	static async start(
		channel: Channel,
		line: string,
		output: (stream: number, bytes: Uint8Array) => void,
	): Promise<Command> {
		let asked = false;
		channel.onData = (_, payload) => {
			output(word(payload, 0), payload.subarray(4));
			if (asked) return;
			asked = true;
			queueMicrotask(() => {
				asked = false;
				channel.tell(Operation.receive);
			});
		};
		const pid = await channel.request(Operation.openCommand, new TextEncoder().encode(line));
		channel.tell(Operation.receive);
		return new Command(channel, pid);
	}

	/** Sends a signal, by its number, to the shell and what it started. */
	async signal(signal: number): Promise<void> {
		await this.#channel.request(Operation.signal, words(signal));
	}
}
