import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetlinkError, type Request, Socket } from '@both-sides/netlink';
import { encodeMessage, NETLINK_GENERIC } from '@both-sides/netlink/wire';
import type { Lab, Loaded, Namespace } from '../lab.ts';
import { keepsTimers } from '../timers.ts';
import {
	NETLINK_PULSE,
	PULSE_A_LEASE,
	PULSE_A_NAME,
	PULSE_A_PERIOD,
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_GROUP_BEATS,
	PULSE_GROUP_TIMERS,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer): Request => ({ type, ...timer.body(value) });

/** A timer of nobody. */
const free = (name: string) => message(PULSE_NEW, { name, period: 1000 });

/** A timer of the socket that asks for it. */
const leased = (name: string) => message(PULSE_NEW, { name, period: 1000, lease: true });

const NETLINK_ROUTE = 0;

export default function (lab: Lab): void {
	keepsTimers(lab);

	const open = async (namespace?: Namespace) =>
		new Socket(await lab.open(NETLINK_PULSE, namespace ? { namespace } : {}));

	async function list(socket: Socket): Promise<Timer[]> {
		const messages = await socket.list(message(PULSE_GET, {}));
		return messages.map(({ payload }) => timer.decode(payload));
	}

	const names = async (socket: Socket) => (await list(socket)).map(({ name }) => name);

	async function have(socket: Socket, requests: readonly Request[]): Promise<void> {
		for (const outcome of await socket.batch(requests))
			if (outcome.status === 'rejected') throw outcome.reason;
	}

	/** How the kernel says that a socket was closed and timers went with it. */
	const closed = /^pulse: .+ \(\d+\) closed a socket, leased timers gone: (\d+)$/;
	const released = /^pulse: kernel socket released/;

	test('as before: a timer rests while nobody listens, and beats again once somebody does', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(message(PULSE_NEW, { name: 'tick', period: 10 }));
		const tick = async () => {
			const { payload } = await socket.request(message(PULSE_GET, { name: 'tick' }));
			return timer.decode(payload);
		};
		const end = AbortSignal.timeout(5000);
		while ((await tick()).running) await sleep(10, undefined, { signal: end });
		await using ears = await open();
		await assert.rejects(ears.subscribe([3]), { code: 'ENOENT' });
		for await (const event of await ears.subscribe([PULSE_GROUP_BEATS], { signal: end })) {
			assert.ok(event.kind === 'message');
			assert.equal(event.message.type, PULSE_BEAT);
			break;
		}
		assert.equal((await tick()).running, true);
	});

	test('as before: a number that is taken is not ours', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16 in namespace/);
	});

	test('the kernel at hand tells of closed sockets in its way', async () => {
		const log = await lab.log();
		await using _module = await lab.load();
		const way = lab.kernel.series === '6.1' ? 'the netlink notifier' : 'netlink_kernel_cfg.release';
		await log.line(new RegExp(`^pulse: told of closed sockets by ${way}$`));
	});

	test('a leased timer has an owner, and goes when its socket is closed; listeners are told', async () => {
		await using _module = await lab.load();
		await using stays = await open();
		await using events = await stays.subscribe([PULSE_GROUP_TIMERS]);
		const owner = await open();
		await owner.acknowledge(free('free'));
		await owner.acknowledge(leased('leased'));
		const all = await list(stays);
		assert.deepEqual(
			all.map(({ name, owner, lease }) => ({ name, owner, lease })),
			[
				{ name: 'free', owner: undefined, lease: undefined },
				{ name: 'leased', owner: owner.portId, lease: undefined },
			],
		);
		const { payload } = await stays.request(message(PULSE_GET, { name: 'leased' }));
		assert.equal(timer.decode(payload).owner, owner.portId);
		const log = await lab.log();
		await owner.close();
		assert.match(await log.line(closed), /: 1$/);
		assert.deepEqual(await names(stays), ['free']);
		const seen: unknown[] = [];
		for await (const event of events) {
			assert.ok(event.kind === 'message');
			const { type, portId, sequence, payload } = event.message;
			const { name, owner } = timer.decode(payload);
			seen.push([type, name, owner]);
			if (type !== PULSE_DEL) continue;
			assert.deepEqual([portId, sequence], [0, 0]);
			break;
		}
		assert.deepEqual(seen, [
			[PULSE_NEW, 'free', undefined],
			[PULSE_NEW, 'leased', owner.portId],
			[PULSE_DEL, 'leased', owner.portId],
		]);
	});

	test('only a new timer can be leased', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(free('free'));
		await assert.rejects(
			socket.acknowledge(message(PULSE_SET, { name: 'free', lease: true })),
			(error) => {
				assert.ok(error instanceof NetlinkError);
				assert.equal(error.code, 'EINVAL');
				assert.equal(error.extended?.message, 'only a new timer can be leased');
				return true;
			},
		);
	});

	test('others may change a leased timer, and delete it', async () => {
		await using _module = await lab.load();
		await using owner = await open();
		await using other = await open();
		await owner.acknowledge(leased('one'));
		await owner.acknowledge(leased('two'));
		await other.acknowledge(message(PULSE_SET, { name: 'one', period: 2000 }));
		await other.acknowledge(message(PULSE_DEL, { name: 'two' }));
		assert.deepEqual(
			(await list(other)).map(({ name, period, owner }) => [name, period, owner]),
			[['one', 2000, owner.portId]],
		);
		const log = await lab.log();
		await owner.close();
		assert.match(await log.line(closed), /: 1$/);
	});

	test('a client is killed: its timers go, told from the process that dies', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await using client = await lab.start('lease', 'tick', '1000');
		await client.line(/^leased by port id/, 20_000);
		assert.deepEqual(await names(socket), ['tick']);
		const log = await lab.log();
		await lab.run(`kill -9 ${client.pid}`);
		assert.match(await log.line(closed, 20_000), new RegExp(`\\(${client.pid}\\) .*: 1$`));
		assert.deepEqual(await names(socket), []);
	});

	test('the next socket has the port id of the one before, and none of its timers', {
		skip: lab.without('native transport'),
	}, async () => {
		await using _module = await lab.load();
		await using ports = new AsyncDisposableStack();
		let before: number | undefined;
		for (let round = 0; round < 50; round++) {
			const socket = ports.use(await open());
			before ??= socket.portId;
			assert.equal(socket.portId, before);
			assert.deepEqual(await names(socket), []);
			await socket.acknowledge(leased('mine'));
			await socket.close();
		}
	});

	test('a socket of another protocol that has the same port id is closed: the timers stay', {
		skip: lab.without('native transport'),
	}, async () => {
		await using _module = await lab.load();
		await using socket = await open();
		await socket.acknowledge(leased('mine'));
		const other = await lab.open(NETLINK_ROUTE);
		assert.equal(other.portId, socket.portId);
		await other.close();
		assert.deepEqual(await names(socket), ['mine']);
	});

	test('a socket in another namespace that has the same port id is closed: the timers stay', {
		skip: lab.without('native transport'),
	}, async () => {
		await using _module = await lab.load();
		await using space = await lab.namespace();
		await using socket = await open();
		await socket.acknowledge(leased('mine'));
		const other = await open(space);
		assert.equal(other.portId, socket.portId);
		await other.acknowledge(leased('mine'));
		await other.close();
		assert.deepEqual(await names(socket), ['mine']);
	});

	test('a socket is closed with its own list half read: the list ends, and so do its timers', async () => {
		await using _module = await lab.load();
		await using stays = await open();
		const owner = await open();
		await have(
			owner,
			Array.from({ length: 300 }, (_, number) => leased(`t${number}`)),
		);
		for await (const _first of owner.dump(message(PULSE_GET, {}))) break;
		await owner.close();
		assert.deepEqual(await names(stays), []);
	});

	test('a namespace waits for its sockets, so its leases end before it does', async () => {
		await using _module = await lab.load();
		const space = await lab.namespace();
		const socket = await open(space);
		await socket.acknowledge(leased('tick'));
		const log = await lab.log();
		await space[Symbol.asyncDispose]();
		assert.deepEqual(await names(socket), ['tick']);
		await socket.close();
		await log.line(released);
		const order = (await log.lines()).filter((line) => closed.test(line) || released.test(line));
		assert.deepEqual(
			order.map((line) => closed.test(line)),
			[true, false],
		);
	});

	test('a lease holds the module: rmmod works once the last of its timers is gone', async () => {
		const module = await lab.load();
		const socket = await open();
		await have(
			socket,
			Array.from({ length: 1000 }, (_, number) => leased(`t${number}`)),
		);
		await assert.rejects(module.unload(), /Resource temporarily unavailable/);
		const log = await lab.log();
		await socket.close();
		await module.unload();
		const order = (await log.lines()).filter((line) => closed.test(line) || released.test(line));
		assert.deepEqual(
			order.map((line) => closed.exec(line)?.[1]),
			['1000', undefined],
		);
	});

	const processes = { skip: lab.without('client processes') };

	/** What a Python program prints, for what Node has no calls for. */
	async function python(program: string): Promise<string[]> {
		const preface = `
import os, signal, socket, struct, threading

def opened(port=0):
    it = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, ${NETLINK_PULSE})
    it.bind((port, 0))
    return it

def message(kind, name, rest=b''):
    text = name.encode() + bytes(1)
    named = struct.pack('=HH', 4 + len(text), ${PULSE_A_NAME}) + text + bytes(-len(text) % 4)
    return struct.pack('=IHHII', 16 + len(named + rest), kind, 1, 1, 0) + named + rest

def lease(name):
    return message(${PULSE_NEW}, name, struct.pack('=HHIHH', 8, ${PULSE_A_PERIOD}, 1000, 4, ${PULSE_A_LEASE}))

asks = opened()
def exists(name):
    asks.send(message(${PULSE_GET}, name))
    return struct.unpack_from('=H', asks.recv(65536), 4)[0] == ${PULSE_NEW}
`;
		const { status, stdout, stderr } = await lab.run(
			`python3 - <<'END'\n${preface}${program}\nEND`,
		);
		assert.equal(status, 0, stderr);
		return stdout.trimEnd().split('\n');
	}

	test('a socket that two processes share lives until the second one ends', processes, async () => {
		await using _module = await lab.load();
		const seen = await python(`
shared = opened()
shared.send(lease('mine'))
child = os.fork()
if child == 0:
    signal.pause()
shared.close()
print(exists('mine'))
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(exists('mine'))
`);
		assert.deepEqual(seen, ['True', 'False']);
	});

	test(
		'a socket on its way to another process lives, and ends where it arrives, or with the way',
		processes,
		async () => {
			await using _module = await lab.load();
			const seen = await python(`
def sent():
    it = opened()
    it.send(lease('mine'))
    ends = socket.socketpair()
    socket.send_fds(ends[0], [b'a'], [it.fileno()])
    it.close()
    print(exists('mine'))
    return ends

ends = sent()
arrived = socket.recv_fds(ends[1], 1, 1)[1][0]
print(exists('mine'))
os.close(arrived)
print(exists('mine'))

for end in sent():
    end.close()
print(exists('mine'))
`);
			assert.deepEqual(seen, ['True', 'True', 'False', 'True', 'False']);
		},
	);

	test(
		'a socket that is closed while its request runs ends after it: no timer is left',
		processes,
		async () => {
			await using _module = await lab.load();
			const log = await lab.log();
			const seen = await python(`
requests = b''.join(lease(f't{number}') for number in range(2000))
under_way = False
for _ in range(50):
    if under_way:
        break
    descriptor = opened().detach()
    sender = threading.Thread(target=os.write, args=(descriptor, requests))
    sender.start()
    while not exists('t0'):
        pass
    os.close(descriptor)
    under_way = not exists('t1999')
    sender.join()
    print(under_way, exists('t0'), exists('t1999'))
`);
			assert.equal(seen.at(-1), 'True False False');
			for (const line of (await log.lines()).filter((line) => closed.test(line)))
				assert.equal(closed.exec(line)?.[1], '2000');
		},
	);

	/** A socket is closed, and another has its port id at once. Which of their timers are there, once close has returned? */
	const quick = (rounds: number) =>
		python(`
for number in range(${rounds}):
    first = opened(4242)
    first.send(lease('first'))
    closer = threading.Thread(target=first.close)
    closer.start()
    second = None
    while not second:
        try:
            second = opened(4242)
        except OSError:
            pass
    second.send(lease('second'))
    closer.join()
    print(exists('first'), exists('second'))
    second.close()
`);

	test(
		'who takes a port id while its last owner is being closed keeps its timers',
		processes,
		async () => {
			await using _module = await lab.load();
			assert.deepEqual(new Set(await quick(100)), new Set(['False True']));
		},
	);

	test(
		'leases that go by port id: who is quick loses its timers to the end of another',
		processes,
		async () => {
			await using _module = await lab.load({}, 'wrong/port-id/pulse');
			assert.deepEqual(await quick(1), ['False False']);
		},
	);

	test('four processes lease, and are killed, while others list: in the end nothing is left', {
		...processes,
		timeout: 120_000,
	}, async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const log = await lab.log();
		let over = false;
		const churn = python(`
def churn(name):
    for number in range(8):
        child = os.fork()
        if child == 0:
            it = opened()
            it.send(b''.join(lease(f'{name}-{number}-{index}') for index in range(10)))
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
    os._exit(0)

children = []
for name in 'abcd':
    child = os.fork()
    if child == 0:
        churn(name)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
`).finally(() => {
			over = true;
		});
		while (!over) {
			await list(socket).catch((error) => assert.equal(error.code, 'EINTR'));
			await sleep(5); // Without a pause this process has one of the two CPUs for itself.
		}
		await churn;
		assert.deepEqual(await names(socket), []);
		const counts = (await log.lines()).map((line) => Number(closed.exec(line)?.[1] ?? 0));
		assert.equal(
			counts.reduce((sum, count) => sum + count, 0),
			320,
		);
	});

	const native = { skip: lab.without('native transport') };

	test(
		'a notifier that does not look at the protocol: a closed NETLINK_ROUTE socket takes our timers along',
		native,
		async () => {
			await using _module = await lab.load({}, 'wrong/any-protocol/pulse');
			await using socket = await open();
			await socket.acknowledge(leased('mine'));
			const other = await lab.open(NETLINK_ROUTE);
			assert.equal(other.portId, socket.portId);
			await other.close();
			assert.deepEqual(await names(socket), []);
		},
	);

	test(
		'a lease that knows a port id and no namespace: one namespace ends the timers of another',
		native,
		async () => {
			await using _module = await lab.load({}, 'wrong/any-namespace/pulse');
			await using space = await lab.namespace();
			await using socket = await open();
			await socket.acknowledge(leased('mine'));
			const other = await open(space);
			assert.equal(other.portId, socket.portId);
			await other.acknowledge(free('theirs'));
			await other.close();
			assert.deepEqual(await names(socket), []);
		},
	);

	/** Does something as a user without capabilities. */
	async function asNobody(work: () => Promise<unknown>): Promise<void> {
		process.seteuid?.(65_534);
		try {
			await work();
		} finally {
			process.seteuid?.(0);
		}
	}

	/** A beat that the kernel has not sent. */
	const bytes = encodeMessage({ type: PULSE_BEAT, ...timer.body({ name: 'forged' }) });

	test('a socket can send to another one, past the kernel’s half', async () => {
		await using _module = await lab.load();
		await using from = await lab.open(NETLINK_PULSE);
		await using to = await lab.open(NETLINK_PULSE);
		await from.send(bytes, to.portId);
		assert.deepEqual(
			(await to.receive()).map(({ data, portId, group }) => [[...data], portId, group]),
			[[[...bytes], from.portId, 0]],
		);
	});

	test(
		'without NL_CFG_F_NONROOT_SEND nobody but the kernel can be sent to, without CAP_NET_ADMIN',
		native,
		async () => {
			await using _module = await lab.load();
			await using from = await open();
			await using to = await open();
			await asNobody(async () => {
				await assert.rejects(from.send(bytes, to.portId), { code: 'EPERM' });
				await from.acknowledge(free('tick'));
			});
		},
	);

	test('with NL_CFG_F_NONROOT_SEND everybody can send to everybody', native, async () => {
		await using _module = await lab.load({}, 'wrong/all-may-send/pulse');
		await using from = await lab.open(NETLINK_PULSE);
		await using to = await lab.open(NETLINK_PULSE);
		await asNobody(() => from.send(bytes, to.portId));
		assert.deepEqual(
			(await to.receive()).map(({ portId }) => portId),
			[from.portId],
		);
	});

	/** Somebody without capabilities sends a beat to the group of beats, as the kernel does. */
	const forged = `
forger = opened()
os.seteuid(65534)
try:
    forger.sendto(message(${PULSE_BEAT}, 'forged'), (0, 1 << ${PULSE_GROUP_BEATS - 1}))
    print(forger.getsockname()[0])
except PermissionError:
    print('refused')
`;

	test(
		'with NL_CFG_F_NONROOT_SEND everybody can send to a group: the sender’s port id tells a forged beat from a beat',
		processes,
		async () => {
			{
				await using _module = await lab.load();
				assert.deepEqual(await python(forged), ['refused']);
			}
			await using _module = await lab.load({}, 'wrong/all-may-send/pulse');
			await using ear = await lab.open(NETLINK_PULSE);
			await ear.join(PULSE_GROUP_BEATS);
			await using socket = await open();
			const events = await socket.subscribe([PULSE_GROUP_BEATS]);
			const [forger] = await python(forged);
			const heard = await ear.receive();
			assert.deepEqual(
				heard.map(({ portId, group }) => [portId, group]),
				[[Number(forger), PULSE_GROUP_BEATS]],
			);
			await socket.acknowledge(message(PULSE_NEW, { name: 'tick', period: 10 }));
			const { value } = await events[Symbol.asyncIterator]().next();
			assert.ok(value?.kind === 'message');
			assert.equal(
				timer.decode(value.message.payload).name,
				'tick',
				'the library heard the forger',
			);
			for (const { portId } of await ear.receive()) assert.equal(portId, 0);
		},
	);

	const series = lab.kernel.series;

	/** Loads a module that hands over no configuration, after one that did, and closes a socket of its protocol. */
	async function unconfigured(): Promise<Loaded> {
		const before = await lab.load();
		await before.unload();
		const module = await lab.load({}, 'wrong/no-configuration/pulse');
		const socket = await lab.open(NETLINK_PULSE);
		await assert.rejects(socket.send(bytes), { code: 'ECONNREFUSED' });
		await socket.close();
		return module;
	}

	test('no configuration will do for a kernel socket, which then hears nothing', {
		skip: series !== '6.1' && 'netlink_release() leaves the release of the module before',
	}, async () => {
		await using _module = await unconfigured();
	});

	test('who takes a number without a configuration has the release of whoever had it before', {
		skip: series === '6.1' && 'struct netlink_kernel_cfg has no release',
	}, async () => {
		// Where that was, nothing is now, or a part of the module that came after, or what stands behind its code: int3.
		const fault =
			/^(BUG: (unable to handle page fault|kernel NULL pointer dereference)|Oops: int3)/;
		await lab.breaks(fault, unconfigured);
	});

	test('compare is stored and never called: one kernel socket does not serve other namespaces', {
		skip: series !== '6.1' && 'struct netlink_kernel_cfg has no compare',
	}, async () => {
		const log = await lab.log();
		await using _module = await lab.load({}, 'wrong/compare/pulse');
		await using space = await lab.namespace();
		await using here = await open();
		await here.acknowledge(free('tick'));
		await using there = await open(space);
		await assert.rejects(there.acknowledge(free('tick')), { code: 'ECONNREFUSED' });
		assert.deepEqual(
			(await log.lines()).filter((line) => /compare/.test(line)),
			[],
		);
	});

	test('a dump that leaves its lock to cb_mutex has it where there is cb_mutex', {
		skip: series !== '6.1' && 'struct netlink_kernel_cfg has no cb_mutex',
	}, async () => {
		await using _module = await lab.load({}, 'wrong/cb-mutex/pulse');
		await using socket = await open();
		await socket.acknowledge(free('tick'));
		assert.deepEqual(await names(socket), ['tick']);
	});

	test('a dump that leaves its lock to cb_mutex has none where there is no cb_mutex', {
		skip: series === '6.1' && 'struct netlink_kernel_cfg has cb_mutex',
	}, async () => {
		await lab.breaks(/^WARNING: .*pulse_dump/, async () => {
			await lab.load({}, 'wrong/cb-mutex/pulse');
			await list(await open());
		});
	});
}
