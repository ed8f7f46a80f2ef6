import type { EnumTable, MemberTable, ValueTable } from '../tables.ts';
import { definitionKeys, hints, integerTypes, memberKeys, memberTypes } from './keys.ts';
import { docOf, nameOf, namesOf, reference, unknown, wordPattern } from './names.ts';
import type { Place } from './place.ts';

/** What has places by some keys. */
interface Keyed<Key> {
	get(key: Key): Place | undefined;
}

/** The definitions of a file: constants, enums, flags and structs. */
export class Definitions {
	readonly constants: Record<string, number | string> = {};
	readonly enums: Record<string, EnumTable> = {};
	readonly structs: Record<string, Record<string, MemberTable>> = {};
	/** What is said of them, and of entries and members as 'name.entry'. */
	readonly docs: Record<string, string> = {};
	readonly #names = new Set<string>();

	constructor(list: readonly Place[]) {
		const all = list.map((place) => {
			const fields = place.fields(definitionKeys, ['name', 'type']);
			const type = fields.get('type')?.choice(['const', 'enum', 'flags', 'struct'] as const);
			const name = nameOf(fields.get('name'));
			return { place, fields, type, name };
		});
		for (const { name, place } of all) {
			if (this.#names.has(name))
				place.complain(`there are two definitions of this name: rename one`);
			this.#names.add(name);
		}
		for (const { fields, type, name, place } of all) {
			this.#note(name, fields.get('doc'));
			if (type === 'const') this.#readConstant(name, fields.get('value'));
			if (type === 'enum' || type === 'flags') this.#readEnum(name, type, fields, place);
		}
		for (const { fields, type, name, place } of all) {
			if (type === 'struct') this.#readStruct(name, fields.get('members'), place);
		}
		for (const { name, type, place } of all) {
			if (type === 'struct') this.#checkStruct(name, place, []);
		}
	}

	#note(name: string, place: Place | undefined): void {
		const { doc } = docOf(place);
		if (doc !== undefined) this.docs[name] = doc;
	}

	#readConstant(name: string, value: Place | undefined): void {
		if (value) this.constants[name] = value.isInteger ? (value.integer() ?? 0) : value.text();
	}

	#readEnum(
		name: string,
		type: 'enum' | 'flags',
		fields: ReadonlyMap<(typeof definitionKeys)[number], Place>,
		place: Place,
	): void {
		const entries: Record<string, number> = {};
		let next = this.number(fields.get('value-start')) ?? 0;
		const list = fields.get('entries');
		if (!list) place.complain('entries is missing: add the list of its names');
		for (const entry of list?.entries() ?? []) {
			const own = entry.isObject
				? entry.fields(['name', 'value', 'doc'] as const, ['name'])
				: undefined;
			const entryName = nameOf(own ? own.get('name') : entry, wordPattern);
			next = own?.get('value')?.integer() ?? next;
			if (Object.hasOwn(entries, entryName))
				entry.complain('there are two of this name: rename one');
			if (type === 'flags' && !isBit(next)) {
				entry.complain(`${next} is no number of a bit, 0 to 63: flags are counted by bits`);
			}
			entries[entryName] = next;
			this.#note(`${name}.${entryName}`, own?.get('doc'));
			next++;
		}
		this.enums[name] = { type, entries };
	}

	#readStruct(name: string, list: Place | undefined, place: Place): void {
		const members: Record<string, MemberTable> = {};
		if (!list) place.complain('members is missing: add the list of the struct’s members');
		for (const member of list?.entries() ?? []) {
			const fields = member.fields(memberKeys, ['name', 'type']);
			const memberName = nameOf(fields.get('name'));
			const type = fields.get('type')?.choice(memberTypes) ?? 'u8';
			const struct = fields.get('struct')?.text();
			const length = this.number(fields.get('len'));
			const needsLength =
				type === 'pad' || type === 'string' || (type === 'binary' && struct === undefined);
			if (needsLength && length === undefined) {
				member.complain(`len is missing: say how many bytes of ${type} there are`);
			}
			if (Object.hasOwn(members, memberName))
				member.complain('there are two of this name: rename one');
			members[memberName] = {
				type,
				...(length === undefined ? {} : { len: length }),
				...this.value(fields, type, member),
			};
			this.#note(`${name}.${memberName}`, fields.get('doc'));
		}
		this.structs[name] = members;
	}

	/** Looks for structs that are missing, and for those that would contain themselves. */
	#checkStruct(name: string, place: Place, around: readonly string[]): void {
		if (around.includes(name)) {
			place.complain(`the struct would contain itself: ${[...around, name].join(' > ')}`);
			return;
		}
		for (const [member, { struct }] of Object.entries(this.structs[name] ?? {})) {
			if (struct === undefined) continue;
			if (Object.hasOwn(this.structs, struct)) this.#checkStruct(struct, place, [...around, name]);
			else place.complain(`member ${member}: ${unknown('struct', struct, this.structs)}`);
		}
	}

	/** What attributes and members have in common. */
	value(
		fields: Keyed<'enum' | 'enum-as-flags' | 'byte-order' | 'display-hint' | 'struct'>,
		type: string,
		place: Place,
	): ValueTable {
		const order = fields.get('byte-order')?.choice(['big-endian', 'little-endian'] as const);
		const hint = fields.get('display-hint')?.choice(hints);
		const struct = fields.get('struct')?.text();
		const isNumber = integerTypes.some((each) => each === type) || type === 'bitfield32';
		const enumeration = fields.get('enum');
		if (enumeration && !isNumber) {
			place.complain(
				`enum gives names to numbers, and this is ${type}: drop it, or change the type`,
			);
		}
		const asFlags = fields.get('enum-as-flags');
		const entries = this.enums[enumeration?.text() ?? '']?.entries ?? {};
		if (asFlags?.boolean() && !Object.values(entries).every(isBit)) {
			asFlags.complain('not all of its numbers are numbers of bits, 0 to 63');
		}
		return {
			...(order === undefined ? {} : { byteOrder: order }),
			...reference(enumeration, 'enum', this.enums, 'enum or flags'),
			...(asFlags?.boolean() ? { enumAsFlags: true } : {}),
			...(hint === undefined ? {} : { displayHint: hint }),
			...(struct === undefined ? {} : { struct }),
		};
	}

	/** A number, a constant's name, one less than that, or a limit like u8-max. Undefined where its value is not in the file. */
	number(place: Place | undefined): number | undefined {
		if (!place) return undefined;
		if (place.isInteger) return place.integer();
		const text = place.text();
		const limit = /^([us])(8|16|32|64)-(min|max)$/.exec(text);
		if (limit) {
			const bits = Number(limit[2]);
			if (limit[3] === 'min') return limit[1] === 's' ? -(2 ** (bits - 1)) : 0;
			return 2 ** (limit[1] === 's' ? bits - 1 : bits) - 1;
		}
		const [, name = text, less] = /^(\S+)( - 1)?$/.exec(text) ?? [];
		const value = Object.hasOwn(this.constants, name) ? this.constants[name] : undefined;
		if (typeof value === 'number') return less ? value - 1 : value;
		if (!this.#names.has(name)) {
			place.warn(
				`${JSON.stringify(text)} is no number and no constant of this file; there are: ${namesOf(this.constants, text)}`,
			);
		}
		return undefined;
	}
}

function isBit(number: number): boolean {
	return number >= 0 && number < 64;
}
