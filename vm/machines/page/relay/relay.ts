import type { Transport } from '@both-sides/netlink';
import type { KernelMessage } from '../../../guest/kernel-message.ts';
import { Channel, Ended } from './channel.ts';
import { Command } from './command.ts';
import { channelCount, FrameReader, frame, hello, Operation, version } from './frames.ts';
import { Log } from './log.ts';
import { type Port, Sender } from './port.ts';
import { openSocket } from './transport.ts';

/** Who hears what comes on a channel. */
interface Ear {
	hear(operation: number, payload: Uint8Array): void;
	/** The relay is gone. */
	fail(reason: Ended): void;
}

/** Who has borrowed a channel. */
export interface Borrower extends Ear {
	/** The channel has ended; its number may be another's from now on. */
	end(): void;
}

/** A channel that was lent. */
export interface Lent {
	send(operation: number, payload: Uint8Array): void;
	/** Closes it, where it is still open. */
	close(): void;
}

/** How long the relay may take to answer a HELLO, in milliseconds. */
const helloLimit = 10_000;

/**
 * This side of the relay in the machine: netlink sockets, commands and the kernel's log of the guest.
 * Connecting ends what an earlier host has left there. Runs in Node and in a browser.
 */
export class Relay {
	/** Called once, where the relay in the machine has ended; all that was open has failed then. */
	onLost: (reason: Ended) => void = () => {};
	readonly #sender: Sender;
	readonly #forget: () => void;
	readonly #channels = new Map<number, Ear>();
	readonly #self: Channel;
	#lost: Ended | undefined;
	readonly #nonce = 1 + Math.floor(Math.random() * 0xfffffffe);
	#welcomed: ((version: number) => void) | undefined;

	private constructor(port: Port) {
		this.#sender = new Sender(port);
		this.#self = new Channel((operation, payload) => this.#write(0, operation, payload));
		const reader = new FrameReader({
			frame: (operation, channel, payload) => this.#hear(operation, channel, payload),
			welcome: (version, nonce) => this.#welcome(version, nonce),
		});
		this.#forget = port.listen((bytes) => reader.push(bytes));
	}

	/** @throws Error where nothing answers, or something that speaks another version */
	static async connect(port: Port, limit = helloLimit): Promise<Relay> {
		const relay = new Relay(port);
		try {
			const spoken = await relay.#hello(limit);
			if (spoken !== version)
				throw new Error(
					`the relay in the machine speaks version ${spoken} of its protocol, not ${version}: build the machine again`,
				);
		} catch (error) {
			relay.close();
			throw error;
		}
		return relay;
	}

	/** Opens a netlink socket in the machine; throws NetlinkError. */
	open(protocol: number, options: { readonly namespace?: string } = {}): Promise<Transport> {
		return openSocket(this.#fresh(), protocol, options.namespace);
	}

	/** Runs a line in the machine's shell. */
	run(line: string, output: (stream: number, bytes: Uint8Array) => void): Promise<Command> {
		return Command.start(this.#fresh(), line, output);
	}

	/** Listens to the kernel's log from now on. */
	log(message: (message: KernelMessage) => void): Promise<Log> {
		return Log.open(this.#fresh(), message);
	}

	/**
	 * Lends a channel to somebody who makes the frames himself: a client in another process, or in a frame of the page.
	 *
	 * @param borrower hears what comes on it
	 */
	lend(borrower: Borrower): Lent {
		const number = this.#free();
		const ear: Ear = {
			hear: (operation, payload) => {
				if (operation === Operation.exited) borrower.end();
				borrower.hear(operation, payload);
			},
			fail: (reason) => borrower.fail(reason),
		};
		this.#channels.set(number, ear);
		// Once it has ended the number is another's.
		const send = (operation: number, payload: Uint8Array) => {
			if (this.#channels.get(number) === ear) this.#write(number, operation, payload);
		};
		return { send, close: () => send(Operation.close, new Uint8Array()) };
	}

	/** Returns once the relay has answered. */
	async ping(): Promise<void> {
		await this.#self.request(Operation.ping);
	}

	/** Stops listening; whatever waits rejects, with the reason. What is open in the machine stays until somebody connects again. */
	close(reason = 'the connection to the relay was closed'): void {
		this.#forget();
		this.#fail(new Ended(reason));
	}

	#hello(limit: number): Promise<number> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(
				() => reject(new Error(`the relay in the machine did not answer within ${limit} ms`)),
				limit,
			);
			this.#welcomed = (version) => {
				clearTimeout(timer);
				resolve(version);
			};
			this.#sender.write(hello(this.#nonce));
		});
	}

	#welcome(version: number, nonce: number): void {
		if (nonce === this.#nonce) {
			this.#sender.reset();
			this.#welcomed?.(version);
			this.#welcomed = undefined;
		} else if (nonce === 0 && !this.#welcomed) {
			const reason = new Ended('the relay in the machine ended and was started again');
			this.#fail(reason);
			this.#forget();
			this.onLost(reason);
		}
	}

	#fail(reason: Ended): void {
		this.#lost ??= reason;
		this.#sender.reset();
		this.#self.fail(this.#lost);
		for (const channel of this.#channels.values()) channel.fail(this.#lost);
		this.#channels.clear();
	}

	#hear(operation: number, channel: number, payload: Uint8Array): void {
		if (operation === Operation.credit) {
			this.#sender.credit(new DataView(payload.buffer).getUint32(0, true));
		} else if (channel === 0) {
			this.#self.hear(operation, payload);
		} else {
			const known = this.#channels.get(channel);
			if (operation === Operation.exited) this.#channels.delete(channel);
			known?.hear(operation, payload);
		}
	}

	/** A number that no channel has. */
	#free(): number {
		if (this.#lost) throw this.#lost;
		let number = 1;
		while (this.#channels.has(number)) number += 1;
		if (number >= channelCount)
			throw new Error(`the machine has ${channelCount - 1} channels, and all are in use`);
		return number;
	}

	#fresh(): Channel {
		const number = this.#free();
		const channel = new Channel((operation, payload) => this.#write(number, operation, payload));
		this.#channels.set(number, channel);
		return channel;
	}

	#write(channel: number, operation: number, payload: Uint8Array): void {
		this.#sender.write(frame(operation, channel, payload));
	}
}
