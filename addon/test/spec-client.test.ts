/** A client of a specification: what it sends, what it makes of what comes, and what it refuses. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { controllerAttributes, genericRequest, readGeneric } from '../src/generic/index.ts';
import { Socket } from '../src/index.ts';
import { Codecs } from '../src/spec/codec.ts';
import { type Client, connect, type Values } from '../src/spec/index.ts';
import { readSpecification } from '../src/spec/yaml/index.ts';
import {
	encodeMessage,
	extendedAcknowledgement,
	type Message,
	NETLINK_GENERIC,
	NLM_F_ACK,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	NLM_F_CREATE,
	NLM_F_DUMP,
	NLM_F_REQUEST,
} from '../src/wire/index.ts';
import { FakeTransport } from './fake-transport.ts';

const limit = { timeout: 60_000 };
const text = readFileSync(join(import.meta.dirname, 'clock.yaml'), 'utf8');
const { tables } = readSpecification(text, 'clock.yaml');
const classic = readSpecification(
	text
		.replace('genetlink-legacy', 'netlink-raw\nprotonum: 31')
		.replace('- name: get\n', '- name: get\n      value: 32\n')
		.replace('{ name: bells }', '{ name: bells, value: 3 }'),
	'clock.yaml',
).tables;

const id = 40;
const commands = { get: 1, set: 2, struck: 3, broken: 4 } as const;
const EINVAL = 22;

const codecs = new Codecs(tables);
const clock = codecs.body({ attributeSet: 'clock' });
const clockWithHeader = codecs.body({ fixedHeader: 'header', attributeSet: 'clock' });

/** nlctrl, and a family of clocks: what it was asked is kept, and what it says is said by the test. */
class Clocks {
	readonly transport = new FakeTransport((message) => this.#handle(message), NETLINK_GENERIC);
	readonly asked: { command: number; flags: number; payload: Uint8Array }[] = [];
	answer: (message: Message, payload: Uint8Array) => void = (message) =>
		this.transport.acknowledge(message);

	connect(): Promise<Client> {
		return connect(tables, new Socket(this.transport));
	}

	/** Answers with a command and attributes. */
	reply(to: Message, command: number, values: Values): void {
		this.transport.answer(to, { type: id, payload: payloadOf(command, values) });
	}

	#handle(message: Message): void {
		const { command, payload } = readGeneric(message);
		if (message.type === id) {
			this.asked.push({ command, flags: message.flags, payload });
			this.answer(message, payload);
			return;
		}
		const groups = [{ name: 'bells', id: 7 }];
		const body = controllerAttributes.body({ name: 'clock', id, version: 1, groups });
		this.transport.answer(message, genericRequest(16, 1, 1, body));
	}
}

function payloadOf(command: number, values: Values): Uint8Array {
	return genericRequest(id, command, 1, clock.body(values)).payload as Uint8Array;
}

suite('a client of a specification', limit, () => {
	test('does what has a reply', async () => {
		const clocks = new Clocks();
		clocks.answer = (message) => clocks.reply(message, commands.get, { id: 3, label: 'tick' });
		await using client = await clocks.connect();
		assert.deepEqual(await client.do('get', { id: 3 }), { id: 3, label: 'tick' });
		const [{ command, flags, payload } = assert.fail()] = clocks.asked;
		assert.deepEqual([command, flags], [commands.get, NLM_F_REQUEST]);
		assert.deepEqual(clock.decode(payload), { id: 3 });
	});

	test('does what has none, with flags and a fixed header', async () => {
		const clocks = new Clocks();
		await using client = await clocks.connect();
		const request = { index: 9, label: 'tock' };
		assert.equal(await client.do('set', request, { flags: NLM_F_CREATE }), undefined);
		const [{ flags, payload } = assert.fail()] = clocks.asked;
		assert.equal(flags, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE);
		assert.deepEqual(clockWithHeader.decode(payload), { ...request, 'header.kind': 0 });
	});

	test('lists, reply by reply and whole', async () => {
		const clocks = new Clocks();
		clocks.answer = (message) => {
			for (const number of [1, 2]) clocks.reply(message, commands.get, { id: number });
			clocks.transport.done(message);
		};
		await using client = await clocks.connect();
		const found: unknown[] = [];
		for await (const each of client.dump('get', { label: 'x' })) found.push(each);
		assert.deepEqual(found, [{ id: 1 }, { id: 2 }]);
		assert.deepEqual(await client.list('get'), found);
		assert.deepEqual(
			clocks.asked.map(({ flags, payload }) => [flags, clock.decode(payload)]),
			[
				[NLM_F_REQUEST | NLM_F_DUMP, { label: 'x' }],
				[NLM_F_REQUEST | NLM_F_DUMP, {}],
			],
		);
	});

	test('hears events by name, what has no name, and of losses', async () => {
		const clocks = new Clocks();
		await using client = await clocks.connect();
		const events = await client.subscribe(['bells']);
		const tell = (type: number, command: number, values: Values) =>
			clocks.transport.arrive(encodeMessage({ type, payload: payloadOf(command, values) }), {
				group: 7,
			});
		tell(id, commands.struck, { id: 1 });
		tell(id, commands.broken, { id: 2 });
		tell(id, 99, {});
		tell(id + 1, commands.struck, {});
		clocks.transport.failReceive(105);
		const found: unknown[] = [];
		for await (const event of events) {
			if (event.kind === 'undeclared') found.push(['undeclared', event.group, event.message.type]);
			else found.push(event);
			if (event.kind === 'overrun') break;
		}
		assert.deepEqual(found, [
			{ kind: 'event', name: 'struck', group: 'bells', attributes: { id: 1 } },
			{ kind: 'event', name: 'broken', group: 'bells', attributes: { id: 2 } },
			['undeclared', 'bells', id],
			['undeclared', 'bells', id + 1],
			{ kind: 'overrun' },
		]);
		assert.deepEqual(clocks.transport.calls.slice(-2), ['join 7', 'leave 7']);
	});

	test('an event that the specification does not fit ends the loop, with a word', async () => {
		const clocks = new Clocks();
		await using client = await clocks.connect();
		const events = await client.subscribe(['bells']);
		const payload = Uint8Array.of(commands.struck, 1, 0, 0, 5, 0, 1, 0, 1, 0, 0, 0);
		clocks.transport.arrive(encodeMessage({ type: id, payload }), { group: 7 });
		await assert.rejects(events[Symbol.asyncIterator]().next(), {
			name: 'MalformedMessage',
			message: 'id: malformed message at byte 4: expected 4 bytes of u32, found 1 bytes',
		});
	});

	test('an error names the attribute', async () => {
		const clocks = new Clocks();
		clocks.answer = (message, payload) => {
			// What is at fault is the second attribute of the nest: it is the last in the message.
			const offset = 16 + 4 + payload.length - 8;
			const extended = extendedAcknowledgement.encode({ offset, message: 'No such part.' });
			clocks.transport.acknowledge(message, EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS, extended);
		};
		await using client = await clocks.connect();
		const request = { index: 1, kind: 'chime', part: { id: 1, part: { id: 4 } } };
		await assert.rejects(client.do('set', request), {
			name: 'NetlinkError',
			code: 'EINVAL',
			attribute: 'part.part.id',
			message: `request(type ${id}): EINVAL: No such part (invalid argument): attribute part.part.id`,
		});
	});

	test('another reply than was to be expected is refused', async () => {
		const clocks = new Clocks();
		clocks.answer = (message) => clocks.reply(message, commands.set, {});
		await using client = await clocks.connect();
		await assert.rejects(client.do('get', {}), {
			name: 'MalformedMessage',
			message: 'malformed message at byte 0: expected message 1, the reply to get, found message 2',
		});
	});

	test('what cannot be sent is refused before it is', async () => {
		const clocks = new Clocks();
		await using client = await clocks.connect();
		await assert.rejects(client.do('get', { idd: 1 }), {
			name: 'TypeError',
			message: 'get: idd: no such attribute',
		});
		await assert.rejects(client.do('got'), {
			name: 'RangeError',
			message: 'the family clock has no got to do; it has: get, set',
		});
		await assert.rejects(client.list('set'), {
			name: 'RangeError',
			message: 'the family clock has no set to dump; it has: get',
		});
		await assert.rejects(client.list('constructor'), { name: 'RangeError' });
		assert.deepEqual(clocks.asked, []);
	});

	test('groups are those of the kernel, or of the specification', async () => {
		await using client = await new Clocks().connect();
		await assert.rejects(client.subscribe(['all']), {
			name: 'RangeError',
			message: 'the family clock has no group all; it has: bells',
		});
		const transport = new FakeTransport();
		await using other = await connect(classic, new Socket(transport));
		await using _events = await other.subscribe(['bells']);
		assert(transport.calls.includes('join 3'));
		await assert.rejects(other.subscribe(['all']), {
			name: 'RangeError',
			message: 'the family clock has no group all; it has: bells',
		});
	});

	test('a classic family is asked by message type', async () => {
		const transport = new FakeTransport((message) => {
			const { payload } = clock.body({ id: message.type });
			transport.answer(message, { type: 32, payload });
		});
		await using client = await connect(classic, new Socket(transport));
		assert.deepEqual(await client.do('get'), { id: 32 });
	});

	test('a socket of another protocol is refused', async () => {
		await assert.rejects(connect(tables, new Socket(new FakeTransport())), {
			name: 'RangeError',
			message: 'the family clock is of netlink protocol 16, the socket of 31',
		});
	});
});
