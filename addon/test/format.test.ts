import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import {
	attributes,
	describeMessage,
	encodeMessage,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	NLM_F_DUMP,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	type Part,
	string,
	u32,
} from '../src/wire/index.ts';

const timer = attributes({ name: [1, string], limits: [2, attributes({ most: [1, u32] })] });
const pulse = { messages: { 16: { name: 'PULSE_NEW', layout: timer } } };

function rows(parts: readonly Part[]): string[] {
	return parts.map(
		({ offset, length, name, value, depth }) =>
			`${offset}+${length} ${'> '.repeat(depth)}${name} ${value}`,
	);
}

/** Every byte belongs to one piece, in order. */
function covers(parts: readonly Part[], length: number): void {
	let end = 0;
	for (const part of parts) {
		assert.equal(part.offset, end, `${JSON.stringify(part)} starts where the last ended`);
		end += part.length;
	}
	assert.equal(end, length);
}

suite('describeMessage', () => {
	test('header, raw payload and padding', () => {
		const bytes = encodeMessage({
			type: 16,
			flags: NLM_F_REQUEST | NLM_F_DUMP,
			payload: Uint8Array.of(1, 2),
		});
		const parts = describeMessage(bytes);
		assert.deepEqual(rows(parts), [
			'0+4 nlmsg_len 18',
			'4+2 nlmsg_type 16',
			'6+2 nlmsg_flags NLM_F_REQUEST | NLM_F_DUMP',
			'8+4 nlmsg_seq 0',
			'12+4 nlmsg_pid 0',
			'16+2 payload 01 02',
			'18+2 padding ',
		]);
		covers(parts, bytes.length);
	});

	test('attributes by their declared names', () => {
		const bytes = encodeMessage({
			type: 16,
			payload: timer.encode({ name: 'tick', limits: { most: 9 } }),
		});
		const parts = describeMessage(bytes, pulse);
		assert.equal(parts[1]?.value, 'PULSE_NEW');
		assert.deepEqual(rows(parts).slice(5), [
			'16+2 nla_len 9',
			'18+2 nla_type 1',
			'20+5 name "tick"',
			'25+3 padding ',
			'28+2 nla_len 12',
			'30+2 nla_type 2 | NLA_F_NESTED',
			'32+2 > nla_len 8',
			'34+2 > nla_type 1',
			'36+4 > most 9',
		]);
		covers(parts, bytes.length);
	});

	test('an error, its request and its extended acknowledgement', () => {
		const request = encodeMessage({
			type: 16,
			flags: NLM_F_REQUEST,
			sequence: 3,
			payload: Uint8Array.of(1),
		});
		const extended = attributes({ message: [1, string] }).encode({ message: 'no' });
		const bytes = encodeMessage({
			type: NLMSG_ERROR,
			flags: NLM_F_ACK_TLVS,
			payload: Uint8Array.from([0xea, 0xff, 0xff, 0xff, ...request, ...extended]),
		});
		const parts = describeMessage(bytes, pulse);
		covers(parts, bytes.length);
		const shown = rows(parts);
		assert.ok(shown.includes('16+4 error -EINVAL'));
		assert.ok(shown.includes('24+2 > nlmsg_type PULSE_NEW'));
		assert.ok(shown.includes('44+3 message "no"'), shown.join('\n'));
	});

	test('an error with only the header of its request', () => {
		const request = encodeMessage({ type: 16, payload: new Uint8Array(100) }).subarray(0, 16);
		const bytes = encodeMessage({
			type: NLMSG_ERROR,
			flags: NLM_F_CAPPED,
			payload: Uint8Array.from([0, 0, 0, 0, ...request]),
		});
		const parts = describeMessage(bytes);
		covers(parts, bytes.length);
		assert.ok(rows(parts).includes('20+4 > nlmsg_len 116'));
		assert.equal(parts[5]?.note, 'no error: an acknowledgement');
	});

	test('the end of a dump', () => {
		const parts = describeMessage(encodeMessage({ type: NLMSG_DONE, payload: new Uint8Array(4) }));
		assert.equal(parts[5]?.note, 'the dump is complete');
	});

	for (const [what, bytes, shown] of [
		['three bytes', [1, 2, 3], '0+3 malformed 01 02 03'],
		['a length too small', [15, 0, 0, 0, ...Array(12).fill(0)], '0+16 malformed 0f 00 00 00'],
		['a length too large', [17, 0, 0, 0, ...Array(12).fill(0)], '0+16 malformed 11 00 00 00'],
	] as const) {
		test(`what is no message: ${what}`, () => {
			const parts = describeMessage(Uint8Array.from(bytes));
			assert.ok(rows(parts).at(-1)?.startsWith(shown));
			assert.match(parts.at(-1)?.note ?? '', /^expected /);
			covers(parts, bytes.length);
		});
	}

	test('any bytes are covered from the first to the last, with and without a declaration', () => {
		const message = fc
			.tuple(fc.constantFrom(0, 1, 2, 3, 16, 17), fc.nat(0xffff), fc.uint8Array({ maxLength: 60 }))
			.map(([type, flags, payload]) => [...encodeMessage({ type, flags, payload })]);
		const datagram = fc
			.tuple(fc.array(message, { maxLength: 3 }), fc.uint8Array({ maxLength: 20 }))
			.map(([messages, rest]) => Uint8Array.from([...messages.flat(), ...rest]));
		fc.assert(
			fc.property(datagram, (bytes) => {
				covers(describeMessage(bytes), bytes.length);
				covers(describeMessage(bytes, pulse), bytes.length);
			}),
			{ numRuns: 3000 },
		);
	});
});
