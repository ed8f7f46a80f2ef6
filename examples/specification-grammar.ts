/** The grammar of a family of generic netlink, from its YNL specification. */
import type { AttributeTable } from '@both-sides/netlink/spec';
import type { Specification } from '@both-sides/netlink/spec/yaml';
import {
	attributes,
	binary,
	flag,
	many,
	string,
	type Type,
	u8,
	u16,
	u32,
	u64,
} from '@both-sides/netlink/wire';
import type { Accepts, Body, Check, Grammar, MessageGrammar } from './grammar.ts';

// biome-ignore lint/suspicious/noExplicitAny: a set of types of which each has a value of its own
type AnyType = Type<any>;

const types: Readonly<Record<string, AnyType>> = { u8, u16, u32, u64, flag, string, binary };

/** What the tables say of a set, as the library's own declarations. */
function layoutOf(specification: Specification, set: string): AnyType {
	const table = specification.tables.sets[set] ?? {};
	const declared = Object.entries(table).map(([name, attribute]) => {
		const type = typeOf(specification, name, attribute);
		return [name, [attribute.value, attribute.multiAttr ? many(type) : type]] as const;
	});
	return attributes(Object.fromEntries(declared)) as AnyType;
}

function typeOf(
	specification: Specification,
	name: string,
	{ type, nestedAttributes }: AttributeTable,
): AnyType {
	if (type === 'pad') return binary;
	if (type === 'nest' && nestedAttributes) return layoutOf(specification, nestedAttributes);
	const known = types[type];
	if (!known) throw new Error(`${specification.file}: ${name}: the fuzzer does not speak ${type}`);
	return known;
}

function acceptsOf(specification: Specification, set: string, names: readonly string[]): Accepts {
	const accepts = names.map((name) => [name, checkOf(specification, set, name)] as const);
	return Object.fromEntries(accepts);
}

function checkOf(specification: Specification, set: string, name: string): Check {
	const table = specification.tables.sets[set]?.[name];
	const { min, max, maxLength } = specification.attributes[set]?.[name]?.checks ?? {};
	const inside = table?.nestedAttributes;
	return {
		...(min === undefined ? {} : { min }),
		...(max === undefined ? {} : { max }),
		...(maxLength === undefined ? {} : { maxLength }),
		// The kernel's generator has NLA_STRING for what may be there several times.
		...(table?.type === 'string' && table.multiAttr ? { unterminated: true as const } : {}),
		...(inside === undefined
			? {}
			: {
					accepts: acceptsOf(
						specification,
						inside,
						Object.keys(specification.tables.sets[inside] ?? {}),
					),
				}),
	};
}

/** All that a specification says of what may be sent to its family, and what it tells. */
export function grammarOfSpecification(specification: Specification): Grammar {
	const { tables } = specification;
	const messages: Record<string, MessageGrammar> = {};
	for (const [name, operation] of Object.entries(tables.operations)) {
		const set = operation.attributeSet ?? '';
		const layout = layoutOf(specification, set);
		const notes = specification.operations[name];
		const body = (names: readonly string[] = []): Body => ({
			layout,
			accepts: acceptsOf(specification, set, names),
		});
		const exchange = operation.do ?? operation.dump;
		if (!exchange) continue;
		messages[name] = {
			type: exchange.request,
			...(operation.do ? { request: body(notes?.do?.request) } : {}),
			...(operation.do?.reply === undefined ? {} : { replies: true as const, answer: layout }),
			...(operation.dump ? { dump: body(notes?.dump?.request), answer: layout } : {}),
		};
	}
	for (const [name, { value, attributeSet = '' }] of Object.entries(tables.events))
		messages[name] = { type: value, answer: layoutOf(specification, attributeSet) };
	const groups = Object.keys(tables.groups);
	return {
		protocol: tables.protocol,
		family: { name: tables.name, version: 1, groups },
		groups: groups.map((_, index) => index + 1),
		messages,
	};
}
