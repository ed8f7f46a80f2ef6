import { Queue } from './queue.ts';
import type { Message } from './wire/message.ts';

/** What a subscription yields. */
export type Event =
	/** A message to one of the groups, `group` counted from 1. Its payload is a view of received memory. */
	| { readonly kind: 'message'; readonly group: number; readonly message: Message }
	/** Messages were lost here: in the kernel (ENOBUFS), or because too many waited for their reader. */
	| { readonly kind: 'overrun' };

/** The socket's side of a subscription: events of some groups, among what else `Other` is put into their queue. */
export class Listener<Other = never> {
	readonly groups: ReadonlySet<number>;
	readonly queue: Queue<Event | Other>;
	#overran = false;

	constructor(groups: ReadonlySet<number>, capacity: number) {
		this.groups = groups;
		this.queue = new Queue(capacity);
	}

	/** Whether the socket is to read on for this. */
	get wantsMore(): boolean {
		return this.queue.hasRoom;
	}

	take(message: Message, group: number): void {
		if (this.queue.hasRoom) this.queue.push({ kind: 'message', group, message });
		else this.overrun();
	}

	/** Messages were lost. Said once, until the reader has heard of it. */
	overrun(): void {
		if (this.#overran) return;
		this.#overran = true;
		this.queue.push({ kind: 'overrun' });
	}

	/** What waits, or what comes next; undefined at the end. */
	async read(): Promise<(Event | Other)[] | undefined> {
		const entries = await this.queue.take();
		this.#overran = false;
		return entries;
	}
}

/** Events of some multicast groups, in their order. Disposing, or leaving the loop, ends it and leaves the groups. */
export class Subscription implements AsyncIterable<Event>, AsyncDisposable {
	readonly #listener: Listener;
	readonly #resume: () => void;
	readonly #leave: () => Promise<void>;
	#left: Promise<void> | undefined;

	/** For Socket.subscribe(). `resume` is called when there is room again, `leave` once at the end. */
	constructor(listener: Listener, resume: () => void, leave: () => Promise<void>) {
		this.#listener = listener;
		this.#resume = resume;
		this.#leave = leave;
	}

	/** The groups, counted from 1. */
	get groups(): ReadonlySet<number> {
		return this.#listener.groups;
	}

	/**
	 * The events, for one loop. Leaving it disposes.
	 *
	 * @throws the signal's reason on abort; NetlinkError EBADF where the socket was closed.
	 */
	async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
		try {
			for (;;) {
				const events = await this.#listener.read();
				if (!events) return;
				this.#resume();
				for (const event of events) yield event;
			}
		} finally {
			await this[Symbol.asyncDispose]();
		}
	}

	/** Ends the subscription and leaves the groups that nothing else on the socket listens to. */
	[Symbol.asyncDispose](): Promise<void> {
		this.#listener.queue.end();
		this.#left ??= this.#leave();
		return this.#left;
	}
}
