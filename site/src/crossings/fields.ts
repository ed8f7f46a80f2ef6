import { decodeMessages, NLM_F_REQUEST, NLMSG_HDRLEN } from '@both-sides/netlink/wire';

/** A run of bytes of a datagram and what it means. */
export interface Field {
	readonly name: string;
	readonly meaning: string;
	readonly bytes: Uint8Array;
}

/** The messages of a datagram, field by field, with the padding between them. */
export function fieldsOf(datagram: Uint8Array): Field[] {
	return [...decodeMessages(datagram)].flatMap((message) => {
		const at = (from: number, to: number) =>
			datagram.subarray(message.offset + from, message.offset + to);
		const end = (message.length + 3) & ~3;
		return [
			{ name: 'length', meaning: `${message.length} bytes`, bytes: at(0, 4) },
			{ name: 'type', meaning: `${message.type}`, bytes: at(4, 6) },
			{
				name: 'flags',
				meaning: message.flags === NLM_F_REQUEST ? 'request' : `${message.flags}`,
				bytes: at(6, 8),
			},
			{ name: 'sequence', meaning: `${message.sequence}`, bytes: at(8, 12) },
			{ name: 'port id', meaning: `${message.portId}`, bytes: at(12, NLMSG_HDRLEN) },
			{
				name: 'payload',
				meaning: `"${new TextDecoder().decode(message.payload)}"`,
				bytes: message.payload,
			},
			{ name: 'padding', meaning: 'to a multiple of 4', bytes: at(message.length, end) },
		].filter(({ bytes }) => bytes.length > 0);
	});
}

/** Bytes as people write them: `15 00 00 00`. */
export function hexadecimal(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
