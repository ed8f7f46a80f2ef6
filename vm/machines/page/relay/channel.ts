import { joined, Operation, word } from './frames.ts';

/** What a call in the guest answered instead of a value. */
export class Refused extends Error {
	override readonly name = 'Refused';
	/** Positive. */
	readonly errno: number;
	/** The system call; "relay" where it was the relay itself. */
	readonly call: string;

	constructor(errno: number, call: string) {
		super(`${call} failed in the machine with errno ${errno}`);
		this.errno = errno;
		this.call = call;
	}
}

/** The relay, or the channel's process in the guest, is gone. */
export class Ended extends Error {
	override readonly name = 'Ended';
}

export function refusal(payload: Uint8Array): Refused {
	return new Refused(word(payload, 0), new TextDecoder().decode(payload.subarray(4)));
}

/** What a channel may leave unanswered, in bytes; a single request may be larger. */
const unansweredLimit = 256 * 1024;

/** How a channel's frames get to the relay. */
export type Write = (operation: number, payload: Uint8Array) => void;

interface Asked {
	readonly operation: number;
	readonly payload: Uint8Array;
	resolve(value: number): void;
	reject(reason: unknown): void;
}

/** One channel of a relay: requests and their answers, in order, and what comes unasked. */
export class Channel {
	/** Called with what comes that is no answer. */
	onData: (operation: number, payload: Uint8Array) => void = () => {};
	/** Called when the channel is gone: its process has ended, or the relay. */
	onEnd: (reason: Ended) => void = () => {};
	/** Resolves with the exit status of the channel's process, rejects where the relay is gone. */
	readonly ended: Promise<number>;
	readonly #write: Write;
	#end!: { resolve(status: number): void; reject(reason: unknown): void };
	#over: Ended | undefined;
	#waiting: Asked[] = [];
	#unanswered: Asked[] = [];
	#unansweredBytes = 0;

	constructor(write: Write) {
		this.#write = write;
		this.ended = new Promise((resolve, reject) => {
			this.#end = { resolve, reject };
		});
		// Whoever does not wait for the end hears of it from what it asks.
		this.ended.catch(() => {});
	}

	/** Asks and waits for the answer's value; throws Refused, or Ended where there will be none. */
	request(operation: number, ...payload: readonly Uint8Array[]): Promise<number> {
		if (this.#over) return Promise.reject(this.#over);
		return new Promise((resolve, reject) => {
			this.#waiting.push({ operation, payload: joined(payload), resolve, reject });
			this.#pump();
		});
	}

	/** Says what has no answer: RECEIVE, CLOSE. */
	tell(operation: number): void {
		if (!this.#over) this.#write(operation, new Uint8Array());
	}

	/** What the relay says of this channel. */
	hear(operation: number, payload: Uint8Array): void {
		if (operation === Operation.ok) this.#answered()?.resolve(word(payload, 0) | 0);
		else if (operation === Operation.failed) this.#answered()?.reject(refusal(payload));
		else if (operation === Operation.exited) this.#exited(word(payload, 0));
		else this.onData(operation, payload);
	}

	/** The relay is gone. */
	fail(reason: Ended): void {
		this.#finish(reason);
		this.#end.reject(reason);
	}

	#exited(status: number): void {
		const how =
			status > 128 ? `was ended by signal ${status - 128}` : `ended with status ${status}`;
		this.#finish(
			new Ended(`the process in the machine that did this ${how}; its kernel log may tell why`),
		);
		this.#end.resolve(status);
	}

	#finish(reason: Ended): void {
		this.#over = reason;
		for (const { reject } of [...this.#unanswered, ...this.#waiting]) reject(reason);
		this.#unanswered = [];
		this.#waiting = [];
		this.onEnd(reason);
	}

	#answered(): Asked | undefined {
		const asked = this.#unanswered.shift();
		if (asked) this.#unansweredBytes -= asked.payload.length;
		// Whoever asked goes on before the next request is sent.
		queueMicrotask(() => this.#pump());
		return asked;
	}

	#pump(): void {
		for (;;) {
			const next = this.#waiting[0];
			if (!next) return;
			const together = this.#unansweredBytes + next.payload.length;
			if (this.#unanswered.length > 0 && together > unansweredLimit) return;
			this.#waiting.shift();
			this.#unanswered.push(next);
			this.#unansweredBytes = together;
			this.#write(next.operation, next.payload);
		}
	}
}
