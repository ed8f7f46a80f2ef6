/**
 * A family's tables as types of the wire: how its payloads lie in bytes, both ways. Beyond what wire/attributes.ts declares, the bytes of a
 * sub-message can only be read with what stands beside it, so reading and writing carry along the attributes that they are among.
 */
import {
	attributeLength,
	describeAttribute,
	NLA_F_NESTED,
	NLA_HDRLEN,
	NLA_TYPE_MASK,
	walkAttributes,
	writeAttribute,
} from '../wire/attributes.ts';
import { align4, readUint16 } from '../wire/bytes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import {
	bareString,
	binary,
	bitfield32,
	flag,
	type Part,
	string,
	type Type,
} from '../wire/types.ts';
import { Writer } from '../wire/writer.ts';
import { bytesOf, isText, textOf } from './hints.ts';
import { dotted, integer, isWide, named, namedBits } from './integers.ts';
import type {
	AttributeTable,
	BodyTable,
	FamilyTables,
	IntegerType,
	MemberTable,
	Values,
	ValueTable,
} from './tables.ts';

/** The attributes that something lies among, and those around them. */
interface Scope {
	readonly values: Values;
	readonly has: (name: string) => boolean;
	readonly outer: Scope | undefined;
	/** How many nests it lies in. */
	readonly depth: number;
}

/** A type whose bytes may need what stands beside and around them. */
interface Codec extends Type<unknown> {
	/** In place of `flag`, where it depends on that. */
	flagIn?(scope: Scope): number | undefined;
	write(writer: Writer, value: unknown, scope?: Scope): void;
	read(bytes: Uint8Array, start: number, end: number, scope?: Scope): unknown;
	parts?(bytes: Uint8Array, start: number, end: number, scope?: Scope): Iterable<Part>;
	path?(
		bytes: Uint8Array,
		start: number,
		end: number,
		offset: number,
		scope?: Scope,
	): string | undefined;
}

/** Something that has a part of an object's names. */
interface Section {
	has(name: string): boolean;
	writeNamed(writer: Writer, values: Values, scope: Scope): void;
	/** Returns where it ends. */
	readNamed(values: Values, bytes: Uint8Array, start: number, end: number, scope: Scope): number;
	parts(bytes: Uint8Array, start: number, end: number, scope: Scope): Iterable<Part>;
	path?(
		bytes: Uint8Array,
		start: number,
		end: number,
		offset: number,
		scope: Scope,
	): string | undefined;
}

/** A payload of a family, both ways. */
export interface Body extends Type<Values> {
	/** The payload for such attributes, and how it lies in bytes: errors can then name an attribute. */
	body(values: Values): { readonly payload: Uint8Array; readonly layout: Body };
	/** The attributes of a payload. */
	decode(payload: Uint8Array): Values;
}

/** Beyond this a message is an attack on the stack; no family nests half as deep. */
const deepest = 64;
const furtherBytes = 'further bytes';

const undeclaredName = (number: number): `attribute ${number}` => `attribute ${number}`;

function undeclaredNumber(name: string): number | undefined {
	const digits = /^attribute (0|[1-9]\d{0,4})$/.exec(name)?.[1];
	const number = Number(digits);
	return digits !== undefined && number <= NLA_TYPE_MASK ? number : undefined;
}

/** Says where in an object an error lies. */
function at<Result>(name: string, action: () => Result): Result {
	try {
		return action();
	} catch (error) {
		if (
			error instanceof RangeError ||
			error instanceof TypeError ||
			error instanceof MalformedMessage
		) {
			error.message = `${name}: ${error.message}`;
		}
		throw error;
	}
}

function expectObject(value: unknown): asserts value is Values {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
	throw new TypeError(`${String(value)} is no object of attributes`);
}

function expectArray(value: unknown): asserts value is readonly unknown[] {
	if (Array.isArray(value)) return;
	throw new TypeError(`${String(value)} is no array`);
}

/** Sections one after the other, the second from the next multiple of 4 bytes on: one object with the names of all. */
function object(name: string, nlaFlag: number | undefined, sections: readonly Section[]): Codec {
	const has = (key: string) => sections.some((section) => section.has(key));
	const scopeOf = (values: Values, outer: Scope | undefined, offset: number): Scope => {
		const depth = outer === undefined ? 0 : outer.depth + 1;
		if (depth > deepest) {
			throw new MalformedMessage(offset, `at most ${deepest} nests in each other`, 'more');
		}
		return { values, has, outer, depth };
	};
	return {
		name,
		...(nlaFlag === undefined ? {} : { flag: nlaFlag }),
		write(writer, values, outer) {
			expectObject(values);
			for (const key of Object.keys(values)) {
				if (!has(key)) throw new TypeError(`${key}: no such attribute`);
			}
			const scope = scopeOf(values, outer, 0);
			const start = writer.length;
			for (const section of sections) {
				const length = writer.length - start;
				writer.reserve(align4(length) - length);
				section.writeNamed(writer, values, scope);
			}
		},
		read(bytes, start, end, outer) {
			const values: Values = {};
			const scope = scopeOf(values, outer, start);
			let offset = start;
			for (const section of sections) {
				const aligned = Math.min(start + align4(offset - start), end);
				offset = section.readNamed(values, bytes, aligned, end, scope);
			}
			return values;
		},
		text: () => '',
		*parts(bytes, start, end, outer) {
			const values: Values = {};
			const scope = scopeOf(values, outer, start);
			let offset = start;
			for (const section of sections) {
				const aligned = Math.min(start + align4(offset - start), end);
				yield* section.parts(bytes, aligned, end, scope);
				offset = section.readNamed(values, bytes, aligned, end, scope);
			}
		},
		path(bytes, start, end, target, outer) {
			const values: Values = {};
			const scope = scopeOf(values, outer, start);
			let offset = start;
			for (const section of sections) {
				const aligned = Math.min(start + align4(offset - start), end);
				offset = section.readNamed(values, bytes, aligned, end, scope);
				const path = section.path?.(bytes, aligned, end, target, scope);
				if (path !== undefined) return path;
			}
			return undefined;
		},
	};
}

interface Member {
	readonly name: string;
	readonly size: number;
	readonly codec: Codec | undefined;
}

/** What of a struct may be missing or more: kernels add members at the end of some. */
interface Tolerance {
	/** Members may be missing at the end. */
	readonly shorter?: boolean;
	/** What comes after the members is the struct's. */
	readonly longer?: boolean;
}

const growing: Tolerance = { shorter: true, longer: true };

/** A struct's members. */
class StructSection implements Section {
	readonly #name: string;
	readonly #members: readonly Member[];
	readonly #tolerance: Tolerance;
	readonly size: number;

	constructor(name: string, members: readonly Member[], tolerance: Tolerance = {}) {
		this.#name = name;
		this.#members = members;
		this.#tolerance = tolerance;
		this.size = members.reduce((sum, { size }) => sum + size, 0);
	}

	has(name: string): boolean {
		if (this.#tolerance.longer && name === furtherBytes) return true;
		return this.#members.some((member) => member.codec && member.name === name);
	}

	writeNamed(writer: Writer, values: Values, scope: Scope): void {
		for (const { name, size, codec } of this.#members) {
			const value = codec && values[name];
			if (value === undefined) writer.reserve(size);
			else at(name, () => codec?.write(writer, value, scope));
		}
		const further = values[furtherBytes];
		if (this.#tolerance.longer && further !== undefined) {
			at(furtherBytes, () => binary.write(writer, further as Uint8Array));
		}
	}

	readNamed(values: Values, bytes: Uint8Array, start: number, end: number, scope: Scope): number {
		this.#expectWhole(start, end);
		let offset = start;
		for (const { name, size, codec } of this.#members) {
			const stop = offset + size;
			if (stop > end) {
				// An older kernel's struct has fewer members, but no half ones.
				if (offset === end) return end;
				const found = `${end - offset} bytes`;
				throw new MalformedMessage(offset, `${size} bytes of ${this.#name}.${name}`, found);
			}
			const from = offset;
			if (codec) values[name] = at(name, () => codec.read(bytes, from, stop, scope));
			offset = stop;
		}
		if (!this.#tolerance.longer || offset === end) return offset;
		values[furtherBytes] = bytes.subarray(offset, end);
		return end;
	}

	*parts(bytes: Uint8Array, start: number, end: number): Iterable<Part> {
		this.#expectWhole(start, end);
		let offset = start;
		for (const { name, size, codec = binary as Codec } of this.#members) {
			if (offset + size > end) return;
			const value = codec.read(bytes, offset, offset + size);
			const text = codec.text?.(value) ?? String(value);
			yield { offset, length: size, name, value: text, note: codec.name, depth: 0 };
			offset += size;
		}
		if (!this.#tolerance.longer || offset === end) return;
		const value = binary.text?.(bytes.subarray(offset, end)) ?? '';
		const note = 'members of a newer kernel';
		yield { offset, length: end - offset, name: furtherBytes, value, note, depth: 0 };
	}

	#expectWhole(start: number, end: number): void {
		if (this.#tolerance.shorter || end - start >= this.size) return;
		const found = `${end - start} bytes`;
		throw new MalformedMessage(start, `${this.size} bytes of ${this.#name}`, found);
	}
}

interface Field {
	readonly name: string;
	readonly number: number;
	readonly isMany: boolean;
	/** Undefined for padding. */
	readonly codec: Codec | undefined;
	/** Whether it can only be read when the others have been. */
	readonly isLate: boolean;
	/** Whether there is a format for it here; where there is none, it is as if it had not been declared. */
	readonly isKnown: ((scope: Scope) => boolean) | undefined;
}

/** The attributes of a set. */
class SetSection implements Section {
	readonly #byName: ReadonlyMap<string, Field>;
	readonly #byNumber: ReadonlyMap<number, Field>;

	constructor(fields: readonly Field[]) {
		this.#byName = new Map(fields.map((field) => [field.name, field]));
		this.#byNumber = new Map(fields.map((field) => [field.number, field]));
	}

	has(name: string): boolean {
		return this.#byName.get(name)?.codec !== undefined || undeclaredNumber(name) !== undefined;
	}

	writeNamed(writer: Writer, values: Values, scope: Scope): void {
		for (const [name, value] of Object.entries(values)) {
			if (value === undefined) continue;
			const field = this.#byName.get(name);
			const number = undeclaredNumber(name);
			if (field?.codec) at(name, () => writeField(writer, field, value, scope));
			else if (number !== undefined) {
				at(name, () => {
					expectArray(value);
					for (const payload of value)
						writeAttribute(writer, number, binary, payload as Uint8Array);
				});
			}
		}
	}

	readNamed(values: Values, bytes: Uint8Array, start: number, end: number, scope: Scope): number {
		let late: number[] | undefined;
		for (let offset = start; offset < end; ) {
			const length = attributeLength(bytes, offset, end);
			const field = this.#fieldAt(bytes, offset);
			if (field?.isLate) {
				late ??= [];
				late.push(offset);
			} else readField(values, field, bytes, offset, length, scope);
			offset += align4(length);
		}
		for (const offset of late ?? []) {
			readField(
				values,
				this.#fieldAt(bytes, offset),
				bytes,
				offset,
				readUint16(bytes, offset),
				scope,
			);
		}
		return end;
	}

	*parts(bytes: Uint8Array, start: number, end: number, scope: Scope): Iterable<Part> {
		const inside: Scope = { ...scope, values: {} };
		this.readNamed(inside.values, bytes, start, end, inside);
		for (const attribute of walkAttributes(bytes, start, end)) {
			const field = this.#byNumber.get(attribute.number);
			const codec = field?.isKnown?.(inside) === false ? undefined : field?.codec;
			yield* describeAttribute(
				bytes,
				end,
				attribute,
				field && codec && { name: field.name, type: within(codec, inside) },
			);
		}
	}

	path(
		bytes: Uint8Array,
		start: number,
		end: number,
		target: number,
		scope: Scope,
	): string | undefined {
		for (const { number, offset, end: stop } of walkAttributes(bytes, start, end)) {
			if (target < offset || target >= Math.max(stop, offset + 1)) continue;
			const field = this.#byNumber.get(number);
			if (!field) return `${number}`;
			const inner = field.codec?.path?.(bytes, offset + NLA_HDRLEN, stop, target, scope);
			return inner === undefined ? field.name : `${field.name}.${inner}`;
		}
		return undefined;
	}

	#fieldAt(bytes: Uint8Array, offset: number): Field | undefined {
		return this.#byNumber.get(readUint16(bytes, offset + 2) & NLA_TYPE_MASK);
	}
}

/** The codec with what it lies among, as describeAttribute() calls it. */
function within(codec: Codec, scope: Scope): Type<unknown> {
	const { parts } = codec;
	return {
		...codec,
		read: (bytes, start, end) => codec.read(bytes, start, end, scope),
		...(parts
			? {
					parts: (bytes: Uint8Array, start: number, end: number) => parts(bytes, start, end, scope),
				}
			: {}),
	};
}

function writeField(writer: Writer, field: Field, value: unknown, scope: Scope): void {
	const { codec, isMany, number } = field;
	if (!codec || (codec === (flag as Codec) && value === false)) return;
	const nlaType = number | (codec.flagIn?.(scope) ?? codec.flag ?? 0);
	const type: Type<unknown> = {
		...codec,
		write: (to, element) => codec.write(to, element, scope),
	};
	if (!isMany) writeAttribute(writer, nlaType, type, value);
	else {
		expectArray(value);
		for (const element of value) writeAttribute(writer, nlaType, type, element);
	}
}

function readField(
	values: Values,
	field: Field | undefined,
	bytes: Uint8Array,
	offset: number,
	length: number,
	scope: Scope,
): void {
	const start = offset + NLA_HDRLEN;
	const end = offset + length;
	if (!field || field.isKnown?.(scope) === false) {
		const name = undeclaredName(readUint16(bytes, offset + 2) & NLA_TYPE_MASK);
		values[name] = [...((values[name] as Uint8Array[]) ?? []), bytes.subarray(start, end)];
		return;
	}
	const { name, codec, isMany } = field;
	if (!codec) return;
	try {
		const value = codec.read(bytes, start, end, scope);
		const before = isMany ? values[name] : undefined;
		if (before) (before as unknown[]).push(value);
		else values[name] = isMany ? [value] : value;
	} catch (error) {
		if (error instanceof MalformedMessage) error.message = `${name}: ${error.message}`;
		throw error;
	}
}

/** Elements of one size, one after the other. */
function list(element: Codec & { readonly size: number }): Codec {
	const { size, name } = element;
	return {
		name: `array of ${name}`,
		write(writer, values, scope) {
			expectArray(values);
			for (const value of values) element.write(writer, value, scope);
		},
		read(bytes, start, end, scope) {
			if ((end - start) % size !== 0) {
				throw new MalformedMessage(start, `a multiple of ${size} bytes`, `${end - start} bytes`);
			}
			const values: unknown[] = [];
			for (let offset = start; offset < end; offset += size) {
				values.push(element.read(bytes, offset, offset + size, scope));
			}
			return values;
		},
	};
}

/** A nest of attributes of one type whose numbers only count them, from 1. */
function indexedArray(element: Codec): Codec {
	const type = (scope: Scope | undefined): Type<unknown> => ({
		...element,
		write: (writer, value) => element.write(writer, value, scope),
	});
	return {
		name: `array of ${element.name}`,
		flag: NLA_F_NESTED,
		write(writer, values, scope) {
			expectArray(values);
			values.forEach((value, index) => {
				at(`${index}`, () =>
					writeAttribute(writer, (index + 1) | (element.flag ?? 0), type(scope), value),
				);
			});
		},
		read(bytes, start, end, scope) {
			return Array.from(walkAttributes(bytes, start, end), (attribute) =>
				at(`${attribute.number}`, () =>
					element.read(bytes, attribute.offset + NLA_HDRLEN, attribute.end, scope),
				),
			);
		},
		*parts(bytes, start, end, scope) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				const field = {
					name: `[${attribute.number}]`,
					type: scope ? within(element, scope) : element,
				};
				yield* describeAttribute(bytes, end, attribute, field);
			}
		},
		path(bytes, start, end, target, scope) {
			for (const { number, offset, end: stop } of walkAttributes(bytes, start, end)) {
				if (target < offset || target >= stop) continue;
				const inner = element.path?.(bytes, offset + NLA_HDRLEN, stop, target, scope);
				return inner === undefined ? `${number}` : `${number}.${inner}`;
			}
			return undefined;
		},
	};
}

/** Nests in nests, whose numbers are values with names, around a set: an array of objects that have these as well. */
function numberedNests(names: readonly string[], inner: Codec): Codec {
	const [name, ...others] = names as [string, ...string[]];
	const below = others.length > 0 ? numberedNests(others, inner) : undefined;
	const withoutNumber = ({ [name]: number, ...rest }: Values) => ({ number, rest });
	return {
		name: `nests by ${name}`,
		flag: NLA_F_NESTED,
		write(writer, entries, scope) {
			expectArray(entries);
			entries.forEach((entry, index) => {
				at(`${index}`, () => {
					expectObject(entry);
					const { number, rest } = withoutNumber(entry);
					if (
						!Number.isInteger(number) ||
						(number as number) !== ((number as number) & NLA_TYPE_MASK)
					) {
						throw new TypeError(`${name}: ${String(number)} is no number of a nest (14 bits)`);
					}
					const type: Type<unknown> = {
						...inner,
						write: (to) => (below ? below.write(to, [rest], scope) : inner.write(to, rest, scope)),
					};
					writeAttribute(writer, (number as number) | NLA_F_NESTED, type, rest);
				});
			});
		},
		read(bytes, start, end, scope) {
			const entries: Values[] = [];
			for (const { number, offset, end: stop } of walkAttributes(bytes, start, end)) {
				const from = offset + NLA_HDRLEN;
				const found = below
					? (below.read(bytes, from, stop, scope) as Values[])
					: [inner.read(bytes, from, stop, scope) as Values];
				for (const entry of found) entries.push({ [name]: number, ...entry });
			}
			return entries;
		},
		*parts(bytes, start, end, scope) {
			for (const attribute of walkAttributes(bytes, start, end)) {
				const type = below ?? inner;
				const field = {
					name: `${name} ${attribute.number}`,
					type: scope ? within(type, scope) : type,
				};
				yield* describeAttribute(bytes, end, attribute, field);
			}
		},
	};
}

/** Bytes that are written for people. */
function text(hint: NonNullable<AttributeTable['displayHint']>, size: number | undefined): Codec {
	return {
		name: hint,
		...(size === undefined ? {} : { size }),
		write(writer, value) {
			const bytes = bytesOf(hint, value);
			if (size !== undefined && bytes.length !== size) {
				throw new RangeError(`${value} has ${bytes.length} bytes, and ${size} are wanted`);
			}
			binary.write(writer, bytes);
		},
		read: (bytes, start, end) => textOf(hint, bytes.subarray(start, end), start),
	};
}

/** Bytes of which there is one number: what is left is 0. */
function fixed(inner: Codec, size: number): Codec {
	return {
		...inner,
		size,
		write(writer, value, scope) {
			const start = writer.length;
			inner.write(writer, value, scope);
			const length = writer.length - start;
			if (length > size) throw new RangeError(`${length} bytes, where there is room for ${size}`);
			writer.reserve(size - length);
		},
	};
}

/** How the payloads of a family lie. Each piece is made when it is first needed, so sets may nest in each other. */
export class Codecs {
	readonly #tables: FamilyTables;
	readonly #sets = new Map<string, Codec>();
	readonly #structs = new Map<string, Codec>();
	readonly #formats = new Map<BodyTable, Codec>();

	constructor(tables: FamilyTables) {
		this.#tables = tables;
	}

	/** A message's payload. */
	body(table: BodyTable): Body {
		const codec = this.#object('payload', undefined, table, { longer: true });
		const body: Body = {
			...(codec as Type<Values>),
			body(values) {
				const writer = new Writer();
				codec.write(writer, values);
				return { payload: writer.finish(), layout: body };
			},
			decode: (payload) => codec.read(payload, 0, payload.length) as Values,
		};
		return body;
	}

	#object(
		name: string,
		nlaFlag: number | undefined,
		table: BodyTable,
		tolerance: Tolerance = {},
	): Codec {
		const { fixedHeader, attributeSet } = table;
		const sections: Section[] = [];
		const set = attributeSet === undefined ? undefined : this.#tables.sets[attributeSet];
		if (fixedHeader !== undefined) sections.push(this.#header(fixedHeader, set, tolerance));
		if (set) sections.push(this.#section(set));
		return object(name, nlaFlag, sections);
	}

	/** Where an attribute has the name of a member, the member gets the struct's name before its own. */
	#header(
		name: string,
		set: Readonly<Record<string, AttributeTable>> | undefined,
		tolerance: Tolerance,
	): StructSection {
		const members = this.#members(name).map((member) => ({
			...member,
			name: headerName(name, member.name, set),
		}));
		return new StructSection(name, members, set ? {} : tolerance);
	}

	#members(name: string): Member[] {
		return Object.entries(this.#tables.structs[name] ?? {}).map(([member, table]) => {
			const { codec, size } = this.#member(table);
			return { name: member, codec, size };
		});
	}

	#member(table: MemberTable): { readonly codec: Codec | undefined; readonly size: number } {
		const { type, len = 0, struct, displayHint } = table;
		if (type === 'pad') return { codec: undefined, size: len };
		if (type === 'string') return { codec: fixed(bareString as Codec, len), size: len };
		if (type !== 'binary') {
			const codec = this.#whole({ ...table, type });
			return { codec, size: codec.size as number };
		}
		if (struct !== undefined) {
			const section = new StructSection(struct, this.#members(struct));
			return { codec: object(struct, undefined, [section]), size: section.size };
		}
		if (displayHint !== undefined && isText(displayHint, type)) {
			return { codec: text(displayHint, len), size: len };
		}
		return { codec: fixed(binary as Codec, len), size: len };
	}

	#struct(name: string): Codec {
		const known = this.#structs.get(name);
		if (known) return known;
		const codec = object(name, undefined, [new StructSection(name, this.#members(name), growing)]);
		this.#structs.set(name, codec);
		return codec;
	}

	#set(name: string): Codec {
		const known = this.#sets.get(name);
		if (known) return known;
		const codec = this.#object('nest', NLA_F_NESTED, { attributeSet: name });
		this.#sets.set(name, codec);
		return codec;
	}

	/** A nest whose set is made when bytes of it come. */
	#nest(name: string): Codec {
		return {
			name: 'nest',
			flag: NLA_F_NESTED,
			write: (writer, value, scope) => this.#set(name).write(writer, value, scope),
			read: (bytes, start, end, scope) => this.#set(name).read(bytes, start, end, scope),
			text: () => '',
			parts: (bytes, start, end, scope) => this.#set(name).parts?.(bytes, start, end, scope) ?? [],
			path: (bytes, start, end, offset, scope) =>
				this.#set(name).path?.(bytes, start, end, offset, scope),
		};
	}

	#section(set: Readonly<Record<string, AttributeTable>>): SetSection {
		return new SetSection(Object.entries(set).map(([name, table]) => this.#field(name, table)));
	}

	#field(name: string, table: AttributeTable): Field {
		const { subMessage, selector } = table;
		const isLate = table.type === 'sub-message';
		return {
			name,
			number: table.value,
			isMany: table.multiAttr === true,
			codec: table.type === 'pad' ? undefined : this.#attribute(table, table.type),
			isLate,
			isKnown:
				isLate && subMessage !== undefined && selector !== undefined
					? (scope) => this.#format(subMessage, selector, scope) !== undefined
					: undefined,
		};
	}

	#attribute(table: AttributeTable, type: AttributeTable['type']): Codec {
		const {
			subType,
			nestedAttributes = '',
			typeValue = [],
			subMessage = '',
			selector = '',
		} = table;
		switch (type) {
			case 'flag':
				return flag as Codec;
			case 'string':
				return string as Codec;
			case 'binary':
				return this.#binary(table);
			case 'bitfield32':
				return this.#bitfield(table);
			case 'nest':
				return this.#nest(nestedAttributes);
			case 'indexed-array':
				return indexedArray(
					this.#attribute({ ...table, type: subType ?? 'nest' }, subType ?? 'nest'),
				);
			case 'nest-type-value':
				return numberedNests(typeValue, this.#nest(nestedAttributes));
			case 'sub-message':
				return this.#subMessage(subMessage, selector);
			case 'pad':
				return binary as Codec;
			default:
				return this.#whole({ ...table, type });
		}
	}

	#binary({ struct, subType, displayHint, type, ...table }: AttributeTable): Codec {
		if (struct !== undefined) return this.#struct(struct);
		if (subType !== undefined && type === 'binary') {
			return list(
				this.#whole({ ...table, type: subType as IntegerType }) as Codec & { size: number },
			);
		}
		if (displayHint !== undefined && isText(displayHint, 'binary')) {
			return text(displayHint, undefined);
		}
		return binary as Codec;
	}

	#whole(table: ValueTable & { readonly type: IntegerType }): Codec {
		const { type, byteOrder, displayHint } = table;
		const base = integer(type, byteOrder);
		const enumeration = table.enum === undefined ? undefined : this.#tables.enums[table.enum];
		if (enumeration) {
			const isFlags = table.enumAsFlags === true || enumeration.type === 'flags';
			return (isFlags ? namedBits : named)(base, enumeration, isWide(type)) as Codec;
		}
		if (displayHint !== undefined && isText(displayHint, type))
			return dotted(base as Type<number>) as Codec;
		return base as Codec;
	}

	#bitfield(table: AttributeTable): Codec {
		if (table.enum === undefined) return bitfield32 as Codec;
		const half = this.#whole({ ...table, type: 'u32' });
		const halves = ['value', 'selector'].map((name) => ({ name, size: 4, codec: half }));
		return object('bitfield32', undefined, [new StructSection('bitfield32', halves)]);
	}

	#subMessage(subMessage: string, selector: string): Codec {
		const find = (scope: Scope | undefined) => scope && this.#format(subMessage, selector, scope);
		return {
			name: 'sub-message',
			flagIn: (scope) => find(scope)?.flag,
			write: (writer, value, scope) => {
				const format = find(scope);
				if (format) return format.write(writer, value, scope);
				const chosen = scope && lookUp(scope, selector);
				const known = Object.keys(this.#tables.subMessages[subMessage] ?? {}).join(', ');
				throw new TypeError(
					`what it consists of is said by ${selector}, which is ${String(chosen)}; there are: ${known}`,
				);
			},
			read: (bytes, start, end, scope) => find(scope)?.read(bytes, start, end, scope),
			text: () => '',
			parts: (bytes, start, end, scope) => find(scope)?.parts?.(bytes, start, end, scope) ?? [],
			path: (bytes, start, end, offset, scope) =>
				find(scope)?.path?.(bytes, start, end, offset, scope),
		};
	}

	/** The format that the selector's value is for; undefined where there is none, or nothing is known of it. */
	#format(subMessage: string, selector: string, scope: Scope): Codec | undefined {
		const formats = this.#tables.subMessages[subMessage];
		const value = String(lookUp(scope, selector));
		const table = formats && Object.hasOwn(formats, value) ? formats[value] : undefined;
		if (!table || (table.fixedHeader === undefined && table.attributeSet === undefined)) {
			return undefined;
		}
		const known = this.#formats.get(table);
		if (known) return known;
		const nlaFlag = table.attributeSet === undefined ? undefined : NLA_F_NESTED;
		const codec = this.#object(value, nlaFlag, table, growing);
		this.#formats.set(table, codec);
		return codec;
	}
}

/** What a member of a fixed header is called beside attributes. */
export function headerName(
	struct: string,
	member: string,
	set: Readonly<Record<string, AttributeTable>> | undefined,
): string {
	return set && Object.hasOwn(set, member) && set[member]?.type !== 'pad'
		? `${struct}.${member}`
		: member;
}

function lookUp(scope: Scope, name: string): unknown {
	for (let place: Scope | undefined = scope; place; place = place.outer) {
		if (place.has(name)) return place.values[name];
	}
	return undefined;
}
