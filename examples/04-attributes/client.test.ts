import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetlinkError, type Request, Socket } from '@both-sides/netlink';
import {
	attributes,
	binary,
	decodeAcknowledgement,
	decodeMessage,
	encodeMessage,
	NLA_HDRLEN,
	NLM_F_REQUEST,
	NLMSG_HDRLEN,
	u64,
	walkAttributes,
} from '@both-sides/netlink/wire';
import type { Lab } from '../lab.ts';
import { NETLINK_PULSE, PULSE_DEL, PULSE_GET, PULSE_NEW, PULSE_SET, timer } from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

// include/uapi/linux/netlink.h
const NLMSGERR_ATTR_POLICY = 4;
const NL_POLICY_TYPE_ATTR_TYPE = 1;
const NL_POLICY_TYPE_ATTR_MIN_VALUE_U = 4;
const NL_POLICY_TYPE_ATTR_MAX_VALUE_U = 5;

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer) => ({ type, ...timer.body(value) });

/** A message by the bytes of its payload, in hexadecimal. */
const handmade = (type: number, ...bytes: string[]): Request => ({
	type,
	payload: Uint8Array.from(Buffer.from(bytes.join('').replaceAll(' ', ''), 'hex')),
	layout: timer,
});

const tick = '0900 0100 7469636b 00 000000';
const period = (milliseconds: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(milliseconds);
	return `0800 0200 ${bytes.toString('hex')}`;
};

export default function (lab: Lab): void {
	const open = async () => new Socket(await lab.open(NETLINK_PULSE));

	async function get(socket: Socket, name = 'tick'): Promise<Timer> {
		return timer.decode((await socket.request(message(PULSE_GET, { name }))).payload);
	}

	async function refused(socket: Socket, request: Request): Promise<NetlinkError> {
		try {
			await socket.acknowledge(request);
		} catch (error) {
			assert.ok(error instanceof NetlinkError);
			return error;
		}
		return assert.fail('it was acknowledged');
	}

	test('a timer is made, told, changed and removed', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const made = { name: 'tick', period: 500, enabled: 0, tags: { tag: ['led', 'door'] } };
		await socket.acknowledge(message(PULSE_NEW, made));
		assert.deepEqual(await get(socket), made);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 1 }));
		assert.deepEqual(await get(socket), { ...made, enabled: 1 });
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', tags: { tag: [] } }));
		assert.deepEqual(await get(socket), { ...made, enabled: 1, tags: {} });
		await socket.acknowledge(message(PULSE_DEL, { name: 'tick' }));
		assert.equal((await refused(socket, message(PULSE_GET, { name: 'tick' }))).code, 'ENOENT');
	});

	test('the reply is attributes, each padded to four bytes, the nest with its flag', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(
			message(PULSE_NEW, { name: 'tick', period: 500, tags: { tag: ['led', 'door'] } }),
		);
		const reply = await socket.request(message(PULSE_GET, { name: 'tick' }));
		assert.equal(reply.type, PULSE_NEW);
		const expected = [
			tick,
			'0800 0200 f4010000',
			'0500 0300 01 000000',
			'1800 0480',
			'0800 0100 6c656400',
			'0900 0100 646f6f72 00 000000',
		];
		assert.equal(Buffer.from(reply.payload).toString('hex'), expected.join('').replaceAll(' ', ''));
	});

	test('what the policy refuses comes back with its place and its bounds', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		for (const wrong of [9, 60_001, 4_294_967_295]) {
			const error = await refused(socket, message(PULSE_NEW, { name: 'tick', period: wrong }));
			assert.equal(error.code, 'ERANGE');
			assert.equal(error.attribute, 'period');
			const { extended } = error;
			assert.equal(extended?.message, 'integer out of range');
			assert.equal(extended?.offset, 16 + 12, 'header and name are before it');
			assert.deepEqual([extended?.policy?.minimum, extended?.policy?.maximum], [10n, 60_000n]);
		}
		for (const right of [10, 60_000]) {
			await socket.acknowledge(message(PULSE_NEW, { name: `${right}`, period: right }));
			assert.equal((await get(socket, `${right}`)).period, right);
		}
	});

	test('each byte that is wrong is refused for its own reason', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const cases: [what: string, request: Request, ...answer: (string | undefined)[]][] = [
			[
				'a name of 16 bytes',
				message(PULSE_NEW, { name: 'sixteen-bytes-it', period: 500 }),
				'EINVAL',
				'Attribute failed policy validation',
				'name',
			],
			[
				'a name without NUL',
				handmade(PULSE_GET, '0800 0100 7469636b'),
				'EINVAL',
				'Attribute failed policy validation',
				'name',
			],
			[
				'a number above the largest',
				handmade(PULSE_GET, tick, '0400 0500'),
				'EINVAL',
				'Unknown attribute type',
				'5',
			],
			[
				'the number 0',
				handmade(PULSE_GET, tick, '0400 0000'),
				'EINVAL',
				'Unknown attribute type',
				'0',
			],
			[
				'a period of two bytes',
				handmade(PULSE_NEW, tick, '0600 0200 f401 0000'),
				'EINVAL',
				'invalid attribute length',
				'period',
			],
			[
				'a period of eight bytes',
				handmade(PULSE_NEW, tick, '0c00 0200 f401000000000000'),
				'EINVAL',
				'invalid attribute length',
				'period',
			],
			[
				'enabled is 2',
				message(PULSE_NEW, { name: 'tick', period: 500, enabled: 2 }),
				'ERANGE',
				'integer out of range',
				'enabled',
			],
			[
				'a nest without its flag',
				handmade(PULSE_GET, tick, '0c00 0400 0800 0100 6c656400'),
				'EINVAL',
				'NLA_F_NESTED is missing',
				'tags',
			],
			[
				'a name with the flag of a nest',
				handmade(PULSE_GET, '0900 0180 7469636b 00 000000'),
				'EINVAL',
				'NLA_F_NESTED not expected',
				'name',
			],
			[
				'a tag of 16 bytes',
				message(PULSE_NEW, { name: 'tick', period: 500, tags: { tag: ['sixteen-bytes-it'] } }),
				'EINVAL',
				'Attribute failed policy validation',
				'tags.tag',
			],
			[
				'a fifth tag',
				message(PULSE_NEW, { name: 'tick', period: 500, tags: { tag: ['a', 'b', 'c', 'd', 'e'] } }),
				'E2BIG',
				'a timer has four tags at most',
				'tags.tag',
			],
			['no name', message(PULSE_NEW, { period: 500 }), 'EINVAL', undefined, '1'],
			['no period', message(PULSE_NEW, { name: 'tick' }), 'EINVAL', undefined, '2'],
			['nothing at all', { type: 99 }, 'EOPNOTSUPP', 'pulse has no such message type', undefined],
		];
		for (const [what, request, ...answer] of cases) {
			const { code, extended, attribute } = await refused(socket, request);
			assert.deepEqual([code, extended?.message, attribute], answer, what);
		}
		assert.equal((await refused(socket, message(PULSE_GET, { name: 'tick' }))).code, 'ENOENT');
	});

	test('the fifth tag is named by its own place, not by that of the first', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const error = await refused(
			socket,
			message(PULSE_NEW, { name: 'tick', period: 500, tags: { tag: ['a', 'b', 'c', 'd', 'e'] } }),
		);
		assert.equal(error.extended?.offset, 16 + 12 + 8 + 4 + 4 * 8);
	});

	test('an attribute that is longer than its message is refused, and so are bytes too few for one', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const log = await lab.log();
		for (const bytes of [
			'0900 0100 746963',
			'ffff 0100 7469636b',
			'0300 0100',
			'0000 0000',
			'00',
		]) {
			const { code, extended } = await refused(socket, handmade(PULSE_GET, bytes));
			assert.deepEqual(
				[code, extended?.message],
				['EINVAL', 'bytes leftover after parsing attributes'],
				bytes,
			);
		}
		await log.line(/^netlink: 7 bytes leftover after parsing attributes in process/);
	});

	test('of two attributes with one number the last counts, and both are checked', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(handmade(PULSE_NEW, tick, period(100), period(200)));
		assert.equal((await get(socket)).period, 200);
		const first = await refused(socket, handmade(PULSE_SET, tick, period(5), period(300)));
		assert.equal(first.code, 'ERANGE');
		assert.equal((await get(socket)).period, 200);
	});

	test('a change that is refused half-way has changed nothing', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const made = { name: 'tick', period: 500, enabled: 1, tags: { tag: ['led'] } };
		await socket.acknowledge(message(PULSE_NEW, made));
		const { code } = await refused(
			socket,
			message(PULSE_SET, {
				name: 'tick',
				period: 1000,
				enabled: 0,
				tags: { tag: ['a', 'b', 'c', 'd', 'e'] },
			}),
		);
		assert.equal(code, 'E2BIG');
		assert.deepEqual(await get(socket), made);
	});

	test('a name is taken once, and there are as many timers as the limit says', async () => {
		await using _module = await lab.load({ limit: 2 });
		await using socket = await open();
		const make = (name: string) => message(PULSE_NEW, { name, period: 500 });
		await socket.acknowledge(make('one'));
		const taken = await refused(socket, make('one'));
		assert.deepEqual([taken.code, taken.attribute], ['EEXIST', 'name']);
		await socket.acknowledge(make('two'));
		assert.equal((await refused(socket, make('three'))).code, 'ENOSPC');
		await socket.acknowledge(message(PULSE_DEL, { name: 'one' }));
		await socket.acknowledge(make('three'));
	});

	test('a request for one timer needs a name, and one that there is', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		for (const type of [PULSE_GET, PULSE_SET, PULSE_DEL]) {
			assert.equal((await refused(socket, message(type, {}))).code, 'EINVAL');
			assert.equal((await refused(socket, message(type, { name: 'none' }))).code, 'ENOENT');
		}
	});

	test('timers go with their module', async () => {
		{
			await using _module = await lab.load();
			await using socket = await open();
			for (const name of ['one', 'two'])
				await socket.acknowledge(message(PULSE_NEW, { name, period: 500 }));
		}
		await using _module = await lab.load();
		await using socket = await open();
		assert.equal((await refused(socket, message(PULSE_GET, { name: 'one' }))).code, 'ENOENT');
	});

	test('the liberal parser takes what it does not know, and what does not fit', async () => {
		await using _module = await lab.load({}, 'wrong/liberal/pulse');
		await using socket = await open();
		await socket.acknowledge(message(PULSE_NEW, { name: 'tick', period: 500 }));
		for (const [bytes, then] of [
			['0800 0500 01000000', 500],
			['0c00 0200 c800000001000000', 200],
			['0800 0200 2c01', 200],
		] as const) {
			await socket.acknowledge(handmade(PULSE_SET, tick, bytes));
			assert.equal((await get(socket)).period, then, bytes);
		}
		await socket.acknowledge(handmade(PULSE_SET, tick, '0c00 0400 0800 0100 6c656400'));
		assert.deepEqual((await get(socket)).tags, { tag: ['led'] });
		const error = await refused(socket, handmade(PULSE_SET, tick, '0600 0200 f401 0000'));
		assert.equal(error.code, 'ERANGE', 'too short is refused all the same');
	});

	test('NLA_POLICY_RANGE keeps 16 bits of ten minutes', async () => {
		await using _module = await lab.load({}, 'wrong/small-range/pulse');
		await using socket = await open();
		const make = (milliseconds: number) =>
			message(PULSE_NEW, { name: `${milliseconds}`, period: milliseconds });
		for (const tooLong of [10_177, 60_000, 600_000]) {
			const { extended } = await refused(socket, make(tooLong));
			assert.deepEqual([extended?.policy?.minimum, extended?.policy?.maximum], [10n, 10_176n]);
		}
		await socket.acknowledge(make(10_176));
	});

	test('without the NUL two timers have one name', async () => {
		const bare = handmade(PULSE_NEW, '0800 0100 7469636b', period(500));
		{
			await using _module = await lab.load();
			await using socket = await open();
			assert.equal((await refused(socket, bare)).code, 'EINVAL');
		}
		await using _module = await lab.load({}, 'wrong/no-nul/pulse');
		await using socket = await open();
		await socket.acknowledge(bare);
		await socket.acknowledge(bare);
		await socket.acknowledge(message(PULSE_DEL, { name: 'tick' }));
		assert.equal((await get(socket)).name, 'tick', 'there is another');
	});

	test('after the header of its attribute a u64 lies between two multiples of eight', () => {
		const beats = attributes({ pad: [6, binary], beats: [7, u64] });
		const place = (value: Parameters<typeof beats.encode>[0]) =>
			[...walkAttributes(beats.encode(value))].map(({ offset }) => offset + NLA_HDRLEN);
		assert.deepEqual(place({ beats: 1n }), [4]);
		assert.deepEqual(place({ pad: new Uint8Array(), beats: 1n }), [4, 8]);
	});

	test('on x86 the kernel leaves a u64 where it falls: there is no padding attribute', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		// The library asks for extended acknowledgements with its first request.
		await refused(socket, message(PULSE_GET, { name: 'tick' }));
		await socket.send(
			encodeMessage({
				type: PULSE_NEW,
				flags: NLM_F_REQUEST,
				payload: timer.encode({ name: 'tick', period: 5 }),
			}),
		);
		const [datagram] = await socket.receive({ signal: AbortSignal.timeout(5000) });
		assert.ok(datagram);
		const answer = decodeMessage(datagram.data, 0);
		const start = NLMSG_HDRLEN + decodeAcknowledgement(answer).extendedOffset;
		const policy = [...walkAttributes(datagram.data, start)].find(
			({ number }) => number === NLMSGERR_ATTR_POLICY,
		);
		assert.ok(policy);
		const bounds = [...walkAttributes(datagram.data, policy.offset + NLA_HDRLEN, policy.end)];
		assert.deepEqual(
			bounds.map(({ number }) => number),
			[NL_POLICY_TYPE_ATTR_MIN_VALUE_U, NL_POLICY_TYPE_ATTR_MAX_VALUE_U, NL_POLICY_TYPE_ATTR_TYPE],
		);
		assert.deepEqual(
			bounds.map(({ offset }) => offset + NLA_HDRLEN),
			[80, 92, 104],
		);
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('the client makes, changes and shows', async () => {
		await using _module = await lab.load();
		const output = async (...args: string[]) => (await lab.client(...args)).stdout;
		assert.equal(await output('new', 'tick', '500', 'led', 'door'), 'acknowledged\n');
		assert.equal(await output('set', 'tick', 'off'), 'acknowledged\n');
		assert.equal(await output('get', 'tick'), 'tick: 500 ms, off, tags: led,door\n');
	});
}
