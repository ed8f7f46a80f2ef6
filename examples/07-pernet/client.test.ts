import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Socket } from '@both-sides/netlink';
import { encodeMessage, NLM_F_DUMP, NLM_F_REQUEST } from '@both-sides/netlink/wire';
import { CommandFailed, type Lab, type Namespace } from '../lab.ts';
import { keepsTimers } from '../timers.ts';
import {
	NETLINK_PULSE,
	PULSE_BEAT,
	PULSE_GET,
	PULSE_GROUP_BEATS,
	PULSE_GROUP_TIMERS,
	PULSE_NEW,
	timer,
} from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer) => ({ type, ...timer.body(value) });

export default function (lab: Lab): void {
	keepsTimers(lab);

	const open = async (namespace?: Namespace) =>
		new Socket(await lab.open(NETLINK_PULSE, namespace ? { namespace } : {}));

	/** How the kernel begins to say that it has lost its way. */
	const faults = /^BUG: |^general protection fault|^Oops: |^kernel BUG/;

	async function list(socket: Socket): Promise<Timer[]> {
		const messages = await socket.list(message(PULSE_GET, {}));
		return messages.map(({ payload }) => timer.decode(payload));
	}

	test('who binds before every namespace has been told of the module makes the kernel look where nothing is', async () => {
		await using space = await lab.namespace();
		await lab.breaks(faults, async () => {
			const log = await lab.log();
			const loading = lab.load({ hold: 1 }, 'wrong/early/pulse');
			loading.catch(() => {}); // The kernel does not live to see its end.
			await log.line(/created in namespace/);
			const socket = new Socket(await lab.open(NETLINK_PULSE, { namespace: space }));
			await socket.subscribe([PULSE_GROUP_BEATS]);
			await loading;
		});
	});

	test('who binds before every namespace has been told of the module is refused with EAGAIN, and may try again', async () => {
		await using space = await lab.namespace();
		const log = await lab.log();
		const loading = lab.load({ hold: 1 }, 'wrong/slow/pulse');
		try {
			await log.line(/created in namespace/);
			await using socket = await open(space);
			await assert.rejects(socket.subscribe([PULSE_GROUP_BEATS]), { code: 'EAGAIN' });
			await assert.rejects(socket.acknowledge(message(PULSE_GET, { name: 'tick' })), {
				call: 'sendmsg',
				code: 'ECONNREFUSED',
			});
		} finally {
			await lab.run('echo 0 >/sys/module/pulse/parameters/hold');
		}
		await using _module = await loading;
		await using socket = await open(space);
		await using events = await socket.subscribe([PULSE_GROUP_BEATS]);
		await socket.acknowledge(message(PULSE_NEW, { name: 'tick', period: 10 }));
		for await (const event of events) {
			assert.equal(event.kind, 'message');
			break;
		}
	});

	const created = /^pulse: kernel socket for protocol 31 created in namespace/;
	const released = /^pulse: kernel socket released in namespace/;

	/** A timer that beats every 10 ms: as busy as one can be. */
	const busy = (name = 'busy') => message(PULSE_NEW, { name, period: 10 });

	/** Where a module of ours is loaded or not, and what is left of it in the table of sockets. */
	const remains = async () =>
		(await lab.run("grep -c ^pulse /proc/modules; grep -c '^[0-9a-f]* 31 ' /proc/net/netlink"))
			.stdout;

	async function count(log: Awaited<ReturnType<Lab['log']>>, pattern: RegExp): Promise<number> {
		return (await log.lines()).filter((line) => pattern.test(line)).length;
	}

	async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
		for (const end = performance.now() + 10_000; !(await condition()); await sleep(20))
			assert.ok(performance.now() < end, what);
	}

	test('two namespaces with the same names: lists, beats and events do not mix', async () => {
		await using _module = await lab.load();
		await using space = await lab.namespace();
		await using here = await open();
		await using there = await open(space);
		await using ears = await open(space);
		await using events = await ears.subscribe([PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS]);
		await here.acknowledge(message(PULSE_NEW, { name: 'tick', period: 10 }));
		await there.acknowledge(message(PULSE_NEW, { name: 'tick', period: 20 }));
		assert.deepEqual(
			(await list(here)).map(({ period }) => period),
			[10],
		);
		assert.deepEqual(
			(await list(there)).map(({ period }) => period),
			[20],
		);
		const seen: (number | bigint | undefined)[] = [];
		for await (const event of events) {
			assert.ok(event.kind === 'message');
			const { period, beats } = timer.decode(event.message.payload);
			seen.push(event.message.type === PULSE_BEAT ? beats : period);
			if (seen.length === 4) break;
		}
		assert.deepEqual(seen, [20, 1n, 2n, 3n]);
	});

	test('each of 50 namespaces that live when the module comes gets its socket, and each that comes later', async () => {
		const log = await lab.log();
		await using spaces = new AsyncDisposableStack();
		const all: Namespace[] = [];
		for (let number = 0; number < 50; number++) all.push(spaces.use(await lab.namespace()));
		await using _module = await lab.load();
		assert.equal(await count(log, created), 51);
		for (const space of [all[0], all[49], spaces.use(await lab.namespace())]) {
			await using socket = await open(space);
			await socket.acknowledge(busy());
			assert.equal((await list(socket)).length, 1);
		}
		assert.equal(await count(log, created), 52);
	});

	test('an init that fails in the third namespace: the two before are undone, insmod has its errno', async () => {
		await using _first = await lab.namespace();
		await using _second = await lab.namespace();
		const log = await lab.log();
		await assert.rejects(lab.load({}, 'wrong/third/pulse'), (error) => {
			assert.ok(error instanceof CommandFailed);
			assert.match(error.finished.stderr, /memory/i);
			return true;
		});
		// busybox's insmod tries once more, by the other system call.
		const said = (await log.lines())
			.slice(0, 5)
			.map((line) => line.replace(/.*(created|refused|released).*/, '$1'));
		assert.deepEqual(said, ['created', 'created', 'refused', 'released', 'released']);
		assert.equal(await remains(), '0\n0\n');
	});

	test('with a module whose init fails, nobody gets a new namespace', async () => {
		await using _module = await lab.load({}, 'wrong/third/pulse');
		await using _space = await lab.namespace();
		const { status, stderr } = await lab.run('unshare -n true');
		assert.equal(status, 1);
		assert.match(stderr, /memory/i);
	});

	test('a namespace lives on while a socket is open in it, though its name is gone', async () => {
		await using _module = await lab.load();
		const space = await lab.namespace();
		const log = await lab.log();
		const socket = await open(space);
		await socket.acknowledge(busy());
		await space[Symbol.asyncDispose]();
		assert.equal((await list(socket)).length, 1);
		assert.equal(await count(log, released), 0);
		await socket.close();
		await log.line(released);
	});

	test('a namespace ends with a dump half read, a listener and timers that run', async () => {
		await using _module = await lab.load();
		const space = await lab.namespace();
		const log = await lab.log();
		const reader = await open(space);
		const names = Array.from({ length: 300 }, (_, number) => `busy${number}`);
		for (const { status } of await reader.batch(names.map(busy))) assert.equal(status, 'fulfilled');
		const listener = await open(space);
		const events = await listener.subscribe([PULSE_GROUP_BEATS]);
		await events[Symbol.asyncIterator]().next();
		const half = await lab.open(NETLINK_PULSE, { namespace: space });
		await half.send(
			encodeMessage({ ...message(PULSE_GET, {}), flags: NLM_F_REQUEST | NLM_F_DUMP }),
		);
		await half.receive();
		await space[Symbol.asyncDispose]();
		assert.equal(await count(log, released), 0);
		await Promise.all([reader.close(), listener.close(), half.close()]);
		await log.line(released);
	});

	test('the last process of a namespace is killed while it follows: its namespace ends', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load();
		const log = await lab.log();
		const inside = 'client new busy 10; exec client follow';
		await lab.run(`unshare -n sh -c '${inside}' >/dev/null 2>&1 </dev/null &`);
		await log.line(/^pulse: bind to group 2/, 20_000);
		await lab.run("pkill -9 -f '[f]ollow'");
		await log.line(released);
	});

	test('a socket in any namespace holds the module; rmmod meets the clean-up after the last close', async () => {
		for (let round = 0; round < 3; round++) {
			const module = await lab.load();
			const space = await lab.namespace();
			const socket = await open(space);
			await socket.acknowledge(busy());
			await assert.rejects(module.unload(), /Resource temporarily unavailable/);
			await Promise.all([space[Symbol.asyncDispose](), socket.close()]);
			await until(
				() =>
					module.unload().then(
						() => true,
						() => false,
					),
				'rmmod is refused after the last close',
			);
			assert.equal(await remains(), '0\n0\n');
		}
	});

	test('500 namespaces come and go with timers running', {
		timeout: 1_200_000,
	}, async (context) => {
		await using _module = await lab.load();
		const log = await lab.log();
		const numbers = Array.from({ length: 50 }, (_, number) => number);
		const at = (number: number): Namespace => ({
			name: `churn${number}`,
			path: `/run/netns/churn${number}`,
			[Symbol.asyncDispose]: async () => {},
		});
		async function each(command: string): Promise<void> {
			const line = `for i in ${numbers.join(' ')}; do N=/run/netns/churn$i; ${command}; done`;
			assert.equal((await lab.run(line)).stderr, '');
		}
		for (let round = 1; round <= 10; round++) {
			await context.test(`round ${round}`, async () => {
				await each('touch $N; unshare --net=$N true');
				await using sockets = new AsyncDisposableStack();
				for (const number of numbers) {
					const socket = sockets.use(await open(at(number)));
					await socket.acknowledge(busy());
				}
				await each('umount $N; rm $N');
			});
		}
		await until(async () => (await count(log, released)) === 500, 'not all are released');
	});

	test('a timer that outlives its namespace', { skip: lab.without('debug kernel') }, async () => {
		await lab.breaks(/^ODEBUG: free active .*pulse_beat/, async () => {
			await lab.load({}, 'wrong/outlives/pulse');
			const space = await lab.namespace();
			await using ears = await open(space);
			await ears.subscribe([PULSE_GROUP_BEATS]);
			await ears.batch(Array.from({ length: 100 }, (_, number) => busy(`b${number}`)));
			await space[Symbol.asyncDispose]();
		});
	});

	test('of what a second namespace says when it registers the protocol, only input counts', async () => {
		await using _module = await lab.load({}, 'wrong/second-opinion/pulse');
		await using space = await lab.namespace();
		const log = await lab.log();
		await using first = await open();
		await first.acknowledge(busy());
		assert.deepEqual(await log.lines(), []);
		await using second = await open(space);
		await second.acknowledge(busy());
		assert.deepEqual(await log.lines(), ['pulse: the other input']);
		await using transport = await lab.open(NETLINK_PULSE, { namespace: space });
		await transport.join(PULSE_GROUP_BEATS);
		assert.equal((await log.lines()).at(-1), 'pulse: bind to group 1');
		await assert.rejects(transport.join(33), { code: 'EINVAL' });
	});

	test('who may listen is what the first namespace said', {
		skip: lab.without('native transport'),
	}, async () => {
		await using _module = await lab.load({}, 'wrong/second-opinion/pulse');
		await using space = await lab.namespace();
		await using transport = await lab.open(NETLINK_PULSE, { namespace: space });
		process.seteuid?.(65_534);
		try {
			await transport.join(PULSE_GROUP_BEATS);
		} finally {
			process.seteuid?.(0);
		}
	});

	test('a subsystem comes before a device in each namespace, and goes after it, whichever was registered first', async () => {
		await using _module = await lab.load({}, 'wrong/device-first/pulse');
		const log = await lab.log();
		const space = await lab.namespace();
		await space[Symbol.asyncDispose]();
		await log.line(released);
		assert.deepEqual(
			(await log.lines()).map((line) => line.replace(/^pulse: | in namespace.*/g, '')),
			[
				'kernel socket for protocol 31 created',
				'device made',
				'device removed',
				'kernel socket released',
			],
		);
	});

	test('a handler that knows init_net only changes the neighbour’s list', async () => {
		await using _module = await lab.load({}, 'wrong/init-net/pulse');
		await using space = await lab.namespace();
		await using here = await open();
		await using there = await open(space);
		await there.acknowledge(message(PULSE_NEW, { name: 'tick', period: 1000 }));
		assert.equal((await list(here)).length, 1);
	});

	test('who joins second finds the timers running; a group that is not there is refused', async () => {
		await using _module = await lab.load();
		await using first = await open();
		const limit = AbortSignal.timeout(20_000);
		const events = await first.subscribe([PULSE_GROUP_BEATS], { signal: limit });
		await first.acknowledge(message(PULSE_NEW, { name: 'tick', period: 50 }));
		await events[Symbol.asyncIterator]().next();
		await using second = await open();
		const others = await second.subscribe([PULSE_GROUP_BEATS], { signal: limit });
		const { value } = await others[Symbol.asyncIterator]().next();
		assert.equal(value?.kind, 'message');
		await using third = await open();
		await assert.rejects(third.subscribe([3], { signal: limit }), { code: 'ENOENT' });
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16 in namespace/);
	});
}
