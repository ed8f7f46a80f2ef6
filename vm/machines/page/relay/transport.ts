import { type Datagram, explain, NetlinkError, type Transport } from '@both-sides/netlink';
import {
	NETLINK_ADD_MEMBERSHIP,
	NETLINK_DROP_MEMBERSHIP,
	SOL_NETLINK,
} from '@both-sides/netlink/wire';
import { type Channel, Ended, Refused, refusal } from './channel.ts';
import { Operation, payloadLimit, word, words } from './frames.ts';

const EBADF = 9;
const EMSGSIZE = 90;

interface Receiver {
	resolve(datagrams: readonly Datagram[]): void;
	reject(reason: unknown): void;
}

interface About {
	readonly with?: string;
	readonly port?: number;
	readonly group?: number;
}

function netlinkError(protocol: number, { errno, call }: Refused, about: About = {}): NetlinkError {
	const { with: arguments_, ...context } = about;
	return new NetlinkError({
		call,
		errno,
		reason: explain(call, errno, { protocol, ...context }),
		...(arguments_ === undefined ? {} : { with: arguments_ }),
	});
}

/**
 * Opens a netlink socket in the machine. It belongs to a process of its own there, which ends with it.
 *
 * @param channel a fresh one
 * @param namespace a path in the guest that setns(2) can enter; without it, the guest's first network namespace
 * @throws NetlinkError of the call that failed, as the native transport does
 */
export async function openSocket(
	channel: Channel,
	protocol: number,
	namespace: string | undefined,
): Promise<Transport> {
	if (!Number.isInteger(protocol))
		throw new TypeError(`a netlink protocol is a number from 0 to 31, not ${protocol}`);
	const path = new TextEncoder().encode(namespace ?? '');
	try {
		const portId = await channel.request(Operation.openSocket, words(protocol), path);
		return new RelayTransport(channel, protocol, portId >>> 0);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const told: Readonly<Record<string, string>> = {
			socket: `AF_NETLINK, SOCK_RAW, ${protocol}`,
			open: `${namespace}`,
			setns: `${namespace}, CLONE_NEWNET`,
		};
		const arguments_ = told[error.call];
		throw netlinkError(protocol, error, arguments_ === undefined ? {} : { with: arguments_ });
	}
}

class RelayTransport implements Transport {
	readonly protocol: number;
	readonly portId: number;
	readonly #channel: Channel;
	/** What came and nobody has asked for yet, in its order. */
	#arrived: (Datagram[] | NetlinkError)[] = [];
	#receiver: Receiver | undefined;
	#scheduled = false;
	#closed: Promise<void> | undefined;
	/** Why nothing more will come, once that is so. */
	#gone: Ended | undefined;

	constructor(channel: Channel, protocol: number, portId: number) {
		this.#channel = channel;
		this.protocol = protocol;
		this.portId = portId;
		channel.onData = (operation, payload) => this.#take(operation, payload);
		channel.onEnd = (reason) => {
			this.#gone = reason;
			this.#settle()?.reject(reason);
		};
	}

	async send(datagram: Uint8Array, portId = 0): Promise<void> {
		if (datagram.length > payloadLimit - 4) throw this.#failed('sendmsg', EMSGSIZE);
		await this.#ask(Operation.send, [words(portId), datagram], { port: portId }, 'sendmsg');
	}

	receive(options: { readonly signal?: AbortSignal } = {}): Promise<readonly Datagram[]> {
		const { signal } = options;
		if (signal?.aborted) return Promise.reject(signal.reason);
		if (this.#closed) return Promise.reject(this.#failed('recvmsg', EBADF));
		if (this.#receiver)
			return Promise.reject(new Error('this transport is being received from already'));
		return new Promise((resolve, reject) => {
			const abort = () => this.#settle()?.reject(signal?.reason);
			signal?.addEventListener('abort', abort, { once: true });
			const settled = () => signal?.removeEventListener('abort', abort);
			this.#receiver = {
				resolve: (datagrams) => {
					settled();
					resolve(datagrams);
				},
				reject: (reason) => {
					settled();
					reject(reason);
				},
			};
			if (this.#arrived.length > 0) this.#deliver();
			else if (this.#gone) this.#settle()?.reject(this.#gone);
			else this.#channel.tell(Operation.receive);
		});
	}

	join(group: number): Promise<void> {
		return this.#setMembership(NETLINK_ADD_MEMBERSHIP, 'NETLINK_ADD_MEMBERSHIP', group);
	}

	leave(group: number): Promise<void> {
		return this.#setMembership(NETLINK_DROP_MEMBERSHIP, 'NETLINK_DROP_MEMBERSHIP', group);
	}

	async setOption(level: number, option: number, value: number): Promise<void> {
		const about = { with: `${level}, ${option}, ${value}` };
		await this.#ask(Operation.setOption, [words(level, option, value)], about, 'setsockopt');
	}

	getOption(level: number, option: number): Promise<number> {
		const about = { with: `${level}, ${option}` };
		return this.#ask(Operation.getOption, [words(level, option)], about, 'getsockopt');
	}

	close(): Promise<void> {
		this.#closed ??= this.#close();
		return this.#closed;
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	async #close(): Promise<void> {
		this.#arrived = [];
		this.#settle()?.reject(this.#failed('recvmsg', EBADF));
		this.#channel.tell(Operation.close);
		try {
			await this.#channel.ended;
		} catch (error) {
			// With the relay, its sockets are gone too.
			if (!(error instanceof Ended)) throw error;
		}
	}

	async #setMembership(option: number, name: string, group: number): Promise<void> {
		const about = { group, with: `SOL_NETLINK, ${name}, ${group}` };
		await this.#ask(Operation.setOption, [words(SOL_NETLINK, option, group)], about, 'setsockopt');
	}

	async #ask(
		operation: number,
		payload: readonly Uint8Array[],
		about: About,
		call: string,
	): Promise<number> {
		if (this.#closed) throw this.#failed(call, EBADF, about);
		try {
			return await this.#channel.request(operation, ...payload);
		} catch (error) {
			if (error instanceof Refused) throw netlinkError(this.protocol, error, about);
			if (this.#closed) throw this.#failed(call, EBADF, about);
			throw error;
		}
	}

	#failed(call: string, errno: number, about: About = {}): NetlinkError {
		return netlinkError(this.protocol, new Refused(errno, call), about);
	}

	#take(operation: number, payload: Uint8Array): void {
		if (this.#closed) return;
		if (operation === Operation.lost) {
			this.#arrived.push(netlinkError(this.protocol, refusal(payload)));
		} else {
			const last = this.#arrived.at(-1);
			const datagrams = Array.isArray(last) ? last : [];
			if (datagrams !== last) this.#arrived.push(datagrams);
			datagrams.push({
				portId: word(payload, 0),
				group: word(payload, 4),
				data: payload.subarray(8),
			});
		}
		if (this.#scheduled) return;
		// After the rest of what came with it, so that a batch is received as one.
		this.#scheduled = true;
		queueMicrotask(() => {
			this.#scheduled = false;
			this.#deliver();
		});
	}

	/** Whoever waits, who then waits no more. */
	#settle(): Receiver | undefined {
		const receiver = this.#receiver;
		this.#receiver = undefined;
		return receiver;
	}

	#deliver(): void {
		if (!this.#receiver || this.#arrived.length === 0) return;
		const next = this.#arrived.shift() as Datagram[] | NetlinkError;
		if (Array.isArray(next)) this.#settle()?.resolve(next);
		else this.#settle()?.reject(next);
	}
}
