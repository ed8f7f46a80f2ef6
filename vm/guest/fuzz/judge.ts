/** What a socket has asked, and whether what it hears is an answer: the rules that hold for every module. */
import type { Datagram } from '@both-sides/netlink';
import type { Message } from '@both-sides/netlink/wire';
import {
	decodeAcknowledgement,
	decodeMessages,
	errorCode,
	MalformedMessage,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_HDRLEN,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import type { Grammar, MessageGrammar } from '../../../examples/grammar.ts';
import { whyRefused } from './policy.ts';

/** Bytes of a struct genlmsghdr. */
const GENL_HDRLEN = 4;

const EMSGSIZE = 90;
const ECONNREFUSED = 111;
/** The first errno that user space must never see: ERESTARTSYS, include/linux/errno.h. */
const firstInternal = 512;

/** An answer that breaks a rule, or one that does not come. */
export class Violation extends Error {
	override readonly name = 'Violation';
	/** Which rule, in words that are the same each time. */
	readonly rule: string;

	constructor(rule: string, detail: string) {
		super(`${rule}: ${detail}`);
		this.rule = rule;
	}
}

/** A message that the kernel side has heard. */
interface Request {
	readonly sequence: number;
	readonly type: number;
	readonly flags: number;
	readonly isDump: boolean;
	/** Whether an acknowledgement, an error or the end of a list must come. */
	readonly wantsEnd: boolean;
	/** Whether a message must come that is more than that, unless it is refused. */
	readonly wantsReply: boolean;
	/** Why it has to be refused, where it has to be. */
	readonly refusal: string | undefined;
	/** Whether nothing more is to come: its last answer has, or might be among those that were lost. */
	hasEnded: boolean;
	hasAnswer: boolean;
	/** Whether a message came that is more than an acknowledgement. */
	hasReply: boolean;
}

/** The messages in a datagram that netlink_rcv_skb() comes upon, as it goes: headers that do not fit end it. */
export function* heard(datagram: Uint8Array): Generator<Omit<Message, 'portId'>> {
	const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
	for (let offset = 0; datagram.length - offset >= NLMSG_HDRLEN; ) {
		const length = view.getUint32(offset, true);
		if (length < NLMSG_HDRLEN || length > datagram.length - offset) return;
		yield {
			offset,
			length,
			type: view.getUint16(offset + 4, true),
			flags: view.getUint16(offset + 6, true),
			sequence: view.getUint32(offset + 8, true),
			payload: datagram.subarray(offset + NLMSG_HDRLEN, offset + length),
		};
		offset += (length + 3) & ~3;
	}
}

/** What one socket may hear. */
export class Judge {
	readonly #grammar: Grammar;
	readonly #portId: number;
	readonly #families: ReadonlySet<number>;
	readonly #requests: Request[] = [];
	/** The groups that it was ever in. */
	readonly #groups = new Set<number>();
	/** Whether messages were ever lost. */
	#lost = false;
	#congested = false;
	/** Whether nobody would say so. */
	#silent = false;

	/** @param families the message types that the grammar's family has had so far */
	constructor(grammar: Grammar, portId: number, families: ReadonlySet<number> = new Set()) {
		this.#grammar = grammar;
		this.#portId = portId;
		this.#families = families;
	}

	/** Told when a datagram has been sent. */
	sent(datagram: Uint8Array): void {
		for (const { type: messageType, flags, sequence, payload: whole } of heard(datagram)) {
			const { type, payload, isOurs } = this.#open(messageType, whole);
			const forModule = isOurs && (flags & NLM_F_REQUEST) !== 0;
			const known = forModule ? this.#message(type) : undefined;
			const asksForList = (flags & NLM_F_DUMP) === NLM_F_DUMP;
			const isDump = asksForList && known?.dump !== undefined;
			const refusal = forModule ? this.#refusal(known, isDump, payload) : undefined;
			this.#requests.push({
				...{ sequence, type, flags, isDump, refusal },
				wantsEnd: isDump || (flags & NLM_F_ACK) !== 0 || refusal !== undefined,
				wantsReply: forModule && !isDump && known?.replies === true,
				hasEnded: this.#congested,
				hasAnswer: false,
				hasReply: false,
			});
		}
	}

	/** Told before a group is joined. */
	joins(group: number): void {
		this.#groups.add(group);
	}

	/**
	 * Messages were lost: whatever has not come yet may be among them, and so may what comes before the queue has been emptied:
	 * the kernel says so once only (NETLINK_S_CONGESTED).
	 */
	loses(): void {
		this.#congested = true;
		for (const request of this.#requests) request.hasEnded = true;
		this.#lost = true;
	}

	/** The queue has room again. */
	recovers(): void {
		this.#congested = false;
	}

	/** Whether messages were lost, and may still be. */
	get isCongested(): boolean {
		return this.#congested;
	}

	/** From now on nobody says when messages are lost. */
	losesSilently(): void {
		this.#silent = true;
	}

	/** Takes what was received; throws Violation. */
	hears({ data, group }: Datagram): void {
		try {
			for (const message of decodeMessages(data)) this.#hear(message, group);
		} catch (error) {
			if (!(error instanceof MalformedMessage)) throw error;
			throw new Violation('malformed answer', `${error.message} in ${hexadecimal(data)}`);
		}
	}

	/** Whether the request of this sequence number has been answered. */
	hasAnswered(sequence: number): boolean {
		return this.#requests.some((request) => request.sequence === sequence && request.hasAnswer);
	}

	/** Whether a list has begun and not come to its end. */
	get hasOpenDump(): boolean {
		return this.#requests.some(({ isDump, hasEnded }) => isDump && !hasEnded);
	}

	/** Nothing more will come; throws Violation where something is missing. */
	end(): void {
		if (this.#silent) return;
		const missing = this.#requests.find(
			({ wantsEnd, hasEnded, wantsReply, hasReply }) =>
				!hasEnded && (wantsEnd || (wantsReply && !hasReply)),
		);
		if (!missing) return;
		const what = this.#describe(missing);
		if (missing.refusal)
			throw new Violation('accepted what is not declared', `${what}: ${missing.refusal}`);
		throw new Violation(missing.isDump ? 'no end of a list' : 'no answer', what);
	}

	/** What a message is to the module: of a family, its command and what follows the genlmsghdr. */
	#open(
		type: number,
		payload: Uint8Array,
	): { readonly type: number; readonly payload: Uint8Array; readonly isOurs: boolean } {
		if (!this.#grammar.family) return { type, payload, isOurs: type >= NLMSG_MIN_TYPE };
		if (!this.#families.has(type)) return { type, payload, isOurs: false };
		// Without a whole header it is of no command.
		const command = payload.length < GENL_HDRLEN ? -1 : (payload[0] ?? -1);
		return { type: command, payload: payload.subarray(GENL_HDRLEN), isOurs: true };
	}

	#message(type: number): MessageGrammar | undefined {
		return Object.values(this.#grammar.messages).find((message) => message.type === type);
	}

	/** Why the module must refuse a request; undefined where it may do as it likes. */
	#refusal(
		known: MessageGrammar | undefined,
		isDump: boolean,
		payload: Uint8Array,
	): string | undefined {
		const body = isDump ? known?.dump : known?.request;
		if (body) return whyRefused(body, payload);
		return this.#grammar.takesAll ? undefined : 'there is no such request';
	}

	#describe({ sequence, type, flags }: Request): string {
		const [name = String(type)] =
			Object.entries(this.#grammar.messages).find(([, known]) => known.type === type) ?? [];
		return `${name}, flags 0x${flags.toString(16)}, sequence ${sequence}`;
	}

	#hear(message: Message, group: number): void {
		// What NLM_F_ECHO asked for says a group as well: nlmsg_notify() sends one skb to the group, then to who asked.
		if (this.#groups.has(group)) this.#read(message);
		else if (message.type === NLMSG_ERROR) this.#acknowledgement(message);
		else if (message.type === NLMSG_DONE) this.#done(message);
		else this.#answer(message);
	}

	/** The request that a message answers: the first of its number that has not ended. */
	#asked(message: Message, what: string): Request {
		const { sequence, type, portId } = message;
		const all = this.#requests.filter((request) => request.sequence === sequence);
		const request = all.find(({ hasEnded }) => !hasEnded) ?? all.at(-1);
		if (!request)
			throw new Violation(
				'an answer that nobody asked for',
				`${what} of type ${type}, sequence ${sequence}, port id ${portId}`,
			);
		if (portId !== this.#portId)
			throw new Violation(
				'an answer with another’s port id',
				`${what} says ${portId}; the socket has ${this.#portId}`,
			);
		if (request.hasEnded && !this.#lost)
			throw new Violation('an answer after the last', `${what} to ${this.#describe(request)}`);
		return request;
	}

	#acknowledgement(message: Message): void {
		const request = this.#asked(message, 'NLMSG_ERROR');
		const { errno } = decodeAcknowledgement(message);
		this.#ends(request, errno, 'NLMSG_ERROR');
		if (errno === 0 && !(request.flags & NLM_F_ACK))
			throw new Violation('acknowledged without being asked to', this.#describe(request));
		if (errno === 0 && request.wantsReply && !request.hasReply && !this.#lost)
			throw new Violation('acknowledged, and not answered', this.#describe(request));
		if (errno === 0 && request.isDump)
			throw new Violation('a list that is only acknowledged', this.#describe(request));
	}

	#done(message: Message): void {
		const request = this.#asked(message, 'NLMSG_DONE');
		if (!request.isDump)
			throw new Violation('NLMSG_DONE to what asks for no list', this.#describe(request));
		this.#ends(request, decodeAcknowledgement(message).errno, 'NLMSG_DONE');
	}

	#ends(request: Request, errno: number, what: string): void {
		request.hasEnded = true;
		request.hasAnswer = true;
		const described = this.#describe(request);
		if (errno === 0 && request.refusal)
			throw new Violation('accepted what is not declared', `${described}: ${request.refusal}`);
		if (errno < 0 || errno >= firstInternal)
			throw new Violation('an errno of the kernel’s own', `${what} ${errno} to ${described}`);
		if (errno === ECONNREFUSED || errno === EMSGSIZE)
			throw new Violation(
				'an answer that could not be delivered',
				`${what} ${errorCode(errno)} to ${described}`,
			);
	}

	#answer(message: Message): void {
		const request = this.#asked(message, 'a message');
		if (request.refusal)
			throw new Violation(
				'accepted what is not declared',
				`${this.#describe(request)}: ${request.refusal}`,
			);
		request.hasReply = true;
		if (((message.flags & NLM_F_MULTI) !== 0) !== request.isDump)
			throw new Violation(
				request.isDump ? 'an item of a list without NLM_F_MULTI' : 'NLM_F_MULTI without a list',
				this.#describe(request),
			);
		this.#read(message);
	}

	/** What the kernel side says must be as declared. */
	#read(message: Message): void {
		const { type, payload } = this.#open(message.type, message.payload);
		const answer = this.#message(type)?.answer;
		if (!answer) throw new Violation('a type of answer that is not declared', `type ${type}`);
		answer.read(payload, 0, payload.length);
	}
}

function hexadecimal(bytes: Uint8Array): string {
	const shown = Buffer.from(bytes.subarray(0, 256)).toString('hex');
	return bytes.length > 256 ? `${shown}…` : shown;
}
