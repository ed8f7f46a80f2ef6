import { NetlinkError, type Request, refusal } from './error.ts';
import { decodeAcknowledgement } from './wire/acknowledgement.ts';
import {
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_DUMP_INTR,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_MIN_TYPE,
} from './wire/constants.ts';
import type { Message } from './wire/message.ts';

const EINTR = 4;
const ENOMSG = 42;
const ETIMEDOUT = 110;
const ENOBUFS = 105;

/** A request and what comes back for it. */
export abstract class Exchange {
	readonly request: Request;
	/** Milliseconds in which something must come. */
	readonly limit: number;
	/** What its messages are known by, from when it is sent. */
	sequence = 0;
	/** When it is given up, on performance.now()'s clock. */
	deadline = Number.POSITIVE_INFINITY;
	/** Called once it is over, however. */
	release: (() => void) | undefined;
	abstract readonly call: 'request' | 'dump';
	/** What the request asks for it with: NLM_F_* beside its own. */
	abstract readonly flags: number;

	constructor(request: Request, limit: number) {
		if (typeof limit !== 'number' || !(limit >= 0))
			throw new RangeError(`limit: ${limit} is no number of milliseconds`);
		this.request = request;
		this.limit = limit;
	}

	/** Whether the socket is to read on for this. */
	get wantsMore(): boolean {
		return true;
	}

	/** Takes a message of this exchange's sequence number, on performance.now()'s clock; true where it was the last. */
	abstract take(message: Message, now: number): boolean;
	abstract fail(reason: unknown): void;

	/** The caller has given up: rejects with the reason. False where the kernel has to be listened to still. */
	abort(reason: unknown): boolean {
		this.fail(reason);
		return true;
	}

	timedOut(): NetlinkError {
		return new NetlinkError({
			call: this.call,
			errno: ETIMEDOUT,
			with: `type ${this.request.type}`,
			reason: `no answer within ${this.limit} ms; the kernel drops a request that it cannot read without a word`,
			request: this.request,
		});
	}

	lost(): NetlinkError {
		return new NetlinkError({
			call: this.call,
			errno: ENOBUFS,
			with: `type ${this.request.type}`,
			reason:
				'the receive buffer overran and the answer was lost; the kernel may have done what was asked',
			request: this.request,
		});
	}
}

/** What the kernel said when it had done what was asked. */
export interface Acknowledged {
	/** Messages that came before the acknowledgement: what NLM_F_ECHO asks for, or replies. */
	readonly messages: readonly Message[];
	/** A remark of the kernel's on a request that it carried out (extack without an error). */
	readonly warning: string | undefined;
	/** Data of the protocol's own (NLMSGERR_ATTR_COOKIE). */
	readonly cookie: Uint8Array | undefined;
}

/** Where the outcome goes: a promise's two functions. */
export interface Settle<Result> {
	resolve(result: Result): void;
	reject(reason: unknown): void;
}

abstract class Single<Result> extends Exchange {
	readonly call = 'request';
	readonly #settle: Settle<Result>;

	constructor(request: Request, limit: number, settle: Settle<Result>) {
		super(request, limit);
		this.#settle = settle;
	}

	fail(reason: unknown): void {
		this.#settle.reject(reason);
	}

	protected succeed(result: Result): true {
		this.#settle.resolve(result);
		return true;
	}

	protected refuse(reason: NetlinkError): true {
		this.#settle.reject(reason);
		return true;
	}
}

/** One reply. */
export class Reply extends Single<Message> {
	readonly flags = NLM_F_REQUEST;

	take(message: Message): boolean {
		if (message.type >= NLMSG_MIN_TYPE) return this.succeed(message);
		if (message.type !== NLMSG_ERROR && message.type !== NLMSG_DONE) return false;
		const acknowledgement = decodeAcknowledgement(message);
		if (acknowledgement.errno !== 0) {
			return this.refuse(refusal(this.call, this.request, acknowledgement));
		}
		return this.refuse(
			new NetlinkError({
				call: this.call,
				errno: ENOMSG,
				with: `type ${this.request.type}`,
				reason: 'the kernel has done what was asked, and sent no reply',
				request: this.request,
			}),
		);
	}
}

/** An acknowledgement, and what comes before it. */
export class Receipt extends Single<Acknowledged> {
	readonly flags = NLM_F_REQUEST | NLM_F_ACK;
	readonly #messages: Message[] = [];

	take(message: Message): boolean {
		if (message.type >= NLMSG_MIN_TYPE) this.#messages.push(message);
		if (message.type !== NLMSG_ERROR) return false;
		const acknowledgement = decodeAcknowledgement(message);
		if (acknowledgement.errno !== 0) {
			return this.refuse(refusal(this.call, this.request, acknowledgement));
		}
		const { message: warning, cookie } = acknowledgement.extended;
		return this.succeed({ messages: this.#messages, warning, cookie });
	}
}

/** Where the messages of a dump go. */
export interface DumpReader {
	readonly hasRoom: boolean;
	push(message: Message): void;
	/** It is over; with the error that it ended with. */
	end(error?: unknown): void;
}

/** A list: messages until NLMSG_DONE. */
export class Dump extends Exchange {
	readonly call = 'dump';
	readonly flags = NLM_F_REQUEST | NLM_F_DUMP;
	readonly #reader: DumpReader;
	readonly #over = Promise.withResolvers<void>();
	#interrupted = false;
	#abandoned = false;

	constructor(request: Request, limit: number, reader: DumpReader) {
		super(request, limit);
		this.#reader = reader;
	}

	/** Resolves when the kernel has no dump under way for this any more. */
	get over(): Promise<void> {
		return this.#over.promise;
	}

	override get wantsMore(): boolean {
		return this.#abandoned || this.#reader.hasRoom;
	}

	take(message: Message, now: number): boolean {
		this.deadline = now + this.limit;
		if (message.flags & NLM_F_DUMP_INTR) this.#interrupted = true;
		if (message.type >= NLMSG_MIN_TYPE) {
			if (!this.#abandoned) this.#reader.push(message);
			return false;
		}
		if (message.type !== NLMSG_ERROR && message.type !== NLMSG_DONE) return false;
		const acknowledgement = decodeAcknowledgement(message);
		let error: NetlinkError | undefined;
		if (acknowledgement.errno !== 0) {
			error = refusal(this.call, this.request, acknowledgement);
		} else if (this.#interrupted) {
			error = new NetlinkError({
				call: this.call,
				errno: EINTR,
				with: `type ${this.request.type}`,
				reason:
					'what was listed changed meanwhile (NLM_F_DUMP_INTR): some may be missing or there twice',
				request: this.request,
			});
		}
		this.fail(error);
		return true;
	}

	fail(reason?: unknown): void {
		if (!this.#abandoned) this.#reader.end(reason);
		this.#over.resolve();
	}

	override abort(reason: unknown): boolean {
		if (!this.#abandoned) this.#reader.end(reason);
		this.#abandoned = true;
		return false;
	}

	/** Nobody reads it any more: the rest is read and dropped, because the socket can have no other dump before that. */
	abandon(): void {
		this.#abandoned = true;
	}
}
