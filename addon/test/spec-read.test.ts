/** What a specification may say, and what is said of one that makes no sense. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { readSpecification, SpecificationError } from '../src/spec/yaml/index.ts';

const small = `# SPDX-License-Identifier: BSD-3-Clause
name: clock
doc: Clocks.
protocol: genetlink-legacy
definitions:
  - { name: label-length, type: const, value: 16 }
  - { name: state, type: enum, value-start: 3, entries: [idle, { name: busy, value: 7 }, broken] }
  - { name: lamps, type: flags, entries: [red, { name: green, value: 4 }, blue] }
  - name: moment
    type: struct
    members:
      - { name: hour, type: u8 }
      - { name: pad, type: pad, len: 3 }
      - { name: second, type: u32, byte-order: big-endian }
attribute-sets:
  - name: clock
    attributes:
      - { name: id, type: u32, checks: { min: 1, max: u8-max } }
      - { name: label, type: string, checks: { max-len: label-length - 1 } }
      - { name: state, type: u8, enum: state, value: 9 }
      - { name: alarm, type: nest, nested-attributes: alarm }
  - name: alarm
    attributes:
      - { name: at, type: binary, struct: moment }
      - { name: old, type: unused }
      - { name: lamps, type: u32, enum: lamps, multi-attr: true }
  - name: brief
    subset-of: clock
    attributes:
      - { name: label }
      - { name: state, type: u16 }
operations:
  list:
    - { name: get, attribute-set: clock, do: { request: { attributes: [id] }, reply: { attributes: [id, label] } } }
    - { name: reserved, value: 4 }
    - { name: set, attribute-set: clock, flags: [admin-perm], do: { request: { attributes: [id, label] } } }
    - { name: struck, notify: get, mcgrp: bells }
mcast-groups:
  list:
    - { name: bells }
`;

function problems(text: string): string[] {
	try {
		readSpecification(text, 'clock.yaml');
		return [];
	} catch (error) {
		assert(error instanceof SpecificationError, String(error));
		return error.message.split('\n');
	}
}

suite('a specification', () => {
	test('becomes tables, with every number filled in', () => {
		const { tables, license, doc, constants } = readSpecification(small, 'clock.yaml');
		assert.equal(license, 'BSD-3-Clause');
		assert.equal(doc, 'Clocks.');
		assert.deepEqual(constants, { 'label-length': 16 });
		assert.deepEqual(tables, {
			name: 'clock',
			protocol: 16,
			enums: {
				state: { type: 'enum', entries: { idle: 3, busy: 7, broken: 8 } },
				lamps: { type: 'flags', entries: { red: 0, green: 4, blue: 5 } },
			},
			structs: {
				moment: {
					hour: { type: 'u8' },
					pad: { type: 'pad', len: 3 },
					second: { type: 'u32', byteOrder: 'big-endian' },
				},
			},
			sets: {
				clock: {
					id: { value: 1, type: 'u32' },
					label: { value: 2, type: 'string' },
					state: { value: 9, type: 'u8', enum: 'state' },
					alarm: { value: 10, type: 'nest', nestedAttributes: 'alarm' },
				},
				alarm: {
					at: { value: 1, type: 'binary', struct: 'moment' },
					lamps: { value: 3, type: 'u32', multiAttr: true, enum: 'lamps' },
				},
				brief: {
					label: { value: 2, type: 'string' },
					state: { value: 9, type: 'u16', enum: 'state' },
				},
			},
			subMessages: {},
			operations: {
				get: { attributeSet: 'clock', do: { request: 1, reply: 1 } },
				set: { attributeSet: 'clock', do: { request: 5 } },
			},
			events: { struck: { attributeSet: 'clock', value: 6 } },
			groups: { bells: null },
		});
	});

	test('says what the kernel demands, and who may ask', () => {
		const { attributes, operations, events } = readSpecification(small, 'clock.yaml');
		assert.deepEqual(attributes.clock?.id, { checks: { min: 1, max: 255 } });
		assert.deepEqual(attributes.brief?.label, { checks: { maxLength: 15 } });
		assert.deepEqual(operations.set?.flags, ['admin-perm']);
		assert.deepEqual(events.struck, { attributes: ['id', 'label'], group: 'bells' });
	});

	test('numbers requests and replies apart in a directional family', () => {
		const text = small
			.replace('operations:\n', 'operations:\n  enum-model: directional\n')
			.replace('    - { name: reserved, value: 4 }\n', '')
			.replace('request: { attributes: [id] }', 'request: { attributes: [id], value: 20 }');
		const { tables } = readSpecification(text, 'clock.yaml');
		assert.deepEqual(tables.operations.get?.do, { request: 20, reply: 1 });
		assert.deepEqual(tables.operations.set?.do, { request: 21 });
		assert.equal(tables.events.struck?.value, 2);
	});

	test('of a classic protocol has its number, and the numbers of its groups', () => {
		const text = small
			.replace('genetlink-legacy', 'netlink-raw\nprotonum: 31')
			.replace('{ name: bells }', '{ name: bells, value: 3 }');
		const { tables } = readSpecification(text, 'clock.yaml');
		assert.equal(tables.protocol, 31);
		assert.deepEqual(tables.groups, { bells: 3 });
	});

	test('without events has its replies for them, where it has groups', () => {
		const { tables, events } = readSpecification(
			small.replace(/ {4}- \{ name: struck.*\n/, ''),
			'clock.yaml',
		);
		assert.deepEqual(tables.events, { get: { attributeSet: 'clock', value: 1 } });
		assert.deepEqual(events.get, { attributes: ['id', 'label'] });
	});

	test('may name an attribute that is not there: that is noted', () => {
		const text = small.replace('attributes: [id, label] } } }', 'attributes: [id, lable] } } }');
		const { warnings, operations } = readSpecification(text, 'clock.yaml');
		assert.deepEqual(operations.get?.do?.reply, ['id']);
		assert.deepEqual(warnings, [
			{
				file: 'clock.yaml',
				line: 34,
				column: 105,
				path: 'operations.list.get.do.reply.attributes.1',
				message: 'there is no attribute in clock lable; there are: id, label, state, alarm',
			},
		]);
	});
});

/** Each with one thing changed, and all that is to be said of it. */
const wrong: readonly (readonly [what: string, from: string, to: string, ...said: string[]])[] = [
	[
		'YAML that is none',
		'name: clock\ndoc',
		'name: [clock\ndoc',
		'clock.yaml:3:1: this is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; mend it first',
	],
	[
		'the same key twice',
		'doc: Clocks.\n',
		'doc: Clocks.\ndoc: More.\n',
		'clock.yaml:4:1: this is no YAML: Map keys must be unique; mend it first',
	],
	[
		'a file of another kind',
		small,
		'- 1\n',
		'clock.yaml:1:1: an object is wanted here, and this is a list',
	],
	['an empty file', small, '\n', 'clock.yaml:1:1: an object is wanted here, and this is nothing'],
	[
		'a key that is none',
		'type: string, checks',
		'tpye: string, checks',
		'clock.yaml:19:9: attribute-sets.clock.attributes.label: type is missing: add it',
		'clock.yaml:19:24: attribute-sets.clock.attributes.label.tpye: there is no such key here; there are: name, type, doc, value, type-value, byte-order, multi-attr, nested-attributes, enum, enum-as-flags, checks, sub-type, display-hint, name-prefix, struct, sub-message, selector',
		'clock.yaml:30:9: attribute-sets.brief.attributes.label: type is missing: add it',
	],
	[
		'a type that is none',
		'name: id, type: u32',
		'name: id, type: u33',
		'clock.yaml:18:27: attribute-sets.clock.attributes.id.type: "u33" is not one of: u8, u16, u32, u64, s8, s16, s32, s64, uint, sint, unused, pad, flag, binary, bitfield32, string, nest, indexed-array, nest-type-value, sub-message',
	],
	[
		'a set that is not there',
		'nested-attributes: alarm',
		'nested-attributes: alarms',
		'clock.yaml:21:55: attribute-sets.clock.attributes.alarm.nested-attributes: there is no attribute set alarms; there are: clock, alarm, brief',
	],
	[
		'an operation of a set that is not there',
		'name: get, attribute-set: clock',
		'name: get, attribute-set: watch',
		'clock.yaml:34:35: operations.list.get.attribute-set: there is no attribute set watch; there are: clock, alarm, brief',
	],
	[
		'an enum that is not there',
		'enum: state',
		'enum: stat',
		'clock.yaml:20:40: attribute-sets.clock.attributes.state.enum: there is no enum or flags stat; there are: state, lamps',
	],
	[
		'names for what is no number',
		'name: label, type: string',
		'name: label, type: string, enum: state',
		'clock.yaml:19:9: attribute-sets.clock.attributes.label: enum gives names to numbers, and this is string: drop it, or change the type',
		'clock.yaml:30:9: attribute-sets.brief.attributes.label: enum gives names to numbers, and this is string: drop it, or change the type',
	],
	[
		'a nest of nothing',
		', nested-attributes: alarm',
		'',
		'clock.yaml:21:9: attribute-sets.clock.attributes.alarm: nested-attributes is missing: a nest needs it to say which set is in it',
	],
	[
		'a struct that contains itself',
		'{ name: hour, type: u8 }',
		'{ name: hour, type: binary, struct: moment }',
		'clock.yaml:9:5: definitions.moment: the struct would contain itself: moment > moment',
	],
	[
		'a struct whose size is open',
		'{ name: hour, type: u8 }',
		'{ name: hour, type: binary }',
		'clock.yaml:12:9: definitions.moment.members.hour: len is missing: say how many bytes of binary there are',
	],
	[
		'a set that is a part of itself',
		'  - name: alarm\n',
		'  - name: alarm\n    subset-of: brief\n',
		'clock.yaml:25:9: attribute-sets.alarm.attributes.at: there is no attribute in brief at; there are: label, state',
		'clock.yaml:26:9: attribute-sets.alarm.attributes.old: there is no attribute in brief old; there are: label, state',
		'clock.yaml:27:9: attribute-sets.alarm.attributes.lamps: there is no attribute in brief lamps; there are: label, state',
	],
	[
		'sets that are parts of each other',
		'  - name: clock\n    attributes',
		'  - name: clock\n    subset-of: brief\n    attributes',
		'clock.yaml:29:16: attribute-sets.brief.subset-of: the set would be a part of itself: clock > brief > clock',
	],
	[
		'two attributes of one number',
		'value: 9',
		'value: 2',
		'clock.yaml:20:9: attribute-sets.clock.attributes.state: label has the number 2 already: change one',
	],
	[
		'a number that an attribute cannot have',
		'value: 9',
		'value: 16383',
		'clock.yaml:21:9: attribute-sets.clock.attributes.alarm: 16384 is no attribute number: it has 14 bits, 16383 at most',
	],
	[
		'a number that is none',
		'value: 9',
		'value: nine',
		'clock.yaml:20:54: attribute-sets.clock.attributes.state.value: a whole number, 0 or more, is wanted here, and this is "nine"',
	],
	[
		'an operation that is told of and is not there',
		'notify: get',
		'notify: got',
		'clock.yaml:37:31: operations.list.struck.notify: there is no operation got; there are: get, reserved, set, struck',
	],
	[
		'a group that is not there',
		'mcgrp: bells',
		'mcgrp: gongs',
		'clock.yaml:37:43: operations.list.struck.mcgrp: there is no multicast group gongs; there are: bells',
	],
	[
		'a bit beyond all integers',
		'name: green, value: 4',
		'name: green, value: 63',
		'clock.yaml:8:76: definitions.lamps.entries.2: 64 is no number of a bit, 0 to 63: flags are counted by bits',
	],
	[
		'no protocol number',
		'genetlink-legacy',
		'netlink-raw',
		'clock.yaml:2:1: protonum is missing: add the number of the netlink protocol',
	],
	[
		'a name that would be mistaken for what it is not',
		'name: label, type',
		'name: attribute 3, type',
		'clock.yaml:19:17: attribute-sets.clock.attributes.attribute 3.name: "attribute 3" is no name: letters, digits and hyphens make one',
		'clock.yaml:30:9: attribute-sets.brief.attributes.label: there is no attribute in clock label; there are: id, attribute 3, state, alarm',
	],
];

suite('a specification is refused for', () => {
	for (const [what, from, to] of [
		['an enum', 'entries: [idle', 'entries: [__proto__'],
		['a group', '{ name: bells }', '{ name: __proto__ }'],
		['an attribute', 'name: label, type', 'name: __proto__, type'],
	] as const) {
		test(`a name that JavaScript takes for something else, in ${what}`, () => {
			assert.match(problems(small.replace(from, to)).join('\n'), /"__proto__" is no name/);
		});
	}

	for (const [what, from, to, ...said] of wrong) {
		test(what, () => {
			assert(small.includes(from), 'the test changes something');
			assert.deepEqual(problems(small.replace(from, to)), said);
		});
	}

	test('an alias that leads into itself', () => {
		const [first = ''] = problems(small.replace('entries: [idle', 'entries: &all [*all'));
		assert.match(first, /^clock\.yaml:7:\d+: /);
	});
});

/** What is odd in the specifications of a kernel. */
function oddities(kernel: string): string[] {
	const folder = join(import.meta.dirname, '../specs', kernel);
	return readdirSync(folder).flatMap((file) =>
		readSpecification(readFileSync(join(folder, file), 'utf8'), file).warnings.map(
			({ line, message }) => `${file}:${line}: ${message.replace(/;.*/, '')}`,
		),
	);
}

test('all specifications of Linux 6.12 are read, and only these oddities are found', () => {
	assert.deepEqual(oddities('6.12'), [
		...[1269, 1279, 1283, 1293, 1297, 1307, 1317].map(
			(line) => `nftables.yaml:${line}: there is no attribute in rule-attrs name`,
		),
		...[1371, 1381, 1385, 1395, 1399, 1409, 1419].map(
			(line) => `nftables.yaml:${line}: there is no attribute in setelem-list-attrs name`,
		),
		...[1429, 1433].map((line) => `nftables.yaml:${line}: there is no attribute in gen-attrs name`),
		'nftables.yaml:1526: value is missing: without the number of the group nobody can join it',
		'rt_link.yaml:2323: there is no attribute in link-attrs if-netnsid',
	]);
});

test('all specifications of Linux 7.3 are read, and only these oddities are found', () => {
	assert.deepEqual(oddities('7.3'), [
		'nftables.yaml:2123: value is missing: without the number of the group nobody can join it',
		...[87, 93, 132, 139].map(
			(line) => `wireguard.yaml:${line}: "wg-key-len" is no number and no constant of this file`,
		),
	]);
});
