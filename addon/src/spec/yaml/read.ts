import { NETLINK_GENERIC } from '../../wire/constants.ts';
import { headerName } from '../codec.ts';
import type {
	AttributeTable,
	AttributeType,
	BodyTable,
	DisplayHint,
	EnumTable,
	EventTable,
	ExchangeTable,
	IntegerType,
	MemberTable,
	OperationTable,
	ValueTable,
} from '../tables.ts';
import { Place } from './place.ts';
import type {
	AttributeNotes,
	Checks,
	EventNotes,
	Listed,
	OperationNotes,
	Specification,
} from './specification.ts';

const protocols = ['genetlink', 'genetlink-c', 'genetlink-legacy', 'netlink-raw'] as const;
const integerTypes = [
	'u8',
	'u16',
	'u32',
	'u64',
	's8',
	's16',
	's32',
	's64',
	'uint',
	'sint',
] as const satisfies readonly IntegerType[];
const attributeTypes = [
	...integerTypes,
	'unused',
	'pad',
	'flag',
	'binary',
	'bitfield32',
	'string',
	'nest',
	'indexed-array',
	'nest-type-value',
	'sub-message',
] as const satisfies readonly (AttributeType | 'unused')[];
const memberTypes = [
	'u8',
	'u16',
	'u32',
	'u64',
	's8',
	's16',
	's32',
	's64',
	'string',
	'binary',
	'pad',
] as const satisfies readonly MemberTable['type'][];
const hints = [
	'hex',
	'mac',
	'fddi',
	'ipv4',
	'ipv6',
	'ipv4-or-v6',
	'uuid',
] as const satisfies readonly DisplayHint[];

const familyKeys = [
	'name',
	'doc',
	'protocol',
	'protonum',
	'version',
	'uapi-header',
	'c-family-name',
	'c-version-name',
	'max-by-define',
	'cmd-max-name',
	'cmd-cnt-name',
	'kernel-policy',
	'definitions',
	'attribute-sets',
	'sub-messages',
	'operations',
	'mcast-groups',
	'kernel-family',
] as const;
const definitionKeys = [
	'name',
	'type',
	'doc',
	'header',
	'scope',
	'value',
	'value-start',
	'entries',
	'render-max',
	'enum-name',
	'enum-cnt-name',
	'name-prefix',
	'members',
] as const;
const memberKeys = [
	'name',
	'type',
	'doc',
	'len',
	'byte-order',
	'enum',
	'enum-as-flags',
	'display-hint',
	'struct',
] as const;
const setKeys = [
	'name',
	'doc',
	'name-prefix',
	'enum-name',
	'subset-of',
	'attr-cnt-name',
	'attr-max-name',
	'header',
	'attributes',
] as const;
const attributeKeys = [
	'name',
	'type',
	'doc',
	'value',
	'type-value',
	'byte-order',
	'multi-attr',
	'nested-attributes',
	'enum',
	'enum-as-flags',
	'checks',
	'sub-type',
	'display-hint',
	'name-prefix',
	'struct',
	'sub-message',
	'selector',
] as const;
const checkKeys = [
	'flags-mask',
	'min',
	'max',
	'min-len',
	'max-len',
	'exact-len',
	'unterminated-ok',
] as const;
const operationsKeys = [
	'enum-model',
	'name-prefix',
	'enum-name',
	'async-prefix',
	'async-enum',
	'fixed-header',
	'list',
] as const;
const operationKeys = [
	'name',
	'doc',
	'value',
	'attribute-set',
	'flags',
	'dont-validate',
	'config-cond',
	'fixed-header',
	'do',
	'dump',
	'notify',
	'event',
	'mcgrp',
] as const;
const groupKeys = ['name', 'c-define-name', 'flags', 'value'] as const;

type Fields<Keys extends readonly string[]> = ReadonlyMap<Keys[number], Place>;
/** What has places by some keys. */
interface Keyed<Key> {
	get(key: Key): Place | undefined;
}
type AttributeFields = Fields<typeof attributeKeys>;

const largestAttribute = 0x3fff;
/** Names that an error lists. */
const mostNames = 12;
/** The schemas have fewer characters, but some of the kernel's own specifications go beyond. */
const namePattern = /^(?!attribute \d|further bytes$|__proto__$)[0-9A-Za-z_ -]+$/;

/** An attribute set as it stands in the file. */
interface RawSet {
	readonly place: Place;
	readonly doc: string | undefined;
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

/**
 * Reads a specification in YAML, as the kernel's Documentation/netlink/specs has them: the schemas genetlink, genetlink-c,
 * genetlink-legacy and netlink-raw (Documentation/userspace-api/netlink/specs.rst). All numbers are filled in, and all names that
 * it uses are looked up.
 *
 * @param text what the file holds.
 * @param file its name, for errors.
 * @throws SpecificationError with everything that is wrong, each with line and path.
 */
export function readSpecification(text: string, file: string): Specification {
	const root = Place.whole(text, file);
	const specification = new Reader(root).read(file);
	root.check();
	return { ...specification, warnings: root.warnings };
}

class Reader {
	readonly #root: Place;
	readonly #family: Fields<typeof familyKeys>;
	readonly #constants: Record<string, number | string> = {};
	readonly #enums: Record<string, EnumTable> = {};
	readonly #structs: Record<string, Record<string, MemberTable>> = {};
	readonly #definitions: Record<string, string> = {};
	readonly #rawSets = new Map<string, RawSet>();
	readonly #resolved = new Map<string, readonly Attribute[]>();
	readonly #sets: Record<string, Record<string, AttributeTable>> = {};
	readonly #attributes: Record<string, Record<string, AttributeNotes>> = {};
	readonly #subMessages: Record<string, Record<string, BodyTable>> = {};
	readonly #groups: Record<string, number | null> = {};
	readonly #operations: Record<string, OperationTable> = {};
	readonly #operationNotes: Record<string, OperationNotes> = {};
	readonly #events: Record<string, EventTable> = {};
	readonly #eventNotes: Record<string, EventNotes> = {};

	constructor(root: Place) {
		this.#root = root;
		this.#family = root.fields(familyKeys, ['name', 'attribute-sets', 'operations']);
		if (this.#protocol === 'netlink-raw' && !this.#family.has('protonum')) {
			root.complain('protonum is missing: add the number of the netlink protocol');
		}
	}

	get #protocol(): (typeof protocols)[number] {
		return this.#family.get('protocol')?.choice(protocols) ?? 'genetlink';
	}

	get #isRaw(): boolean {
		return this.#protocol === 'netlink-raw';
	}

	read(file: string): Omit<Specification, 'warnings'> {
		this.#readDefinitions();
		this.#readSets();
		this.#readSubMessages();
		this.#readGroups();
		this.#readOperations();
		const doc = this.#family.get('doc')?.text();
		const { license } = this.#root;
		return {
			file,
			...(license === undefined ? {} : { license }),
			...(doc === undefined ? {} : { doc: tidy(doc) }),
			tables: {
				name: this.#family.get('name')?.text() ?? '',
				protocol: this.#isRaw ? (this.#family.get('protonum')?.integer(0) ?? 0) : NETLINK_GENERIC,
				enums: this.#enums,
				structs: this.#structs,
				sets: this.#sets,
				subMessages: this.#subMessages,
				operations: this.#operations,
				events: this.#events,
				groups: this.#groups,
			},
			constants: this.#constants,
			definitions: this.#definitions,
			sets: Object.fromEntries(
				[...this.#rawSets].flatMap(([name, { doc: words }]) => (words ? [[name, words]] : [])),
			),
			attributes: this.#attributes,
			operations: this.#operationNotes,
			events: this.#eventNotes,
		};
	}

	#readDefinitions(): void {
		const all = (this.#family.get('definitions')?.entries() ?? []).map((place) => {
			const fields = place.fields(definitionKeys, ['name', 'type']);
			const type = fields.get('type')?.choice(['const', 'enum', 'flags', 'struct'] as const);
			const name = nameOf(fields.get('name'));
			return { place, fields, type, name };
		});
		const names = new Set<string>();
		for (const { name, place } of all) {
			if (names.has(name)) place.complain(`there are two definitions of this name: rename one`);
			names.add(name);
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

	#note(name: string, doc: Place | undefined): void {
		if (doc && !doc.isEmpty) this.#definitions[name] = tidy(doc.text());
	}

	#readConstant(name: string, value: Place | undefined): void {
		if (value) this.#constants[name] = value.isInteger ? value.integer() : value.text();
	}

	#readEnum(
		name: string,
		type: 'enum' | 'flags',
		fields: Fields<typeof definitionKeys>,
		place: Place,
	): void {
		const entries: Record<string, number> = {};
		let next = this.#number(fields.get('value-start')) ?? 0;
		const list = fields.get('entries');
		if (!list) place.complain('entries is missing: add the list of its names');
		for (const entry of list?.entries() ?? []) {
			const own = entry.isObject
				? entry.fields(['name', 'value', 'doc'] as const, ['name'])
				: undefined;
			const entryName = nameOf(own ? own.get('name') : entry, /^[^"\\\n]+$/);
			next = own?.get('value')?.integer() ?? next;
			if (Object.hasOwn(entries, entryName))
				entry.complain('there are two of this name: rename one');
			if (type === 'flags' && (next < 0 || next > 63)) {
				entry.complain(`${next} is no number of a bit, 0 to 63: flags are counted by bits`);
				next = 0;
			}
			entries[entryName] = next;
			this.#note(`${name}.${entryName}`, own?.get('doc'));
			next++;
		}
		this.#enums[name] = { type, entries };
	}

	#readStruct(name: string, list: Place | undefined, place: Place): void {
		const members: Record<string, MemberTable> = {};
		if (!list) place.complain('members is missing: add the list of the struct’s members');
		for (const member of list?.entries() ?? []) {
			const fields = member.fields(memberKeys, ['name', 'type']);
			const memberName = nameOf(fields.get('name'));
			const type = fields.get('type')?.choice(memberTypes) ?? 'u8';
			const struct = fields.get('struct')?.text();
			const length = this.#number(fields.get('len'));
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
				...this.#value(fields, type, member),
			};
			this.#note(`${name}.${memberName}`, fields.get('doc'));
		}
		this.#structs[name] = members;
	}

	/** Looks for structs that are missing, and for those that would contain themselves. */
	#checkStruct(name: string, place: Place, around: readonly string[]): void {
		if (around.includes(name)) {
			place.complain(`the struct would contain itself: ${[...around, name].join(' > ')}`);
			return;
		}
		for (const [member, { struct }] of Object.entries(this.#structs[name] ?? {})) {
			if (struct === undefined) continue;
			if (Object.hasOwn(this.#structs, struct)) this.#checkStruct(struct, place, [...around, name]);
			else place.complain(`member ${member}: ${unknown('struct', struct, this.#structs)}`);
		}
	}

	#readSets(): void {
		for (const place of this.#family.get('attribute-sets')?.entries() ?? []) {
			const fields = place.fields(setKeys, ['name', 'attributes']);
			const name = nameOf(fields.get('name'));
			if (this.#rawSets.has(name)) place.complain('there are two sets of this name: rename one');
			const doc = fields.get('doc');
			this.#rawSets.set(name, {
				place,
				doc: doc && !doc.isEmpty ? tidy(doc.text()) : undefined,
				subsetOf: fields.get('subset-of'),
				own: (fields.get('attributes')?.entries() ?? []).map((attribute) => {
					const own = attribute.fields(attributeKeys, ['name']);
					return { name: nameOf(own.get('name')), fields: own, place: attribute };
				}),
			});
		}
		for (const name of this.#rawSets.keys()) {
			const tables: Record<string, AttributeTable> = {};
			const notes: Record<string, AttributeNotes> = {};
			for (const attribute of this.#resolve(name, [])) {
				const table = this.#attribute(attribute);
				if (!table) continue;
				tables[attribute.name] = table;
				notes[attribute.name] = this.#attributeNotes(attribute.fields);
			}
			this.#sets[name] = tables;
			this.#attributes[name] = notes;
		}
	}

	#resolve(name: string, below: readonly string[]): readonly Attribute[] {
		const known = this.#resolved.get(name);
		if (known) return known;
		const { place, subsetOf, own } = this.#rawSets.get(name) as RawSet;
		const attributes = subsetOf ? this.#subset(name, subsetOf, own, below) : numbered(own, place);
		this.#resolved.set(name, attributes);
		return attributes;
	}

	#subset(
		name: string,
		subsetOf: Place,
		own: RawSet['own'],
		below: readonly string[],
	): readonly Attribute[] {
		const parent = subsetOf.text();
		if (parent === name || below.includes(parent)) {
			subsetOf.complain(
				`the set would be a part of itself: ${[...below, name, parent].join(' > ')}`,
			);
			return [];
		}
		if (!this.#rawSets.has(parent)) {
			subsetOf.complain(unknown('attribute set', parent, this.#rawSets));
			return [];
		}
		const whole = new Map(
			this.#resolve(parent, [...below, name]).map((attribute) => [attribute.name, attribute]),
		);
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
			...this.#reference(
				fields.get('nested-attributes'),
				'nestedAttributes',
				this.#rawSets,
				'attribute set',
			),
			...(type === 'nest-type-value'
				? {
						typeValue:
							fields
								.get('type-value')
								?.entries()
								.map((each) => each.text()) ?? [],
					}
				: {}),
			...this.#value(fields, subType ?? type, place),
			...this.#reference(fields.get('struct'), 'struct', this.#structs, 'struct'),
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
			...this.#reference(
				fields.get('sub-message'),
				'subMessage',
				new Map(this.#subMessagePlaces().map(({ name: each }) => [each, true])),
				'sub-message',
			),
			...(name === undefined ? {} : { selector: name }),
		};
	}

	#isAttribute(name: string): boolean {
		return [...this.#rawSets.values()].some(({ own }) => own.some((each) => each.name === name));
	}

	/** What attributes and members have in common. */
	#value(
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
		return {
			...(order === undefined ? {} : { byteOrder: order }),
			...this.#reference(enumeration, 'enum', this.#enums, 'enum or flags'),
			...(fields.get('enum-as-flags')?.boolean() ? { enumAsFlags: true } : {}),
			...(hint === undefined ? {} : { displayHint: hint }),
			...(struct === undefined ? {} : { struct }),
		};
	}

	#reference<Key extends string>(
		place: Place | undefined,
		key: Key,
		known: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>,
		noun: string,
	): Partial<Record<Key, string>> {
		if (!place) return {};
		const name = place.text();
		const isKnown = known instanceof Map ? known.has(name) : Object.hasOwn(known, name);
		if (!isKnown) place.complain(unknown(noun, name, known));
		return { [key]: name } as Partial<Record<Key, string>>;
	}

	#attributeNotes(fields: AttributeFields): AttributeNotes {
		const doc = fields.get('doc');
		const checks = this.#checks(fields.get('checks'));
		return {
			...(doc && !doc.isEmpty ? { doc: tidy(doc.text()) } : {}),
			...(Object.keys(checks).length > 0 ? { checks } : {}),
		};
	}

	#checks(place: Place | undefined): Checks {
		const fields = place?.fields(checkKeys);
		const flagsMask = fields?.get('flags-mask');
		const numbers = {
			min: this.#number(fields?.get('min')),
			max: this.#number(fields?.get('max')),
			minLength: this.#number(fields?.get('min-len')),
			maxLength: this.#number(fields?.get('max-len')),
			exactLength: this.#number(fields?.get('exact-len')),
		};
		return {
			...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
			...this.#reference(flagsMask, 'flagsMask', this.#enums, 'enum or flags'),
		};
	}

	/** A number, a constant's name, one less than that, or a limit like u8-max. Undefined where its value is not in the file. */
	#number(place: Place | undefined): number | undefined {
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
		const value = Object.hasOwn(this.#constants, name) ? this.#constants[name] : undefined;
		if (typeof value === 'number') return less ? value - 1 : value;
		const isDefined = this.#family
			.get('definitions')
			?.entries()
			.some((each) => each.fields(definitionKeys).get('name')?.text() === name);
		if (!isDefined) {
			place.warn(
				`${JSON.stringify(text)} is no number and no constant of this file; there are: ${namesOf(this.#constants, text)}`,
			);
		}
		return undefined;
	}

	#subMessagePlaces(): readonly { readonly name: string; readonly formats: Place | undefined }[] {
		return (this.#family.get('sub-messages')?.entries() ?? []).map((place) => {
			const fields = place.fields(['name', 'formats'] as const, ['name', 'formats']);
			return { name: nameOf(fields.get('name')), formats: fields.get('formats') };
		});
	}

	#readSubMessages(): void {
		for (const { name, formats } of this.#subMessagePlaces()) {
			const tables: Record<string, BodyTable> = {};
			for (const place of formats?.entries() ?? []) {
				const keys = ['value', 'fixed-header', 'attribute-set'] as const;
				const fields = place.fields(keys, ['value']);
				const value = fields.get('value')?.text() ?? '';
				if (Object.hasOwn(tables, value)) place.complain('there are two formats for this value');
				tables[value] = this.#body(fields);
			}
			this.#subMessages[name] = tables;
		}
	}

	#body(fields: Keyed<'fixed-header' | 'attribute-set'>): BodyTable {
		return {
			...this.#reference(fields.get('fixed-header'), 'fixedHeader', this.#structs, 'struct'),
			...this.#reference(
				fields.get('attribute-set'),
				'attributeSet',
				this.#rawSets,
				'attribute set',
			),
		};
	}

	#readGroups(): void {
		const list = this.#family
			.get('mcast-groups')
			?.fields(['list'] as const, ['list'])
			.get('list');
		for (const place of list?.entries() ?? []) {
			const fields = place.fields(groupKeys, ['name']);
			const name = fields.get('name')?.text() ?? '';
			const value = fields.get('value');
			if (this.#isRaw && !value) {
				place.warn('value is missing: without the number of the group nobody can join it');
			}
			this.#groups[name] = (this.#isRaw && value?.integer(1)) || null;
		}
	}

	#readOperations(): void {
		const fields = this.#family.get('operations')?.fields(operationsKeys, ['list']);
		const model =
			fields?.get('enum-model')?.choice(['unified', 'directional'] as const) ?? 'unified';
		const header = fields?.get('fixed-header');
		const all = (fields?.get('list')?.entries() ?? []).map((place) => {
			const own = place.fields(operationKeys, ['name']);
			return new OperationPlace(place, own);
		});
		const byName = new Map<string, OperationPlace>();
		for (const each of all) {
			if (byName.has(each.name)) each.place.complain('there are two of this name: rename one');
			byName.set(each.name, each);
		}
		const numbers = model === 'unified' ? unifiedNumbers(all) : directionalNumbers(all);
		all.forEach((each, index) => {
			const { request, reply } = numbers[index] as Numbers;
			if (each.isEvent) this.#readEvent(each, reply, byName, header);
			else this.#readOperation(each, request, reply, header);
		});
		if (Object.keys(this.#events).length === 0) this.#listenForReplies();
	}

	#readOperation(
		{ place, fields, name, doing, dumping }: OperationPlace,
		request: number,
		reply: number,
		header: Place | undefined,
	): void {
		if (!doing && !dumping) return;
		const set = fields.get('attribute-set');
		if (!set) place.complain('attribute-set is missing: say which set its attributes are of');
		const body = this.#bodyOf(fields.get('fixed-header') ?? header, set);
		const doc = fields.get('doc');
		const flags =
			fields
				.get('flags')
				?.entries()
				.map((flag) => flag.text()) ?? [];
		const exchange = (mode: Mode): ExchangeTable => ({
			request,
			...(mode.hasReply ? { reply } : {}),
		});
		const listed = (mode: Mode) => ({
			request: this.#listed(mode.request, body),
			reply: this.#listed(mode.reply, body),
		});
		this.#operations[name] = {
			...body,
			...(doing ? { do: exchange(doing) } : {}),
			...(dumping ? { dump: { ...exchange(dumping), reply } } : {}),
		};
		this.#operationNotes[name] = {
			...(doc && !doc.isEmpty ? { doc: tidy(doc.text()) } : {}),
			flags,
			...(doing ? { do: listed(doing) } : {}),
			...(dumping ? { dump: listed(dumping) } : {}),
		};
	}

	/** Where groups are all that is said of events, they are what replies are: rtnetlink tells of a link as it answers. */
	#listenForReplies(): void {
		if (Object.keys(this.#groups).length === 0) return;
		const numbers = new Set<number>();
		for (const [name, operation] of Object.entries(this.#operations)) {
			const { do: doing, dump, ...body } = operation;
			const value = doing?.reply ?? dump?.reply;
			if (value === undefined || numbers.has(value)) continue;
			numbers.add(value);
			const about = this.#operationNotes[name];
			const doc = about?.doc;
			const mode = doing?.reply === undefined ? about?.dump : about?.do;
			this.#events[name] = { ...body, value };
			this.#eventNotes[name] = { ...(doc === undefined ? {} : { doc }), attributes: mode?.reply };
		}
	}

	#readEvent(
		each: OperationPlace,
		value: number,
		byName: ReadonlyMap<string, OperationPlace>,
		header: Place | undefined,
	): void {
		const { place, fields, name } = each;
		const notify = fields.get('notify');
		const told = notify && byName.get(notify.text());
		if (notify && !told) notify.complain(unknown('operation', notify.text(), byName));
		const set = fields.get('attribute-set') ?? told?.fields.get('attribute-set');
		if (!set && (told || !notify)) {
			place.complain('attribute-set is missing: say which set its attributes are of');
		}
		const ownHeader = fields.get('fixed-header') ?? told?.fields.get('fixed-header') ?? header;
		const body = this.#bodyOf(ownHeader, set);
		const mode = told && [told.doing, told.dumping].find((candidate) => candidate?.hasReply);
		const attributes = notify
			? mode?.reply
			: fields
					.get('event')
					?.fields(['attributes'] as const)
					.get('attributes');
		const doc = fields.get('doc');
		const group = fields.get('mcgrp');
		this.#events[name] = { ...body, value };
		this.#eventNotes[name] = {
			...(doc && !doc.isEmpty ? { doc: tidy(doc.text()) } : {}),
			attributes: this.#listed(attributes, body),
			...this.#reference(group, 'group', this.#groups, 'multicast group'),
		};
	}

	#bodyOf(header: Place | undefined, set: Place | undefined): BodyTable {
		return this.#body(
			new Map([
				...(header ? ([['fixed-header', header]] as const) : []),
				...(set ? ([['attribute-set', set]] as const) : []),
			]),
		);
	}

	/** The attributes that a message has, checked against what it can have. */
	#listed(place: Place | undefined, { attributeSet, fixedHeader }: BodyTable): Listed {
		if (!place) return undefined;
		const set = attributeSet === undefined ? undefined : this.#rawSets.get(attributeSet);
		if (!set) return undefined;
		const names = new Set(set.own.map(({ name }) => name));
		const table = this.#sets[attributeSet as string];
		const members = Object.keys(this.#structs[fixedHeader ?? ''] ?? {});
		const inHeader = new Set(members.map((name) => headerName(fixedHeader ?? '', name, table)));
		return place.entries().flatMap((entry) => {
			const name = entry.text();
			if (names.has(name)) return table && Object.hasOwn(table, name) ? [name] : [];
			// Some list members of the fixed header, which is there in any case.
			if (!inHeader.has(name)) entry.warn(unknown(`attribute in ${attributeSet}`, name, names));
			return [];
		});
	}
}

/** do or dump, as it stands in the file. */
interface Mode {
	readonly request: Place | undefined;
	readonly reply: Place | undefined;
	readonly hasReply: boolean;
	readonly requestValue: Place | undefined;
	readonly replyValue: Place | undefined;
}

/** An operation as it stands in the file. */
class OperationPlace {
	readonly place: Place;
	readonly fields: Fields<typeof operationKeys>;
	readonly name: string;
	readonly doing: Mode | undefined;
	readonly dumping: Mode | undefined;

	constructor(place: Place, fields: Fields<typeof operationKeys>) {
		this.place = place;
		this.fields = fields;
		this.name = nameOf(fields.get('name'));
		this.doing = modeOf(fields.get('do'));
		this.dumping = modeOf(fields.get('dump'));
	}

	get isEvent(): boolean {
		return this.fields.has('notify') || this.fields.has('event');
	}
}

function modeOf(place: Place | undefined): Mode | undefined {
	if (!place) return undefined;
	const fields = place.fields(['request', 'reply', 'pre', 'post'] as const);
	const keys = ['attributes', 'value'] as const;
	const request = fields.get('request')?.fields(keys);
	const reply = fields.get('reply')?.fields(keys);
	return {
		request: request?.get('attributes'),
		reply: reply?.get('attributes'),
		hasReply: reply !== undefined,
		requestValue: request?.get('value'),
		replyValue: reply?.get('value'),
	};
}

interface Numbers {
	readonly request: number;
	readonly reply: number;
}

/** One enum for all messages, counted from 1. */
function unifiedNumbers(all: readonly OperationPlace[]): Numbers[] {
	let next = 1;
	return all.map(({ fields }) => {
		next = fields.get('value')?.integer(0) ?? next;
		const number = next++;
		return { request: number, reply: number };
	});
}

/** One enum for what is sent to the kernel, one for what it sends: as nlspec.py counts them. */
function directionalNumbers(all: readonly OperationPlace[]): Numbers[] {
	let request = 1;
	let reply = 1;
	return all.map((each) => {
		const { fields, doing, dumping, isEvent, place } = each;
		const mode = doing ?? dumping;
		if (isEvent) reply = fields.get('value')?.integer(0) ?? reply;
		else if (mode) {
			request = mode.requestValue?.integer(0) ?? request;
			reply = mode.replyValue?.integer(0) ?? reply;
		} else place.complain('it has no do, dump, notify or event: add one, or remove it');
		const numbers = { request, reply };
		if (!isEvent) request++;
		if (isEvent || mode?.hasReply) reply++;
		return numbers;
	});
}

function numbered(own: RawSet['own'], set: Place): readonly Attribute[] {
	let next = 1;
	const names = new Map<string, Place>();
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
		names.set(name, set);
		numbers.set(number, name);
		return { ...attribute, number };
	});
}

function isFixed(type: string): boolean {
	return type !== 'uint' && type !== 'sint' && integerTypes.some((each) => each === type);
}

function nameOf(place: Place | undefined, pattern = namePattern): string {
	const name = place?.text() ?? '';
	if (name !== '' && !pattern.test(name)) {
		place?.complain(`${JSON.stringify(name)} is no name: letters, digits and hyphens make one`);
	}
	return name;
}

type Known = ReadonlyMap<string, unknown> | ReadonlySet<string> | Readonly<Record<string, unknown>>;

/** The names that there are, the most similar ones first where they are many. */
function namesOf(known: Known, wanted: string): string {
	const names =
		known instanceof Map || known instanceof Set ? [...known.keys()] : Object.keys(known);
	if (names.length <= mostNames) return names.join(', ') || 'none';
	const distances = new Map(names.map((name) => [name, distance(name, wanted)]));
	names.sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
	return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

/** How many letters are to be put in, taken out or changed. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
			next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}

function unknown(noun: string, name: string, known: Known): string {
	return `there is no ${noun} ${name}; there are: ${namesOf(known, name)}`;
}

function tidy(doc: string): string {
	return doc.trim();
}
