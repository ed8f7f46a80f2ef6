import { MalformedMessage } from '../wire/malformed.ts';
import { binary, type Part } from '../wire/types.ts';
import type { Writer } from '../wire/writer.ts';
import { at, type Codec, type Scope, type Section } from './object.ts';
import type { Values } from './tables.ts';

const furtherBytes = 'further bytes';

export interface Member {
	readonly name: string;
	readonly size: number;
	readonly codec: Codec | undefined;
}

/** What of a struct may be missing or more: kernels add members at the end of some. */
export interface Tolerance {
	/** Members may be missing at the end. */
	readonly shorter?: boolean;
	/** What comes after the members is the struct's. */
	readonly longer?: boolean;
}

export const growing: Tolerance = { shorter: true, longer: true };

/** A struct's members. */
export class StructSection implements Section {
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
