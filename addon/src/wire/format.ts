import { decodeAcknowledgement, extendedAcknowledgement } from './acknowledgement.ts';
import { align4 } from './bytes.ts';
import {
	NLM_F_ACK,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	NLM_F_DUMP,
	NLM_F_DUMP_FILTERED,
	NLM_F_DUMP_INTR,
	NLM_F_ECHO,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_HDRLEN,
	NLMSG_MIN_TYPE,
	NLMSG_NOOP,
	NLMSG_OVERRUN,
} from './constants.ts';
import { errorCode, errorText } from './errno.ts';
import { MalformedMessage } from './malformed.ts';
import { decodeMessage, type Header, type Message, readHeader } from './message.ts';
import { type Described, hexadecimal, type Part } from './types.ts';

/** What a protocol calls its messages, and how their payloads lie. */
export interface Protocol {
	/** By nlmsg_type. */
	readonly messages: Readonly<Record<number, NamedMessage>>;
	/** Those of any other type that is not netlink's own: where the kernel chooses the type, as of generic families. */
	readonly others?: NamedMessage;
}

/** A message's name, and how its payload lies. */
export interface NamedMessage {
	/** In the place of its number. */
	readonly name: string;
	/** For the parts of its payload. */
	readonly layout?: Described;
}

function namedMessage(protocol: Protocol | undefined, type: number): NamedMessage | undefined {
	return protocol?.messages[type] ?? (type < NLMSG_MIN_TYPE ? undefined : protocol?.others);
}

const controlTypes: Readonly<Record<number, string>> = {
	[NLMSG_NOOP]: 'NLMSG_NOOP',
	[NLMSG_ERROR]: 'NLMSG_ERROR',
	[NLMSG_DONE]: 'NLMSG_DONE',
	[NLMSG_OVERRUN]: 'NLMSG_OVERRUN',
};

type Flag = readonly [bits: number, name: string];

const commonFlags: readonly Flag[] = [
	[NLM_F_REQUEST, 'NLM_F_REQUEST'],
	[NLM_F_MULTI, 'NLM_F_MULTI'],
	[NLM_F_ACK, 'NLM_F_ACK'],
	[NLM_F_ECHO, 'NLM_F_ECHO'],
	[NLM_F_DUMP_INTR, 'NLM_F_DUMP_INTR'],
	[NLM_F_DUMP_FILTERED, 'NLM_F_DUMP_FILTERED'],
];
const answerFlags: readonly Flag[] = [
	[NLM_F_CAPPED, 'NLM_F_CAPPED'],
	[NLM_F_ACK_TLVS, 'NLM_F_ACK_TLVS'],
];
const requestFlags: readonly Flag[] = [[NLM_F_DUMP, 'NLM_F_DUMP']];

/** Flags by name as far as they have one meaning. 0x100 to 0x800 mean one thing to get, another to new and to delete. */
function flagNames(type: number, flags: number): string {
	const isAnswer = type === NLMSG_ERROR || type === NLMSG_DONE;
	const names: string[] = [];
	let rest = flags;
	for (const [bits, name] of [...commonFlags, ...(isAnswer ? answerFlags : requestFlags)]) {
		if ((rest & bits) !== bits) continue;
		names.push(name);
		rest &= ~bits;
	}
	if (rest) names.push(`0x${rest.toString(16)}`);
	return names.join(' | ') || '0';
}

/**
 * Turns a datagram into named pieces, in the order of their bytes, for people to look at. Takes any bytes: where they are no
 * message, the last piece is what is left, with a note of what was expected.
 *
 * @param datagram messages, one after the other.
 * @param protocol names and layouts of the messages that are not netlink's own.
 * @returns the pieces, with offsets in the datagram.
 */
export function describeMessage(datagram: Uint8Array, protocol?: Protocol): Part[] {
	const parts: Part[] = [];
	try {
		for (let offset = 0; offset < datagram.length; ) {
			const message = decodeMessage(datagram, offset);
			describeHeader(message, offset, protocol, parts);
			describePayload(message, protocol, parts);
			const end = offset + message.length;
			offset += align4(message.length);
			const padding = Math.min(offset, datagram.length) - end;
			if (padding > 0) {
				parts.push({
					offset: end,
					length: padding,
					name: 'padding',
					value: '',
					note: 'to 4 bytes',
					depth: 0,
				});
			}
		}
	} catch (error) {
		if (!(error instanceof MalformedMessage)) throw error;
		describeRest(datagram, error, parts);
	}
	return parts;
}

function describeHeader(
	{ length, type, flags, sequence, portId }: Header,
	offset: number,
	protocol: Protocol | undefined,
	parts: Part[],
): void {
	const header = (at: number, size: number, name: string, value: string, note?: string) =>
		parts.push({ offset: offset + at, length: size, name, value, note, depth: 0 });
	const typeName = controlTypes[type] ?? namedMessage(protocol, type)?.name;
	header(
		0,
		4,
		'nlmsg_len',
		`${length}`,
		`${NLMSG_HDRLEN} of header, ${length - NLMSG_HDRLEN} of payload`,
	);
	header(4, 2, 'nlmsg_type', typeName ?? `${type}`, typeName && `${type}`);
	header(
		6,
		2,
		'nlmsg_flags',
		flagNames(type, flags),
		flags === 0 ? undefined : `0x${flags.toString(16)}`,
	);
	header(8, 4, 'nlmsg_seq', `${sequence}`);
	header(
		12,
		4,
		'nlmsg_pid',
		`${portId}`,
		portId === 0 ? 'the kernel, or not filled in' : 'a port id',
	);
}

function describePayload(message: Message, protocol: Protocol | undefined, parts: Part[]): void {
	const { payload, type } = message;
	const start = message.offset + NLMSG_HDRLEN;
	try {
		if ((type === NLMSG_ERROR || type === NLMSG_DONE) && payload.length > 0) {
			describeAcknowledgement(message, protocol, parts);
			return;
		}
		const pieces = namedMessage(protocol, type)?.layout?.parts?.(payload, 0, payload.length);
		if (pieces) {
			for (const piece of pieces) parts.push({ ...piece, offset: piece.offset + start });
			return;
		}
	} catch (error) {
		if (!(error instanceof MalformedMessage)) throw error;
		describeRest(payload, error, parts, start);
		return;
	}
	describeRaw(payload, start, parts);
}

function describeRaw(payload: Uint8Array, offset: number, parts: Part[]): void {
	if (payload.length === 0) return;
	const value = hexadecimal(payload);
	parts.push({ offset, length: payload.length, name: 'payload', value, depth: 0 });
}

function describeAcknowledgement(
	message: Message,
	protocol: Protocol | undefined,
	parts: Part[],
): void {
	const { payload, type } = message;
	const start = message.offset + NLMSG_HDRLEN;
	const { errno, extendedOffset } = decodeAcknowledgement(message);
	const success = type === NLMSG_DONE ? 'the dump is complete' : 'no error: an acknowledgement';
	parts.push({
		offset: start,
		length: 4,
		name: 'error',
		value: errno === 0 ? '0' : `-${errorCode(errno)}`,
		note: errno === 0 ? success : `${-errno}: ${errorText(errno)}`,
		depth: 0,
	});
	if (type === NLMSG_ERROR) describeRequest(message, extendedOffset, protocol, parts);
	else describeRaw(payload.subarray(4, extendedOffset), start + 4, parts);
	for (const piece of extendedAcknowledgement.parts?.(payload, extendedOffset, payload.length) ??
		[]) {
		parts.push({ ...piece, offset: piece.offset + start });
	}
}

/** The request, or its header, that an NLMSG_ERROR has in it. */
function describeRequest(
	message: Message,
	end: number,
	protocol: Protocol | undefined,
	parts: Part[],
): void {
	const request = message.payload.subarray(4, end);
	const inner: Part[] = [];
	if (message.flags & NLM_F_CAPPED && request.length >= NLMSG_HDRLEN) {
		describeHeader(readHeader(request, 0), 0, protocol, inner);
		describeRaw(request.subarray(NLMSG_HDRLEN), NLMSG_HDRLEN, inner);
	} else {
		inner.push(...describeMessage(request, protocol));
	}
	for (const part of inner) {
		parts.push({
			...part,
			offset: part.offset + message.offset + NLMSG_HDRLEN + 4,
			depth: part.depth + 1,
			note: part.note ?? 'of the request',
		});
	}
}

/** What could not be read, from where the error was found or where the last piece ended. */
function describeRest(bytes: Uint8Array, error: MalformedMessage, parts: Part[], base = 0): void {
	const last = parts.at(-1);
	const offset = Math.max(last ? last.offset + last.length - base : 0, 0);
	if (offset >= bytes.length) return;
	parts.push({
		offset: base + offset,
		length: bytes.length - offset,
		name: 'malformed',
		value: hexadecimal(bytes.subarray(offset)),
		note: `expected ${error.expected}, found ${error.found}`,
		depth: 0,
	});
}
