import {
	attributeLength,
	describeAttribute,
	NLA_HDRLEN,
	NLA_TYPE_MASK,
	walkAttributes,
	writeAttribute,
} from '../wire/attributes.ts';
import { align4, readUint16 } from '../wire/bytes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import { binary, flag, type Part, type Type } from '../wire/types.ts';
import type { Writer } from '../wire/writer.ts';
import { at, type Codec, expectArray, type Scope, type Section, within } from './object.ts';
import type { Values } from './tables.ts';

const undeclaredName = (number: number): `attribute ${number}` => `attribute ${number}`;

function undeclaredNumber(name: string): number | undefined {
	const digits = /^attribute (0|[1-9]\d{0,4})$/.exec(name)?.[1];
	const number = Number(digits);
	return digits !== undefined && number <= NLA_TYPE_MASK ? number : undefined;
}

export interface Field {
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
export class SetSection implements Section {
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
