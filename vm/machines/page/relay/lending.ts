/**
 * Netlink sockets of the machine for a client that runs elsewhere: in another process, or in a frame of the page. The
 * client makes the relay's frames himself, on channels that are numbered anew for him.
 */
import type { Transport, TransportOptions } from '@both-sides/netlink';
import { Channel, Ended } from './channel.ts';
import { Operation } from './frames.ts';
import type { Lent, Relay } from './relay.ts';
import { openSocket } from './transport.ts';

/** A frame on one of the client's own channels, as it passes between him and the relay's side. */
export interface LentFrame {
	readonly channel: number;
	readonly operation: number;
	readonly payload: Uint8Array;
}

/** What a client hears: a frame, or why a channel is gone. */
export type HeardFrame = LentFrame | { readonly channel: number; readonly gone: string };

/** The relay's side: what one client has borrowed. */
export class Lender {
	readonly #relay: Relay;
	readonly #tell: (frame: HeardFrame) => void;
	readonly #channels = new Map<number, Lent>();

	/** @param tell takes what the client is to hear */
	constructor(relay: Relay, tell: (frame: HeardFrame) => void) {
		this.#relay = relay;
		this.#tell = tell;
	}

	/** Passes on what the client says; a channel is borrowed with its first frame. */
	hear({ channel, operation, payload }: LentFrame): void {
		try {
			const lent = this.#channels.get(channel) ?? this.#lend(channel);
			lent.send(operation, payload);
		} catch (error) {
			this.#tell({ channel, gone: (error as Error).message });
		}
	}

	/** The client is gone: closes what he has left. */
	close(): void {
		for (const lent of this.#channels.values()) lent.close();
	}

	#lend(channel: number): Lent {
		const lent = this.#relay.lend({
			hear: (operation, payload) => this.#tell({ channel, operation, payload }),
			end: () => this.#channels.delete(channel),
			fail: (reason) => this.#tell({ channel, gone: reason.message }),
		});
		this.#channels.set(channel, lent);
		return lent;
	}
}

/** How a call that is waited for keeps its client from ending. */
export type During = <Value>(call: () => Promise<Value>) => Promise<Value>;

/** The client's side: opens sockets on borrowed channels. */
export class BorrowedSockets {
	readonly #tell: (frame: LentFrame) => void;
	readonly #during: During;
	readonly #channels = new Map<number, Channel>();
	#opened = 0;

	/**
	 * @param tell takes what the relay's side is to hear
	 * @param during runs each call: those that are waited for keep a client alive, open sockets do not, as with the
	 * native transport
	 */
	constructor(tell: (frame: LentFrame) => void, during: During) {
		this.#tell = tell;
		this.#during = during;
	}

	/** Takes what the relay's side says. */
	hear(frame: HeardFrame): void {
		const channel = this.#channels.get(frame.channel);
		if ('gone' in frame) channel?.fail(new Ended(frame.gone));
		else channel?.hear(frame.operation, frame.payload);
		if ('gone' in frame || frame.operation === Operation.exited)
			this.#channels.delete(frame.channel);
	}

	/** Opens a netlink socket of the machine: what openThrough() of the library takes; throws NetlinkError. */
	open(protocol: number, options: TransportOptions = {}): Promise<Transport> {
		return this.#during(async () => {
			this.#opened += 1;
			const number = this.#opened;
			const channel = new Channel((operation, payload) =>
				this.#tell({ channel: number, operation, payload }),
			);
			this.#channels.set(number, channel);
			const namespace = namespacePath(options.namespace);
			return this.#kept(await openSocket(channel, protocol, namespace));
		});
	}

	#kept(transport: Transport): Transport {
		return new Proxy(transport, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name, target);
				if (typeof value !== 'function') return value;
				return (...args: unknown[]) => this.#during(() => value.apply(target, args));
			},
		});
	}
}

/** The path of a namespace in the machine. */
export function namespacePath(namespace: TransportOptions['namespace']): string | undefined {
	if (namespace === undefined || typeof namespace === 'string') return namespace;
	if ('pid' in namespace) return `/proc/${namespace.pid}/ns/net`;
	throw new TypeError('a file descriptor of the client means nothing in the machine');
}
