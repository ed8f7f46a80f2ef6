/** Families that nobody has thought of: what is written reads the same, and bent bytes are read or refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { Codecs } from '../src/spec/codec.ts';
import type {
	AttributeTable,
	BodyTable,
	FamilyTables,
	IntegerType,
	Values,
	ValueTable,
} from '../src/spec/index.ts';
import { readSpecification } from '../src/spec/yaml/index.ts';
import { MalformedMessage } from '../src/wire/index.ts';
import { Mutator } from './mutations.ts';

const runs = Number(process.env.FUZZ_SPECIFICATIONS ?? 300);
const integers = ['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'] as const;
const setNames = ['outer', 'middle', 'inner'] as const;
/** Deeper than this nothing is made. */
const deepest = 3;

type Yaml = Record<string, unknown>;

/** Chance, reproducible from a seed. */
class Chance {
	readonly #source: Mutator;

	constructor(seed: number) {
		this.#source = new Mutator(seed);
	}

	below(end: number): number {
		return this.#source.below(end);
	}

	one<Value>(choices: readonly Value[]): Value {
		return choices[this.below(choices.length)] as Value;
	}

	yes(): boolean {
		return this.below(2) === 1;
	}

	several<Value>(most: number, make: () => Value): Value[] {
		return Array.from({ length: this.below(most + 1) }, make);
	}

	/** Of so many bits; small, large and anything. */
	bits(count: number): bigint {
		const value = BigInt(this.below(2 ** 31)) * 2n ** 33n + BigInt(this.below(2 ** 31));
		const all = (1n << BigInt(count)) - 1n;
		return this.one([0n, 1n, all, all >> 1n, value & all]);
	}
}

function integer(chance: Chance): Yaml {
	switch (chance.below(3)) {
		case 0:
			return { type: chance.one(integers), enum: 'colour' };
		case 1:
			return { type: chance.one(['u32', 'u64', 'uint']), enum: 'lamps' };
		default: {
			const order = chance.one([undefined, 'big-endian', 'little-endian']);
			const type = chance.one([...integers, 'uint', 'sint']);
			return { type, ...(order === undefined ? {} : { 'byte-order': order }) };
		}
	}
}

function member(chance: Chance): Yaml {
	const size = { len: 1 + chance.below(9) };
	const whole = integer(chance);
	return chance.one<Yaml>([
		whole.type === 'uint' || whole.type === 'sint' ? { ...whole, type: 'u32' } : whole,
		{ type: 'binary', ...size },
		{ type: 'pad', ...size },
		{ type: 'binary', len: 6, 'display-hint': 'mac' },
	]);
}

function attribute(chance: Chance): Yaml {
	const nested = { 'nested-attributes': chance.one(setNames) };
	return chance.one<Yaml>([
		integer(chance),
		{ ...integer(chance), 'multi-attr': true },
		{ type: 'flag' },
		{ type: 'string' },
		{ type: 'string', 'multi-attr': true },
		{ type: 'binary' },
		{ type: 'binary', struct: 'record' },
		{ type: 'binary', 'sub-type': chance.one(integers) },
		{ type: 'binary', 'display-hint': 'ipv4-or-v6' },
		{ type: 'bitfield32' },
		{ type: 'bitfield32', enum: 'lamps' },
		{ type: 'indexed-array', 'sub-type': 'u32', 'byte-order': 'big-endian' },
		{ type: 'indexed-array', 'sub-type': 'binary', 'display-hint': 'ipv6' },
		{ type: 'nest', ...nested },
		{ type: 'nest', 'multi-attr': true, ...nested },
		{ type: 'indexed-array', 'sub-type': 'nest', ...nested },
		{ type: 'nest-type-value', 'type-value': ['row'], ...nested },
		{ type: 'nest-type-value', 'type-value': ['row', 'column'], ...nested },
		{ type: 'sub-message', 'sub-message': 'choice', selector: 'kind' },
	]);
}

function specification(chance: Chance): Yaml {
	const named = (all: readonly Yaml[]) => all.map((each, at) => ({ name: `a${at}`, ...each }));
	return {
		name: 'random',
		definitions: [
			{ name: 'colour', type: 'enum', entries: ['red', 'green', { name: 'blue', value: 99 }] },
			{ name: 'lamps', type: 'flags', entries: ['left', 'right', { name: 'top', value: 30 }] },
			{
				name: 'record',
				type: 'struct',
				members: named([member(chance), ...chance.several(5, () => member(chance))]),
			},
		],
		'attribute-sets': setNames.map((name) => ({
			name,
			attributes: [
				{ name: 'kind', type: 'string' },
				...named(chance.several(8, () => attribute(chance))),
			],
		})),
		'sub-messages': [
			{
				name: 'choice',
				formats: [
					{ value: 'one', 'attribute-set': 'inner' },
					{ value: 'two', 'fixed-header': 'record' },
					{ value: 'three', 'fixed-header': 'record', 'attribute-set': 'middle' },
				],
			},
		],
		operations: {
			list: [
				{
					name: 'do',
					'attribute-set': 'outer',
					...(chance.yes() ? { 'fixed-header': 'record' } : {}),
					do: { request: {} },
				},
			],
		},
	};
}

/** Values that attributes of such tables can have. */
class Inventor {
	readonly #tables: FamilyTables;
	readonly #chance: Chance;

	constructor(tables: FamilyTables, chance: Chance) {
		this.#tables = tables;
		this.#chance = chance;
	}

	body({ fixedHeader, attributeSet }: BodyTable, depth: number): Values {
		const set = attributeSet === undefined ? {} : (this.#tables.sets[attributeSet] ?? {});
		return {
			...(attributeSet === undefined ? {} : this.#set(set, depth)),
			...(fixedHeader === undefined
				? {}
				: Object.fromEntries(
						Object.entries(this.#struct(fixedHeader)).map(([name, value]) => [
							Object.hasOwn(set, name) ? `${fixedHeader}.${name}` : name,
							value,
						]),
					)),
		};
	}

	#set(set: Readonly<Record<string, AttributeTable>>, depth: number): Values {
		const values: Values = {};
		const chosen = this.#chance.one([undefined, 'one', 'two', 'three', 'other']);
		if (chosen !== undefined) values.kind = chosen;
		for (const [name, table] of Object.entries(set)) {
			if (name === 'kind' || !this.#chance.yes()) continue;
			const value = this.#many(table, depth, chosen);
			if (value !== undefined) values[name] = value;
		}
		if (this.#chance.yes()) values['attribute 999'] = [Uint8Array.of(1), Uint8Array.of()];
		return values;
	}

	#many(table: AttributeTable, depth: number, chosen: string | undefined): unknown {
		const first = this.#one(table, table.type, depth, chosen);
		if (!table.multiAttr || first === undefined) return first;
		const second = this.#one(table, table.type, depth, chosen);
		return second === undefined ? [first] : [first, second];
	}

	#one(
		table: AttributeTable,
		type: AttributeTable['type'],
		depth: number,
		chosen: string | undefined,
	): unknown {
		const nest = () => {
			if (depth > deepest) return undefined;
			return this.body({ attributeSet: table.nestedAttributes ?? '' }, depth + 1);
		};
		const several = (make: () => unknown) => [make(), make()].filter((each) => each !== undefined);
		switch (type) {
			case 'flag':
				return true;
			case 'string':
				return this.#chance.one(['', 'lo', 'zwölf Böxkämpfer', 'x'.repeat(99)]);
			case 'binary':
				if (table.struct !== undefined) return this.#struct(table.struct);
				if (table.subType !== undefined && table.type === 'binary') {
					return several(() => this.#integer(table, table.subType as IntegerType));
				}
				return this.#bytes(table, undefined);
			case 'bitfield32': {
				const half = () => this.#integer(table, 'u32');
				return { value: half(), selector: half() };
			}
			case 'nest':
				return nest();
			case 'indexed-array':
				return several(() => this.#one(table, table.subType ?? 'nest', depth, chosen));
			case 'nest-type-value': {
				const number = () => this.#chance.below(0x4000);
				return several(nest).map((each) => ({
					...Object.fromEntries((table.typeValue ?? []).map((name) => [name, number()])),
					...(each as Values),
				}));
			}
			case 'sub-message': {
				const format = this.#tables.subMessages.choice?.[chosen ?? ''];
				return format && depth <= deepest ? this.body(format, depth + 1) : undefined;
			}
			case 'pad':
				return undefined;
			default:
				return this.#integer(table, type);
		}
	}

	#struct(name: string): Values {
		return Object.fromEntries(
			Object.entries(this.#tables.structs[name] ?? {}).flatMap(([member, table]) => {
				if (table.type === 'pad') return [];
				if (table.type !== 'binary') {
					return [[member, this.#integer(table, table.type as IntegerType)]];
				}
				return [[member, this.#bytes(table, table.len)]];
			}),
		);
	}

	#bytes({ displayHint }: ValueTable, length: number | undefined): unknown {
		if (displayHint === 'mac') return '00:53:00:ff:00:01';
		if (displayHint !== undefined) {
			return this.#chance.one(['::', '192.0.2.1', '2001:db8::1:0:0:1']);
		}
		const size = length ?? this.#chance.below(9);
		return Uint8Array.from({ length: size }, () => this.#chance.below(256));
	}

	#integer(table: ValueTable, type: IntegerType): unknown {
		const isWide = type === 'uint' || type === 'sint' || type.endsWith('64');
		if (table.enum === 'colour') {
			const unnamed = isWide ? 77n : 77;
			return this.#chance.one<unknown>(['red', 'green', 'blue', unnamed]);
		}
		if (table.enum === 'lamps') {
			const known = ['left', 'right', 'top'].filter(() => this.#chance.yes());
			const rest = isWide ? 8n : 8;
			return this.#chance.yes() ? [...known, rest] : known;
		}
		const bits = isWide ? 64 : Number(type.slice(1));
		const value = this.#chance.bits(bits);
		const signed = type.startsWith('s') ? BigInt.asIntN(bits, value) : value;
		return isWide ? signed : Number(signed);
	}
}

/** Without views: what was read is compared by its bytes alone. */
function plain(value: unknown): unknown {
	if (value instanceof Uint8Array) return [...value];
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

test('families that nobody has thought of', () => {
	let filled = 0;
	let refused = 0;
	for (let seed = 1; seed <= runs; seed++) {
		const chance = new Chance(seed);
		const { tables, warnings } = readSpecification(stringify(specification(chance)), 'random.yaml');
		assert.deepEqual(warnings, []);
		const operation = tables.operations.do ?? assert.fail();
		const body = new Codecs(tables).body(operation);
		const values = new Inventor(tables, chance).body(operation, 0);
		const { payload } = body.body(values);
		assert.deepEqual(plain(body.decode(payload)), plain(values), `seed ${seed}`);
		let end = 0;
		for (const part of body.parts?.(payload, 0, payload.length) ?? []) {
			assert.equal(part.offset, end, `seed ${seed}, ${part.name}`);
			end += part.length;
		}
		assert.equal(end, payload.length, `seed ${seed}`);
		if (payload.length > 100) filled++;
		const mutator = new Mutator(seed);
		for (let count = 0; count < 20; count++) {
			try {
				body.decode(mutator.mutate(payload));
			} catch (error) {
				if (!(error instanceof MalformedMessage)) throw error;
				refused++;
			}
		}
	}
	assert(filled > runs / 4, `${filled} messages had more than 100 bytes`);
	assert(refused > runs, `${refused} were refused`);
});
