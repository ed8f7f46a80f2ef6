import { Worker } from 'node:worker_threads';
import { type Datagram, NetlinkError, type Transport } from '@both-sides/netlink';

/** What a hand is asked: a call of a transport, or to open one. */
export interface Asked {
	readonly number: number;
	readonly socket: number;
	readonly call:
		| 'open'
		| Exclude<keyof Transport, 'protocol' | 'portId' | typeof Symbol.asyncDispose>;
	readonly words: readonly unknown[];
}

/** How it went. */
export interface Told {
	readonly number: number;
	readonly value?: unknown;
	readonly problem?: string;
	/** Where the kernel refused. */
	readonly refused?: { readonly call: string; readonly errno: number };
}

type Waiting = ReturnType<typeof Promise.withResolvers<unknown>>;

/** A thread with sockets. */
class Hand {
	readonly #worker = new Worker(new URL('hand.ts', import.meta.url));
	readonly #waiting = new Map<number, Waiting>();
	#asked = 0;

	constructor() {
		this.#worker.on('message', ({ number, value, problem, refused }: Told) => {
			const waiting = this.#waiting.get(number);
			this.#waiting.delete(number);
			if (problem === undefined) waiting?.resolve(value);
			else if (refused) waiting?.reject(new NetlinkError({ ...refused, reason: problem }));
			else waiting?.reject(new Error(problem));
		});
		this.#worker.on('error', (error) => {
			for (const { reject } of this.#waiting.values()) reject(error);
		});
		// A hand that is idle keeps nobody from ending.
		this.#worker.unref();
	}

	ask(
		socket: number,
		call: Asked['call'],
		words: readonly unknown[],
		signal?: AbortSignal,
	): Promise<unknown> {
		this.#asked += 1;
		const number = this.#asked;
		const waiting = Promise.withResolvers<unknown>();
		this.#waiting.set(number, waiting);
		this.#worker.postMessage({ number, socket, call, words } satisfies Asked);
		signal?.addEventListener('abort', () => this.#worker.postMessage({ abort: number }), {
			once: true,
		});
		return waiting.promise;
	}
}

class HeldTransport implements Transport {
	readonly protocol: number;
	readonly portId: number;
	readonly #hand: Hand;
	readonly #socket: number;

	constructor(hand: Hand, socket: number, protocol: number, portId: number) {
		this.#hand = hand;
		this.#socket = socket;
		this.protocol = protocol;
		this.portId = portId;
	}

	async send(bytes: Uint8Array, portId = 0): Promise<void> {
		await this.#hand.ask(this.#socket, 'send', [bytes, portId]);
	}

	async receive({ signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly Datagram[]> {
		return (await this.#hand.ask(this.#socket, 'receive', [], signal)) as readonly Datagram[];
	}

	async join(group: number): Promise<void> {
		await this.#hand.ask(this.#socket, 'join', [group]);
	}

	async leave(group: number): Promise<void> {
		await this.#hand.ask(this.#socket, 'leave', [group]);
	}

	async setOption(level: number, option: number, value: number): Promise<void> {
		await this.#hand.ask(this.#socket, 'setOption', [level, option, value]);
	}

	async getOption(level: number, option: number): Promise<number> {
		return (await this.#hand.ask(this.#socket, 'getOption', [level, option])) as number;
	}

	async close(): Promise<void> {
		await this.#hand.ask(this.#socket, 'close', []);
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}
}

/** Threads that hold sockets in turn, so that several can be at it at the same time. */
export class Hands {
	readonly #hands: readonly Hand[];
	#opened = 0;

	constructor(count: number) {
		this.#hands = Array.from({ length: count }, () => new Hand());
	}

	/** Opens a netlink socket; throws NetlinkError. */
	async open(protocol: number, namespace: string | undefined): Promise<Transport> {
		this.#opened += 1;
		const socket = this.#opened;
		const hand = this.#hands[socket % this.#hands.length] as Hand;
		const portId = await hand.ask(socket, 'open', [protocol, namespace]);
		return new HeldTransport(hand, socket, protocol, portId as number);
	}
}
