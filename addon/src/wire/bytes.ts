/**
 * Integers in bytes. Netlink is in the byte order of the machine, except where an attribute says otherwise (NLA_BE16 and
 * the like). None of these checks bounds: whoever calls has done so.
 */

/** Whether this machine stores the low byte first. */
export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Rounds up to the next multiple of 4, to which messages and attributes are padded (NLMSG_ALIGN, NLA_ALIGN). */
export function align4(length: number): number {
	return (length + 3) & ~3;
}

/** Small pieces of memory are cut from pieces of this size. */
const slabSize = 8192;
const largestCut = 512;
let slab = new Uint8Array();

/**
 * Memory for what is sent, all 0. A small piece shares its buffer with others: a buffer of its own costs V8 more than all that is
 * written into it.
 */
export function allocate(size: number): Uint8Array {
	if (size > largestCut) return new Uint8Array(size);
	// Also where the slab's buffer was transferred to another thread, which leaves a length of 0.
	if (slab.length < size) slab = new Uint8Array(slabSize);
	const piece = slab.subarray(0, size);
	slab = slab.subarray((size + 7) & ~7);
	return piece;
}

function byte(bytes: Uint8Array, offset: number): number {
	return bytes[offset] as number;
}

export function readUint16(bytes: Uint8Array, offset: number, little = littleEndian): number {
	const first = byte(bytes, offset);
	const second = byte(bytes, offset + 1);
	return little ? first | (second << 8) : (first << 8) | second;
}

export function readUint32(bytes: Uint8Array, offset: number, little = littleEndian): number {
	const low = readUint16(bytes, little ? offset : offset + 2, little);
	const high = readUint16(bytes, little ? offset + 2 : offset, little);
	return ((high << 16) | low) >>> 0;
}

export function readUint64(bytes: Uint8Array, offset: number, little = littleEndian): bigint {
	const low = readUint32(bytes, little ? offset : offset + 4, little);
	const high = readUint32(bytes, little ? offset + 4 : offset, little);
	return (BigInt(high) << 32n) | BigInt(low);
}

export function writeUint16(
	bytes: Uint8Array,
	offset: number,
	value: number,
	little = littleEndian,
): void {
	bytes[little ? offset : offset + 1] = value;
	bytes[little ? offset + 1 : offset] = value >>> 8;
}

export function writeUint32(
	bytes: Uint8Array,
	offset: number,
	value: number,
	little = littleEndian,
): void {
	writeUint16(bytes, little ? offset : offset + 2, value, little);
	writeUint16(bytes, little ? offset + 2 : offset, value >>> 16, little);
}

export function writeUint64(
	bytes: Uint8Array,
	offset: number,
	value: bigint,
	little = littleEndian,
): void {
	writeUint32(bytes, little ? offset : offset + 4, Number(value & 0xffffffffn), little);
	writeUint32(bytes, little ? offset + 4 : offset, Number((value >> 32n) & 0xffffffffn), little);
}
