/**
 * Integers in bytes. Netlink is in the byte order of the machine, except where an attribute says otherwise (NLA_BE16 and
 * the like). None of these checks bounds: whoever calls has done so.
 */

/** Whether this machine stores the low byte first. */
export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** @throws TypeError where what is to be sent is of another type. */
export function checkBytes(what: string, bytes: Uint8Array): void {
	if (!(bytes instanceof Uint8Array)) throw new TypeError(`${what}: ${bytes} is no Uint8Array`);
}

/** Rounds up to the next multiple of 4, to which messages and attributes are padded (NLMSG_ALIGN, NLA_ALIGN). */
export function align4(length: number): number {
	return (length + 3) & ~3;
}

const slabSize = 8192;
const nothing = new Uint8Array();
/** The rest of a piece of memory that small ones are cut from, all 0. */
let slab: Uint8Array = nothing;

/**
 * Memory for what is sent, all 0, of at least this size. What of it is not needed is to be given back: small pieces share a buffer,
 * because a buffer of its own costs V8 more than all that is written into it.
 */
export function takeMemory(least: number): Uint8Array {
	// A length of 0 is also what is left of a buffer that was transferred to another thread.
	if (slab.length < least) return new Uint8Array(Math.max(slabSize, least));
	const memory = slab;
	slab = nothing;
	return memory;
}

/** Gives back what lies behind the first `used` bytes of memory that was taken. What is returned are these. */
export function keepMemory(memory: Uint8Array, used: number): Uint8Array {
	const rest = memory.subarray((used + 7) & ~7);
	if (rest.length > slab.length) slab = rest;
	return memory.subarray(0, used);
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
