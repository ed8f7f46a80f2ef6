/**
 * A family's tables as types of the wire: how its payloads lie in bytes, both ways. Beyond what wire/attributes.ts declares, the bytes of a
 * sub-message can only be read with what stands beside it, so reading and writing carry along the attributes that they are among.
 */
import { NLA_F_NESTED } from '../wire/attributes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import { bareString, binary, bitfield32, flag, string, type Type } from '../wire/types.ts';
import { Writer } from '../wire/writer.ts';
import { indexedArray, list, numberedNests } from './arrays.ts';
import { bytesOf, isText, textOf } from './hints.ts';
import { dotted, integer, isWide, named, namedBits } from './integers.ts';
import { type Codec, lookUp, object, type Scope, type Section } from './object.ts';
import { type Field, SetSection } from './set.ts';
import { growing, type Member, StructSection, type Tolerance } from './struct.ts';
import type {
	AttributeTable,
	BodyTable,
	FamilyTables,
	IntegerType,
	MemberTable,
	Values,
	ValueTable,
} from './tables.ts';

/** A payload of a family, both ways. */
export interface Body extends Type<Values> {
	/** The payload for such attributes, and how it lies in bytes: errors can then name an attribute. */
	body(values: Values): { readonly payload: Uint8Array; readonly layout: Body };
	/** The attributes of a payload. */
	decode(payload: Uint8Array): Values;
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
			path(bytes, start, end, offset) {
				try {
					return codec.path?.(bytes, start, end, offset);
				} catch (error) {
					// The kernel's word on a request counts, also where the request made no sense to us.
					if (error instanceof MalformedMessage) return undefined;
					throw error;
				}
			},
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
			codec: table.type === 'pad' ? undefined : this.#attribute(table),
			isLate,
			isKnown:
				isLate && subMessage !== undefined && selector !== undefined
					? (scope) => this.#format(subMessage, selector, scope) !== undefined
					: undefined,
		};
	}

	#attribute(table: AttributeTable): Codec {
		const { type, nestedAttributes = '', typeValue = [], subMessage = '', selector = '' } = table;
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
			case 'indexed-array': {
				const { subType: of = 'nest', ...element } = table;
				return indexedArray(this.#attribute({ ...element, type: of }));
			}
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

	#binary({ struct, subType, displayHint, ...table }: AttributeTable): Codec {
		if (struct !== undefined) return this.#struct(struct);
		if (subType !== undefined) {
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
