import { explain, type Failure, NetlinkError } from './error.ts';
import type { Datagram, Transport } from './transport.ts';
import { checkBytes } from './wire/bytes.ts';
import {
	NETLINK_ADD_MEMBERSHIP,
	NETLINK_DROP_MEMBERSHIP,
	NETLINK_PKTINFO,
	SOL_NETLINK,
} from './wire/constants.ts';

/** What native/addon.cc gives: one socket. Each function says there what it does. */
interface Handle {
	open(
		protocol: number,
		namespacePath: string | undefined,
		batch: Uint32Array,
		readable: () => void,
	): number | [errno: number, call: string];
	send(datagram: Uint8Array, portId: number, memory: Uint8Array, most: number): number;
	receive(memory: Uint8Array, most: number): void;
	copyHeld(target: Uint8Array): void;
	wait(): void;
	rest(): void;
	setOption(level: number, option: number, value: number): number;
	getOption(level: number, option: number): number | [errno: number, call: string];
	close(): void;
}

/** Where a socket is opened. */
export interface TransportOptions {
	/**
	 * The network namespace: a path that setns(2) can enter (`/run/netns/name`), or the pid of a process in it, or an
	 * open file descriptor of it. Without it, the one that the calling thread is in.
	 */
	readonly namespace?: string | { readonly pid: number } | { readonly descriptor: number };
}

const EBADF = 9;
/** Received datagrams are views of pieces of memory of this size, so that a small one costs no allocation of its own. */
const memorySize = 128 * 1024;
/** Where less is left of a piece, the next is begun. */
const leastRoom = 4 * 1024;
/** Datagrams that wait here for their reader before sending leaves the rest to the kernel's buffer, and its overrun. */
const mostWaiting = 1024;
/** Datagrams a batch; a record is four words, the first of them is about the batch. */
const batchSize = 128;
const wordsPerRecord = 4;
const mostAtOnce = batchSize - 1;

let loaded: { Handle: new () => Handle } | undefined;

function load(): { Handle: new () => Handle } {
	if (loaded) return loaded;
	if (globalThis.process?.platform !== 'linux') {
		const platform = globalThis.process?.platform ?? 'a browser';
		throw new Error(`netlink is Linux’s: there is no AF_NETLINK on ${platform}`);
	}
	const { createRequire } = process.getBuiltinModule('node:module');
	try {
		loaded = createRequire(import.meta.url)('../build/Release/netlink.node');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
		throw new Error(
			'the native part of @both-sides/netlink is not built; `node addon/native/build.ts` builds it',
			{ cause: error },
		);
	}
	return loaded as { Handle: new () => Handle };
}

function namespacePath(namespace: TransportOptions['namespace']): string | undefined {
	if (namespace === undefined || typeof namespace === 'string') return namespace;
	if (typeof namespace === 'object' && namespace !== null) {
		if ('pid' in namespace) return `/proc/${namespace.pid}/ns/net`;
		if ('descriptor' in namespace) return `/proc/self/fd/${namespace.descriptor}`;
	}
	throw new TypeError(`namespace: ${namespace} is no path, no { pid } and no { descriptor }`);
}

/**
 * Opens an AF_NETLINK socket (netlink(7), the kernel's netlink_create()) and has the kernel choose its port id. Opening may
 * load the protocol's kernel module, which takes as long as modprobe does.
 *
 * @param protocol the netlink protocol number, 0 to 31.
 * @param options the network namespace to open it in.
 * @throws NetlinkError of the call that failed: EPROTONOSUPPORT from socket(2) where no kernel code is registered for the
 * protocol; ENOENT from open(2) where the namespace does not exist; EPERM from setns(2). TypeError where the protocol is no
 * integer; Error where there is no AF_NETLINK, or the native part is not built.
 */
export async function openTransport(
	protocol: number,
	options: TransportOptions = {},
): Promise<Transport> {
	const { Handle } = load();
	if (!Number.isInteger(protocol)) {
		throw new TypeError(`a netlink protocol is a number from 0 to 31, not ${protocol}`);
	}
	const path = namespacePath(options.namespace);
	const handle = new Handle();
	const batch = new Uint32Array(batchSize * wordsPerRecord);
	const opened = handle.open(protocol, path, batch, () => transport.readable());
	if (typeof opened !== 'number') {
		const [errno, call] = opened;
		const about: Failure = { call, errno, reason: explain(call, errno, { protocol }) };
		if (call === 'socket')
			throw new NetlinkError({ ...about, with: `AF_NETLINK, SOCK_RAW, ${protocol}` });
		if (path !== undefined && call === 'open') throw new NetlinkError({ ...about, with: path });
		if (path !== undefined && call === 'setns') {
			throw new NetlinkError({ ...about, with: `${path}, CLONE_NEWNET` });
		}
		throw new NetlinkError(about);
	}
	const transport = new NativeTransport(handle, batch, protocol, opened);
	return transport;
}

interface Receiver {
	resolve(datagrams: readonly Datagram[]): void;
	reject(reason: unknown): void;
}

class NativeTransport implements Transport {
	readonly protocol: number;
	readonly portId: number;
	readonly #handle: Handle;
	readonly #batch: Uint32Array;
	#memory = new Uint8Array(memorySize);
	/** Datagrams that wait here for their reader. */
	#waiting = 0;
	/** How many answered the last datagram that was sent: asking for one more, to hear that there is none, costs a tenth of a round trip. */
	#usual = 1;
	/** What recvmsg(2) gave and nobody has asked for yet, in its order. */
	#arrived: (Datagram[] | NetlinkError)[] = [];
	/** The kernel's queue may hold more than the last batch had room for. */
	#more = false;
	#receiver: Receiver | undefined;
	#closed = false;

	constructor(handle: Handle, batch: Uint32Array, protocol: number, portId: number) {
		this.#handle = handle;
		this.#batch = batch;
		this.protocol = protocol;
		this.portId = portId;
	}

	async send(datagram: Uint8Array, portId = 0): Promise<void> {
		checkBytes('datagram', datagram);
		if (portId !== portId >>> 0)
			throw new RangeError(`port id: ${portId} is no integer of 32 bits`);
		let most = this.#usual;
		if (this.#waiting >= mostWaiting) most = 0;
		else if (this.#waiting > 0) most = mostAtOnce;
		const errno = this.#handle.send(datagram, portId, this.#room(), most);
		if (errno !== 0) throw this.#failed('sendmsg', errno, { port: portId });
		this.#usual = Math.max(this.#take(), 1);
	}

	receive(options: { readonly signal?: AbortSignal } = {}): Promise<readonly Datagram[]> {
		const { signal } = options;
		if (signal?.aborted) return Promise.reject(signal.reason);
		if (this.#closed) return Promise.reject(this.#failed('recvmsg', EBADF));
		if (this.#receiver) {
			return Promise.reject(new Error('this transport is being received from already'));
		}
		if (this.#more && this.#arrived.length === 0) this.#usual += this.#receive();
		return new Promise((resolve, reject) => {
			this.#receiver = { resolve, reject };
			this.#deliver();
			// Settled at once in most cases: the answer to a request is here when its send returns.
			if (!this.#receiver) return;
			if (signal) this.#receiver = this.#abortable(this.#receiver, signal);
			this.#handle.wait();
		});
	}

	#abortable({ resolve, reject }: Receiver, signal: AbortSignal): Receiver {
		const abort = () => {
			this.#receiver = undefined;
			this.#handle.rest();
			reject(signal.reason);
		};
		const settled = () => signal.removeEventListener('abort', abort);
		signal.addEventListener('abort', abort);
		return {
			resolve(datagrams) {
				settled();
				resolve(datagrams);
			},
			reject(reason) {
				settled();
				reject(reason);
			},
		};
	}

	async join(group: number): Promise<void> {
		// From now on each datagram says which group it is of, which costs the kernel 4 % of a round trip.
		this.#handle.setOption(SOL_NETLINK, NETLINK_PKTINFO, 1);
		this.#setMembership(NETLINK_ADD_MEMBERSHIP, 'NETLINK_ADD_MEMBERSHIP', group);
	}

	async leave(group: number): Promise<void> {
		this.#setMembership(NETLINK_DROP_MEMBERSHIP, 'NETLINK_DROP_MEMBERSHIP', group);
	}

	async setOption(level: number, option: number, value: number): Promise<void> {
		if (value !== value >> 0) throw new RangeError(`option: ${value} is no integer of 32 bits`);
		const errno = this.#handle.setOption(level, option, value);
		if (errno !== 0) {
			throw this.#failed('setsockopt', errno, { with: `${level}, ${option}, ${value}` });
		}
	}

	async getOption(level: number, option: number): Promise<number> {
		const value = this.#handle.getOption(level, option);
		if (typeof value === 'number') return value;
		throw this.#failed('getsockopt', value[0], { with: `${level}, ${option}` });
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		this.#handle.close();
		this.#arrived = [];
		const receiver = this.#receiver;
		this.#receiver = undefined;
		receiver?.reject(this.#failed('recvmsg', EBADF));
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	/** The event loop's word that there is something to receive. */
	readable(): void {
		this.#receive();
		if (this.#receiver) this.#handle.wait();
	}

	#receive(): number {
		this.#handle.receive(this.#room(), mostAtOnce);
		return this.#take();
	}

	/**
	 * Memory to receive into, a new piece where the rest of the last is too small: also where its buffer was transferred to
	 * another thread, which leaves a length of 0.
	 */
	#room(): Uint8Array {
		if (this.#memory.length < leastRoom) this.#memory = new Uint8Array(memorySize);
		return this.#memory;
	}

	/** Makes datagrams of the batch that the native side has just received, and says how many. */
	#take(): number {
		const batch = this.#batch;
		const count = batch[0] as number;
		const errno = batch[1] as number;
		const held = batch[3] as number;
		this.#more = batch[2] === 0;
		if (count > 0) {
			const last = this.#arrived.at(-1);
			const datagrams = Array.isArray(last) ? last : [];
			if (datagrams !== last) this.#arrived.push(datagrams);
			const copied = count - held;
			this.#view(this.#memory, 1, copied, datagrams);
			if (copied > 0) this.#memory = this.#memory.subarray(this.#end(copied));
			if (held > 0) {
				const start = batch[(copied + 1) * wordsPerRecord] as number;
				const memory = new Uint8Array(this.#end(count) - start);
				this.#handle.copyHeld(memory);
				this.#view(memory, copied + 1, count, datagrams);
			}
			this.#waiting += count;
		}
		if (errno !== 0) this.#arrived.push(this.#failed('recvmsg', errno));
		this.#deliver();
		return count;
	}

	/** Where a datagram of the batch ends. */
	#end(record: number): number {
		const word = record * wordsPerRecord;
		return ((this.#batch[word] as number) + (this.#batch[word + 1] as number) + 7) & ~7;
	}

	/** Appends datagrams of the batch, from `first` to `last`, which lie one behind the other in `memory`. */
	#view(memory: Uint8Array, first: number, last: number, datagrams: Datagram[]): void {
		const batch = this.#batch;
		const start = batch[first * wordsPerRecord] as number;
		for (let record = first; record <= last; record++) {
			const word = record * wordsPerRecord;
			const offset = (batch[word] as number) - start;
			datagrams.push({
				data: memory.subarray(offset, offset + (batch[word + 1] as number)),
				portId: batch[word + 2] as number,
				group: batch[word + 3] as number,
			});
		}
	}

	/** Settles the pending receive, where there is one and something to settle it with. */
	#deliver(): void {
		const receiver = this.#receiver;
		if (!receiver) return;
		const next = this.#arrived.shift();
		if (next === undefined) return;
		this.#receiver = undefined;
		if (Array.isArray(next)) {
			this.#waiting -= next.length;
			receiver.resolve(next);
		} else {
			receiver.reject(next);
		}
	}

	#setMembership(option: number, name: string, group: number): void {
		if (group !== group >>> 0) throw new RangeError(`group: ${group} is no integer of 32 bits`);
		const errno = this.#handle.setOption(SOL_NETLINK, option, group);
		if (errno !== 0) {
			throw this.#failed('setsockopt', errno, { group, with: `SOL_NETLINK, ${name}, ${group}` });
		}
	}

	#failed(
		call: string,
		errno: number,
		about: { with?: string; port?: number; group?: number } = {},
	): NetlinkError {
		const { with: arguments_, ...context } = about;
		const reason = explain(call, errno, { protocol: this.protocol, ...context });
		return new NetlinkError({
			call,
			errno,
			reason,
			...(arguments_ === undefined ? {} : { with: arguments_ }),
		});
	}
}
