import {
	align4,
	checkBytes,
	keepMemory,
	readUint16,
	readUint32,
	takeMemory,
	writeUint16,
	writeUint32,
} from './bytes.ts';
import { NLMSG_HDRLEN } from './constants.ts';
import { MalformedMessage } from './malformed.ts';

/** What a message is made of; what is left out is 0, or no payload. */
export interface MessageParts {
	/** nlmsg_type, 16 bits: what the payload is, by the protocol's own numbers from NLMSG_MIN_TYPE on. */
	readonly type: number;
	/** nlmsg_flags, 16 bits: NLM_F_*. */
	readonly flags?: number;
	/** nlmsg_seq, 32 bits: chosen by the requester, repeated in the answer. */
	readonly sequence?: number;
	/** nlmsg_pid, 32 bits. The kernel goes by the sender's address and not by this. */
	readonly portId?: number;
	/** What follows the header, without padding. */
	readonly payload?: Uint8Array;
}

/** A message as it lies in a datagram. */
export interface Message extends Header {
	/** Where the header starts, in bytes from the start of the datagram. */
	readonly offset: number;
	/** What follows the header, without padding: a view of the datagram's own memory. */
	readonly payload: Uint8Array;
}

/**
 * Makes one message: header (struct nlmsghdr, RFC 3549 section 2.3.2, netlink(7)) and payload, in the machine's byte
 * order, padded to a multiple of 4 bytes so that another can follow it. nlmsg_len does not count the padding.
 *
 * @throws RangeError where a number has more bits than its field.
 */
export function encodeMessage(message: MessageParts): Uint8Array {
	return encodeMessages([message]);
}

/**
 * Makes a datagram of messages, one after the other.
 *
 * @throws RangeError as encodeMessage() does.
 */
export function encodeMessages(messages: readonly MessageParts[]): Uint8Array {
	let size = 0;
	for (const { payload } of messages) {
		if (payload !== undefined) checkBytes('payload', payload);
		size += align4(NLMSG_HDRLEN + (payload?.length ?? 0));
	}
	const bytes = keepMemory(takeMemory(size), size);
	let offset = 0;
	for (const { type, flags = 0, sequence = 0, portId = 0, payload } of messages) {
		const length = NLMSG_HDRLEN + (payload?.length ?? 0);
		writeHeader(bytes, offset, { length, type, flags, sequence, portId });
		if (payload) bytes.set(payload, offset + NLMSG_HDRLEN);
		offset += align4(length);
	}
	return bytes;
}

/** A struct nlmsghdr (RFC 3549 section 2.3.2), its numbers read in the machine's byte order. */
export interface Header extends Omit<Required<MessageParts>, 'payload'> {
	/** nlmsg_len: header and payload, without the padding to the next message. */
	readonly length: number;
}

function writeHeader(bytes: Uint8Array, offset: number, header: Header): void {
	writeUint32(bytes, offset, checked('nlmsg_len', header.length, 0xffffffff));
	writeUint16(bytes, offset + 4, checked('nlmsg_type', header.type, 0xffff));
	writeUint16(bytes, offset + 6, checked('nlmsg_flags', header.flags, 0xffff));
	writeUint32(bytes, offset + 8, checked('nlmsg_seq', header.sequence, 0xffffffff));
	writeUint32(bytes, offset + 12, checked('nlmsg_pid', header.portId, 0xffffffff));
}

/** Reads a struct nlmsghdr, of which all 16 bytes are there. */
export function readHeader(bytes: Uint8Array, offset: number): Header {
	return {
		length: readUint32(bytes, offset),
		type: readUint16(bytes, offset + 4),
		flags: readUint16(bytes, offset + 6),
		sequence: readUint32(bytes, offset + 8),
		portId: readUint32(bytes, offset + 12),
	};
}

function checked(field: string, value: number, largest: number): number {
	if (Number.isInteger(value) && value >= 0 && value <= largest) return value;
	throw new RangeError(`${field} is ${value}; it is an integer from 0 to ${largest}`);
}

/**
 * The messages of a datagram, one after the other, as views of its memory. Stands for the kernel's nlmsg_ok and
 * nlmsg_next, and is stricter: bytes at the end that are no message are an error.
 *
 * @throws MalformedMessage, after the messages before it, where a header does not fit into the rest of the datagram or says
 * a length below its own 16 bytes or beyond the end.
 */
export function* decodeMessages(datagram: Uint8Array): Generator<Message, void, undefined> {
	let offset = 0;
	while (offset < datagram.length) {
		const message = decodeMessage(datagram, offset);
		yield message;
		offset += align4(message.length);
	}
}

/**
 * The message at an offset of a datagram, as a view of its memory.
 *
 * @param datagram what recvmsg(2) gave.
 * @param offset where the message's header starts, in bytes.
 * @throws MalformedMessage where the header does not fit, or says a length below its own 16 bytes or beyond the end.
 */
export function decodeMessage(datagram: Uint8Array, offset: number): Message {
	const rest = datagram.length - offset;
	if (rest < NLMSG_HDRLEN) {
		throw new MalformedMessage(offset, `a header of ${NLMSG_HDRLEN} bytes`, `${rest} bytes`);
	}
	const { length, type, flags, sequence, portId } = readHeader(datagram, offset);
	if (length < NLMSG_HDRLEN) {
		throw new MalformedMessage(offset, `a length of at least ${NLMSG_HDRLEN}`, `${length}`);
	}
	if (length > rest) {
		throw new MalformedMessage(offset, `a length of at most the ${rest} bytes left`, `${length}`);
	}
	const payload = datagram.subarray(offset + NLMSG_HDRLEN, offset + length);
	return { offset, length, type, flags, sequence, portId, payload };
}
