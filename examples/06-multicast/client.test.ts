import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
	type Change,
	type Event,
	NetlinkError,
	type Request,
	Socket,
	type Transport,
} from '@both-sides/netlink';
import {
	decodeMessages,
	encodeMessages,
	type Message,
	NLM_F_DUMP,
	NLM_F_ECHO,
	NLM_F_REQUEST,
} from '@both-sides/netlink/wire';
import type { Lab } from '../lab.ts';
import { keepsTimers } from '../timers.ts';
import {
	NETLINK_PULSE,
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_GROUP_BEATS,
	PULSE_GROUP_TIMERS,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer): Request => ({ type, ...timer.body(value) });
const everything: Request = { ...message(PULSE_GET, {}), flags: NLM_F_DUMP };
const namesTo = (count: number) => Array.from({ length: count }, (_, index) => `t${index + 1}`);
const newTimer = (name: string, period = 60_000) => message(PULSE_NEW, { name, period });

/** What waits for the kernel gives up then, in milliseconds: nothing here takes half of it. */
const limit = 20_000;

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
	const end = performance.now() + limit;
	while (!(await holds())) {
		assert.ok(performance.now() < end, `it never came to pass that ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

async function have(socket: Socket, requests: readonly Request[]): Promise<void> {
	for (const outcome of await socket.batch(requests))
		if (outcome.status === 'rejected') throw outcome.reason;
}

async function refused(answer: Promise<unknown>): Promise<NetlinkError> {
	try {
		await answer;
	} catch (error) {
		assert.ok(error instanceof NetlinkError, `${error}`);
		return error;
	}
	return assert.fail('it was not refused');
}

/** The next events, as many as wanted. */
async function take(events: AsyncIterator<Event>, count: number): Promise<Event[]> {
	const taken: Event[] = [];
	while (taken.length < count) {
		const { value, done } = await events.next();
		assert.ok(!done);
		taken.push(value);
	}
	return taken;
}

function messageOf(event: Event | undefined): Message {
	assert.ok(event?.kind === 'message', `it is no message: ${event?.kind}`);
	return event.message;
}

const beatOf = (event: Event | undefined) => timer.decode(messageOf(event).payload).beats;

/** What waits in the queue of a socket, up to the first silence; an overrun is undefined. */
async function drain(transport: Transport): Promise<(Message | undefined)[]> {
	const messages: (Message | undefined)[] = [];
	for (;;) {
		try {
			const datagrams = await transport.receive({ signal: AbortSignal.timeout(300) });
			messages.push(...datagrams.flatMap(({ data }) => [...decodeMessages(data)]));
		} catch (error) {
			if (!(error instanceof NetlinkError && error.code === 'ENOBUFS')) return messages;
			messages.push(undefined);
		}
	}
}

// include/uapi/asm-generic/socket.h
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;

export default function (lab: Lab): void {
	keepsTimers(lab);

	const transport = (options?: Parameters<Lab['open']>[1]) => lab.open(NETLINK_PULSE, options);
	const open = async (options?: Parameters<Lab['open']>[1]) => new Socket(await transport(options));
	const signal = () => AbortSignal.timeout(limit);

	async function get(socket: Socket, name = 'tick') {
		const reply = await socket.request(message(PULSE_GET, { name }));
		const { beats = 0n, running = false } = timer.decode(reply.payload);
		return { beats: Number(beats), running };
	}

	const rests = (socket: Socket, name = 'tick') =>
		until(async () => !(await get(socket, name)).running, `${name} rests`);
	const beats = (socket: Socket, count: number, name = 'tick') =>
		until(async () => (await get(socket, name)).beats >= count, `${name} has ${count} beats`);

	test('an event comes in its group, to those who joined it, and to nobody else', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using ears = await open();
		await using eyes = await open();
		await using both = await open();
		await using neither = await transport();
		const heard = (await ears.subscribe([PULSE_GROUP_BEATS], { signal: signal() }))[
			Symbol.asyncIterator
		]();
		const seen = (await eyes.subscribe([PULSE_GROUP_TIMERS], { signal: signal() }))[
			Symbol.asyncIterator
		]();
		const all = (
			await both.subscribe([PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS], { signal: signal() })
		)[Symbol.asyncIterator]();
		await socket.acknowledge(newTimer('tick', 10));
		const ticks = await take(heard, 3);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 0 }));
		await socket.acknowledge(message(PULSE_DEL, { name: 'tick' }));
		const kinds = (events: readonly Event[]) =>
			events.map((event) => [messageOf(event).type, event.kind === 'message' && event.group]);
		assert.deepEqual(
			kinds(ticks),
			ticks.map(() => [PULSE_BEAT, PULSE_GROUP_BEATS]),
		);
		assert.deepEqual(kinds(await take(seen, 3)), [
			[PULSE_NEW, PULSE_GROUP_TIMERS],
			[PULSE_SET, PULSE_GROUP_TIMERS],
			[PULSE_DEL, PULSE_GROUP_TIMERS],
		]);
		assert.deepEqual(kinds(await take(all, 2)), [
			[PULSE_NEW, PULSE_GROUP_TIMERS],
			[PULSE_BEAT, PULSE_GROUP_BEATS],
		]);
		assert.deepEqual(await drain(neither), []);
	});

	test('beats are numbered, and come from nobody; a change bears the marks of who asked for it', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using other = await open();
		const events = (
			await other.subscribe([PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS], { signal: signal() })
		)[Symbol.asyncIterator]();
		await socket.acknowledge(newTimer('tick', 10));
		const [made, ...ticks] = await take(events, 6);
		assert.equal(messageOf(made).portId, socket.portId);
		assert.equal(messageOf(made).sequence, 1);
		assert.deepEqual(timer.decode(messageOf(made).payload), {
			name: 'tick',
			period: 10,
			enabled: 1,
			tags: {},
			beats: 0n,
			running: true,
		});
		assert.deepEqual(ticks.map(beatOf), [1n, 2n, 3n, 4n, 5n]);
		for (const tick of ticks)
			assert.deepEqual([messageOf(tick).portId, messageOf(tick).sequence], [0, 0]);
	});

	test('who asks with NLM_F_ECHO is told once, in a group or not', async () => {
		await using _module = await lab.load();
		await using outside = await open();
		await using inside = await open();
		const events = await inside.subscribe([PULSE_GROUP_TIMERS], { signal: signal() });
		const echo = (name: string) => ({ ...newTimer(name), flags: NLM_F_ECHO });
		const { messages } = await outside.acknowledge(echo('one'));
		assert.deepEqual(
			messages.map(({ type, payload }) => [type, timer.decode(payload).name]),
			[[PULSE_NEW, 'one']],
		);
		await inside.acknowledge(echo('two'));
		await inside.acknowledge(newTimer('three'));
		const told = await take(events[Symbol.asyncIterator](), 3);
		assert.deepEqual(
			told.map((event) => timer.decode(messageOf(event).payload).name),
			['one', 'two', 'three'],
		);
		assert.deepEqual((await outside.acknowledge(newTimer('four'))).messages, []);
	});

	test('a request that is refused is no event', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using ear = await transport();
		await ear.join(PULSE_GROUP_TIMERS);
		await socket.acknowledge(newTimer('tick'));
		assert.equal((await refused(socket.acknowledge(newTimer('tick')))).code, 'EEXIST');
		assert.deepEqual(
			(await drain(ear)).map((event) => event?.type),
			[PULSE_NEW],
		);
	});

	test('bind is asked, and its errno is what joining fails with', async () => {
		await using _module = await lab.load();
		await using socket = await transport();
		const log = await lab.log();
		for (const group of [3, 32])
			assert.equal((await refused(socket.join(group))).code, 'ENOENT', `group ${group}`);
		assert.equal((await refused(socket.join(33))).code, 'EINVAL', 'bind was not asked');
		assert.deepEqual(await log.lines(), []);
	});

	test('one refused group in bind(2), and the others are undone', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load();
		const log = await lab.log();
		const groups = (1 << (PULSE_GROUP_BEATS - 1)) | (1 << (3 - 1));
		const call = `socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, ${NETLINK_PULSE}).bind((0, ${groups}))`;
		const { status, stderr } = await lab.run(`python3 -c 'import socket; ${call}'`);
		assert.equal(status, 1);
		assert.match(stderr, /^FileNotFoundError: \[Errno 2\]/m);
		assert.deepEqual(await log.lines(), ['pulse: bind to group 1', 'pulse: unbind from group 1']);
	});

	test('bind and unbind are no pair: each joining and leaving is told, and a close once', async () => {
		await using _module = await lab.load();
		const socket = await transport();
		const log = await lab.log();
		const step = async (act: () => Promise<void>, ...lines: string[]) => {
			const before = (await log.lines()).length;
			await act();
			const told = (await log.lines()).slice(before);
			assert.deepEqual(
				told,
				lines.map((line) => `pulse: ${line}`),
			);
		};
		await step(() => socket.leave(1), 'unbind from group 1');
		await step(() => socket.join(1), 'bind to group 1');
		await step(() => socket.join(1), 'bind to group 1');
		await step(() => socket.leave(1), 'unbind from group 1');
		await step(() => socket.leave(1), 'unbind from group 1');
		await step(() => socket.join(1), 'bind to group 1');
		await step(() => socket.join(1), 'bind to group 1');
		await step(() => socket.close(), 'unbind from group 1');
	});

	test('bind(2) with no group leaves all of them, and unbind is not called', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load();
		const log = await lab.log();
		const script = [
			'import socket',
			`s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, ${NETLINK_PULSE})`,
			's.bind((0, 1))',
			's.bind((s.getsockname()[0], 0))',
			'print(s.getsockname()[1])',
		];
		const { stdout, stderr } = await lab.run(`python3 -c '${script.join('\n')}'`);
		assert.deepEqual([stdout, stderr], ['0\n', '']);
		assert.deepEqual(await log.lines(), ['pulse: bind to group 1']);
	});

	test('a timer rests when nobody listens, goes on when somebody comes, and rests again', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(newTimer('tick', 10));
		assert.equal((await get(socket)).running, true);
		await rests(socket);
		assert.deepEqual(await get(socket), { beats: 2, running: false });
		{
			await using ears = await open();
			const events = await ears.subscribe([PULSE_GROUP_BEATS], { signal: signal() });
			assert.deepEqual((await take(events[Symbol.asyncIterator](), 3)).map(beatOf), [3n, 4n, 5n]);
			assert.equal((await get(socket)).beats >= 5, true);
		}
		await rests(socket);
		const { beats: count } = await get(socket);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', period: 20 }));
		await rests(socket);
		assert.equal((await get(socket)).beats, count + 2, 'a change starts it over');
	});

	test('what the kernel says of a timer, nobody can set', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		for (const state of [{ beats: 5n }, { running: true }]) {
			const wish = { name: 'tick', period: 1000, ...state };
			const { code, attribute } = await refused(socket.acknowledge(message(PULSE_NEW, wish)));
			assert.deepEqual([code, attribute], ['EINVAL', Object.keys(state)[0]]);
		}
	});

	test('one that listens to changes keeps no timer from resting', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using eye = await transport();
		await eye.join(PULSE_GROUP_TIMERS);
		await socket.acknowledge(newTimer('tick', 10));
		await rests(socket);
		assert.equal((await get(socket)).beats, 2);
	});

	test('a timer that is off does not beat, whoever listens, and starts when it is switched on', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using ears = await open();
		await socket.acknowledge(message(PULSE_NEW, { name: 'tick', period: 10, enabled: 0 }));
		const events = await ears.subscribe([PULSE_GROUP_BEATS], { signal: signal() });
		assert.deepEqual(await get(socket), { beats: 0, running: false });
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 1 }));
		await take(events[Symbol.asyncIterator](), 2);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 0 }));
		const { beats: count, running } = await get(socket);
		assert.equal(running, false);
		await socket.acknowledge(newTimer('other', 10));
		await beats(socket, 5, 'other');
		assert.deepEqual(await get(socket), { beats: count, running: false });
	});

	test('after the news of its end no beat comes', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using ears = await open();
		const events = (
			await ears.subscribe([PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS], { signal: signal() })
		)[Symbol.asyncIterator]();
		for (let round = 0; round < 20; round++) {
			await socket.acknowledge(newTimer('tick', 10));
			await take(events, 2);
			await socket.acknowledge(message(PULSE_DEL, { name: 'tick' }));
			let last = messageOf((await take(events, 1))[0]);
			while (last.type === PULSE_BEAT) last = messageOf((await take(events, 1))[0]);
			assert.equal(last.type, PULSE_DEL);
		}
	});

	test('a subscriber in another namespace is told to bind, hears nothing, and is counted by netlink_has_listeners()', async () => {
		await using _module = await lab.load();
		await using namespace = await lab.namespace();
		await using socket = await open();
		await using away = await transport({ namespace });
		const log = await lab.log();
		await away.join(PULSE_GROUP_BEATS);
		assert.deepEqual(await log.lines(), ['pulse: bind to group 1']);
		await socket.acknowledge(newTimer('tick', 10));
		// It looks around once a second: ten beats would have taken a tenth of that.
		const begin = performance.now();
		await beats(socket, 4);
		assert.ok(performance.now() - begin > 2_500, 'three pauses of a second');
		assert.equal((await get(socket)).running, true);
		assert.deepEqual(await drain(away), []);
		await away.close();
		await rests(socket);
	});

	test('who trusts the yes of netlink_has_listeners() beats on for nobody', async () => {
		await using _module = await lab.load({}, 'wrong/trusts-listeners/pulse');
		await using namespace = await lab.namespace();
		await using socket = await open();
		await using away = await transport({ namespace });
		await away.join(PULSE_GROUP_BEATS);
		await socket.acknowledge(newTimer('tick', 10));
		await beats(socket, 200);
		assert.deepEqual(await drain(away), []);
	});

	test('a request from another namespace finds no kernel socket', async () => {
		await using _module = await lab.load();
		await using namespace = await lab.namespace();
		await using away = await open({ namespace });
		await assert.rejects(get(away), { code: 'ECONNREFUSED' });
	});

	/** Messages that sockets of the protocol had no room for. */
	async function drops(): Promise<number> {
		const sum = `awk '$2 == ${NETLINK_PULSE} { n += $9 } END { print n + 0 }' /proc/net/netlink`;
		return Number((await lab.run(sum)).stdout);
	}

	/** A socket in the group of beats, with a queue that a few of them fill. */
	async function slowReader(): Promise<Transport> {
		const slow = await transport();
		await slow.setOption(SOL_SOCKET, SO_RCVBUF, 1);
		await slow.join(PULSE_GROUP_BEATS);
		return slow;
	}

	test('a slow reader is told ENOBUFS once, before what it has; a run of beats is lost, and then it hears again', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using fast = await open();
		await using slow = await slowReader();
		const events = (await fast.subscribe([PULSE_GROUP_BEATS], { signal: signal() }))[
			Symbol.asyncIterator
		]();
		await socket.acknowledge(newTimer('tick', 10));
		assert.deepEqual(
			(await take(events, 40)).map(beatOf),
			Array.from({ length: 40 }, (_, index) => BigInt(index + 1)),
			'another’s full queue is no matter to it',
		);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 0 }));
		const [error, ...queued] = await drainOnce(slow);
		assert.equal(error, undefined, 'the error comes first');
		assert.ok(queued.length > 0 && queued.length < 20, `${queued.length} beats`);
		const numbers = queued.map((beat) => Number(beat && timer.decode(beat.payload).beats));
		assert.deepEqual(
			numbers,
			numbers.map((_, index) => index + 1),
			'what it has is what came before the loss',
		);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 1 }));
		const number = Number(timer.decode((await nextBeat(slow)).payload).beats);
		assert.ok(number > 40, `beat ${number}`);
	});

	/** What is in the queue of a socket that has overrun: the error and as many as fit. */
	async function drainOnce(slow: Transport): Promise<(Message | undefined)[]> {
		assert.equal((await refused(slow.receive({ signal: signal() }))).code, 'ENOBUFS');
		const datagrams = await slow.receive({ signal: signal() });
		return [undefined, ...datagrams.flatMap(({ data }) => [...decodeMessages(data)])];
	}

	/** What comes next; on a busy machine the queue may have overrun once more before it is asked for. */
	async function nextBeat(slow: Transport): Promise<Message> {
		for (;;) {
			try {
				const [datagram] = await slow.receive({ signal: signal() });
				assert.ok(datagram);
				const [beat] = decodeMessages(datagram.data);
				assert.ok(beat);
				return beat;
			} catch (error) {
				if (!(error instanceof NetlinkError && error.code === 'ENOBUFS')) throw error;
			}
		}
	}

	test('a reader that is alone and slow does not put the timers to rest', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using slow = await slowReader();
		await socket.acknowledge(newTimer('tick', 10));
		await until(async () => (await drops()) > 0, 'its queue is full');
		const { beats: count } = await get(socket);
		await beats(socket, count + 2);
		await drainOnce(slow);
		await nextBeat(slow);
	});

	test('timers that rest at the first beat that nobody took rest because of a full queue', async () => {
		await using _module = await lab.load({}, 'wrong/rests-at-once/pulse');
		await using socket = await open();
		await using slow = await slowReader();
		await socket.acknowledge(newTimer('tick', 10));
		await rests(socket);
		const { beats: count } = await get(socket);
		const [, ...queued] = await drainOnce(slow);
		assert.equal(queued.length, count - 1, 'all but the last');
		assert.deepEqual(await drain(slow), []);
		assert.deepEqual(await get(socket), { beats: count, running: false });
	});

	/** Keeps up with the timers, in a map from names to periods. */
	class Follower {
		readonly timers = new Map<string, number>();
		restarts = 0;
		#isComplete = false;
		readonly #changes: AsyncGenerator<Change, void, undefined>;

		constructor(socket: Socket) {
			this.#changes = socket.follow([PULSE_GROUP_TIMERS], everything, { signal: signal() });
		}

		/** Goes on until it has been so after a complete list. */
		async until(holds: () => boolean): Promise<void> {
			while (!(this.#isComplete && holds())) {
				const { value: change, done } = await this.#changes.next();
				assert.ok(!done);
				if (change.kind === 'restart') {
					this.timers.clear();
					this.restarts += 1;
					this.#isComplete = false;
				} else if (change.kind === 'complete') this.#isComplete = true;
				else this.#apply(change.message);
			}
		}

		#apply({ type, payload }: Message): void {
			const { name = '', period = 0 } = timer.decode(payload);
			if (type === PULSE_DEL) this.timers.delete(name);
			else this.timers.set(name, period);
		}
	}

	/**
	 * Sends them without waiting for answers. By the native transport nothing else of this process runs meanwhile, so that a queue
	 * that nobody empties overruns.
	 */
	async function flood(requests: readonly Request[]): Promise<void> {
		await using sender = await transport();
		for (let first = 0; first < requests.length; first += 32) {
			const some = requests.slice(first, first + 32);
			await sender.send(encodeMessages(some.map((each) => ({ ...each, flags: NLM_F_REQUEST }))));
		}
	}

	async function kernelHas(socket: Socket): Promise<Map<string, number>> {
		const list = await socket.list(everything);
		return new Map(
			list.map(({ payload }) => {
				const { name = '', period = 0 } = timer.decode(payload);
				return [name, period];
			}),
		);
	}

	test('a follower that lost a run of changes has the kernel’s list in the end', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using slow = await open();
		await have(
			socket,
			namesTo(20).map((name) => newTimer(name)),
		);
		const follower = new Follower(slow);
		await follower.until(() => true);
		assert.equal(follower.timers.size, 20);
		for (let round = 1; round <= 3; round++) {
			const before = follower.restarts;
			const ghosts = namesTo(500).map((name) => `ghost-${name}`);
			await flood([
				...ghosts.map((name) => newTimer(name)),
				...namesTo(20).map((name) => message(PULSE_SET, { name, period: 1000 + round })),
				...ghosts.map((name) => message(PULSE_DEL, { name })),
				message(PULSE_DEL, { name: `t${round}` }),
				newTimer(`end-${round}`),
			]);
			await follower.until(() => follower.timers.has(`end-${round}`));
			// Its event comes after all that was queued before.
			await socket.acknowledge(newTimer(`last-${round}`));
			await follower.until(() => follower.timers.has(`last-${round}`));
			assert.ok(follower.restarts > before || lab.without('native transport'), 'nothing was lost');
			assert.deepEqual([...follower.timers].sort(), [...(await kernelHas(socket))].sort());
			await socket.acknowledge(newTimer(`t${round}`));
		}
	});

	test('a list before the subscription misses what happens between the two', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using other = await open();
		await socket.acknowledge(newTimer('early'));
		const listed = (await kernelHas(other)).keys();
		await socket.acknowledge(newTimer('between'));
		const events = await other.subscribe([PULSE_GROUP_TIMERS], { signal: signal() });
		await socket.acknowledge(newTimer('late'));
		const [first] = await take(events[Symbol.asyncIterator](), 1);
		const known = [...listed, timer.decode(messageOf(first).payload).name];
		assert.deepEqual(known, ['early', 'late']);
		assert.deepEqual([...(await kernelHas(socket)).keys()], ['early', 'between', 'late']);
	});

	test('a list after the subscription may tell what an event tells too, and misses nothing', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using other = await open();
		await socket.acknowledge(newTimer('early'));
		const events = await other.subscribe([PULSE_GROUP_TIMERS], { signal: signal() });
		await socket.acknowledge(newTimer('between'));
		const listed = [...(await kernelHas(other)).keys()];
		await socket.acknowledge(newTimer('late'));
		const told = await take(events[Symbol.asyncIterator](), 2);
		assert.deepEqual(listed, ['early', 'between']);
		assert.deepEqual(
			told.map((event) => timer.decode(messageOf(event).payload).name),
			['between', 'late'],
		);
	});

	test('a beat that there is no memory for is lost, and its listeners are told', {
		skip: lab.without('debug kernel'),
	}, async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using ears = await open();
		const events = (await ears.subscribe([PULSE_GROUP_BEATS], { signal: signal() }))[
			Symbol.asyncIterator
		]();
		await socket.acknowledge(newTimer('tick', 50));
		const [before] = await take(events, 1);
		// The next allocation under a function of the module fails; those that may wait are spared.
		const script = [
			'mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug',
			'cd /sys/kernel/debug/failslab',
			'start=$(cat /sys/module/pulse/sections/.text)',
			'echo $start >require-start',
			'printf 0x%x $((start + 65536)) >require-end',
			'echo 32 >stacktrace-depth',
			'echo 0 >verbose',
			'echo 1 >times',
			'echo 100 >probability',
		];
		const { stderr } = await lab.run(script.join('\n'));
		assert.equal(stderr, '');
		try {
			let event: Event | undefined = before;
			let last = 0n;
			while (event?.kind === 'message') {
				last = beatOf(event) ?? 0n;
				[event] = await take(events, 1);
			}
			const [next] = await take(events, 1);
			assert.equal(beatOf(next), last + 2n, 'one of them');
		} finally {
			await lab.run('echo 0 >/sys/kernel/debug/failslab/probability');
		}
	});

	/** Does something as a user without capabilities. */
	async function asNobody(work: () => Promise<unknown>): Promise<void> {
		process.seteuid?.(65_534);
		try {
			await work();
		} finally {
			process.seteuid?.(0);
		}
	}

	test('with NL_CFG_F_NONROOT_RECV everybody may listen, and without it CAP_NET_ADMIN alone', {
		skip: lab.without('native transport'),
	}, async () => {
		{
			await using _module = await lab.load();
			await using socket = await open();
			await asNobody(async () => {
				const events = await socket.subscribe([PULSE_GROUP_TIMERS], { signal: signal() });
				// Sending to the kernel is open to all: a module that minds has to ask by itself.
				await socket.acknowledge(newTimer('tick'));
				await take(events[Symbol.asyncIterator](), 1);
			});
		}
		await using _module = await lab.load({}, 'wrong/root-only/pulse');
		await using socket = await transport();
		const log = await lab.log();
		await asNobody(async () => {
			assert.equal((await refused(socket.join(PULSE_GROUP_TIMERS))).code, 'EPERM');
		});
		assert.deepEqual(await log.lines(), [], 'bind was not asked');
		await socket.join(PULSE_GROUP_TIMERS);
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('the client makes, tells and listens', async () => {
		await using _module = await lab.load();
		await using listener = await lab.start('listen', 'timers');
		await listener.line(/^in group 2$/);
		const output = async (...args: string[]) => (await lab.client(...args)).stdout;
		assert.equal(await output('new', 'tick', '100', 'led'), 'acknowledged\n');
		await listener.line(/^made by port id \d+: tick: 100 ms, on, 0 beats, tags: led$/);
		assert.match(
			await output('listen', 'beats', '2'),
			/^in group 1\ntick: beat \d+\ntick: beat \d+\n$/,
		);
		assert.equal(await output('set', 'tick', 'off'), 'acknowledged\n');
		await listener.line(/^changed by port id \d+: tick: 100 ms, off, \d+ beats, tags: led$/);
		assert.match(await output('list'), /^tick: 100 ms, off, \d+ beats, tags: led\n$/);
		await using follower = await lab.start('follow');
		await follower.line(/^1 timers$/);
		assert.equal(await output('del', 'tick'), 'acknowledged\n');
		await follower.line(/^deleted by port id \d+: tick: /);
		const { status, stdout } = await lab.client('listen', '3');
		assert.equal(status, 1);
		assert.match(stdout, /ENOENT/);
	});

	test('a beat that may sleep does, once a queue is half full', async () => {
		// Without checks in the kernel it depends on whom the timer interrupts: the idle task has nobody to yield to.
		const bug =
			/BUG: (scheduling while atomic|kernel NULL pointer dereference)|WARNING: inconsistent lock state/;
		await lab.breaks(bug, async () => {
			await lab.load({}, 'wrong/may-sleep/pulse');
			const socket = await open();
			await slowReader();
			await socket.acknowledge(newTimer('tick', 10));
		});
	});

	test('a timer that outlives its module takes the kernel with it', async () => {
		// The debug kernel says so at once. Where freed memory is cleared, the timer has no function to be called.
		const fault =
			/BUG: unable to handle page fault|ODEBUG: free active.* pulse_beat|WARNING: kernel\/time\/timer\.c/;
		await lab.breaks(fault, async () => {
			const module = await lab.load({}, 'wrong/outlives/pulse');
			const socket = await open();
			await socket.acknowledge(newTimer('tick', 1000));
			await socket.close();
			await module.unload();
		});
	});
}
