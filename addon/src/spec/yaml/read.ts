import { NETLINK_GENERIC } from '../../wire/constants.ts';
import { headerName } from '../codec.ts';
import type { BodyTable, EventTable, ExchangeTable, OperationTable } from '../tables.ts';
import { Definitions } from './definitions.ts';
import { familyKeys, groupKeys, operationKeys, operationsKeys, protocols } from './keys.ts';
import { docOf, nameOf, reference, unknown, wordPattern } from './names.ts';
import {
	directionalNumbers,
	type Mode,
	type Numbers,
	OperationPlace,
	unifiedNumbers,
} from './operations.ts';
import { Place } from './place.ts';
import { AttributeSets } from './sets.ts';
import type { EventNotes, Listed, OperationNotes, Specification } from './specification.ts';

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
	readonly #family: ReadonlyMap<(typeof familyKeys)[number], Place>;
	readonly #isRaw: boolean;
	readonly #definitions: Definitions;
	readonly #sets: AttributeSets;
	readonly #subMessages: Record<string, Record<string, BodyTable>> = {};
	readonly #groups: Record<string, number | null> = {};
	readonly #operations: Record<string, OperationTable> = {};
	readonly #operationNotes: Record<string, OperationNotes> = {};
	readonly #events: Record<string, EventTable> = {};
	readonly #eventNotes: Record<string, EventNotes> = {};

	constructor(root: Place) {
		this.#root = root;
		this.#family = root.fields(familyKeys, ['name', 'attribute-sets', 'operations']);
		this.#isRaw = this.#family.get('protocol')?.choice(protocols) === 'netlink-raw';
		if (this.#isRaw && !this.#family.has('protonum')) {
			root.complain('protonum is missing: add the number of the netlink protocol');
		}
		this.#definitions = new Definitions(this.#list('definitions'));
		const subMessages = this.#list('sub-messages').map((place) => {
			const fields = place.fields(['name', 'formats'] as const, ['name', 'formats']);
			return { name: nameOf(fields.get('name')), formats: fields.get('formats') };
		});
		const names = new Set(subMessages.map(({ name }) => name));
		this.#sets = new AttributeSets(this.#list('attribute-sets'), this.#definitions, names);
		for (const { name, formats } of subMessages) this.#readSubMessage(name, formats);
		this.#readGroups();
		this.#readOperations();
	}

	read(file: string): Omit<Specification, 'warnings'> {
		const { license } = this.#root;
		const docs = [...this.#sets.raw].flatMap(([name, { doc }]) => (doc ? [[name, doc]] : []));
		return {
			file,
			...(license === undefined ? {} : { license }),
			...docOf(this.#family.get('doc')),
			tables: {
				name: this.#family.get('name')?.text() ?? '',
				protocol: this.#isRaw ? (this.#family.get('protonum')?.integer(0) ?? 0) : NETLINK_GENERIC,
				enums: this.#definitions.enums,
				structs: this.#definitions.structs,
				sets: this.#sets.tables,
				subMessages: this.#subMessages,
				operations: this.#operations,
				events: this.#events,
				groups: this.#groups,
			},
			constants: this.#definitions.constants,
			definitions: this.#definitions.docs,
			sets: Object.fromEntries(docs),
			attributes: this.#sets.notes,
			operations: this.#operationNotes,
			events: this.#eventNotes,
		};
	}

	#list(key: 'definitions' | 'sub-messages' | 'attribute-sets'): readonly Place[] {
		return this.#family.get(key)?.entries() ?? [];
	}

	#readSubMessage(name: string, formats: Place | undefined): void {
		const tables: Record<string, BodyTable> = {};
		for (const place of formats?.entries() ?? []) {
			const keys = ['value', 'fixed-header', 'attribute-set'] as const;
			const fields = place.fields(keys, ['value']);
			const value = nameOf(fields.get('value'), wordPattern);
			if (Object.hasOwn(tables, value)) place.complain('there are two formats for this value');
			tables[value] = this.#body(fields.get('fixed-header'), fields.get('attribute-set'));
		}
		this.#subMessages[name] = tables;
	}

	#body(header: Place | undefined, set: Place | undefined): BodyTable {
		return {
			...reference(header, 'fixedHeader', this.#definitions.structs, 'struct'),
			...reference(set, 'attributeSet', this.#sets.raw, 'attribute set'),
		};
	}

	#readGroups(): void {
		const list = this.#family
			.get('mcast-groups')
			?.fields(['list'] as const, ['list'])
			.get('list');
		for (const place of list?.entries() ?? []) {
			const fields = place.fields(groupKeys, ['name']);
			const name = nameOf(fields.get('name'));
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
		const body = this.#body(fields.get('fixed-header') ?? header, set);
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
			...docOf(fields.get('doc')),
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
		const body = this.#body(ownHeader, set);
		const mode = told && [told.doing, told.dumping].find((candidate) => candidate?.hasReply);
		const attributes = notify
			? mode?.reply
			: fields
					.get('event')
					?.fields(['attributes'] as const)
					.get('attributes');
		const group = fields.get('mcgrp');
		this.#events[name] = { ...body, value };
		this.#eventNotes[name] = {
			...docOf(fields.get('doc')),
			attributes: this.#listed(attributes, body),
			...reference(group, 'group', this.#groups, 'multicast group'),
		};
	}

	/** The attributes that a message has, checked against what it can have. */
	#listed(place: Place | undefined, { attributeSet, fixedHeader }: BodyTable): Listed {
		if (!place) return undefined;
		const set = attributeSet === undefined ? undefined : this.#sets.raw.get(attributeSet);
		if (!set) return undefined;
		const names = new Set(set.own.map(({ name }) => name));
		const table = this.#sets.tables[attributeSet as string];
		const members = Object.keys(this.#definitions.structs[fixedHeader ?? ''] ?? {});
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
