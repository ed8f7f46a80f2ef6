/** What bad input gets: an error that says what is wrong, at once, and a socket that goes on. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Generic } from '../src/generic/index.ts';
import { NetlinkError, open, openTransport, Socket } from '../src/index.ts';
import { encodeMessage, type Message, NETLINK_ROUTE } from '../src/wire/index.ts';
import { FakeTransport } from './fake-transport.ts';

const limit = { timeout: 60_000 };
/** What a type check would have refused. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point.
type Anything = any;

/** A kernel that does all that it is asked for, and knows one family. */
function obliging(message: Message, transport: FakeTransport): void {
	if (message.type === 16) transport.answer(message, { type: 16, payload: message.payload });
	transport.acknowledge(message);
}

suite('wrong types at run time', limit, () => {
	for (const [what, run, name, words] of [
		['no type', (s) => s.request({}), 'RangeError', /^nlmsg_type is undefined/],
		['a name for a type', (s) => s.request({ type: 'x' }), 'RangeError', /^nlmsg_type is x/],
		['a type of 17 bits', (s) => s.acknowledge({ type: 2 ** 16 }), 'RangeError', /to 65535$/],
		[
			'flags of 17 bits',
			(s) => s.request({ type: 20, flags: 2 ** 16 }),
			'RangeError',
			/nlmsg_flags/,
		],
		['text', (s) => s.request({ type: 20, payload: 'x' }), 'TypeError', /^payload: x is no Uint/],
		['numbers', (s) => s.list({ type: 20, payload: [1, 2] }), 'TypeError', /^payload: 1,2 is/],
		[
			'an ArrayBuffer',
			(s) => s.batch([{ type: 20, payload: new ArrayBuffer(4) }]),
			'TypeError',
			/^payload: /,
		],
		['no limit', (s) => s.request({ type: 20 }, { limit: 'x' }), 'RangeError', /^limit: x is no/],
		[
			'a limit of NaN',
			(s) => s.list({ type: 20 }, { limit: Number.NaN }),
			'RangeError',
			/^limit: NaN/,
		],
		['a negative limit', (s) => s.batch([{ type: 20 }], { limit: -1 }), 'RangeError', /^limit: -1/],
		['no capacity', (s) => s.subscribe([1], { capacity: 0 }), 'RangeError', /^capacity: 0 is no/],
		[
			'capacity in words',
			(s) => s.subscribe([1], { capacity: 'all' }),
			'RangeError',
			/^capacity: all/,
		],
		[
			'an option that is none',
			(s) => s.setOptions({ nosuch: 1 }),
			'TypeError',
			/^nosuch is no option/,
		],
		[
			'an option in words',
			(s) => s.setOptions({ receiveBuffer: '1 MB' }),
			'TypeError',
			/^receiveBuffer: 1 MB is/,
		],
		[
			'half a byte',
			(s) => s.setOptions({ sendBuffer: 0.5 }),
			'TypeError',
			/^sendBuffer: 0.5 is no/,
		],
	] as [string, (socket: Anything) => Promise<unknown>, string, RegExp][]) {
		test(`of a socket: ${what}`, async () => {
			const transport = new FakeTransport(obliging);
			await using socket = new Socket(transport);
			await assert.rejects(run(socket), { name, message: words });
			assert.deepEqual(transport.sent, []);
			assert.equal(
				transport.calls.some((call) => call.startsWith('join')),
				false,
			);
			await socket.acknowledge({ type: 20 });
		});
	}

	for (const [what, run, name, words] of [
		['a datagram of text', (t) => t.send('x'), 'TypeError', /^datagram: x is no Uint8Array/],
		['no datagram', (t) => t.send(), 'TypeError', /^datagram: undefined is no Uint8Array/],
		['wider numbers', (t) => t.send(new Uint16Array(8)), 'TypeError', /is no Uint8Array/],
		['an ArrayBuffer', (t) => t.send(new ArrayBuffer(16)), 'TypeError', /is no Uint8Array/],
		[
			'a port id of 33 bits',
			(t) => t.send(new Uint8Array(16), 2 ** 32),
			'RangeError',
			/^port id: /,
		],
		['a negative port id', (t) => t.send(new Uint8Array(16), -1), 'RangeError', /^port id: -1 is/],
		['a group by name', (t) => t.join('link'), 'RangeError', /^group: link is no integer/],
		['half a group', (t) => t.leave(1.5), 'RangeError', /^group: 1.5 is no integer/],
		[
			'an option of 33 bits',
			(t) => t.setOption(1, 8, 2 ** 32),
			'RangeError',
			/^option: 4294967296/,
		],
	] as [string, (transport: Anything) => Promise<unknown>, string, RegExp][]) {
		test(`of a transport: ${what}`, async () => {
			await using transport = await openTransport(NETLINK_ROUTE);
			await assert.rejects(run(transport), { name, message: words });
			await transport.send(encodeMessage({ type: 18, flags: 1, payload: new Uint8Array(16) }));
			assert.equal((await transport.receive()).length, 1);
		});
	}

	for (const namespace of [5, null, {}, true] as Anything[]) {
		test(`of a namespace: ${JSON.stringify(namespace)}`, async () => {
			await assert.rejects(open(NETLINK_ROUTE, { namespace }), {
				name: 'TypeError',
				message: /^namespace: .* is no path, no { pid } and no { descriptor }$/,
			});
		});
	}

	test('of a command: what is no number of 8 bits', async () => {
		await using generic = new Generic(new Socket(new FakeTransport(obliging)));
		const family = await generic.family('x');
		for (const command of [256, -1, 1.5, 'x'] as Anything[]) {
			await assert.rejects(family.request(command), {
				name: 'RangeError',
				message: `command: ${command} is no integer of 8 bits`,
			});
		}
		await assert.rejects(family.list(1, { payload: 'x' as Anything }), {
			name: 'TypeError',
			message: /^payload: x is no Uint8Array/,
		});
		await assert.rejects(generic.family(5 as Anything), { message: /^name: 5 is no string/ });
	});
});

suite('a namespace that does not exist', limit, () => {
	for (const namespace of [
		'/run/netns/no-such',
		{ pid: 0x3fffff },
		{ descriptor: 99_999 },
	] as const) {
		test(JSON.stringify(namespace), async () => {
			await assert.rejects(open(NETLINK_ROUTE, { namespace }), {
				name: 'NetlinkError',
				code: 'ENOENT',
				call: 'open',
			});
		});
	}
});

suite('a closed socket', limit, () => {
	const request = { type: 20 };
	for (const [what, run] of [
		['send', (socket) => socket.send(encodeMessage(request))],
		['receive', (socket) => socket.receive()],
		['request', (socket) => socket.request(request)],
		['acknowledge', (socket) => socket.acknowledge(request)],
		['dump', (socket) => socket.dump(request).next()],
		['list', (socket) => socket.list(request)],
		['subscribe', (socket) => socket.subscribe([1])],
		[
			'follow',
			async (socket) => {
				for await (const _ of socket.follow([1], request));
			},
		],
		['setOptions', (socket) => socket.setOptions({ strictChecking: true })],
		[
			'batch',
			async (socket) => {
				const [outcome] = await socket.batch([request]);
				throw outcome?.status === 'rejected' && outcome.reason;
			},
		],
	] as [string, (socket: Socket) => Promise<unknown>][]) {
		for (const isUsed of [false, true]) {
			test(`${what}: EBADF${isUsed ? ', after other requests' : ''}`, async () => {
				const socket = await open(NETLINK_ROUTE);
				if (isUsed) await socket.list({ type: 18, payload: new Uint8Array(16) });
				await socket.close();
				await socket.close();
				await assert.rejects(run(socket), { code: 'EBADF', message: /the socket is closed/ });
			});
		}
	}
});

suite('a kernel without the feature', limit, () => {
	const ENOPROTOOPT = 92;

	/** A kernel that has none of the options of netlink sockets. */
	class OldTransport extends FakeTransport {
		override async setOption(level: number, option: number, value: number): Promise<void> {
			await super.setOption(level, option, value);
			throw new NetlinkError({ call: 'setsockopt', errno: ENOPROTOOPT });
		}
	}

	test('extended and capped acknowledgements are done without', async () => {
		const transport = new OldTransport(obliging);
		await using socket = new Socket(transport);
		await socket.acknowledge({ type: 20 });
		assert.deepEqual(transport.calls, ['setOption 270 11 1', 'setOption 270 10 1']);
	});

	test('what was asked for by name is an error', async () => {
		await using socket = new Socket(new OldTransport(obliging));
		await assert.rejects(socket.setOptions({ strictChecking: true }), { code: 'ENOPROTOOPT' });
		await socket.acknowledge({ type: 20 });
	});

	test('another error of an option is not passed over', async () => {
		const transport = new FakeTransport(obliging);
		transport.setOption = () => Promise.reject(new NetlinkError({ call: 'setsockopt', errno: 12 }));
		await using socket = new Socket(transport);
		await assert.rejects(socket.acknowledge({ type: 20 }), { code: 'ENOMEM' });
	});
});
