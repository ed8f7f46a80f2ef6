import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
	array,
	attributes,
	bareString,
	be16,
	be32,
	be64,
	binary,
	bitfield32,
	flag,
	layout,
	MalformedMessage,
	many,
	padding,
	s8,
	s16,
	s32,
	s64,
	sint,
	string,
	struct,
	u8,
	u16,
	u32,
	u64,
	uint,
	walkAttributes,
} from '../src/wire/index.ts';
import { ipv4 } from './ipv4.ts';

const timer = attributes({
	name: [1, string],
	period: [2, u32],
	active: [3, flag],
	beats: [4, u64],
	tags: [5, many(string)],
	limits: [6, attributes({ least: [1, u8], most: [2, s16] })],
	history: [7, array(attributes({ at: [1, u64] }))],
	data: [8, binary],
});

suite('attributes', () => {
	test('bytes are those of struct nlattr', () => {
		assert.deepEqual(
			[
				...timer.encode({
					name: 'tick',
					period: 500,
					active: true,
					limits: { least: 1, most: -2 },
				}),
			],
			[
				// name: 4 + 5 bytes with the NUL, padded to 12
				[9, 0, 1, 0, 0x74, 0x69, 0x63, 0x6b, 0, 0, 0, 0],
				// period
				[8, 0, 2, 0, 0xf4, 1, 0, 0],
				// active: nothing but its header
				[4, 0, 3, 0],
				// limits: NLA_F_NESTED, two attributes
				[20, 0, 6, 0x80, 5, 0, 1, 0, 1, 0, 0, 0, 6, 0, 2, 0, 0xfe, 0xff, 0, 0],
			].flat(),
		);
	});

	test('what is not declared is passed over, the last of several counts, all of many', () => {
		const wire = attributes({
			name: [1, string],
			other: [100, u32],
			tags: [5, many(string)],
		});
		const bytes = [
			...wire.encode({ name: 'old', other: 7 }),
			...wire.encode({ name: 'new', tags: ['a', 'b'] }),
		];
		assert.deepEqual(timer.decode(Uint8Array.from(bytes)), { name: 'new', tags: ['a', 'b'] });
	});

	test('a string is read with and without its NUL', () => {
		const type = attributes({ text: [1, string] });
		assert.deepEqual(type.decode(attributes({ text: [1, bareString] }).encode({ text: 'x' })), {
			text: 'x',
		});
		assert.deepEqual(type.decode(type.encode({ text: 'x' })), { text: 'x' });
	});

	test('binary is a view', () => {
		const bytes = timer.encode({ data: Uint8Array.of(1, 2) });
		const { data } = timer.decode(bytes);
		bytes[4] = 9;
		assert.deepEqual(data, Uint8Array.of(9, 2));
	});

	test('uint takes 4 bytes where the value fits, else 8', () => {
		const type = attributes({ a: [1, uint], b: [2, sint] });
		assert.equal(type.encode({ a: 2n ** 32n - 1n }).length, 8);
		assert.equal(type.encode({ a: 2n ** 32n }).length, 12);
		assert.equal(type.encode({ b: -(2n ** 31n) }).length, 8);
		assert.equal(type.encode({ b: -(2n ** 31n) - 1n }).length, 12);
	});

	for (const [what, values, expected] of [
		['out of range', { period: -1 }, /^period: -1 is no u32/],
		['not an integer', { period: 1.5 }, /^period: 1.5 is no u32/],
		['a number for a u64', { beats: 1 }, /^beats: 1 is no u64: a bigint/],
		['a u64 too large', { beats: 2n ** 64n }, /^beats: .* is no u64/],
		['no string', { name: 5 }, /^name: 5 is no string/],
		['a NUL inside', { name: 'a\0b' }, /^name: a string has no NUL inside/],
		['a flag that is none', { active: 1 }, /^active: 1 is no boolean/],
		['bytes that are none', { data: [1, 2] }, /^data: 1,2 is no Uint8Array/],
		['in a nest', { limits: { least: 256 } }, /^limits: least: 256 is no u8/],
		['a name that is not declared', { nmae: 'x' }, /^nmae: no such attribute/],
		['more than nla_len can say', { data: new Uint8Array(65_532) }, /^data: .*65535 at most/],
	] as const) {
		test(`encoding refuses: ${what}`, () => {
			assert.throws(() => timer.encode(values as never), { message: expected });
		});
	}

	test('the largest attribute fits', () => {
		const data = new Uint8Array(65_531).fill(7);
		assert.deepEqual(timer.decode(timer.encode({ data })), { data });
	});

	for (const [what, bytes, offset, expected] of [
		['a header cut off', [4, 0, 3, 0, 8, 0], 4, /header of 4 bytes/],
		['a length of 0', [0, 0, 1, 0], 0, /at least 4/],
		['a length past the end', [9, 0, 1, 0, 65], 0, /at most the 5 bytes left/],
		['a u32 of 2 bytes', [6, 0, 2, 0, 1, 2, 0, 0], 4, /4 bytes of u32/],
		['a flag with a payload', [5, 0, 3, 0, 1, 0, 0, 0], 4, /0 bytes of flag/],
		['a nest that lies', [8, 0, 6, 0x80, 5, 0, 1, 0], 4, /at most the 4 bytes left/],
	] as const) {
		test(`decoding refuses: ${what}`, () => {
			assert.throws(
				() => timer.decode(Uint8Array.from(bytes)),
				(error) =>
					error instanceof MalformedMessage &&
					error.offset === offset &&
					expected.test(error.expected),
			);
		});
	}

	test('a declaration with one number twice, or a number of more than 14 bits', () => {
		assert.throws(() => attributes({ a: [1, u8], b: [1, u8] }), /a and b have one number: 1/);
		assert.throws(() => attributes({ a: [0x4000, u8] }), /no attribute number/);
	});
});

test('the types of values are exact, both ways', () => {
	const { name, beats, tags, limits } = timer.decode(timer.encode({ name: 'a', tags: ['b'] }));
	const types: [
		string | undefined,
		bigint | undefined,
		readonly string[] | undefined,
		{ least?: number | undefined; most?: number | undefined } | undefined,
	] = [name, beats, tags, limits];
	assert.deepEqual(types, ['a', undefined, ['b'], undefined]);
	// @ts-expect-error: a string where a number belongs
	assert.throws(() => timer.encode({ period: '500' }), RangeError);
	// @ts-expect-error: no such attribute
	assert.throws(() => timer.encode({ perod: 500 }), TypeError);
	// @ts-expect-error: a name is a string
	const wrong: number | undefined = name;
	assert.equal(wrong, 'a');
});

suite('structs and layouts', () => {
	const header = struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: be16 });
	const link = layout(header, attributes({ name: [3, string] }));

	test('members lie as in C, attributes follow at a multiple of 4', () => {
		assert.equal(header.size, 10);
		const bytes = link.encode({ family: 1, type: 2, index: -1, flags: 0x0102, name: 'a' });
		assert.deepEqual(
			[...bytes],
			[1, 0, 2, 0, 0xff, 0xff, 0xff, 0xff, 1, 2, 0, 0, 6, 0, 3, 0, 0x61, 0, 0, 0],
		);
		assert.deepEqual(link.decode(bytes), {
			family: 1,
			type: 2,
			index: -1,
			flags: 0x0102,
			name: 'a',
		});
	});

	test('a struct that is cut off', () => {
		assert.throws(() => link.decode(new Uint8Array(9)), {
			name: 'MalformedMessage',
			expected: 'a struct of 10 bytes',
		});
	});

	test('a name of neither is refused', () => {
		assert.throws(() => link.encode({ nosuch: 1 } as never), /nosuch: no such attribute/);
	});
});

/** A value of each type, as fast-check makes them. */
const samples = {
	u8: [1, u8, fc.nat(255)],
	u16: [2, u16, fc.nat(65535)],
	u32: [3, u32, fc.nat(2 ** 32 - 1)],
	u64: [4, u64, fc.bigInt(0n, 2n ** 64n - 1n)],
	s8: [5, s8, fc.integer({ min: -128, max: 127 })],
	s16: [6, s16, fc.integer({ min: -32768, max: 32767 })],
	s32: [7, s32, fc.integer()],
	s64: [8, s64, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)],
	be16: [9, be16, fc.nat(65535)],
	be32: [10, be32, fc.nat(2 ** 32 - 1)],
	be64: [11, be64, fc.bigInt(0n, 2n ** 64n - 1n)],
	uint: [12, uint, fc.bigInt(0n, 2n ** 64n - 1n)],
	sint: [13, sint, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)],
	string: [14, string, fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))],
	bareString: [15, bareString, fc.string().filter((text) => !text.includes('\0'))],
	binary: [16, binary, fc.uint8Array({ maxLength: 300 })],
	flag: [17, flag, fc.constant(true)],
	bitfield32: [
		18,
		bitfield32,
		fc.record(
			{ value: fc.nat(2 ** 32 - 1), selector: fc.nat(2 ** 32 - 1) },
			{ noNullPrototype: true },
		),
	],
	many: [19, many(u16), fc.array(fc.nat(65535), { minLength: 1 })],
	array: [20, array(string), fc.array(fc.string().filter((text) => !text.includes('\0')))],
} as const;

const everything = attributes(
	Object.fromEntries(
		Object.entries(samples).map(([name, [number, type]]) => [name, [number, type] as const]),
	),
);
const nested = attributes({ inner: [1, everything], list: [2, array(everything)] });
const values = fc.record(
	Object.fromEntries(Object.entries(samples).map(([name, [, , arbitrary]]) => [name, arbitrary])),
	{ requiredKeys: [], noNullPrototype: true },
);

suite('properties', () => {
	test('what was encoded is decoded, of every type, nested and in lists', () => {
		fc.assert(
			fc.property(
				fc.record(
					{ inner: values, list: fc.array(values, { maxLength: 3 }) },
					{ noNullPrototype: true },
				),
				(value) => {
					const bytes = nested.encode(value as never);
					assert.equal(bytes.length % 4, 0);
					assert.deepEqual(nested.decode(bytes), value);
				},
			),
			{ numRuns: 500 },
		);
	});

	test('any bytes are decoded or refused with MalformedMessage, and so are their pieces', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				try {
					nested.decode(bytes);
					for (const { end } of walkAttributes(bytes)) assert.ok(end <= bytes.length);
				} catch (error) {
					assert.ok(error instanceof MalformedMessage, `${error}`);
					assert.ok(error.offset >= 0 && error.offset <= bytes.length);
				}
			}),
			{ numRuns: 2000 },
		);
	});
});

test('a type of one’s own is written, read and checked as the library’s are', () => {
	const address = attributes({ local: [2, ipv4] });
	const bytes = address.encode({ local: '10.1.2.3' });
	assert.deepEqual([...bytes], [8, 0, 2, 0, 10, 1, 2, 3]);
	assert.deepEqual(address.decode(bytes), { local: '10.1.2.3' });
	assert.throws(() => address.encode({ local: '10.1.2' }), {
		name: 'RangeError',
		message: 'local: 10.1.2 is no IPv4 address',
	});
	assert.throws(() => address.encode({ local: '10.1.2.256' }), RangeError);
});
