import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
	decodeMessage,
	decodeMessages,
	encodeMessage,
	MalformedMessage,
	NLM_F_ACK,
	NLM_F_REQUEST,
} from '../src/wire/index.ts';

/** The bytes of a struct nlmsghdr on a little-endian machine, as a C compiler lays it out. */
const empty = Uint8Array.of(16, 0, 0, 0, 0x10, 0, 1, 0, 7, 0, 0, 0, 0x2a, 0, 0, 0);

suite('messages', () => {
	test('a header is encoded as struct nlmsghdr', () => {
		const bytes = encodeMessage({ type: 0x10, flags: NLM_F_REQUEST, sequence: 7, portId: 42 });
		assert.deepEqual(bytes, empty);
	});

	test('a payload is padded to 4 bytes that nlmsg_len does not count', () => {
		const bytes = encodeMessage({ type: 0x1234, payload: Uint8Array.of(1, 2, 3, 4, 5) });
		assert.equal(bytes.length, 24);
		assert.equal(bytes[0], 21);
		assert.deepEqual([...bytes.subarray(16)], [1, 2, 3, 4, 5, 0, 0, 0]);
	});

	test('all that was encoded is decoded again', () => {
		const parts = {
			type: 0xffff,
			flags: NLM_F_REQUEST | NLM_F_ACK,
			sequence: 0xfffffffe,
			portId: 0x80000001,
			payload: Uint8Array.of(9, 8, 7),
		};
		const [message, ...others] = decodeMessages(encodeMessage(parts));
		assert.deepEqual(message, { offset: 0, length: 19, ...parts });
		assert.deepEqual(others, []);
	});

	test('a payload is a view of the datagram', () => {
		const bytes = encodeMessage({ type: 16, payload: Uint8Array.of(1) });
		const [message] = decodeMessages(bytes);
		bytes[16] = 77;
		assert.deepEqual(message?.payload, Uint8Array.of(77));
	});

	test('several messages follow each other, the last one without its padding', () => {
		const first = encodeMessage({ type: 16, payload: Uint8Array.of(1, 2, 3, 4, 5) });
		const second = encodeMessage({ type: 17, payload: Uint8Array.of(6) });
		const datagram = Uint8Array.from([...first, ...second.subarray(0, 17)]);
		const messages = [...decodeMessages(datagram)];
		assert.deepEqual(
			messages.map(({ offset, type, payload }) => [offset, type, ...payload]),
			[
				[0, 16, 1, 2, 3, 4, 5],
				[24, 17, 6],
			],
		);
	});

	test('nothing is no message', () => {
		assert.deepEqual([...decodeMessages(new Uint8Array())], []);
	});

	for (const [field, parts] of [
		['nlmsg_type', { type: 0x10000 }],
		['nlmsg_type', { type: -1 }],
		['nlmsg_flags', { type: 16, flags: 1.5 }],
		['nlmsg_seq', { type: 16, sequence: 2 ** 32 }],
		['nlmsg_pid', { type: 16, portId: Number.NaN }],
	] as const) {
		test(`${field} refuses what does not fit: ${JSON.stringify(parts)}`, () => {
			assert.throws(
				() => encodeMessage(parts),
				(error) => error instanceof RangeError && error.message.startsWith(field),
			);
		});
	}
});

suite('malformed messages', () => {
	for (const [what, bytes, offset, expected] of [
		['three bytes', [1, 2, 3], 0, 'a header of 16 bytes'],
		['a length of 0', Array(16).fill(0), 0, 'a length of at least 16'],
		['a length below the header', [15, ...empty.subarray(1)], 0, 'a length of at least 16'],
		[
			'a length past the end',
			[17, ...empty.subarray(1)],
			0,
			'a length of at most the 16 bytes left',
		],
		['bytes after the last message', [...empty, 1, 2, 3, 4], 16, 'a header of 16 bytes'],
	] as const) {
		test(`${what}: the error names the offset and what was expected`, () => {
			assert.throws(
				() => [...decodeMessages(Uint8Array.from(bytes))],
				(error) =>
					error instanceof MalformedMessage &&
					error.offset === offset &&
					error.expected === expected,
			);
		});
	}

	test('the messages before it are there', () => {
		const messages = decodeMessages(Uint8Array.from([...empty, 0xff]));
		assert.equal(messages.next().value?.sequence, 7);
		assert.throws(() => messages.next(), MalformedMessage);
	});
});

test('messages that share a buffer do not share bytes, and outlive the transfer of one of them', () => {
	const payload = Uint8Array.of(1, 2, 3, 4, 5);
	const messages = Array.from({ length: 1000 }, (_, index) =>
		encodeMessage({ type: 16, sequence: index, payload }),
	);
	for (const [index, bytes] of messages.entries()) {
		assert.equal(decodeMessage(bytes, 0).sequence, index);
		assert.deepEqual(bytes.subarray(16), Uint8Array.of(1, 2, 3, 4, 5, 0, 0, 0));
	}
	const last = encodeMessage({ type: 16, payload });
	structuredClone(last, { transfer: [last.buffer as ArrayBuffer] });
	assert.equal(decodeMessage(encodeMessage({ type: 17, payload }), 0).type, 17);
});
