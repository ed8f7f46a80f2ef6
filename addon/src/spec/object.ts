/** Types that become objects, and what these lie among. */
import { describePadding } from '../wire/attributes.ts';
import { align4 } from '../wire/bytes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Part, Type } from '../wire/types.ts';
import type { Writer } from '../wire/writer.ts';
import type { Values } from './tables.ts';

/** The attributes that something lies among, and those around them. */
export interface Scope {
	readonly values: Values;
	readonly has: (name: string) => boolean;
	readonly outer: Scope | undefined;
	/** How many nests it lies in. */
	readonly depth: number;
}

/** A type whose bytes may need what stands beside and around them. */
export interface Codec extends Type<unknown> {
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
export interface Section {
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

/** Beyond this a message is an attack on the stack; no family nests half as deep. */
const deepest = 64;

/** Says where in an object an error lies. */
export function at<Result>(name: string, action: () => Result): Result {
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

export function expectObject(value: unknown): asserts value is Values {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
	throw new TypeError(`${String(value)} is no object of attributes`);
}

export function expectArray(value: unknown): asserts value is readonly unknown[] {
	if (Array.isArray(value)) return;
	throw new TypeError(`${String(value)} is no array`);
}

/** Sections one after the other, the second from the next multiple of 4 bytes on: one object with the names of all. */
export function object(
	name: string,
	nlaFlag: number | undefined,
	sections: readonly Section[],
): Codec {
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
				yield* describePadding(offset, aligned);
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

/** The value of a name, here or further out. */
export function lookUp(scope: Scope, name: string): unknown {
	for (let place: Scope | undefined = scope; place; place = place.outer) {
		if (place.has(name)) return place.values[name];
	}
	return undefined;
}

/** The codec with what it lies among, as describeAttribute() calls it. */
export function within(codec: Codec, scope: Scope): Type<unknown> {
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
