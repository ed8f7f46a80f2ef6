import { NLMSG_HDRLEN } from '@both-sides/netlink/wire';
import { type Attribute, type Item, isBytes, type Message } from './program.ts';

const headerLength = 4;
const asterisk = 0x2a;

function align(length: number): number {
	return (length + 3) & ~3;
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const piece of pieces) {
		whole.set(piece, offset);
		offset += piece.length;
	}
	return whole;
}

/** Padded, so that the next one begins where the kernel looks for it. */
function padded(bytes: Uint8Array): Uint8Array {
	return join([bytes, new Uint8Array(align(bytes.length) - bytes.length)]);
}

function numbered(bytes: Uint8Array, number: number): Uint8Array {
	const digits = new TextEncoder().encode(String(number));
	return join(Array.from(bytes, (byte) => (byte === asterisk ? digits : Uint8Array.of(byte))));
}

function attributeBytes({ number, flags, length, content }: Attribute, count?: number): Uint8Array {
	const given = isBytes(content) ? content : bodyBytes(content, count);
	const payload = isBytes(content) && count !== undefined ? numbered(given, count) : given;
	const header = new DataView(new ArrayBuffer(headerLength));
	header.setUint16(0, (length ?? headerLength + payload.length) & 0xffff, true);
	header.setUint16(2, (number | flags) & 0xffff, true);
	return padded(join([new Uint8Array(header.buffer), payload]));
}

/**
 * Attributes and what else a body has, as bytes.
 *
 * @param count stands where an attribute's bytes have an asterisk
 */
export function bodyBytes(body: readonly Item[], count?: number): Uint8Array {
	return join(body.map((item) => (isBytes(item) ? item : attributeBytes(item, count))));
}

/**
 * A datagram of messages, in the byte order of x86.
 *
 * @param family where messages are commands of one: its message type, and its version
 * @param sequence gives each message's nlmsg_seq
 * @param portIdOf the port id of a socket of the program; 0 where it is not open
 */
export function datagram(
	messages: readonly Message[],
	family: { readonly type: number; readonly version: number } | undefined,
	sequence: () => number,
	portIdOf: (socket: number) => number,
): Uint8Array {
	const one = (message: Message, count?: number): Uint8Array => {
		const { type, flags, portId = 0, length } = message;
		const attributes = bodyBytes(message.body, count);
		// struct genlmsghdr
		const command = family ? [Uint8Array.of(type, family.version, 0, 0)] : [];
		const body = join([...command, attributes]);
		const header = new DataView(new ArrayBuffer(NLMSG_HDRLEN));
		header.setUint32(0, length ?? NLMSG_HDRLEN + body.length, true);
		header.setUint16(4, family?.type ?? type, true);
		header.setUint16(6, flags, true);
		header.setUint32(8, sequence(), true);
		header.setUint32(12, typeof portId === 'number' ? portId : portIdOf(portId.socket), true);
		return padded(join([new Uint8Array(header.buffer), body]));
	};
	return join(
		messages.flatMap((message) =>
			message.times === undefined
				? [one(message)]
				: Array.from({ length: message.times }, (_, index) => one(message, index)),
		),
	);
}
