import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Datagram, Socket, type Transport } from '@both-sides/netlink';
import {
	decodeAcknowledgement,
	decodeMessages,
	encodeMessage,
	NLM_F_ACK,
	NLM_F_REQUEST,
	NLMSG_ERROR,
	NLMSG_NOOP,
} from '@both-sides/netlink/wire';
import type { Lab, Running } from '../lab.ts';
import { NETLINK_PULSE, PULSE_ADD, PULSE_COUNT, PULSE_GET, pulseCount } from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

const add = (beats: number) => ({ type: PULSE_ADD, ...pulseCount.body({ beats }) });

/** The messages that are there when send has returned: input has run, so nothing more will come. */
async function answers(transport: Transport, datagram: Uint8Array) {
	await transport.send(datagram);
	const received: Datagram[] = [];
	try {
		for (;;) received.push(...(await transport.receive({ signal: AbortSignal.timeout(50) })));
	} catch (error) {
		assert.equal((error as Error).name, 'TimeoutError');
	}
	return received.flatMap(({ data }) => [...decodeMessages(data)]);
}

export default function (lab: Lab): void {
	async function total(): Promise<number | undefined> {
		await using socket = new Socket(await lab.open(NETLINK_PULSE));
		return pulseCount.decode((await socket.request({ type: PULSE_GET })).payload).beats;
	}

	test('what is added is acknowledged, and told when asked for', async () => {
		await using _module = await lab.load();
		await using socket = new Socket(await lab.open(NETLINK_PULSE));
		await socket.acknowledge(add(3));
		await socket.acknowledge(add(4));
		assert.equal(await total(), 7);
	});

	test('the reply carries the sequence number of its request and our port id', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const [reply, ...more] = await answers(
			transport,
			encodeMessage({ type: PULSE_GET, flags: NLM_F_REQUEST, sequence: 4711 }),
		);
		assert.deepEqual(
			[reply?.type, reply?.sequence, reply?.portId],
			[PULSE_COUNT, 4711, transport.portId],
		);
		assert.deepEqual(more, [], 'nobody asked for an acknowledgement');
	});

	test('success is silent unless an acknowledgement is asked for; an error never is', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const message = (beats: number, flags: number) =>
			encodeMessage({ type: PULSE_ADD, flags, payload: pulseCount.encode({ beats }) });
		const errno = async (datagram: Uint8Array) =>
			(await answers(transport, datagram)).map((answer) => {
				assert.equal(answer.type, NLMSG_ERROR);
				return decodeAcknowledgement(answer).errno;
			});
		assert.deepEqual(await errno(message(1, NLM_F_REQUEST)), []);
		assert.deepEqual(await errno(message(1, NLM_F_REQUEST | NLM_F_ACK)), [0]);
		assert.deepEqual(await errno(message(0, NLM_F_REQUEST)), [34]);
		assert.equal(await total(), 2);
	});

	test('an error says why, in the words of the module', async () => {
		await using _module = await lab.load();
		await using socket = new Socket(await lab.open(NETLINK_PULSE));
		const refused = async (request: Parameters<Socket['acknowledge']>[0]) => {
			try {
				await socket.acknowledge(request);
			} catch (error) {
				const { code, extended } = error as { code: string; extended: { message: string } };
				return [code, extended.message];
			}
			return assert.fail('it was acknowledged');
		};
		assert.deepEqual(await refused(add(0)), ['ERANGE', 'there is nothing to add']);
		assert.deepEqual(await refused({ type: PULSE_ADD, payload: new Uint8Array(3) }), [
			'EINVAL',
			'the message ends before its count',
		]);
		assert.deepEqual(await refused({ type: 99 }), ['EOPNOTSUPP', 'pulse has no such message type']);
		assert.equal(await total(), 0);
	});

	test('without NETLINK_EXT_ACK the error comes without words', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const [answer] = await answers(
			transport,
			encodeMessage({ type: 99, flags: NLM_F_REQUEST, payload: Uint8Array.of(1, 2, 3, 4) }),
		);
		assert.ok(answer);
		const { errno, extended } = decodeAcknowledgement(answer);
		assert.deepEqual([errno, extended.message], [95, undefined]);
		assert.deepEqual([...answer.payload.slice(-4)], [1, 2, 3, 4], 'the request comes back with it');
	});

	test('what is no request is acknowledged and never reaches us', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const payload = pulseCount.encode({ beats: 5 });
		const [answer] = await answers(
			transport,
			encodeMessage({ type: PULSE_ADD, flags: NLM_F_ACK, payload }),
		);
		assert.ok(answer);
		assert.equal(decodeAcknowledgement(answer).errno, 0);
		assert.equal(await total(), 0);
	});

	test('types below 16 are netlink’s own and never reach us', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const [answer] = await answers(
			transport,
			encodeMessage({ type: NLMSG_NOOP, flags: NLM_F_REQUEST | NLM_F_ACK }),
		);
		assert.ok(answer);
		assert.equal(decodeAcknowledgement(answer).errno, 0);
	});

	test('each message of a datagram has an answer of its own; after one that lies the rest is dropped', async () => {
		await using _module = await lab.load();
		await using transport = await lab.open(NETLINK_PULSE);
		const get = (sequence: number) =>
			encodeMessage({ type: PULSE_GET, flags: NLM_F_REQUEST, sequence });
		const lie = get(2);
		new DataView(lie.buffer, lie.byteOffset).setUint32(0, 4096, true);
		const sequences = async (...messages: Uint8Array[]) =>
			(await answers(transport, Uint8Array.from(messages.flatMap((bytes) => [...bytes])))).map(
				({ sequence }) => sequence,
			);
		assert.deepEqual(await sequences(get(1), get(2), get(3)), [1, 2, 3]);
		assert.deepEqual(await sequences(get(1), lie, get(3)), [1]);
	});

	/** A client that sleeps inside of the kernel, in the middle of adding one. */
	async function asleep(): Promise<Running> {
		const client = await lab.start('add', '1');
		await client.line(/add 1$/);
		const sleeping = `until grep -q msleep /proc/${client.pid}/wchan; do :; done`;
		assert.equal((await lab.run(`timeout 20 sh -c '${sleeping}'`)).status, 0);
		return client;
	}

	test('two senders at once lose a beat when there is no mutex', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load({ delay: 3000 }, 'wrong/no-mutex/pulse');
		await using socket = new Socket(await lab.open(NETLINK_PULSE));
		await using client = await asleep();
		await socket.acknowledge(add(1));
		await client.line(/^acknowledged$/);
		assert.equal(await total(), 1);
	});

	test('with the mutex the second waits for the first, and both count', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load({ delay: 3000 });
		await using socket = new Socket(await lab.open(NETLINK_PULSE));
		await using client = await asleep();
		await socket.acknowledge(add(1));
		await client.line(/^acknowledged$/);
		assert.equal(await total(), 2);
	});

	test('-EINTR swallows the acknowledgement: the client waits in vain', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load({ delay: 60_000 }, 'wrong/interrupted/pulse');
		await using client = await asleep();
		assert.equal((await lab.run(`kill -INT ${client.pid}`)).status, 0);
		await client.line(/^interrupted/);
		await client.line(/ETIMEDOUT/, 10_000);
		assert.equal(await total(), 0);
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('the client adds, asks, and prints why it was refused', async () => {
		await using _module = await lab.load();
		assert.match((await lab.client('add', '2')).stdout, /^acknowledged$/m);
		assert.equal((await lab.client('get')).stdout, '2 beats\n');
		const refused = await lab.client('add', '0');
		assert.match(refused.stdout, /ERANGE.*there is nothing to add/);
		assert.equal(refused.status, 1);
	});
}
