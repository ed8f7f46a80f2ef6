import { NETLINK_GENERIC } from '../../wire/constants.ts';
import { headerName } from '../codec.ts';
import { isText } from '../hints.ts';
import { isWide } from '../integers.ts';
import type { AttributeTable, BodyTable, IntegerType, MemberTable, ValueTable } from '../tables.ts';
import { comment, data, key, quoted, union } from './print.ts';
import type { AttributeNotes, Checks, Listed, Specification } from './specification.ts';

/**
 * Writes a TypeScript module with the family of a specification: types for all that goes in and out, and the tables that a client runs
 * on. It imports types alone, and needs neither the specification nor a YAML parser when it runs.
 *
 * @param specification what readSpecification() read.
 * @returns the module's text. It exports the family, named as the specification names it ('rt-link' becomes rtLink), its types
 * (RtLinkFamily), and a type for each enum, struct and attribute set.
 */
export function generateTypeScript(specification: Specification): string {
	return new Module(specification).text();
}

/** Names that a module cannot give, or that it takes from elsewhere. */
const taken = [
	'FamilyTables',
	'FurtherBytes',
	'Undeclared',
	'Omit',
	'Pick',
	'Uint8Array',
	'Object',
	'Function',
	'String',
	'Number',
	'Boolean',
	'Symbol',
	'Array',
	'Map',
	'Set',
	'Error',
];
const reservedWords =
	/^(break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|await|let|static|package)$/;

function pascal(name: string): string {
	const joined = name
		.split(/[^0-9A-Za-z]+/)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('');
	return /^\d/.test(joined) ? `_${joined}` : joined;
}

function camel(name: string): string {
	const joined = pascal(name);
	const word = joined.charAt(0).toLowerCase() + joined.slice(1);
	return reservedWords.test(word) ? `${word}Family` : word;
}

class Module {
	readonly #specification: Specification;
	readonly #names = new Set(taken);
	readonly #imports = new Set(['FamilyTables']);
	readonly #enums = new Map<string, string>();
	readonly #structs = new Map<string, string>();
	readonly #sets = new Map<string, string>();
	readonly #familyType: string;

	constructor(specification: Specification) {
		this.#specification = specification;
		const { name, enums, structs, sets } = specification.tables;
		this.#familyType = this.#name(`${pascal(name)}Family`, '');
		for (const each of Object.keys(enums)) this.#enums.set(each, this.#name(pascal(each), 'Enum'));
		for (const each of Object.keys(structs)) {
			this.#structs.set(each, this.#name(pascal(each), 'Struct'));
		}
		for (const each of Object.keys(sets)) {
			this.#sets.set(each, this.#name(pascal(each), 'Attributes'));
		}
	}

	text(): string {
		const { tables, file, doc, license } = this.#specification;
		const body = [
			...Object.keys(tables.enums).map((name) => this.#enum(name)),
			...Object.keys(tables.structs).map((name) => this.#struct(name)),
			...Object.keys(tables.sets).map((name) => this.#set(name)),
			...this.#family(),
			`${comment(doc, 0)}export const ${camel(tables.name)}: FamilyTables<${this.#familyType}> = ${this.#tables()};\n`,
		].join('\n');
		const fileName = file.replace(/^.*[\\/]/, '');
		const imports = [...this.#imports].sort().join(', ');
		return [
			...(license === undefined ? [] : [`// SPDX-License-Identifier: ${license}`]),
			`// Made from ${fileName} by \`npm run generate\`: change that, and make this anew.`,
			'// biome-ignore-all format: a program wrote it',
			`import type { ${imports} } from '@both-sides/netlink/spec';`,
			'',
			body,
		].join('\n');
	}

	/** The name, with something behind it where it is taken. */
	#name(name: string, suffix: string): string {
		let free = name;
		for (let count = 1; this.#names.has(free); count++) {
			free = `${name}${suffix}${count > 1 ? count : ''}`;
		}
		this.#names.add(free);
		return free;
	}

	#enum(name: string): string {
		const { definitions, tables } = this.#specification;
		const entries = Object.keys(tables.enums[name]?.entries ?? {});
		const notes = entries.flatMap((entry) => {
			const words = definitions[`${name}.${entry}`];
			return words === undefined ? [] : [`- ${entry}: ${words.replaceAll(/\s+/g, ' ')}`];
		});
		const about = [definitions[name] ?? [], ...notes].flat().join('\n');
		const start = `export type ${this.#enums.get(name)} =`;
		const values = entries.length > 0 ? entries.map(quoted) : ['never'];
		const text = union(values, 0, start.length + 2);
		return `${comment(about, 0)}${start}${text.startsWith('\n') ? text : ` ${text}`};\n`;
	}

	#struct(name: string): string {
		const { definitions, tables } = this.#specification;
		const members = Object.entries(tables.structs[name] ?? {}).flatMap(([member, table]) =>
			table.type === 'pad'
				? []
				: [this.#property(member, this.#member(table), definitions[`${name}.${member}`])],
		);
		const start = `${comment(definitions[name], 0)}export interface ${this.#structs.get(name)}`;
		return `${start} {\n${members.join('')}}\n`;
	}

	#property(name: string, type: string, doc: string | undefined): string {
		return `${comment(doc, 1)}\t${key(name)}?: ${type} | undefined;\n`;
	}

	#member(table: MemberTable): string {
		if (table.struct !== undefined) return this.#structs.get(table.struct) ?? 'never';
		if (table.type === 'string') return 'string';
		if (table.type === 'binary') {
			return isText(table.displayHint, 'binary') ? 'string' : 'Uint8Array';
		}
		return this.#integer(table, table.type as IntegerType);
	}

	/** An interface of what each attribute is by itself, and, where there are sub-messages, what goes with what. */
	#set(name: string): string {
		const { tables, attributes, sets } = this.#specification;
		const type = this.#sets.get(name) as string;
		const chosen = this.#chosen(name);
		const members = Object.entries(tables.sets[name] ?? {}).flatMap(([attribute, table]) =>
			table.type === 'pad' || chosen.has(attribute)
				? []
				: [this.#property(attribute, this.#attribute(table), notes(attributes[name]?.[attribute]))],
		);
		this.#imports.add('Undeclared');
		const doc = comment(sets[name], 0);
		const own = chosen.size > 0 ? `${type}Common` : type;
		const start = chosen.size > 0 ? '' : doc;
		const common = `${start}export interface ${own} extends Undeclared {\n${members.join('')}}\n`;
		if (chosen.size === 0) return common;
		const choices = [...chosen].map(([attribute, selector]) =>
			this.#choice(name, attribute, selector, notes(attributes[name]?.[attribute])),
		);
		const all = [own, ...[...chosen.keys()].map((attribute) => choiceName(type, attribute))];
		return [common, ...choices, `${doc}export type ${type} = ${all.join(' & ')};\n`].join('\n');
	}

	/** Sub-messages of a set whose selector stands beside them, with it. */
	#chosen(name: string): ReadonlyMap<string, string> {
		const set = this.#specification.tables.sets[name] ?? {};
		return new Map(
			Object.entries(set).flatMap(([attribute, { type, selector }]) =>
				type === 'sub-message' && selector !== undefined && Object.hasOwn(set, selector)
					? [[attribute, selector]]
					: [],
			),
		);
	}

	#choice(set: string, attribute: string, selector: string, doc: string | undefined): string {
		const table = this.#specification.tables.sets[set]?.[attribute];
		const name = choiceName(this.#sets.get(set) as string, attribute);
		const formats = Object.entries(this.#formats(table?.subMessage)).map(
			([value, type]) =>
				`{ ${key(selector)}: ${quoted(value)}; ${key(attribute)}?: ${type} | undefined }`,
		);
		const members = [...formats, `{ ${key(attribute)}?: undefined }`];
		return `${comment(doc, 0)}export type ${name} =${union(members, 0, Number.POSITIVE_INFINITY)};\n`;
	}

	/** Types by the values of the selector: of those formats of which anything is known. */
	#formats(subMessage: string | undefined): Record<string, string> {
		const formats = this.#specification.tables.subMessages[subMessage ?? ''] ?? {};
		return Object.fromEntries(
			Object.entries(formats).flatMap(([value, table]) => {
				if (table.attributeSet === undefined && table.fixedHeader === undefined) return [];
				return [[value, this.#body(table, undefined)]];
			}),
		);
	}

	#attribute(table: AttributeTable): string {
		const type = this.#single(table, table.type);
		return table.multiAttr ? list(type) : type;
	}

	#single(table: AttributeTable, type: AttributeTable['type']): string {
		const { subType, displayHint, nestedAttributes = '', typeValue = [] } = table;
		switch (type) {
			case 'flag':
				return 'boolean';
			case 'string':
				return 'string';
			case 'binary':
				if (table.struct !== undefined) return this.#growing(table.struct);
				if (subType !== undefined && table.type === 'binary') {
					return list(this.#integer(table, subType as IntegerType));
				}
				return isText(displayHint, 'binary') ? 'string' : 'Uint8Array';
			case 'bitfield32': {
				const half = this.#integer(table, 'u32');
				return `{ value?: ${half} | undefined; selector?: ${half} | undefined }`;
			}
			case 'nest':
				return this.#sets.get(nestedAttributes) ?? 'never';
			case 'indexed-array':
				return list(this.#single(table, subType ?? 'nest'));
			case 'nest-type-value': {
				const numbers = typeValue.map((name) => `${key(name)}: number`).join('; ');
				return list(`{ ${numbers} } & ${this.#sets.get(nestedAttributes) ?? 'never'}`);
			}
			case 'sub-message':
				return Object.values(this.#formats(table.subMessage)).join(' | ') || 'never';
			case 'pad':
				return 'never';
			default:
				return this.#integer(table, type);
		}
	}

	#integer(table: ValueTable, type: IntegerType): string {
		const number = isWide(type) ? 'bigint' : 'number';
		if (table.enum !== undefined) {
			const enumeration = this.#specification.tables.enums[table.enum];
			const named = `${this.#enums.get(table.enum)} | ${number}`;
			return table.enumAsFlags || enumeration?.type === 'flags' ? list(named) : named;
		}
		return isText(table.displayHint, type) ? 'string' : number;
	}

	#growing(struct: string): string {
		this.#imports.add('FurtherBytes');
		return `${this.#structs.get(struct)} & FurtherBytes`;
	}

	/** What a message has. */
	#body({ fixedHeader, attributeSet }: BodyTable, listed: Listed): string {
		const parts: string[] = [];
		if (fixedHeader !== undefined) parts.push(this.#header(fixedHeader, attributeSet));
		if (attributeSet !== undefined) parts.push(...this.#listed(attributeSet, listed));
		return parts.join(' & ');
	}

	#header(struct: string, set: string | undefined): string {
		if (set === undefined) return this.#growing(struct);
		const { sets, structs } = this.#specification.tables;
		const type = this.#structs.get(struct) as string;
		const renamed = Object.keys(structs[struct] ?? {}).filter(
			(member) => headerName(struct, member, sets[set]) !== member,
		);
		if (renamed.length === 0) return type;
		const others = renamed.map(
			(member) => `${quoted(headerName(struct, member, sets[set]))}?: ${type}[${quoted(member)}]`,
		);
		return `Omit<${type}, ${renamed.map(quoted).join(' | ')}> & { ${others.join('; ')} }`;
	}

	#listed(set: string, listed: Listed): string[] {
		const type = this.#sets.get(set) as string;
		const table = this.#specification.tables.sets[set] ?? {};
		const all = Object.keys(table).filter((name) => table[name]?.type !== 'pad');
		// A classic protocol has one policy for all its messages, so the lists of its specification are hints.
		const isOpen = listed === undefined || this.#specification.tables.protocol !== NETLINK_GENERIC;
		if (isOpen || all.every((name) => listed.includes(name))) return [type];
		const chosen = this.#chosen(set);
		const own = chosen.size > 0 ? `${type}Common` : type;
		this.#imports.add('Undeclared');
		const names = all.filter((name) => listed.includes(name));
		const plain = names.filter((name) => !chosen.has(name));
		return [
			...(plain.length > 0 ? [`Pick<${own}, ${plain.map(quoted).join(' | ')}>`] : []),
			...names.filter((name) => chosen.has(name)).map((name) => choiceName(type, name)),
			'Undeclared',
		];
	}

	#tables(): string {
		const { name, protocol, ...others } = this.#specification.tables;
		const lines = Object.entries(others).map(([each, table]) => {
			const isDeep = each === 'structs' || each === 'sets' || each === 'subMessages';
			return `\t${each}: ${data(table, 1, each.length + 2, isDeep ? 2 : 1)},\n`;
		});
		return `{\n\tname: ${quoted(name)},\n\tprotocol: ${protocol},\n${lines.join('')}}`;
	}

	/** The types of messages, and the one that says which of them is what. */
	#family(): string[] {
		const { tables, operations, events } = this.#specification;
		const messages = new Messages((name) => this.#name(name, ''));
		const exchanges = (mode: 'do' | 'dump') =>
			Object.entries(tables.operations).flatMap(([name, operation]) => {
				const exchange = operation[mode];
				const about = operations[name];
				if (!exchange || !about) return [];
				const { request, reply } = about[mode] ?? {};
				const start = pascal(name) + (mode === 'dump' && operation.do ? 'Dump' : '');
				const asked = messages.name(`${start}Request`, this.#body(operation, request), name);
				const answered =
					exchange.reply === undefined
						? 'undefined'
						: messages.name(`${start}Reply`, this.#body(operation, reply));
				const doc = comment([about.doc ?? [], rights(about.flags)].flat().join('\n'), 2);
				return [`${doc}\t\t${key(name)}: { request: ${asked}; reply: ${answered} };\n`];
			});
		const parts = {
			do: exchanges('do'),
			dump: exchanges('dump'),
			events: Object.entries(tables.events).map(([name, event]) => {
				const type = this.#body(event, events[name]?.attributes);
				const doc = comment(events[name]?.doc, 2);
				return `${doc}\t\t${key(name)}: ${messages.name(`${pascal(name)}Event`, type)};\n`;
			}),
		};
		const groups = union(Object.keys(tables.groups).map(quoted), 1, 9) || 'never';
		const blocks = Object.entries(parts).map(([name, lines]) =>
			lines.length === 0
				? `\t${name}: Record<never, never>;\n`
				: `\t${name}: {\n${lines.join('')}\t};\n`,
		);
		return [
			messages.text(),
			[
				comment(`What the family ${tables.name} can be asked, and what it tells.`, 0),
				`export type ${this.#familyType} = {\n${blocks.join('')}`,
				`\tgroups:${groups.startsWith('\n') ? groups : ` ${groups}`};\n};\n`,
			].join(''),
		];
	}
}

/** Types of messages: a reply and the events that are like it have one name, and so have what an operation is asked with to do and to list. */
class Messages {
	readonly #known = new Map<string, { readonly name: string; readonly type: string }>();
	readonly #free: (name: string) => string;

	/** `free` makes a name that is not taken. */
	constructor(free: (name: string) => string) {
		this.#free = free;
	}

	/** The name of a type; `among` says what it is to share one with. */
	name(wish: string, type: string, among = ''): string {
		// A set by itself has a name already.
		if (/^\w+$/.test(type)) return type;
		const id = `${among}: ${type}`;
		const known = this.#known.get(id) ?? { name: this.#free(wish), type };
		this.#known.set(id, known);
		return known.name;
	}

	text(): string {
		return [...this.#known.values()]
			.map(({ name, type }) => `export type ${name} =${broken(type, name.length + 15)};\n`)
			.join('');
	}
}

/** An intersection, on one line or on several. */
function broken(type: string, before: number): string {
	if (before + type.length < 80) return ` ${type}`;
	return type
		.split(' & ')
		.map((part, index) => {
			const names = /^(Pick<\w+,) (.*)>$/.exec(part);
			const start = index === 0 ? '' : '& ';
			if (!names || part.length < 70) return `\n\t${start}${part}`;
			return `\n\t${start}${names[1]}${union((names[2] as string).split(' | '), 1, 80)}\n\t>`;
		})
		.join('');
}

function rights(flags: readonly string[]): string[] {
	if (flags.includes('admin-perm')) return ['Needs CAP_NET_ADMIN.'];
	return flags.includes('uns-admin-perm') ? ['Needs CAP_NET_ADMIN in the namespace.'] : [];
}

function list(type: string): string {
	return /[|&]/.test(type) ? `readonly (${type})[]` : `readonly ${type}[]`;
}

function choiceName(set: string, attribute: string): string {
	return `${set}${pascal(attribute)}`;
}

function notes(about: AttributeNotes | undefined): string | undefined {
	const demands = about?.checks && demandsOf(about.checks);
	return [about?.doc ?? [], demands ?? []].flat().join('\n') || undefined;
}

function demandsOf({ min, max, minLength, maxLength, exactLength, flagsMask }: Checks): string {
	const range = (least: number | undefined, most: number | undefined, unit: string) => {
		if (least !== undefined && most !== undefined) return [`From ${least} to ${most}${unit}.`];
		if (least !== undefined) return [`At least ${least}${unit}.`];
		return most === undefined ? [] : [`At most ${most}${unit}.`];
	};
	return [
		...range(min, max, ''),
		...range(minLength, maxLength, ' bytes'),
		...(exactLength === undefined ? [] : [`${exactLength} bytes.`]),
		...(flagsMask === undefined ? [] : [`Only flags of ${flagsMask}.`]),
	].join(' ');
}
