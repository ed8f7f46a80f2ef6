import { NetlinkError, type Request } from './error.ts';
import {
	type Acknowledged,
	Dump,
	type DumpReader,
	type Exchange,
	Receipt,
	Reply,
	type Settle,
} from './exchange.ts';
import { optionNumbers, type SocketOptions } from './options.ts';
import { Queue } from './queue.ts';
import { Listener, Subscription } from './subscription.ts';
import type { Datagram, Transport } from './transport.ts';
import { align4 } from './wire/bytes.ts';
import { NLM_F_ECHO } from './wire/constants.ts';
import { decodeMessage, encodeMessages, type Message } from './wire/message.ts';

/** How long to wait. */
export interface Wait {
	/** Ends the wait; the promise rejects with its reason. The kernel may have done what was asked. */
	readonly signal?: AbortSignal;
	/** Milliseconds without an answer after which to give up with ETIMEDOUT: 5,000 unless told. */
	readonly limit?: number;
}

/** How to listen to events. */
export interface SubscribeOptions {
	/** Ends the listening: what waits for an event gets its reason. */
	readonly signal?: AbortSignal;
	/** Events that may wait for their reader, 1,024 unless told; the kernel's receive buffer holds what comes after them. */
	readonly capacity?: number;
}

/** What `follow` yields. */
export type Change =
	/** The list comes anew: what is known until here counts no more. */
	| { readonly kind: 'restart' }
	/** One of the list. */
	| { readonly kind: 'listed'; readonly message: Message }
	/** The list is complete: what has not come since the restart is not there. */
	| { readonly kind: 'complete' }
	/** Something happened. Comes after `complete`. */
	| { readonly kind: 'event'; readonly group: number; readonly message: Message };

/** What the queue of `follow` holds beside events. */
type ListEntry =
	| { readonly kind: 'listed'; readonly list: object; readonly message: Message }
	| { readonly kind: 'end'; readonly list: object; readonly error: unknown };

const defaultLimit = 5_000;
const EBADF = 9;
/** Requests in one datagram: their answers, all made within one sendmsg(2), are not to overrun the receive buffer. */
const batchSize = 32;
/** Milliseconds after an overrun in which what was in the queue has been read, so that an answer is known to be lost. */
const overrunGrace = 100;
/** Milliseconds that setTimeout() can count. */
const longestTimer = 2 ** 31 - 1;
/** Messages that wait for their reader, unless told otherwise. */
const defaultCapacity = 1024;
/** How often a list that changed while it was read is read again. */
const listAttempts = 10;

/**
 * A netlink socket and the conversations on it. Any number of requests may be under way at once; answers find theirs by
 * sequence number. Messages of other processes are dropped: only the kernel (port id 0) is listened to.
 */
export class Socket implements AsyncDisposable {
	/** What carries the datagrams. */
	readonly transport: Transport;
	/**
	 * What is under way, in the order of sending, in which the kernel answers: the one that a message is for is the first in most
	 * cases. (A Map drops its table every few requests, and V8 keeps what was in each alive until its next full collection.)
	 */
	readonly #exchanges: Exchange[] = [];
	readonly #listeners = new Set<Listener<ListEntry>>();
	/** How many listeners each group has. */
	readonly #memberships = new Map<number, number>();
	#sequence = 0;
	/** The end of the last dump: the kernel allows one at a time. */
	#lastDump: Promise<void> = Promise.resolve();
	#prepared: Promise<void> | undefined;
	#isReady = false;
	#isReading = false;
	/** Ends the wait for datagrams when nobody wants any. */
	#stop = new AbortController();
	#timer: { readonly at: number; readonly id: ReturnType<typeof setTimeout> } | undefined;

	/** Over a transport, which is the socket's own from then on: close() closes it. open() makes both. */
	constructor(transport: Transport) {
		this.transport = transport;
	}

	/** The netlink protocol number, as given to socket(2). */
	get protocol(): number {
		return this.transport.protocol;
	}

	/** The port id that the kernel gave this socket: its address, unique in the namespace (nl_pid, netlink(7)). */
	get portId(): number {
		return this.transport.portId;
	}

	/**
	 * Sends one datagram as it is, to the kernel or to the socket with `portId`. Resolves when sendmsg(2) has returned, which is
	 * after the kernel's input function has run (netlink_unicast_kernel()).
	 *
	 * @throws NetlinkError of sendmsg(2): ECONNREFUSED where nobody takes messages there.
	 */
	send(datagram: Uint8Array, portId?: number): Promise<void> {
		return this.transport.send(datagram, portId);
	}

	/** The next datagrams as they came, at least one: not while a request or a subscription is under way. See Transport.receive. */
	receive(options?: { readonly signal?: AbortSignal }): Promise<readonly Datagram[]> {
		return this.transport.receive(options);
	}

	/**
	 * Asks for one reply. NLM_F_REQUEST is set.
	 *
	 * @param request type, flags and payload; sequence number and port id are filled in.
	 * @param wait an AbortSignal, and a limit in milliseconds.
	 * @returns the reply; its payload is a view of received memory.
	 * @throws NetlinkError with the kernel's errno and extended acknowledgement; ENOMSG where there was no reply, ETIMEDOUT
	 * where there was no answer at all, ENOBUFS where it was lost.
	 */
	request(request: Request, wait: Wait = {}): Promise<Message> {
		return this.#ask(Reply, request, wait);
	}

	/**
	 * Has something done, and waits until it is (netlink_ack(), RFC 3549 section 2.3.2.2). NLM_F_REQUEST and NLM_F_ACK are set.
	 *
	 * @param request type, flags and payload; sequence number and port id are filled in.
	 * @param wait an AbortSignal, and a limit in milliseconds.
	 * @returns what came with the acknowledgement.
	 * @throws NetlinkError as request() does, but for ENOMSG.
	 */
	acknowledge(request: Request, wait: Wait = {}): Promise<Acknowledged> {
		return this.#ask(Receipt, request, wait);
	}

	/**
	 * Has many things done, with few system calls: up to 32 requests in a datagram. The kernel does them in their order, and goes
	 * on after one that it refuses (netlink_rcv_skb()).
	 *
	 * @param requests as for acknowledge().
	 * @param wait an AbortSignal for all of them, and a limit in milliseconds for each datagram of requests.
	 * @returns the outcome of each, in the order of the requests: a value as of acknowledge(), or the NetlinkError as its reason.
	 * @throws the signal's reason where it was aborted before the last datagram was sent. RangeError for a request that does not fit
	 * its header.
	 */
	batch(
		requests: readonly Request[],
		wait: Wait = {},
	): Promise<PromiseSettledResult<Acknowledged>[]> {
		return this.#askAll(Receipt, requests, wait);
	}

	/**
	 * Asks for one reply to each of many requests, as batch() has many things done. Without NLM_F_ACK the kernel says half as much.
	 *
	 * @param requests as for request().
	 * @param wait as for batch().
	 * @returns the outcome of each, in the order of the requests: a reply as of request(), or the NetlinkError as its reason.
	 * @throws as batch() does.
	 */
	requestAll(
		requests: readonly Request[],
		wait: Wait = {},
	): Promise<PromiseSettledResult<Message>[]> {
		return this.#askAll(Reply, requests, wait);
	}

	/**
	 * Asks for a list and yields it piece by piece: NLM_F_REQUEST and NLM_F_DUMP are set. The kernel makes the next piece when
	 * the last was received (netlink_dump()), so a slow reader slows it down. One at a time runs on a socket; others wait for their
	 * turn. A loop that is left early reads the rest in the background.
	 *
	 * @param request type, flags and payload; sequence number and port id are filled in.
	 * @param wait an AbortSignal, and a limit in milliseconds for each silence of the kernel's.
	 * @throws NetlinkError as request() does; at the end, with EINTR where the list changed while it was read (NLM_F_DUMP_INTR),
	 * or with the errno of NLMSG_DONE. ETIMEDOUT where nothing came for `limit` milliseconds.
	 */
	async *dump(request: Request, wait: Wait = {}): AsyncGenerator<Message, void, undefined> {
		const messages = new Queue<Message>(defaultCapacity);
		const dump = await this.#startDump(request, wait, messages);
		try {
			for (;;) {
				const some = await messages.take();
				if (!some) return;
				this.#read();
				// Not yield*, which would wait for each once more.
				for (const message of some) {
					yield message;
					wait.signal?.throwIfAborted();
				}
			}
		} finally {
			dump.abandon();
			this.#read();
		}
	}

	/**
	 * Asks for a list and gives it whole: as dump(), and once more (ten times at most) where it changed while it was read.
	 *
	 * @param request as for dump().
	 * @param wait an AbortSignal, and a limit in milliseconds for each silence of the kernel's.
	 * @returns the messages, their payloads views of received memory.
	 * @throws NetlinkError as dump() does.
	 */
	async list(request: Request, wait: Wait = {}): Promise<Message[]> {
		for (let attempt = 1; ; attempt++) {
			try {
				const messages: Message[] = [];
				for await (const message of this.dump(request, wait)) messages.push(message);
				return messages;
			} catch (error) {
				if (!isInterruption(error) || attempt === listAttempts) throw error;
			}
		}
	}

	/**
	 * Joins multicast groups (NETLINK_ADD_MEMBERSHIP, netlink(7)). Resolves when it has, so that nothing is missed from then on.
	 *
	 * @param groups their numbers, counted from 1: RTNLGRP_LINK is 1. A generic family has names for its own.
	 * @param options `capacity`: events that may wait for their reader (1,024 unless told); then the kernel's buffer fills, and then
	 * there is an overrun. `signal` ends the subscription: the loop over it throws its reason.
	 * @throws NetlinkError of setsockopt(2): EINVAL where there is no such group, EPERM where it is for CAP_NET_ADMIN.
	 */
	async subscribe(
		groups: readonly number[],
		options: SubscribeOptions = {},
	): Promise<Subscription> {
		const { signal, capacity } = options;
		signal?.throwIfAborted();
		const listener = await this.#listen<never>(groups, capacity);
		const release = endOnAbort(listener, signal);
		return new Subscription(
			listener,
			() => this.#read(),
			() => {
				release();
				return this.#unlisten(listener);
			},
		);
	}

	/**
	 * Keeps up with a list and what happens to it: joins the groups, asks for the list, yields it, then events; after an
	 * overrun, or where the list changed while it was read, all over again. Events that come while the list is read wait until it
	 * is complete: the kernel may queue one before the piece of the list that was made before it (netlink_dump() queues a piece
	 * after the callback has let go of its locks). Applied in the order in which they come, all these are the state.
	 *
	 * @param groups as for subscribe().
	 * @param request as for dump().
	 * @param wait `signal`, `limit` as for dump(); `capacity`: messages that may wait for their reader, and events that may wait for the list; with more, all over again.
	 * @throws NetlinkError as subscribe() and dump() do; the signal's reason on abort.
	 */
	async *follow(
		groups: readonly number[],
		request: Request,
		wait: Wait & SubscribeOptions = {},
	): AsyncGenerator<Change, void, undefined> {
		const { signal } = wait;
		signal?.throwIfAborted();
		const listener = await this.#listen<ListEntry>(groups, wait.capacity);
		const release = endOnAbort(listener, signal);
		try {
			let end = yield* this.#followOnce(listener, request, wait, false);
			while (end !== 'closed')
				end = yield* this.#followOnce(listener, request, wait, end === 'lost');
		} finally {
			release();
			await this.#unlisten(listener);
		}
	}

	/** A list and what happens after it, until it is to begin anew or the socket is closed. `afterLoss`: events were lost before. */
	async *#followOnce(
		listener: Listener<ListEntry>,
		request: Request,
		wait: Wait & SubscribeOptions,
		afterLoss: boolean,
	): AsyncGenerator<Change, 'closed' | 'lost' | 'outdated', undefined> {
		yield { kind: 'restart' };
		const { queue } = listener;
		/** Tells this list's messages from those of a list that was given up. */
		const list = {};
		const held: Change[] = [];
		let complete = false;
		const dump = await this.#startDump(request, wait, {
			get hasRoom() {
				return queue.hasRoom;
			},
			push: (message) => queue.push({ kind: 'listed', list, message }),
			end: (error) => queue.push({ kind: 'end', list, error }),
		});
		try {
			for (;;) {
				const entries = await listener.read();
				if (!entries) return 'closed';
				this.#read();
				for (const entry of entries) {
					if (entry.kind === 'overrun') return 'lost';
					if (entry.kind === 'message') {
						const event: Change = { ...entry, kind: 'event' };
						if (complete) yield event;
						else if (held.push(event) > (wait.capacity ?? defaultCapacity)) return 'lost';
					} else if (entry.list === list) {
						// Those may be from before the loss, and what undid them is among the lost.
						if (afterLoss && held.length > 0) return 'outdated';
						afterLoss = false;
						if (entry.kind === 'listed') yield { kind: 'listed', message: entry.message };
						else if (entry.error === undefined) {
							complete = true;
							yield { kind: 'complete' };
							yield* held;
						} else if (isInterruption(entry.error)) return 'outdated';
						else throw entry.error;
					}
				}
			}
		} finally {
			dump.abandon();
			this.#read();
		}
	}

	/**
	 * Sets options (setsockopt(2)): all that are named, each to its value, in their order.
	 *
	 * @throws NetlinkError ENOPROTOOPT where the kernel does not know one, EPERM where one needs a capability; TypeError for a name that
	 * is none.
	 */
	async setOptions(options: SocketOptions): Promise<void> {
		await this.#prepare();
		for (const [name, value] of Object.entries(options)) {
			const option = optionNumbers[name as keyof SocketOptions];
			if (!option) throw new TypeError(`${name} is no option of a socket`);
			if (typeof value !== 'boolean' && !Number.isInteger(value))
				throw new TypeError(`${name}: ${value} is no boolean and no integer`);
			await this.transport.setOption(...option, Number(value));
		}
	}

	/** Closes the socket. What waits for it rejects with EBADF. Closing twice is allowed. */
	async close(): Promise<void> {
		await this.transport.close();
		this.#failAll(
			new NetlinkError({ call: 'recvmsg', errno: EBADF, reason: 'the socket is closed' }),
		);
		// It would keep this socket, and what its transport has received, in memory for seconds.
		clearTimeout(this.#timer?.id);
	}

	/** close(), for `await using`. */
	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	/** Errors with reasons, from the first request on. Kernels that do not know the options do without. */
	#prepare(): Promise<void> {
		this.#prepared ??= (async () => {
			for (const name of ['extendedAcknowledgements', 'cappedAcknowledgements'] as const) {
				try {
					await this.transport.setOption(...optionNumbers[name], 1);
				} catch (error) {
					if (!(error instanceof NetlinkError && error.code === 'ENOPROTOOPT')) throw error;
				}
			}
			this.#isReady = true;
		})();
		return this.#prepared;
	}

	#ask<Result>(Kind: SingleKind<Result>, request: Request, wait: Wait): Promise<Result> {
		const { signal, limit = defaultLimit } = wait;
		return new Promise((resolve, reject) => {
			this.#start([new Kind(request, limit, { resolve, reject })], signal).catch(reject);
		});
	}

	async #askAll<Result>(
		Kind: SingleKind<Result>,
		requests: readonly Request[],
		{ signal, limit = defaultLimit }: Wait,
	): Promise<PromiseSettledResult<Result>[]> {
		const outcomes: PromiseSettledResult<Result>[] = [];
		for (let first = 0; first < requests.length; first += batchSize) {
			const some = requests.slice(first, first + batchSize);
			await new Promise<void>((resolve, reject) => {
				let left = some.length;
				const settle = (index: number, outcome: PromiseSettledResult<Result>) => {
					outcomes[index] = outcome;
					left--;
					if (left === 0) resolve();
				};
				const exchanges = some.map(
					(request, index) =>
						new Kind(request, limit, {
							resolve: (value) => settle(first + index, { status: 'fulfilled', value }),
							reject: (reason) => settle(first + index, { status: 'rejected', reason }),
						}),
				);
				this.#start(exchanges, signal).catch(reject);
			});
		}
		return outcomes;
	}

	/**
	 * Sends requests in one datagram, having made ready for their answers. Where sending fails, they do.
	 *
	 * @throws where none of them was tried.
	 */
	async #start(exchanges: readonly Exchange[], signal: AbortSignal | undefined): Promise<void> {
		if (!this.#isReady) await this.#prepare();
		signal?.throwIfAborted();
		const datagram = this.#encode(exchanges);
		this.#register(exchanges, signal);
		try {
			await this.transport.send(datagram);
		} catch (error) {
			for (const exchange of exchanges) if (this.#end(exchange)) exchange.fail(error);
			this.#rest();
			return;
		}
		this.#read();
	}

	#encode(exchanges: readonly Exchange[]): Uint8Array {
		const { portId } = this;
		return encodeMessages(
			exchanges.map((exchange) => {
				const { type, flags = 0, payload = noBytes } = exchange.request;
				exchange.sequence = this.#nextSequence();
				const { sequence } = exchange;
				return { type, flags: flags | exchange.flags, sequence, portId, payload };
			}),
		);
	}

	#nextSequence(): number {
		do this.#sequence = (this.#sequence + 1) >>> 0;
		while (this.#sequence === 0 || this.#find(this.#sequence));
		return this.#sequence;
	}

	#find(sequence: number): Exchange | undefined {
		return this.#exchanges.find((exchange) => exchange.sequence === sequence);
	}

	async #startDump(request: Request, wait: Wait, reader: DumpReader): Promise<Dump> {
		const { signal, limit = defaultLimit } = wait;
		const turn = this.#lastDump;
		const over = Promise.withResolvers<void>();
		this.#lastDump = turn.then(() => over.promise);
		try {
			await abortable(turn, signal);
			const dump = new Dump(request, limit, reader);
			await this.#start([dump], signal);
			dump.over.then(over.resolve);
			return dump;
		} catch (error) {
			over.resolve();
			throw error;
		}
	}

	#register(exchanges: readonly Exchange[], signal: AbortSignal | undefined): void {
		const now = performance.now();
		for (const exchange of exchanges) {
			this.#exchanges.push(exchange);
			exchange.deadline = now + exchange.limit;
			this.#setTimer(exchange.deadline);
			if (!signal) continue;
			const abort = () => {
				if (exchange.abort(signal.reason)) this.#end(exchange);
				this.#read();
				this.#rest();
			};
			signal.addEventListener('abort', abort);
			exchange.release = () => signal.removeEventListener('abort', abort);
		}
	}

	/** Whether it was still under way. */
	#end(exchange: Exchange): boolean {
		const index = this.#exchanges.indexOf(exchange);
		if (index < 0) return false;
		if (index === 0) this.#exchanges.shift();
		else this.#exchanges.splice(index, 1);
		exchange.release?.();
		return true;
	}

	#failAll(reason: unknown): void {
		for (const exchange of this.#exchanges.splice(0)) {
			exchange.release?.();
			exchange.fail(reason);
		}
		for (const listener of this.#listeners) listener.queue.end(reason);
	}

	get #wantsMore(): boolean {
		for (const exchange of this.#exchanges) if (exchange.wantsMore) return true;
		for (const listener of this.#listeners) if (listener.wantsMore) return true;
		return false;
	}

	/** Reads for as long as somebody wants something. */
	#read(): void {
		if (!this.#isReading && this.#wantsMore) this.#readOn();
	}

	/** Stops waiting for datagrams that nobody wants: the process need not stay alive for them. */
	#rest(): void {
		if (this.#isReading && !this.#wantsMore) this.#stop.abort();
	}

	async #readOn(): Promise<void> {
		this.#isReading = true;
		while (this.#wantsMore) {
			try {
				const datagrams = await this.transport.receive({ signal: this.#stop.signal });
				const now = performance.now();
				for (const datagram of datagrams) this.#dispatch(datagram, now);
			} catch (error) {
				if (this.#stop.signal.aborted) this.#stop = new AbortController();
				else if (error instanceof NetlinkError && error.code === 'ENOBUFS') this.#overrun();
				else this.#failAll(error);
			}
		}
		this.#isReading = false;
	}

	#dispatch({ data, portId, group }: Datagram, now: number): void {
		if (portId !== 0) return;
		// Not decodeMessages(), whose generator costs as much as the messages of a list.
		for (let offset = 0; offset < data.length; ) {
			const message = decodeMessage(data, offset);
			offset += align4(message.length);
			if (group === 0 || this.#isEcho(message)) this.#answer(message, now);
			if (group === 0) continue;
			for (const listener of this.#listeners) {
				if (listener.groups.has(group)) listener.take(message, group);
			}
		}
	}

	/** nlmsg_notify() sends one buffer to the group and to who set NLM_F_ECHO: both are told that it came in the group. */
	#isEcho({ portId, sequence }: Message): boolean {
		const exchange = portId === this.portId ? this.#find(sequence) : undefined;
		return exchange !== undefined && ((exchange.request.flags ?? 0) & NLM_F_ECHO) !== 0;
	}

	#answer(message: Message, now: number): void {
		const exchange = this.#find(message.sequence);
		// Port id 0: what the kernel side of a protocol left out.
		if (!exchange || (message.portId !== this.portId && message.portId !== 0)) return;
		let isOver = true;
		try {
			isOver = exchange.take(message, now);
		} catch (error) {
			exchange.fail(error);
		}
		if (isOver) this.#end(exchange);
	}

	/** The pieces of a dump are not lost: netlink_dump() makes none before there is room. */
	#overrun(): void {
		for (const listener of this.#listeners) listener.overrun();
		const affected = this.#exchanges.filter(({ call }) => call === 'request');
		if (affected.length === 0) return;
		setTimeout(() => {
			for (const exchange of affected) if (this.#end(exchange)) exchange.fail(exchange.lost());
			this.#rest();
		}, overrunGrace);
	}

	/** One timer for all exchanges, for the earliest deadline; most are over long before. */
	#setTimer(at: number): void {
		if (this.#timer && this.#timer.at <= at) return;
		clearTimeout(this.#timer?.id);
		const wait = Math.min(Math.max(at - performance.now(), 0) + 1, longestTimer);
		const id = setTimeout(() => this.#checkDeadlines(), wait);
		// What keeps the process alive is the wait for datagrams.
		if (typeof id === 'object') id.unref();
		this.#timer = { at, id };
	}

	#checkDeadlines(): void {
		this.#timer = undefined;
		const now = performance.now();
		let earliest = Number.POSITIVE_INFINITY;
		for (const exchange of [...this.#exchanges]) {
			// The kernel is not to blame for a slow reader.
			if (!exchange.wantsMore) exchange.deadline = now + exchange.limit;
			if (exchange.deadline <= now) {
				this.#end(exchange);
				exchange.fail(exchange.timedOut());
			} else earliest = Math.min(earliest, exchange.deadline);
		}
		if (earliest < Number.POSITIVE_INFINITY) this.#setTimer(earliest);
		this.#rest();
	}

	async #listen<Other extends ListEntry>(
		groups: readonly number[],
		capacity = defaultCapacity,
	): Promise<Listener<Other>> {
		const listener = new Listener<Other>(new Set(groups), capacity);
		const joined: number[] = [];
		try {
			for (const group of listener.groups) {
				await this.#join(group);
				joined.push(group);
			}
		} catch (error) {
			for (const group of joined) await this.#leave(group);
			throw error;
		}
		this.#listeners.add(listener as Listener<ListEntry>);
		this.#read();
		return listener;
	}

	async #unlisten(listener: Listener<never> | Listener<ListEntry>): Promise<void> {
		if (!this.#listeners.delete(listener as Listener<ListEntry>)) return;
		this.#rest();
		for (const group of listener.groups) await this.#leave(group);
	}

	async #join(group: number): Promise<void> {
		const members = this.#memberships.get(group) ?? 0;
		if (members === 0) await this.transport.join(group);
		this.#memberships.set(group, members + 1);
	}

	async #leave(group: number): Promise<void> {
		const members = (this.#memberships.get(group) ?? 1) - 1;
		this.#memberships.set(group, members);
		if (members > 0) return;
		try {
			await this.transport.leave(group);
		} catch (error) {
			if (!(error instanceof NetlinkError && error.code === 'EBADF')) throw error;
		}
	}
}

const noBytes = new Uint8Array();

/** A conversation that has one outcome. */
type SingleKind<Result> = new (request: Request, limit: number, settle: Settle<Result>) => Exchange;

function isInterruption(error: unknown): boolean {
	return error instanceof NetlinkError && error.call === 'dump' && error.code === 'EINTR';
}

/** Ends what waits for events with the signal's reason; what is returned takes that back. */
function endOnAbort(
	listener: Listener<never> | Listener<ListEntry>,
	signal: AbortSignal | undefined,
): () => void {
	const abort = () => listener.queue.end(signal?.reason);
	signal?.addEventListener('abort', abort);
	return () => signal?.removeEventListener('abort', abort);
}

/** Waits for a promise, but not beyond an abort. */
function abortable<Value>(
	promise: Promise<Value>,
	signal: AbortSignal | undefined,
): Promise<Value> {
	if (!signal) return promise;
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}
