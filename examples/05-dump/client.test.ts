import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetlinkError, type Request, Socket, type Transport } from '@both-sides/netlink';
import {
	decodeAcknowledgement,
	decodeMessages,
	encodeMessage,
	type Message,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_DUMP_FILTERED,
	NLM_F_DUMP_INTR,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	NLM_F_ROOT,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import type { Lab } from '../lab.ts';
import { keepsTimers } from '../timers.ts';
import { NETLINK_PULSE, PULSE_DEL, PULSE_GET, PULSE_NEW, PULSE_SET, timer } from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer): Request => ({ type, ...timer.body(value) });
const listing = (filter: Timer = {}): Request => ({
	...message(PULSE_GET, filter),
	flags: NLM_F_DUMP,
});

const nameOf = ({ payload }: Message) => timer.decode(payload).name ?? '';
const namesTo = (count: number) => Array.from({ length: count }, (_, index) => `t${index + 1}`);

/** Makes timers t1 to tN, of 48 bytes or so and 20 more for each tag; a first piece has room for less than a hundred. */
async function fill(socket: Socket, count: number, tag: readonly string[] = []): Promise<void> {
	const timers = namesTo(count).map((name) =>
		message(PULSE_NEW, { name, period: 500, tags: { tag: [...tag] } }),
	);
	const outcomes = await socket.batch(timers);
	assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
}

/** Four of these on each of 5,000 timers make a list of more than half a megabyte: more than transport and library read ahead. */
const longTags = Array<string>(4).fill('fifteen-letters');

/**
 * Sends requests in one datagram, their sequence numbers counted from 1. All of them are handled in one sendmsg(): those
 * after a dump's find it at the end of its first piece.
 */
function sendTogether(transport: Transport, ...requests: readonly Request[]): Promise<void> {
	const messages = requests.map(({ flags = 0, ...request }, index) =>
		encodeMessage({
			...request,
			flags: flags | NLM_F_REQUEST | NLM_F_ACK,
			sequence: index + 1,
		}),
	);
	return transport.send(Uint8Array.from(messages.flatMap((bytes) => [...bytes])));
}

/** A datagram's messages, and its size in bytes. */
interface Piece {
	readonly size: number;
	readonly messages: readonly Message[];
}

/** What comes until as many requests are answered to their end. */
async function answers(transport: Transport, count: number): Promise<Piece[]> {
	const pieces: Piece[] = [];
	for (let open = count; open > 0; ) {
		for (const { data } of await transport.receive({ signal: AbortSignal.timeout(20_000) })) {
			const messages = [...decodeMessages(data)];
			pieces.push({ size: data.length, messages });
			open -= messages.filter(({ type }) => type < NLMSG_MIN_TYPE).length;
		}
	}
	return pieces;
}

async function exchange(transport: Transport, ...requests: readonly Request[]): Promise<Piece[]> {
	await sendTogether(transport, ...requests);
	return answers(transport, requests.length);
}

const all = (pieces: readonly Piece[]) => pieces.flatMap(({ messages }) => messages);
const timersIn = (pieces: readonly Piece[]) => all(pieces).filter(({ type }) => type === PULSE_NEW);
const has = (flag: number) => (message: Message) => (message.flags & flag) !== 0;

/** The errno of the NLMSG_ERROR or NLMSG_DONE that answers a request. */
function errnoOf(pieces: readonly Piece[], sequence: number, type: number): number {
	const end = all(pieces).find((each) => each.sequence === sequence && each.type === type);
	assert.ok(end, `no message of type ${type} answers request ${sequence}`);
	return decodeAcknowledgement(end).errno;
}

const EBUSY = 16;
const EMSGSIZE = 90;

export default function (lab: Lab): void {
	keepsTimers(lab);

	const open = () => lab.open(NETLINK_PULSE);
	const openSocket = async () => new Socket(await open());

	async function refused(answer: Promise<unknown>): Promise<NetlinkError> {
		try {
			await answer;
		} catch (error) {
			assert.ok(error instanceof NetlinkError, `${error}`);
			return error;
		}
		return assert.fail('it was not refused');
	}

	/** The module with timers t1 to tN in it. */
	async function filled(count: number, module = 'pulse', tag: readonly string[] = []) {
		const loaded = await lab.load({}, module);
		await using socket = await openSocket();
		await fill(socket, count, tag);
		return loaded;
	}

	test('a list tells all timers, oldest first, and ends with NLMSG_DONE in the same datagram', async () => {
		await using _module = await lab.load();
		await using socket = await openSocket();
		const timers = [
			{ name: 'tick', period: 500, enabled: 1, tags: { tag: ['led', 'door'] } },
			{ name: 'alarm', period: 1000, enabled: 0, tags: {} },
		];
		for (const made of timers) await socket.acknowledge(message(PULSE_NEW, made));
		await using transport = await open();
		const pieces = await exchange(transport, listing());
		assert.equal(pieces.length, 1);
		const told = timersIn(pieces);
		assert.deepEqual(
			told.map(({ payload }) => timer.decode(payload)),
			timers,
		);
		const messages = all(pieces);
		assert.deepEqual(
			messages.map(({ type }) => type),
			[PULSE_NEW, PULSE_NEW, NLMSG_DONE],
			'NLM_F_ACK was asked for, and NLMSG_DONE is all that comes',
		);
		for (const { flags, sequence, portId } of messages)
			assert.deepEqual([flags, sequence, portId], [NLM_F_MULTI, 1, transport.portId]);
		assert.deepEqual([...(messages.at(-1)?.payload ?? [])], [0, 0, 0, 0], 'errno 0');
	});

	test('a list of nothing is an NLMSG_DONE', async () => {
		await using _module = await lab.load();
		await using transport = await open();
		assert.deepEqual(
			all(await exchange(transport, listing())).map(({ type }) => type),
			[NLMSG_DONE],
		);
	});

	test('10,000 timers come in pieces: the first within a page, those after it in 32 KiB, each timer once', async () => {
		await using _module = await filled(10_000);
		await using transport = await open();
		const pieces = await exchange(transport, listing());
		assert.deepEqual(timersIn(pieces).map(nameOf), namesTo(10_000));
		assert.ok(!all(pieces).some(has(NLM_F_DUMP_INTR)));
		const [first, ...later] = pieces.map(({ size }) => size);
		assert.ok(first && first > 3500 && first < 4096, `${first} bytes`);
		const last = later.pop() ?? 0;
		for (const size of [...later, last]) assert.ok(size < 32_768, `${size} bytes`);
		for (const size of later) assert.ok(size > 32_000, `${size} bytes`);
	});

	test('the socket remembers how much its reader has offered: the next list starts with 32 KiB', async () => {
		await using _module = await filled(1000);
		await using transport = await open();
		const sizes = async () => (await exchange(transport, listing())).map(({ size }) => size);
		const [first = 0] = await sizes();
		const [second = 0] = await sizes();
		assert.ok(first < 4096, `${first} bytes`);
		assert.ok(second > 32_000, `${second} bytes`);
	});

	test('a request that follows a list in its datagram is handled between the first piece and the second', async () => {
		await using _module = await filled(1000);
		await using transport = await open();
		const pieces = await exchange(transport, listing(), message(PULSE_GET, { name: 't1000' }));
		const sequences = pieces.map(({ messages }) => new Set(messages.map((each) => each.sequence)));
		assert.deepEqual(sequences.slice(0, 4), [
			new Set([1]),
			new Set([2]),
			new Set([2]),
			new Set([1]),
		]);
		const told = timersIn(pieces).filter(({ sequence }) => sequence === 1);
		assert.deepEqual(told.map(nameOf), namesTo(1000));
		assert.ok(!all(pieces).some(has(NLM_F_DUMP_INTR)), 'looking changes nothing');
	});

	for (const [what, change, expected] of [
		['that was told is removed', message(PULSE_DEL, { name: 't1' }), namesTo(1000)],
		[
			'that is still to come is removed',
			message(PULSE_DEL, { name: 't999' }),
			namesTo(1000).toSpliced(998, 1),
		],
		['is made', message(PULSE_NEW, { name: 'late', period: 500 }), [...namesTo(1000), 'late']],
		['is changed', message(PULSE_SET, { name: 't1', period: 700 }), namesTo(1000)],
	] as const) {
		test(`in the middle of a list a timer ${what}: one message says so, and all others are told once`, async () => {
			await using _module = await filled(1000);
			await using transport = await open();
			const pieces = await exchange(transport, listing(), change);
			assert.equal(errnoOf(pieces, 2, NLMSG_ERROR), 0);
			assert.equal(errnoOf(pieces, 1, NLMSG_DONE), 0);
			assert.deepEqual(timersIn(pieces).map(nameOf), expected);
			const [first, ...later] = timersIn(pieces).filter(has(NLM_F_DUMP_INTR));
			assert.ok(first, 'no message has NLM_F_DUMP_INTR');
			assert.deepEqual(later, []);
			assert.equal(pieces[2]?.messages[0], first, 'the first of the piece made after it');
		});
	}

	test('a change that is refused is none', async () => {
		await using _module = await filled(1000);
		await using transport = await open();
		const pieces = await exchange(
			transport,
			listing(),
			message(PULSE_SET, { name: 't1', period: 5 }),
			message(PULSE_DEL, { name: 'nobody' }),
			message(PULSE_NEW, { name: 't1', period: 500 }),
		);
		assert.ok(!all(pieces).some(has(NLM_F_DUMP_INTR)));
	});

	test('when what was left to tell is removed, NLMSG_DONE has the flag', async () => {
		await using _module = await filled(100);
		await using transport = await open();
		const [first] = await exchange(transport, listing());
		const rest = namesTo(100).slice(first?.messages.length);
		assert.ok(rest.length > 0 && rest.length < 30, `${rest.length} timers in the second piece`);
		await using fresh = await open();
		const pieces = await exchange(
			fresh,
			listing(),
			...rest.map((name) => message(PULSE_DEL, { name })),
		);
		const done = all(pieces).find(({ type }) => type === NLMSG_DONE);
		assert.ok(done && has(NLM_F_DUMP_INTR)(done));
		assert.deepEqual(timersIn(pieces).map(nameOf), namesTo(100 - rest.length));
	});

	test('while another client changes the list, a timer that stays is told exactly once', async () => {
		await using _module = await filled(3000);
		await using transport = await open();
		await using other = await openSocket();
		const evens = namesTo(3000).filter((_, index) => index % 2 === 1);
		const odds = namesTo(3000).filter((_, index) => index % 2 === 0);
		await sendTogether(transport, listing(), message(PULSE_DEL, { name: odds.pop() ?? '' }));
		const told: string[] = [];
		let flagged = false;
		for (let isDone = false; !isDone; ) {
			const gone = odds.splice(0, 100).map((name) => message(PULSE_DEL, { name }));
			const come = gone.map((_, i) =>
				message(PULSE_NEW, { name: `n${odds.length + i}`, period: 500 }),
			);
			await other.batch([...gone, ...come]);
			for (const { data } of await transport.receive({ signal: AbortSignal.timeout(20_000) })) {
				const messages = [...decodeMessages(data)];
				flagged ||= messages.some(has(NLM_F_DUMP_INTR));
				isDone ||= messages.some(({ type }) => type === NLMSG_DONE);
				told.push(...messages.filter(({ type }) => type === PULSE_NEW).map(nameOf));
			}
		}
		assert.ok(flagged);
		assert.deepEqual(
			told.filter((name) => evens.includes(name)),
			evens,
		);
		assert.equal(new Set(told).size, told.length, 'nothing twice');
	});

	test('the library reads a list that changed once more', {
		// From outside the relay has read the list to its end when send() returns.
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await filled(5000, 'pulse', longTags);
		await using socket = await openSocket();
		await using other = await openSocket();
		const removing = async (name: string) => {
			const dumping = socket.dump(listing());
			await dumping.next();
			await other.acknowledge(message(PULSE_DEL, { name }));
			for await (const _ of dumping) {
			}
		};
		const error = await refused(removing('t1'));
		assert.deepEqual([error.call, error.code], ['dump', 'EINTR']);
		const whole = (await socket.list(listing())).map(nameOf);
		assert.deepEqual(whole, namesTo(5000).slice(1));
	});

	test('a second list on a busy socket is refused with EBUSY, and does the first no harm', async () => {
		await using _module = await filled(1000);
		await using transport = await open();
		const pieces = await exchange(transport, listing(), listing());
		assert.equal(errnoOf(pieces, 2, NLMSG_ERROR), EBUSY);
		assert.equal(errnoOf(pieces, 1, NLMSG_DONE), 0);
		assert.deepEqual(timersIn(pieces).map(nameOf), namesTo(1000));
		const [again] = await exchange(transport, listing());
		assert.ok(again && again.messages.length > 100, 'and then the socket is free');
	});

	test('the library has the second list wait for the first; other sockets need not', async () => {
		await using _module = await filled(1000);
		await using one = await openSocket();
		await using other = await openSocket();
		const lists = await Promise.all([one, one, other].map((socket) => socket.list(listing())));
		for (const list of lists) assert.deepEqual(list.map(nameOf), namesTo(1000));
	});

	test('a filter is honoured, and each message says so', async () => {
		await using _module = await filled(1000);
		await using socket = await openSocket();
		const off = ['t1', 't500', 't1000'];
		for (const name of off) await socket.acknowledge(message(PULSE_SET, { name, enabled: 0 }));
		await using transport = await open();
		const pieces = await exchange(transport, listing({ enabled: 0 }));
		assert.deepEqual(timersIn(pieces).map(nameOf), off);
		assert.ok(all(pieces).every(has(NLM_F_DUMP_FILTERED)), 'NLMSG_DONE too');
		const on = await exchange(transport, listing({ enabled: 1 }));
		assert.deepEqual(
			timersIn(on).map(nameOf),
			namesTo(1000).filter((name) => !off.includes(name)),
		);
		assert.ok(all(on).every(has(NLM_F_DUMP_FILTERED)), 'in each piece');
		assert.ok(!all(await exchange(transport, listing())).some(has(NLM_F_DUMP_FILTERED)));
	});

	test('a filter that the module does not know is refused with reason and place, and nothing is begun', async () => {
		await using _module = await filled(3);
		await using socket = await openSocket();
		const refusal = async (filter: Request) => {
			const { code, extended, attribute } = await refused(socket.list(filter));
			return [code, extended?.message, attribute];
		};
		assert.deepEqual(await refusal(listing({ period: 500 })), [
			'EINVAL',
			'Unsupported attribute',
			'period',
		]);
		assert.deepEqual(await refusal(listing({ name: 't1' })), [
			'EINVAL',
			'Unsupported attribute',
			'name',
		]);
		assert.deepEqual(await refusal(listing({ enabled: 2 })), [
			'ERANGE',
			'integer out of range',
			'enabled',
		]);
		const unknown = { ...listing(), payload: Uint8Array.of(4, 0, 5, 0) };
		assert.deepEqual(await refusal(unknown), ['EINVAL', 'Unknown attribute type', '5']);
		await using transport = await open();
		const pieces = await exchange(transport, listing({ period: 500 }));
		assert.deepEqual(
			all(pieces).map(({ type }) => type),
			[NLMSG_ERROR],
			'no NLMSG_DONE',
		);
		assert.equal((await socket.list(listing())).length, 3);
	});

	test('the bits of NLM_F_DUMP ask for a list in a PULSE_GET alone, and only both of them', async () => {
		await using _module = await filled(3);
		await using socket = await openSocket();
		const made = { ...message(PULSE_NEW, { name: 'new', period: 500 }), flags: NLM_F_DUMP };
		await socket.acknowledge(made);
		const one = await socket.request({
			...message(PULSE_GET, { name: 'new' }),
			flags: NLM_F_ROOT,
		});
		assert.equal(nameOf(one), 'new');
		assert.equal(one.flags, 0);
	});

	const moduleUsers = async () => Number((await lab.run('cat /sys/module/pulse/refcnt')).stdout);
	const runningDumps = async () =>
		(await lab.run(`awk '$2 == ${NETLINK_PULSE} { n += $7 } END { print n }' /proc/net/netlink`))
			.stdout;

	test('a list that is half read holds the module, and closing the socket ends it', {
		// From outside the relay has read the list to its end when send() returns.
		skip: lab.without('client processes'),
	}, async () => {
		const module = await filled(5000, 'pulse', longTags);
		const transport = await open();
		assert.deepEqual([await moduleUsers(), await runningDumps()], [1, '0\n']);
		await sendTogether(transport, listing());
		assert.deepEqual([await moduleUsers(), await runningDumps()], [2, '1\n']);
		await transport.close();
		assert.equal(await moduleUsers(), 0);
		await module.unload();
	});

	test('the reader of a half-read list is killed, and the module is unloaded right after', {
		skip: lab.without('client processes'),
	}, async () => {
		const module = await filled(5000, 'pulse', longTags);
		const halfway = 'client list >told 2>&1 & until [ -s told ]; do :; done; kill -STOP $!';
		const { stdout } = await lab.run(
			`${halfway}; cat /sys/module/pulse/refcnt; kill -KILL $!; wait $!; echo $?`,
		);
		assert.equal(stdout, '2\n137\n');
		await module.unload();
	});

	test('a list of which the place is remembered skips a timer when one before it is removed', async () => {
		await using _module = await filled(1000, 'wrong/by-place/pulse');
		await using transport = await open();
		const pieces = await exchange(transport, listing(), message(PULSE_DEL, { name: 't1' }));
		const skipped = `t${(pieces[0]?.messages.length ?? 0) + 1}`;
		assert.deepEqual(
			timersIn(pieces).map(nameOf),
			namesTo(1000).filter((name) => name !== skipped),
		);
	});

	test('without a generation nothing says that the list changed', async () => {
		await using _module = await filled(1000, 'wrong/no-generation/pulse');
		await using transport = await open();
		const pieces = await exchange(transport, listing(), message(PULSE_DEL, { name: 't1' }));
		assert.deepEqual(timersIn(pieces).map(nameOf), namesTo(1000), 't1 is told, and gone');
		assert.ok(!all(pieces).some(has(NLM_F_DUMP_INTR)));
	});

	test('a full piece that is an error ends the list on 6.1, with its errno in NLMSG_DONE', async () => {
		await using _module = await filled(1000, 'wrong/full-is-an-error/pulse');
		await using transport = await open();
		const pieces = await exchange(transport, listing());
		const told = timersIn(pieces).map(nameOf);
		if (lab.kernel.series !== '6.1') {
			assert.deepEqual(told, namesTo(1000));
			return;
		}
		assert.ok(told.length > 0 && told.length < 100, `${told.length} timers`);
		assert.equal(errnoOf(pieces, 1, NLMSG_DONE), EMSGSIZE);
		await using socket = await openSocket();
		assert.equal((await refused(socket.list(listing()))).code, 'EMSGSIZE');
	});

	const watched = lab.without('debug kernel') === false;

	test('under a mutex that is held around everything the sender waits for himself', {
		skip: lab.without('client processes') || (watched && 'this kernel reports it first'),
	}, async () => {
		await using _module = await lab.load({}, 'wrong/deadlock/pulse');
		await using client = await lab.start('list');
		const process = `/proc/${client.pid}`;
		const waiting = `until grep -q pulse_dump ${process}/stack; do sleep 0.1; done`;
		const { stdout } = await lab.run(`${waiting}; cat ${process}/stack ${process}/status`);
		assert.match(
			stdout,
			/pulse_dump.*netlink_dump.*pulse_list_all.*netlink_rcv_skb.*pulse_input.*netlink_sendmsg/s,
		);
		assert.match(stdout, /^State:\tD/m);
		assert.equal((await lab.run(`kill -KILL ${client.pid}`)).status, 0);
	});

	test('lockdep names the mutex that is taken twice', {
		skip: lab.without('debug kernel'),
	}, async () => {
		await lab.load({}, 'wrong/deadlock/pulse');
		await lab.breaks(/possible recursive locking detected/, () => lab.client('list'));
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('the client makes, lists, filters, and shows what comes', async () => {
		await using _module = await lab.load();
		const output = async (...args: string[]) => (await lab.client(...args)).stdout;
		assert.equal(await output('fill', '3'), '3 acknowledged\n');
		assert.equal(await output('set', 't2', 'off'), 'acknowledged\n');
		assert.equal(
			await output('list'),
			't1: 500 ms, on, tags: none\nt2: 500 ms, off, tags: none\nt3: 500 ms, on, tags: none\n',
		);
		assert.equal(await output('list', 'off'), 't2: 500 ms, off, tags: none\n');
		assert.equal(
			await output(...'raw list on + del t1'.split(' ')),
			'108 bytes, 2 timers from t1 to t3, NLM_F_DUMP_FILTERED, NLMSG_DONE 0\n36 bytes, NLMSG_ERROR 0\n',
		);
		const { status, stdout } = await lab.client('list', '500');
		assert.equal(status, 1);
		assert.match(stdout, /EINVAL: Unsupported attribute.*: attribute period$/m);
	});
}
