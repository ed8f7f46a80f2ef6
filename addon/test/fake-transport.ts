import { NetlinkError } from '../src/error.ts';
import type { Datagram, Transport } from '../src/transport.ts';
import {
	decodeMessages,
	encodeMessage,
	type Message,
	type MessageParts,
	NLMSG_DONE,
	NLMSG_ERROR,
} from '../src/wire/index.ts';

/** A kernel as a test wants it: what it does with each message that is sent to it. */
export type Kernel = (message: Message, transport: FakeTransport) => void;

/** A transport without a kernel: the test says what comes back, in which order, whole or not. */
export class FakeTransport implements Transport {
	readonly protocol: number;
	readonly portId = 4242;
	/** Each datagram that was sent. */
	readonly sent: Uint8Array[] = [];
	/** What was called, in order: 'join 1', 'setOption 270 11 1'. */
	readonly calls: string[] = [];
	/** Calls of receive() that wait. */
	get isWaiting(): boolean {
		return this.#receiver !== undefined;
	}
	/** How many batches receive() has given out. */
	received = 0;
	readonly #kernel: Kernel;
	readonly #arrived: (Datagram[] | Error)[] = [];
	#receiver: { resolve(datagrams: Datagram[]): void; reject(reason: unknown): void } | undefined;
	#isClosed = false;

	constructor(kernel: Kernel = () => {}, protocol = 31) {
		this.protocol = protocol;
		this.#kernel = kernel;
	}

	/** Has a datagram arrive, from the kernel unless told. */
	arrive(data: Uint8Array, { portId = 0, group = 0 } = {}): void {
		this.#arrived.push([{ data, portId, group }]);
		this.#deliver();
	}

	/** Has an answer to a message arrive. */
	answer(to: Message, parts: MessageParts): void {
		this.arrive(encodeMessage({ sequence: to.sequence, portId: this.portId, ...parts }));
	}

	/** NLMSG_ERROR: an acknowledgement, or an error with what extack has to say. */
	acknowledge(to: Message, errno = 0, flags = 0, extended: Uint8Array = new Uint8Array()): void {
		this.answer(to, {
			type: NLMSG_ERROR,
			flags,
			payload: Uint8Array.from([...word(-errno), ...header(to), ...extended]),
		});
	}

	done(to: Message, errno = 0, flags = 0): void {
		this.answer(to, { type: NLMSG_DONE, flags, payload: Uint8Array.from(word(-errno)) });
	}

	/** Has receive() fail once, as with ENOBUFS. */
	failReceive(errno: number): void {
		this.#arrived.push(new NetlinkError({ call: 'recvmsg', errno }) as Error);
		this.#deliver();
	}

	async send(datagram: Uint8Array): Promise<void> {
		this.#check('sendmsg');
		this.sent.push(datagram);
		for (const message of decodeMessages(datagram)) this.#kernel(message, this);
	}

	receive({ signal }: { readonly signal?: AbortSignal } = {}): Promise<readonly Datagram[]> {
		if (signal?.aborted) return Promise.reject(signal.reason);
		return new Promise((resolve, reject) => {
			try {
				this.#check('recvmsg');
			} catch (error) {
				reject(error);
				return;
			}
			if (this.#receiver) throw new Error('received from twice');
			this.#receiver = { resolve, reject };
			signal?.addEventListener('abort', () => {
				if (this.#receiver?.reject === reject) this.#receiver = undefined;
				reject(signal.reason);
			});
			this.#deliver();
		});
	}

	async join(group: number): Promise<void> {
		this.#check('setsockopt');
		this.calls.push(`join ${group}`);
		if (group > 32) throw new NetlinkError({ call: 'setsockopt', errno: 22 });
	}

	async leave(group: number): Promise<void> {
		this.#check('setsockopt');
		this.calls.push(`leave ${group}`);
	}

	async setOption(level: number, option: number, value: number): Promise<void> {
		this.#check('setsockopt');
		this.calls.push(`setOption ${level} ${option} ${value}`);
	}

	async getOption(): Promise<number> {
		this.#check('getsockopt');
		return 0;
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		this.#receiver?.reject(new NetlinkError({ call: 'recvmsg', errno: 9 }));
		this.#receiver = undefined;
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	#check(call: string): void {
		if (this.#isClosed) throw new NetlinkError({ call, errno: 9 });
	}

	#deliver(): void {
		const receiver = this.#receiver;
		if (!receiver) return;
		const next = this.#arrived.shift();
		if (next === undefined) return;
		this.#receiver = undefined;
		this.received++;
		if (Array.isArray(next)) receiver.resolve(next);
		else receiver.reject(next);
	}
}

function word(value: number): number[] {
	return [...new Uint8Array(Int32Array.of(value).buffer)];
}

function header({ length, type, flags, sequence, portId }: Message): number[] {
	return [
		...word(length),
		...new Uint8Array(Uint16Array.of(type, flags).buffer),
		...word(sequence),
		...word(portId),
	];
}
