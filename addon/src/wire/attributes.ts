import { align4, readUint16, writeUint16 } from './bytes.ts';
import { MalformedMessage } from './malformed.ts';
import { flag, hexadecimal, type Part, type Type, type ValueOf } from './types.ts';
import { Writer } from './writer.ts';

/** Bytes of a struct nlattr, the header of each attribute (NLA_HDRLEN). */
export const NLA_HDRLEN = 4;
/** Bit of nla_type: the payload is attributes. */
export const NLA_F_NESTED = 0x8000;
/** Bit of nla_type: the payload is in network byte order. */
export const NLA_F_NET_BYTEORDER = 0x4000;
/** The bits of nla_type that are the attribute's number. */
export const NLA_TYPE_MASK = 0x3fff;

const largestAttribute = 0xffff;

/** An attribute as it lies in a buffer. */
export interface Attribute {
	/** Its number: nla_type without the two flag bits. */
	readonly number: number;
	/** NLA_F_NESTED and NLA_F_NET_BYTEORDER, where they are set. */
	readonly flags: number;
	/** Where its header starts, in bytes from the start of the buffer. */
	readonly offset: number;
	/** Where its payload ends; padding not counted. */
	readonly end: number;
}

/**
 * The attributes from `start` to before `end`, one after the other (nla_for_each_attr()). Stricter than the kernel: bytes at
 * the end that are no attribute are an error. Padding after the last attribute may be missing.
 *
 * @param bytes what the attributes lie in.
 * @param start where the first one starts, in bytes.
 * @param end where they end, in bytes.
 * @throws MalformedMessage where an attribute does not fit.
 */
export function* walkAttributes(
	bytes: Uint8Array,
	start = 0,
	end = bytes.length,
): Generator<Attribute, void, undefined> {
	for (let offset = start; offset < end; ) {
		const length = attributeLength(bytes, offset, end);
		const type = readUint16(bytes, offset + 2);
		yield {
			number: type & NLA_TYPE_MASK,
			flags: type & ~NLA_TYPE_MASK,
			offset,
			end: offset + length,
		};
		offset += align4(length);
	}
}

/** The length of the attribute at an offset, header included, checked against what is left before `end`. */
export function attributeLength(bytes: Uint8Array, offset: number, end: number): number {
	const rest = end - offset;
	if (rest < NLA_HDRLEN) {
		throw new MalformedMessage(
			offset,
			`an attribute header of ${NLA_HDRLEN} bytes`,
			`${rest} bytes`,
		);
	}
	const length = readUint16(bytes, offset);
	if (length < NLA_HDRLEN) {
		throw new MalformedMessage(
			offset,
			`an attribute length of at least ${NLA_HDRLEN}`,
			`${length}`,
		);
	}
	if (length > rest) {
		throw new MalformedMessage(
			offset,
			`an attribute length of at most the ${rest} bytes left`,
			`${length}`,
		);
	}
	return length;
}

/** Writes one attribute: header, payload, padding. */
export function writeAttribute<Value>(
	writer: Writer,
	nlaType: number,
	type: Type<Value>,
	value: Value,
): void {
	const start = writer.reserve(NLA_HDRLEN);
	type.write(writer, value);
	const length = writer.length - start;
	if (length > largestAttribute) {
		throw new RangeError(
			`the attribute has ${length} bytes; nla_len has 16 bits, so ${largestAttribute} at most`,
		);
	}
	writer.reserve(align4(length) - length);
	writeUint16(writer.bytes, start, length);
	writeUint16(writer.bytes, start + 2, nlaType);
}

/** How a payload lies in bytes, with names: what `attributes`, `struct` and `layout` make. */
export interface Layout<Value> extends Type<Value> {
	/** What attributes() was told, by the declaration's names: for whoever makes messages from declarations alone. */
	readonly declared?: Declared;
	/** The payload for a value. */
	encode(value: Value): Uint8Array;
	/** The value of a payload. */
	decode(payload: Uint8Array): Value;
	/** The payload and this layout, to be spread into a request: errors can then name the attribute. */
	body(value: Value): { readonly payload: Uint8Array; readonly layout: Layout<Value> };
	/** Whether its values have something of this name. */
	has(name: string): boolean;
	/** Appends what has a name here, and leaves what else the value has to others. */
	writeNamed(writer: Writer, value: Value): void;
	/** Reads into an object, which may have values of others already. */
	readNamed(values: object, bytes: Uint8Array, start: number, end: number): void;
}

/** What a layout is made from: `write`, `read` and the rest follow from these. */
type Named<Value> = Omit<Layout<Value>, 'write' | 'read' | 'encode' | 'decode' | 'body'>;

function layoutOf<Value>(named: Named<Value>, noun: 'attribute' | 'member'): Layout<Value> {
	const whole: Layout<Value> = {
		...named,
		write(writer, value) {
			for (const name of Object.keys(value as object)) {
				if (!named.has(name)) throw new TypeError(`${name}: no such ${noun}`);
			}
			named.writeNamed(writer, value);
		},
		read(bytes, start, end) {
			const values = {};
			named.readNamed(values, bytes, start, end);
			return values as Value;
		},
		encode(value) {
			const writer = new Writer();
			whole.write(writer, value);
			return writer.finish();
		},
		decode: (payload) => whole.read(payload, 0, payload.length),
		body: (value) => ({ payload: whole.encode(value), layout: whole }),
	};
	return whole;
}

// biome-ignore lint/suspicious/noExplicitAny: a set of types of which each has a value of its own
type AnyType = Type<any>;
type Declared = Readonly<Record<string, readonly [number: number, type: AnyType]>>;

/** A declared attribute. */
interface Field {
	readonly name: string;
	readonly type: AnyType;
	/** Its number, with the flag that its type has. */
	readonly nlaType: number;
	/** Its place in the declaration. */
	readonly place: number;
}

/** The values of declared attributes: each may be left out. */
export type AttributeValues<Fields extends Declared> = {
	-readonly [Name in keyof Fields]?: ValueOf<Fields[Name][1]> | undefined;
};

/**
 * Declares the attributes of a message or of a nest once, for both ways: names of your own, the kernel's numbers, and types.
 *
 *     const timer = attributes({ name: [PULSE_A_NAME, string], period: [PULSE_A_PERIOD, u32] });
 *     timer.decode(timer.encode({ name: 'tick', period: 500 }));
 *
 * Encoding writes in the order of the declaration. Decoding leaves out attributes that are not declared (a newer kernel's),
 * and keeps the last of several with one number, as nla_parse() does, unless its type is `many`.
 *
 * @param fields by names of your own: the attribute's number, 0 to 16,383, and its type.
 * @returns encode() throws TypeError or RangeError, with the attribute's name, for a value that does not fit, and for more than
 * 65,535 bytes; decode() throws MalformedMessage for bytes that don't fit.
 * @throws RangeError for a number that is none, or is there twice.
 */
export function attributes<const Fields extends Declared>(
	fields: Fields,
): Layout<AttributeValues<Fields>> {
	const byName = new Map<string, Field>();
	const byNumber: Field[] = [];
	for (const [name, [number, type]] of Object.entries(fields)) {
		if (!Number.isInteger(number) || number < 0 || number > NLA_TYPE_MASK) {
			throw new RangeError(`attribute ${name}: ${number} is no attribute number (14 bits)`);
		}
		const other = byNumber[number]?.name;
		if (other) throw new RangeError(`attributes ${other} and ${name} have one number: ${number}`);
		const field = { name, type, nlaType: number | (type.flag ?? 0), place: byName.size };
		byName.set(name, field);
		byNumber[number] = field;
	}

	/** Those that are given, in the order of the declaration. */
	function given(values: Record<string, unknown>): Field[] {
		const found: Field[] = [];
		let sorted = true;
		let last = -1;
		for (const name of Object.keys(values)) {
			const field = byName.get(name);
			if (!field) continue;
			found.push(field);
			if (field.place < last) sorted = false;
			last = field.place;
		}
		return sorted ? found : found.sort((a, b) => a.place - b.place);
	}

	function writeField(writer: Writer, { name, type, nlaType }: Field, value: unknown): void {
		try {
			writeAttribute(writer, nlaType, type, value);
		} catch (error) {
			if (error instanceof RangeError || error instanceof TypeError) {
				error.message = `${name}: ${error.message}`;
			}
			throw error;
		}
	}

	const named: Named<Record<string, unknown>> = {
		name: 'nest',
		declared: fields,
		flag: NLA_F_NESTED,
		has: (name) => byName.has(name),
		writeNamed(writer, values) {
			for (const field of given(values)) {
				const { name, type } = field;
				const value = values[name];
				if (value === undefined || (type === flag && value === false)) continue;
				if (!type.many) writeField(writer, field, value);
				else for (const element of value as unknown[]) writeField(writer, field, [element]);
			}
		},
		readNamed(values: Record<string, unknown>, bytes, start, end) {
			for (let offset = start; offset < end; ) {
				const length = attributeLength(bytes, offset, end);
				const field = byNumber[readUint16(bytes, offset + 2) & NLA_TYPE_MASK];
				if (field) {
					const { name, type } = field;
					const value = type.read(bytes, offset + NLA_HDRLEN, offset + length);
					const before = type.many ? values[name] : undefined;
					if (before) (before as unknown[]).push(...value);
					else values[name] = value;
				}
				offset += align4(length);
			}
		},
		text: () => '',
		*parts(bytes, start, end) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				yield* describeAttribute(bytes, end, attribute, byNumber[attribute.number]);
			}
		},
		path(bytes, start, end, offset) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				if (offset < attribute.offset || offset >= Math.max(attribute.end, attribute.offset + 1))
					continue;
				const field = byNumber[attribute.number];
				if (!field) return `${attribute.number}`;
				const inner = field.type.path?.(
					bytes,
					attribute.offset + NLA_HDRLEN,
					attribute.end,
					offset,
				);
				return inner === undefined ? field.name : `${field.name}.${inner}`;
			}
			return undefined;
		},
	};
	return layoutOf(named, 'attribute') as Layout<AttributeValues<Fields>>;
}

/** The pieces of an attribute, by the name and type that it was declared with. `regionEnd` is where what it lies in ends. */
export function* describeAttribute(
	bytes: Uint8Array,
	regionEnd: number,
	attribute: Attribute,
	field: { name: string; type: AnyType } | undefined,
): Generator<Part> {
	const { number, flags, offset, end } = attribute;
	const start = offset + NLA_HDRLEN;
	const name = field?.name ?? `attribute ${number}`;
	const marks = [
		...(flags & NLA_F_NESTED ? ['NLA_F_NESTED'] : []),
		...(flags & NLA_F_NET_BYTEORDER ? ['NLA_F_NET_BYTEORDER'] : []),
	];
	yield { offset, length: 2, name: 'nla_len', value: `${end - offset}`, note: name, depth: 0 };
	yield {
		offset: offset + 2,
		length: 2,
		name: 'nla_type',
		value: [number, ...marks].join(' | '),
		note: field ? name : 'not declared',
		depth: 0,
	};
	if (field?.type.parts) {
		for (const part of field.type.parts(bytes, start, end))
			yield { ...part, depth: part.depth + 1 };
	} else if (end > start) {
		let value = hexadecimal(bytes.subarray(start, end));
		let note = field?.type.name;
		if (field) {
			try {
				const read = field.type.read(bytes, start, end);
				value = field.type.text?.(read) ?? String(read);
			} catch (error) {
				if (!(error instanceof MalformedMessage)) throw error;
				note = error.message;
			}
		}
		yield { offset: start, length: end - start, name, value, note, depth: 0 };
	}
	yield* describePadding(end, Math.min(offset + align4(end - offset), regionEnd));
}

/** The bytes between two pieces, where there are any. */
export function* describePadding(offset: number, end: number): Generator<Part> {
	if (end === offset) return;
	yield { offset, length: end - offset, name: 'padding', value: '', note: 'to 4 bytes', depth: 0 };
}

/** An attribute that may be there several times with the same number: an array of all of them (YNL's multi-attr). */
export function many<Value>(type: Type<Value>): Type<readonly Value[]> {
	return {
		name: type.name,
		many: true,
		element: type,
		...(type.flag === undefined ? {} : { flag: type.flag }),
		write: (writer, values) => {
			for (const value of values) type.write(writer, value);
		},
		read: (bytes, start, end) => [type.read(bytes, start, end)],
		text: (values) => values.map((value) => type.text?.(value) ?? String(value)).join(', '),
		...(type.parts ? { parts: type.parts } : {}),
		...(type.path ? { path: type.path } : {}),
	};
}

/** A nest of attributes of one type whose numbers only count them, from 1 (YNL's indexed-array). */
export function array<Value>(type: Type<Value>): Type<readonly Value[]> {
	return {
		name: `array of ${type.name}`,
		flag: NLA_F_NESTED,
		write(writer, values) {
			values.forEach((value, index) => {
				writeAttribute(writer, (index + 1) | (type.flag ?? 0), type, value);
			});
		},
		read(bytes, start, end) {
			const values: Value[] = [];
			for (let offset = start; offset < end; ) {
				const length = attributeLength(bytes, offset, end);
				values.push(type.read(bytes, offset + NLA_HDRLEN, offset + length));
				offset += align4(length);
			}
			return values;
		},
		*parts(bytes, start, end) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				yield* describeAttribute(bytes, end, attribute, { name: `[${attribute.number}]`, type });
			}
		},
		path(bytes, start, end, offset) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				if (offset < attribute.offset || offset >= attribute.end) continue;
				const inner = type.path?.(bytes, attribute.offset + NLA_HDRLEN, attribute.end, offset);
				return inner === undefined ? `${attribute.number}` : `${attribute.number}.${inner}`;
			}
			return undefined;
		},
	};
}

/** A nest of attributes of one type whose numbers say which is which: a Map by number (YNL's type-value). */
export function byNumber<Value>(type: Type<Value>): Type<ReadonlyMap<number, Value>> {
	const list = array(type);
	return {
		...list,
		name: `${type.name} by number`,
		write(writer, values) {
			for (const [number, value] of values) {
				writeAttribute(writer, number | (type.flag ?? 0), type, value);
			}
		},
		read(bytes, start, end) {
			const values = new Map<number, Value>();
			for (const { number, offset, end: stop } of walkAttributes(bytes, start, end)) {
				values.set(number, type.read(bytes, offset + NLA_HDRLEN, stop));
			}
			return values;
		},
		text: () => '',
	};
}

type Members = Readonly<Record<string, Type<unknown> & { readonly size: number }>>;

/** The values of a struct's members: what is left out is written as zeros. Reading gives all but padding. */
export type StructValues<Fields extends Readonly<Record<string, AnyType>>> = {
	-readonly [Name in keyof Fields]?: ValueOf<Fields[Name]> | undefined;
};

/** Unused bytes of a struct, `size` of them: 0 when written, not looked at when read. */
export function padding(size: number): Type<undefined> & { readonly size: number } {
	return {
		name: 'padding',
		size,
		write: (writer) => {
			writer.reserve(size);
		},
		read: () => undefined,
		text: () => '',
	};
}

/**
 * Declares a C struct: its members in order, padding spelled out. Reading takes more bytes than it has members (a newer
 * kernel's struct), but not fewer.
 *
 *     const ifinfomsg = struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: u32, change: u32 });
 *
 * @param fields by names of your own: types of a fixed size, in the order of the C struct.
 * @returns its `size` is in bytes. encode() throws TypeError or RangeError for a value that does not fit its member.
 */
export function struct<
	const Fields extends Readonly<Record<string, AnyType & { readonly size: number }>>,
>(fields: Fields): Layout<StructValues<Fields>> & { readonly size: number } {
	const members = Object.entries(fields as Members);
	const size = members.reduce((sum, [, type]) => sum + type.size, 0);
	const named: Named<Record<string, unknown>> = {
		name: 'struct',
		has: (name) => Object.hasOwn(fields, name),
		writeNamed(writer, values) {
			for (const [name, type] of members) {
				const value = values[name];
				if (value === undefined) writer.reserve(type.size);
				else type.write(writer, value);
			}
		},
		readNamed(values: Record<string, unknown>, bytes, start, end) {
			if (end - start < size) expectStruct(start, end, size);
			let offset = start;
			for (const [name, type] of members) {
				const value = type.read(bytes, offset, offset + type.size);
				if (value !== undefined) values[name] = value;
				offset += type.size;
			}
		},
		text: () => '',
		*parts(bytes, start, end) {
			if (end - start < size) expectStruct(start, end, size);
			let offset = start;
			for (const [name, type] of members) {
				const value = type.read(bytes, offset, offset + type.size);
				yield {
					offset,
					length: type.size,
					name,
					value: type.text?.(value) ?? String(value),
					note: type.name,
					depth: 0,
				};
				offset += type.size;
			}
			if (offset < end) {
				const value = hexadecimal(bytes.subarray(offset, end));
				const note = 'members of a newer kernel';
				yield { offset, length: end - offset, name: 'more', value, note, depth: 0 };
			}
		},
	};
	return { ...(layoutOf(named, 'member') as Layout<StructValues<Fields>>), size };
}

function expectStruct(start: number, end: number, size: number): never {
	throw new MalformedMessage(start, `a struct of ${size} bytes`, `${end - start} bytes`);
}

/**
 * A payload of a fixed struct, then attributes, which start at the next multiple of 4 bytes: its value has the names of both.
 *
 *     const link = layout(ifinfomsg, attributes({ name: [IFLA_IFNAME, string], mtu: [IFLA_MTU, u32] }));
 *     link.encode({ index: 1, name: 'lo' });
 *
 * @param header what struct() declared.
 * @param set what attributes() declared.
 */
export function layout<Header, Attributes>(
	header: Layout<Header> & { readonly size: number },
	set: Layout<Attributes>,
): Layout<Header & Attributes> {
	const { size } = header;
	const split = (start: number, end: number): number => Math.min(start + align4(size), end);
	const named: Named<Header & Attributes> = {
		name: 'payload',
		...(set.declared ? { declared: set.declared } : {}),
		has: (name) => header.has(name) || set.has(name),
		writeNamed(writer, values) {
			header.writeNamed(writer, values);
			writer.reserve(align4(size) - size);
			set.writeNamed(writer, values);
		},
		readNamed(values, bytes, start, end) {
			header.readNamed(values, bytes, start, Math.min(start + size, end));
			set.readNamed(values, bytes, split(start, end), end);
		},
		text: () => '',
		*parts(bytes, start, end) {
			if (end - start < size) expectStruct(start, end, size);
			yield* header.parts?.(bytes, start, start + size) ?? [];
			yield* describePadding(start + size, split(start, end));
			yield* set.parts?.(bytes, split(start, end), end) ?? [];
		},
		path: (bytes, start, end, offset) => set.path?.(bytes, split(start, end), end, offset),
	};
	return layoutOf(named, 'attribute');
}
