import {
	littleEndian,
	readUint16,
	readUint32,
	readUint64,
	writeUint16,
	writeUint32,
	writeUint64,
} from './bytes.ts';
import { MalformedMessage } from './malformed.ts';
import type { Writer } from './writer.ts';

/** What can be told about bytes without their value. */
export interface Described {
	/** What the bytes are made of, where they have parts; see format.ts. */
	parts?(bytes: Uint8Array, start: number, end: number): Iterable<Part>;
	/** Where `offset` points to within these bytes, by name; undefined where nothing has a name there. */
	path?(bytes: Uint8Array, start: number, end: number, offset: number): string | undefined;
}

/** How a value lies in bytes, both ways. */
export interface Type<Value> extends Described {
	/** In the kernel's words: 'u32', 'be16', 'string', 'nest'. */
	readonly name: string;
	/** The size in bytes where it is always the same: what can stand in a struct. */
	readonly size?: number;
	/** The flag that the attribute's number carries (NLA_F_NESTED), where there is one. */
	readonly flag?: number;
	/** Whether the attribute may be there several times, each with one element of the value. */
	readonly many?: boolean;
	/** The type of one element, where it is `many`. */
	// biome-ignore lint/suspicious/noExplicitAny: an element's value says nothing of the whole's
	readonly element?: Type<any>;
	/** Appends a value. Throws TypeError or RangeError where it is none of the type's. */
	write(writer: Writer, value: Value): void;
	/** Reads `bytes` from `start` to before `end`. Throws MalformedMessage with an offset in `bytes`. */
	read(bytes: Uint8Array, start: number, end: number): Value;
	/** The value of such bytes for people, where `String(value)` will not do. */
	text?(value: Value): string;
}

/** A piece of a message with a name. */
export interface Part {
	/** Where it starts, in bytes from the start of what is described. */
	readonly offset: number;
	/** Bytes. */
	readonly length: number;
	/** 'nlmsg_len' and the like for headers; else the declaration's name of the attribute or member. */
	readonly name: string;
	/** For people. */
	readonly value: string;
	/** What else there is to say of it, for people. */
	readonly note?: string | undefined;
	/** How many nests it lies in. */
	readonly depth: number;
}

/** What a Type is the type of. */
export type ValueOf<T> = T extends Type<infer Value> ? Value : never;

/** Demands a length. */
export function expectLength(start: number, end: number, size: number, name: string): void {
	if (end - start === size) return;
	throw new MalformedMessage(start, `${size} bytes of ${name}`, `${end - start} bytes`);
}

/** An integer of 1, 2 or 4 bytes: a number. */
export function small(
	name: string,
	size: 1 | 2 | 4,
	signed: boolean,
	little = littleEndian,
): Type<number> & { readonly size: number } {
	const bits = size * 8;
	const lowest = signed ? -(2 ** (bits - 1)) : 0;
	const largest = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
	const shift = 32 - bits;
	return {
		name,
		size,
		write(writer, value) {
			if (!Number.isInteger(value) || value < lowest || value > largest) {
				throw new RangeError(`${value} is no ${name}: an integer from ${lowest} to ${largest}`);
			}
			const start = writer.reserve(size);
			if (size === 1) writer.bytes[start] = value;
			else if (size === 2) writeUint16(writer.bytes, start, value, little);
			else writeUint32(writer.bytes, start, value, little);
		},
		read(bytes, start, end) {
			expectLength(start, end, size, name);
			let value: number;
			if (size === 1) value = bytes[start] as number;
			else if (size === 2) value = readUint16(bytes, start, little);
			else value = readUint32(bytes, start, little);
			return signed ? (value << shift) >> shift : value;
		},
	};
}

/** An integer of 8 bytes: a bigint. */
export function large(
	name: string,
	signed: boolean,
	little = littleEndian,
): Type<bigint> & { readonly size: number } {
	const lowest = signed ? -(2n ** 63n) : 0n;
	const largest = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
	return {
		name,
		size: 8,
		write(writer, value) {
			checkBigint(name, value, lowest, largest);
			const start = writer.reserve(8);
			writeUint64(writer.bytes, start, value, little);
		},
		read(bytes, start, end) {
			expectLength(start, end, 8, name);
			const value = readUint64(bytes, start, little);
			return signed ? BigInt.asIntN(64, value) : value;
		},
	};
}

function checkBigint(name: string, value: bigint, lowest: bigint, largest: bigint): void {
	if (typeof value !== 'bigint') throw new TypeError(`${value} is no ${name}: a bigint is wanted`);
	if (value < lowest || value > largest) {
		throw new RangeError(`${value} is no ${name}: from ${lowest} to ${largest}`);
	}
}

/** NLA_U8: an integer from 0 to 255. */
export const u8 = small('u8', 1, false);
/** NLA_U16: an integer from 0 to 65,535, in the machine's byte order. */
export const u16 = small('u16', 2, false);
/** NLA_U32: an integer from 0 to 2³² − 1, in the machine's byte order. */
export const u32 = small('u32', 4, false);
/** NLA_U64: a bigint from 0 to 2⁶⁴ − 1, in the machine's byte order. */
export const u64 = large('u64', false);
/** NLA_S8: an integer from −128 to 127. */
export const s8 = small('s8', 1, true);
/** NLA_S16: an integer from −32,768 to 32,767, in the machine's byte order. */
export const s16 = small('s16', 2, true);
/** NLA_S32: an integer from −2³¹ to 2³¹ − 1, in the machine's byte order. */
export const s32 = small('s32', 4, true);
/** NLA_S64: a bigint from −2⁶³ to 2⁶³ − 1, in the machine's byte order. */
export const s64 = large('s64', true);

/** NLA_BE16: as u16, in network byte order, high byte first. */
export const be16 = small('be16', 2, false, false);
/** NLA_BE32: as u32, in network byte order, high byte first. */
export const be32 = small('be32', 4, false, false);
/** 64 bits as u64, in network byte order, high byte first. */
export const be64 = large('be64', false, false);

/** An integer of 4 bytes where it fits, else of 8: a bigint. */
export function variable(name: string, signed: boolean, little = littleEndian): Type<bigint> {
	const short = small(name, 4, signed, little);
	const long = large(name, signed, little);
	return {
		name,
		write(writer, value) {
			checkBigint(name, value, signed ? -(2n ** 63n) : 0n, 2n ** (signed ? 63n : 64n) - 1n);
			const fits = signed ? BigInt.asIntN(32, value) === value : value < 2n ** 32n;
			if (fits) short.write(writer, Number(value));
			else long.write(writer, value);
		},
		read(bytes, start, end) {
			if (end - start === 4) return BigInt(short.read(bytes, start, end));
			if (end - start === 8) return long.read(bytes, start, end);
			throw new MalformedMessage(start, `4 or 8 bytes of ${name}`, `${end - start} bytes`);
		},
	};
}

/** NLA_UINT (Linux 6.7): a bigint as of u64, in 4 bytes where it fits, else in 8. */
export const uint = variable('uint', false);
/** NLA_SINT (Linux 6.7): a bigint as of s64, in 4 bytes where it fits, else in 8. */
export const sint = variable('sint', true);

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Up to this length, which most of the kernel's names have (IFNAMSIZ, GENL_NAMSIZ), a character at a time is faster. */
const shortText = 16;

function stringType(name: string, terminated: boolean): Type<string> {
	return {
		name,
		write(writer, value) {
			if (typeof value !== 'string') throw new TypeError(`${value} is no string`);
			if (value.includes('\0')) throw new RangeError('a string has no NUL inside');
			const most = value.length * 3;
			const start = writer.reserve(most);
			writer.release(most - encodeText(value, writer.bytes, start, most));
			if (terminated) writer.reserve(1);
		},
		read(bytes, start, end) {
			// A NUL ends it, as it does for nla_strscpy(): what comes after is padding.
			let stop = start;
			while (stop < end && bytes[stop] !== 0) stop++;
			return stop - start > shortText
				? decodeText(bytes, start, stop)
				: readShort(bytes, start, stop);
		},
		text: (value) => JSON.stringify(value),
	};
}

/** Returns how many bytes the text has, of which there is room for `most`. */
function encodeText(text: string, bytes: Uint8Array, start: number, most: number): number {
	if (text.length <= shortText && writeShort(text, bytes, start)) return text.length;
	return encoder.encodeInto(text, bytes.subarray(start, start + most)).written;
}

/** False where it has a character of several bytes. */
function writeShort(text: string, bytes: Uint8Array, start: number): boolean {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code >= 0x80) return false;
		bytes[start + index] = code;
	}
	return true;
}

function decodeText(bytes: Uint8Array, start: number, end: number): string {
	return decoder.decode(bytes.subarray(start, end));
}

function readShort(bytes: Uint8Array, start: number, end: number): string {
	let text = '';
	for (let offset = start; offset < end; offset++) {
		const code = bytes[offset] as number;
		if (code >= 0x80) return decodeText(bytes, start, end);
		text += String.fromCharCode(code);
	}
	return text;
}

/** A string with the NUL that NLA_NUL_STRING demands and NLA_STRING allows. Read with or without it, as UTF-8. */
export const string = stringType('string', true);
/** A string without a NUL, for the few that count it as part of the text. */
export const bareString = stringType('bare string', false);

/** Bytes as they are (NLA_BINARY). Read as a view, not a copy. */
export const binary: Type<Uint8Array> = {
	name: 'binary',
	write(writer, value) {
		if (!(value instanceof Uint8Array)) throw new TypeError(`${value} is no Uint8Array`);
		const start = writer.reserve(value.length);
		writer.bytes.set(value, start);
	},
	read: (bytes, start, end) => bytes.subarray(start, end),
	text: hexadecimal,
};

/** An attribute that says something by being there (NLA_FLAG). Written where true, left out where false. */
export const flag: Type<boolean> = {
	name: 'flag',
	write(_writer, value) {
		if (typeof value !== 'boolean') throw new TypeError(`${value} is no boolean`);
	},
	read(_bytes, start, end) {
		expectLength(start, end, 0, 'flag');
		return true;
	},
};

/** NLA_BITFIELD32: which bits are meant, and what they are. */
export interface Bitfield32 {
	/** The bits, of those that are meant. */
	readonly value: number;
	/** The bits that are meant. */
	readonly selector: number;
}

/** NLA_BITFIELD32 (struct nla_bitfield32): value, then selector, 4 bytes each, in the machine's byte order. */
export const bitfield32: Type<Bitfield32> & { readonly size: number } = {
	name: 'bitfield32',
	size: 8,
	write(writer, { value, selector }) {
		u32.write(writer, value);
		u32.write(writer, selector);
	},
	read(bytes, start, end) {
		expectLength(start, end, 8, 'bitfield32');
		return { value: readUint32(bytes, start), selector: readUint32(bytes, start + 4) };
	},
	text: ({ value, selector }) => `0x${value.toString(16)} of 0x${selector.toString(16)}`,
};

/** Bytes for people: '01 02 ff', shortened where they are many. */
export function hexadecimal(bytes: Uint8Array): string {
	const shown = Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0'));
	if (bytes.length > shown.length) shown.push(`… (${bytes.length} bytes)`);
	return shown.join(' ');
}
