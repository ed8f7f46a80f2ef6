import { littleEndian } from '../wire/bytes.ts';
import { large, small, type Type, variable } from '../wire/types.ts';
import { bytesOf } from './hints.ts';
import type { EnumTable, IntegerType, ValueTable } from './tables.ts';

/** Whether the values are bigints: those of 64 bits, and those that may have so many. */
export function isWide(type: IntegerType): boolean {
	return type === 'uint' || type === 'sint' || type.endsWith('64');
}

/** The wire's type for a whole number. */
export function integer(
	type: IntegerType,
	byteOrder: ValueTable['byteOrder'],
): Type<number> | Type<bigint> {
	const little = byteOrder === undefined ? littleEndian : byteOrder === 'little-endian';
	const name = byteOrder === undefined ? type : `${byteOrder} ${type}`;
	const signed = type.startsWith('s');
	switch (type) {
		case 'u8':
		case 's8':
			return small(name, 1, signed);
		case 'u16':
		case 's16':
			return small(name, 2, signed, little);
		case 'u32':
		case 's32':
			return small(name, 4, signed, little);
		case 'u64':
		case 's64':
			return large(name, signed, little);
		case 'uint':
		case 'sint':
			return variable(name, signed, little);
	}
}

type Numeric = number | bigint;

/** Numbers that have names: what has none stays a number. */
export function named(
	base: Type<number> | Type<bigint>,
	{ entries }: EnumTable,
	wide: boolean,
): Type<string | Numeric> {
	const names = new Map(Object.entries(entries).map(([name, value]) => [value, name]));
	const type = base as Type<Numeric>;
	return {
		...type,
		write(writer, value) {
			type.write(writer, typeof value === 'string' ? numberOf(value, entries, wide) : value);
		},
		read(bytes, start, end) {
			const value = type.read(bytes, start, end);
			return names.get(Number(value)) ?? value;
		},
	};
}

/** Bits that have names: an array of the names, in the order of the bits, and at its end what has no name, as one number. */
export function namedBits(
	base: Type<number> | Type<bigint>,
	{ entries }: EnumTable,
	wide: boolean,
): Type<readonly (string | Numeric)[]> {
	const masks = Object.entries(entries)
		.map(([name, bit]) => ({ name, mask: 1n << BigInt(bit) }))
		.sort((a, b) => (a.mask < b.mask ? -1 : Number(a.mask > b.mask)));
	const byName = new Map(masks.map(({ name, mask }) => [name, mask]));
	const type = base as Type<Numeric>;
	return {
		...type,
		write(writer, values) {
			if (!Array.isArray(values)) throw new TypeError(`${String(values)} is no array of flags`);
			let bits = 0n;
			for (const value of values as readonly (string | Numeric)[]) {
				if (typeof value !== 'string') bits |= BigInt(value);
				else {
					const mask = byName.get(value);
					if (mask === undefined) throw unknownName(value, entries);
					bits |= mask;
				}
			}
			type.write(writer, wide ? bits : Number(bits));
		},
		read(bytes, start, end) {
			const value = type.read(bytes, start, end);
			let rest = BigInt(value);
			const found: (string | Numeric)[] = [];
			if (rest === 0n) return found;
			for (const { name, mask } of masks) {
				if ((rest & mask) === 0n) continue;
				found.push(name);
				rest &= ~mask;
			}
			if (rest !== 0n) found.push(wide ? rest : Number(rest));
			return found;
		},
		text: (values) => values.join(' | ') || '0',
	};
}

/** A number of 32 bits that is an IPv4 address, in the usual notation. */
export function dotted(base: Type<number>): Type<string> {
	return {
		name: 'ipv4',
		size: 4,
		write(writer, text) {
			const address = bytesOf('ipv4', text);
			if (address.length !== 4)
				throw new TypeError(`${JSON.stringify(text)} is not an IPv4 address`);
			const [a = 0, b = 0, c = 0, d = 0] = address;
			base.write(writer, ((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
		},
		read(bytes, start, end) {
			const value = base.read(bytes, start, end);
			return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
		},
	};
}

function numberOf(name: string, entries: EnumTable['entries'], wide: boolean): Numeric {
	const value = Object.hasOwn(entries, name) ? entries[name] : undefined;
	if (value === undefined) throw unknownName(name, entries);
	return wide ? BigInt(value) : value;
}

function unknownName(name: string, entries: EnumTable['entries']): TypeError {
	return new TypeError(
		`${JSON.stringify(name)} is none of its names: ${Object.keys(entries).join(', ')}`,
	);
}
