/** Types that become arrays. */
import {
	describeAttribute,
	NLA_F_NESTED,
	NLA_HDRLEN,
	NLA_TYPE_MASK,
	walkAttributes,
	writeAttribute,
} from '../wire/attributes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Type } from '../wire/types.ts';
import { at, type Codec, expectArray, expectObject, type Scope, within } from './object.ts';
import type { Values } from './tables.ts';

/** Elements of one size, one after the other. */
export function list(element: Codec & { readonly size: number }): Codec {
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
export function indexedArray(element: Codec): Codec {
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
export function numberedNests(names: readonly string[], inner: Codec): Codec {
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
