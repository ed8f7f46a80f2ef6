import type { Part } from '@both-sides/netlink/wire';

/** The bytes of a part of a datagram as people write them: `15`, `00`, `00`, `00`. */
export function bytesOf(datagram: Uint8Array, { offset, length }: Part): string[] {
	return Array.from(datagram.subarray(offset, offset + length), (byte) =>
		byte.toString(16).padStart(2, '0'),
	);
}
