import type { AttributeTable } from '../tables.ts';
import type { Definitions } from './definitions.ts';
import { attributeKeys, attributeTypes, checkKeys, integerTypes, setKeys } from './keys.ts';
import { docOf, nameOf, reference, unknown } from './names.ts';
import type { Place } from './place.ts';
import type { AttributeNotes, Checks } from './specification.ts';

type AttributeFields = ReadonlyMap<(typeof attributeKeys)[number], Place>;

const largestAttribute = 0x3fff;

/** An attribute set as it stands in the file. */
export interface RawSet {
	readonly doc?: string;
	readonly subsetOf: Place | undefined;
	readonly own: readonly {
		readonly name: string;
		readonly fields: AttributeFields;
		readonly place: Place;
	}[];
}

/** An attribute with what it takes over from the set that its own is a part of. */
interface Attribute {
	readonly name: string;
	readonly place: Place;
	readonly number: number;
	readonly fields: AttributeFields;
}

/** The attribute sets of a file. */
export class AttributeSets {
	/** As they stand in the file. */
	readonly raw = new Map<string, RawSet>();
	readonly tables: Record<string, Record<string, AttributeTable>> = {};
	readonly notes: Record<string, Record<string, AttributeNotes>> = {};
	readonly #definitions: Definitions;
	readonly #subMessages: ReadonlySet<string>;
	/** Undefined where a set has no attributes because its `subset-of` makes no sense. */
	readonly #resolved = new Map<string, readonly Attribute[] | undefined>();

	constructor(list: readonly Place[], definitions: Definitions, subMessages: ReadonlySet<string>) {
		this.#definitions = definitions;
		this.#subMessages = subMessages;
		for (const place of list) {
			const fields = place.fields(setKeys, ['name', 'attributes']);
			const name = nameOf(fields.get('name'));
			if (this.raw.has(name)) place.complain('there are two sets of this name: rename one');
			this.raw.set(name, {
				...docOf(fields.get('doc')),
				subsetOf: fields.get('subset-of'),
				own: (fields.get('attributes')?.entries() ?? []).map((attribute) => {
					const own = attribute.fields(attributeKeys, ['name']);
					return { name: nameOf(own.get('name')), fields: own, place: attribute };
				}),
			});
		}
		for (const name of this.raw.keys()) {
			const tables: Record<string, AttributeTable> = {};
			const notes: Record<string, AttributeNotes> = {};
			for (const attribute of this.#resolve(name, []) ?? []) {
				const table = this.#attribute(attribute);
				if (!table) continue;
				tables[attribute.name] = table;
				notes[attribute.name] = this.#attributeNotes(attribute.fields);
			}
			this.tables[name] = tables;
			this.notes[name] = notes;
		}
	}

	#resolve(name: string, below: readonly string[]): readonly Attribute[] | undefined {
		if (this.#resolved.has(name)) return this.#resolved.get(name);
		const { subsetOf, own } = this.raw.get(name) as RawSet;
		const attributes = subsetOf ? this.#subset(name, subsetOf, own, below) : numbered(own);
		this.#resolved.set(name, attributes);
		return attributes;
	}

	#subset(
		name: string,
		subsetOf: Place,
		own: RawSet['own'],
		below: readonly string[],
	): readonly Attribute[] | undefined {
		const parent = subsetOf.text();
		if (parent === name || below.includes(parent)) {
			subsetOf.complain(
				`the set would be a part of itself: ${[...below, name, parent].join(' > ')}`,
			);
			return undefined;
		}
		if (!this.raw.has(parent)) {
			subsetOf.complain(unknown('attribute set', parent, this.raw));
			return undefined;
		}
		const all = this.#resolve(parent, [...below, name]);
		if (!all) return undefined;
		const whole = new Map(all.map((attribute) => [attribute.name, attribute]));
		return own.flatMap((attribute) => {
			const base = whole.get(attribute.name);
			if (!base) {
				attribute.place.complain(unknown(`attribute in ${parent}`, attribute.name, whole));
				return [];
			}
			return [
				{
					...attribute,
					number: base.number,
					fields: new Map([...base.fields, ...attribute.fields]),
				},
			];
		});
	}

	#attribute({ fields, place, number }: Attribute): AttributeTable | undefined {
		const stated = fields.get('type');
		if (!stated) place.complain('type is missing: add it');
		const type = stated?.choice(attributeTypes);
		if (type === undefined || type === 'unused') return undefined;
		const subType = fields.get('sub-type')?.choice(attributeTypes);
		const table: AttributeTable = {
			value: number,
			type,
			...(fields.get('multi-attr')?.boolean() ? { multiAttr: true } : {}),
			...(subType === undefined || subType === 'unused' ? {} : { subType }),
			...reference(fields.get('nested-attributes'), 'nestedAttributes', this.raw, 'attribute set'),
			...(type === 'nest-type-value'
				? {
						typeValue:
							fields
								.get('type-value')
								?.entries()
								.map((each) => each.text()) ?? [],
					}
				: {}),
			...this.#definitions.value(fields, subType ?? type, place),
			...reference(fields.get('struct'), 'struct', this.#definitions.structs, 'struct'),
			...this.#subMessage(fields),
		};
		this.#checkAttribute(table, fields, place);
		return table;
	}

	#checkAttribute(table: AttributeTable, fields: AttributeFields, place: Place): void {
		const { type, subType } = table;
		const need = (key: (typeof attributeKeys)[number], why: string) => {
			if (!fields.has(key)) place.complain(`${key} is missing: a ${type} needs it to say ${why}`);
		};
		const isNest = type === 'nest' || type === 'nest-type-value';
		if (isNest || (type === 'indexed-array' && subType === 'nest')) {
			need('nested-attributes', 'which set is in it');
		}
		if (type === 'indexed-array') need('sub-type', 'what it is an array of');
		if (type === 'nest-type-value') need('type-value', 'what the numbers of the nests are called');
		if (type === 'sub-message') {
			need('sub-message', 'which formats it can have');
			need('selector', 'which attribute says which format it is');
		}
		if (type === 'binary' && subType !== undefined && !isFixed(subType)) {
			fields
				.get('sub-type')
				?.complain('the bytes of a binary attribute can be an array of u8 to s64');
		}
		if (table.struct !== undefined && type !== 'binary') {
			fields.get('struct')?.complain(`only a binary attribute has a struct, and this is ${type}`);
		}
	}

	#subMessage(fields: AttributeFields): Pick<AttributeTable, 'subMessage' | 'selector'> {
		const selector = fields.get('selector');
		const name = selector?.text();
		if (selector && name !== undefined && !this.#isAttribute(name)) {
			selector.complain(
				`no attribute set has an attribute ${name}: the selector is one beside this`,
			);
		}
		return {
			...reference(fields.get('sub-message'), 'subMessage', this.#subMessages, 'sub-message'),
			...(name === undefined ? {} : { selector: name }),
		};
	}

	#isAttribute(name: string): boolean {
		return [...this.raw.values()].some(({ own }) => own.some((each) => each.name === name));
	}

	#attributeNotes(fields: AttributeFields): AttributeNotes {
		const checks = this.#checks(fields.get('checks'));
		return {
			...docOf(fields.get('doc')),
			...(Object.keys(checks).length > 0 ? { checks } : {}),
		};
	}

	#checks(place: Place | undefined): Checks {
		const fields = place?.fields(checkKeys);
		const flagsMask = fields?.get('flags-mask');
		const numbers = {
			min: this.#definitions.number(fields?.get('min')),
			max: this.#definitions.number(fields?.get('max')),
			minLength: this.#definitions.number(fields?.get('min-len')),
			maxLength: this.#definitions.number(fields?.get('max-len')),
			exactLength: this.#definitions.number(fields?.get('exact-len')),
		};
		return {
			...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
			...reference(flagsMask, 'flagsMask', this.#definitions.enums, 'enum or flags'),
		};
	}
}

function numbered(own: RawSet['own']): readonly Attribute[] {
	let next = 1;
	const names = new Set<string>();
	const numbers = new Map<number, string>();
	return own.map((attribute) => {
		const { name, fields, place } = attribute;
		const number = fields.get('value')?.integer(0) ?? next;
		next = number + 1;
		if (number > largestAttribute) {
			place.complain(
				`${number} is no attribute number: it has 14 bits, ${largestAttribute} at most`,
			);
		}
		if (names.has(name)) place.complain('there are two of this name: rename one');
		const other = numbers.get(number);
		if (other !== undefined)
			place.complain(`${other} has the number ${number} already: change one`);
		names.add(name);
		numbers.set(number, name);
		return { ...attribute, number };
	});
}

function isFixed(type: string): boolean {
	return type !== 'uint' && type !== 'sint' && integerTypes.some((each) => each === type);
}
