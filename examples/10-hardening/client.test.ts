import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NetlinkError, Socket, type Transport } from '@both-sides/netlink';
import { Generic } from '@both-sides/netlink/generic';
import { type Client, connect, type FamilyEvent } from '@both-sides/netlink/spec';
import {
	decodeMessages,
	encodeMessage,
	NETLINK_GENERIC,
	NLM_F_DUMP,
	NLM_F_REQUEST,
} from '@both-sides/netlink/wire';
import type { Lab, Namespace } from '../lab.ts';
import { type PulseFamily, pulse } from './pulse.ts';

type Pulse = Client<PulseFamily>;
type Event = FamilyEvent<PulseFamily>;

/** What waits for the kernel gives up then, in milliseconds: nothing here takes half of it. */
const limit = 20_000;
/** For a test that starts clients one after another, or makes thousands of timers: longer than the debug kernel takes. */
const patience = 300_000;
/** In the flags of an answer: the list has changed while it was read. */
const NLM_F_DUMP_INTR = 0x10;

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
	for (const end = performance.now() + limit; !(await holds()); await sleep(20))
		assert.ok(performance.now() < end, `it never came to pass that ${what}`);
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
async function take(events: AsyncIterable<Event>, count: number): Promise<Event[]> {
	const taken: Event[] = [];
	for await (const event of events) {
		taken.push(event);
		if (taken.length === count) break;
	}
	return taken;
}

const told = (event: Event) => {
	assert.ok(event.kind === 'event', `it is ${event.kind}`);
	return `${event.group}: ${event.name}`;
};

const tick = { name: 'tick', period: 60_000 };
const busy = (name = 'tick') => ({ name, period: 10 });
const still = (name: string) => ({ ...tick, name });

export default function (lab: Lab): void {
	const oldKernel = lab.kernel.series === '6.1';
	const socket = async (namespace?: Namespace) =>
		new Socket(await lab.open(NETLINK_GENERIC, namespace ? { namespace } : {}));
	const open = async (namespace?: Namespace): Promise<Pulse> =>
		connect(pulse, await socket(namespace));
	const signal = () => AbortSignal.timeout(limit);

	const names = async (client: Pulse) => (await client.list('get')).map(({ name }) => name);
	const beats = async (client: Pulse) =>
		Number((await client.do('get', { name: 'tick' })).beats ?? -1);
	const rests = (client: Pulse) =>
		until(async () => !(await client.do('get', { name: 'tick' })).running, 'it rests');

	/** Makes timers, and gives their names. */
	async function many(client: Pulse, count: number, like = still): Promise<string[]> {
		const all = Array.from({ length: count }, (_, number) => `t${number}`);
		for (let from = 0; from < count; from += 50)
			await Promise.all(all.slice(from, from + 50).map((name) => client.do('create', like(name))));
		return all;
	}

	/** A socket that has read no more of a list than its beginning, and there is more than transport and library read ahead. */
	async function halfRead(client: Pulse, namespace?: Namespace): Promise<Transport> {
		const tags = { name: Array<string>(4).fill('fifteen-letters') };
		await many(client, 500, (name) => ({ ...still(name), tags }));
		const reader = await lab.open(NETLINK_GENERIC, namespace ? { namespace } : {});
		const { description } = await new Generic(client.socket).family('pulse');
		const flags = NLM_F_REQUEST | NLM_F_DUMP;
		const payload = Uint8Array.of(1, 1, 0, 0);
		await reader.send(encodeMessage({ type: description.id, flags, payload }));
		assert.equal((await lab.run('cat /sys/module/pulse/refcnt')).stdout, '1\n');
		return reader;
	}

	test('a list of many pieces is whole', async () => {
		await using _module = await lab.load();
		await using client = await open();
		const made = await many(client, 300);
		assert.deepEqual(await names(client), made);
	});

	test('a list has the timers that were asked for; the kernel says what it refuses', async () => {
		await using _module = await lab.load();
		await using client = await open();
		await client.do('create', { ...still('off'), enabled: 0 });
		await client.do('create', tick);
		for (const [enabled, name] of [
			[0, 'off'],
			[1, 'tick'],
		] as const) {
			const listed = await client.list('get', { enabled });
			assert.deepEqual(
				listed.map((timer) => timer.name),
				[name],
			);
		}
		const five = { name: ['1', '2', '3', '4', '5'] };
		const many = await refused(client.do('change', { name: 'tick', tags: five }));
		assert.deepEqual(
			[many.code, many.extended?.message],
			['E2BIG', 'a timer has four tags at most'],
		);
		assert.equal((await client.do('get', { name: 'tick' })).tags?.name, undefined);
		const twice = await refused(client.do('create', tick));
		assert.deepEqual([twice.code, twice.attribute], ['EEXIST', 'name']);
		for (const nameless of [client.do('get'), client.do('delete'), client.do('create')])
			assert.equal((await refused(nameless)).code, 'EINVAL');
		for (const operation of ['get', 'change', 'delete'] as const) {
			const unknown = await refused(client.do(operation, { name: 'gone' }));
			assert.deepEqual([unknown.code, unknown.attribute], ['ENOENT', 'name']);
		}
		const beyond = await refused(client.list('get', { enabled: 2 }));
		assert.deepEqual([beyond.code, beyond.attribute], ['ERANGE', 'enabled']);
	});

	test('events come in their groups; the one for few says who did it', async () => {
		await using _module = await lab.load();
		await using client = await open();
		await using ears = await open();
		await using all = await ears.subscribe(['beats', 'timers', 'audit'], { signal: signal() });
		await client.do('create', tick);
		await client.do('change', { name: 'tick', enabled: 0 });
		await client.do('change', { ...busy(), enabled: 1 });
		const events = await take(all, 8);
		assert.deepEqual(events.map(told), [
			...['timers: created', 'audit: audit'],
			...['timers: changed', 'audit: audit', 'timers: changed', 'audit: audit'],
			...['beats: beat', 'beats: beat'],
		]);
		const seen = events.flatMap((event) =>
			event.kind === 'event' && event.name === 'audit' ? [event.attributes] : [],
		);
		assert.deepEqual(
			seen,
			['create', 'change', 'change'].map((action) => ({ name: 'tick', action, user: 0 })),
		);
	});

	test('the group for few tells of each change who asked for it', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		await using ears = await open();
		await using audit = await ears.subscribe(['audit'], { signal: AbortSignal.timeout(patience) });
		// Somebody who is not root, and may do this, and read the project's files.
		const capabilities = '+net_admin,+dac_override';
		const somebody = `/usr/bin/setpriv --reuid=1234 --inh-caps=${capabilities} --ambient-caps=${capabilities}`;
		for (const words of ['create tick 60000', 'change tick off', 'delete tick'])
			assert.equal((await lab.run(`${somebody} client ${words}`)).stdout, 'acknowledged\n');
		assert.deepEqual(
			(await take(audit, 3)).map((event) => event.kind === 'event' && event.attributes),
			['create', 'change', 'delete'].map((action) => ({ name: 'tick', action, user: 1234 })),
		);
	});

	test('a timer rests while nobody listens, and beats again once somebody does', async () => {
		await using _module = await lab.load();
		await using client = await open();
		const begin = performance.now();
		await client.do('create', busy());
		await rests(client);
		assert.ok(performance.now() - begin > 500, 'the second beat that nobody takes comes late');
		const before = await beats(client);
		await using ears = await open();
		await using _news = await ears.subscribe(['timers'], { signal: signal() });
		await sleep(1500);
		assert.equal(await beats(client), before);
		await using heard = await ears.subscribe(['beats'], { signal: signal() });
		assert.deepEqual((await take(heard, 3)).map(told), Array(3).fill('beats: beat'));
		await rests(client);
	});

	test('who joins in one namespace wakes the timers of all; those that nobody hears rest again', {
		skip: oldKernel && 'this kernel tells a family of no join: its timers look for themselves',
	}, async () => {
		await using _module = await lab.load();
		await using space = await lab.namespace();
		await using there = await open(space);
		await there.do('create', busy());
		await rests(there);
		const before = await beats(there);
		const ears = await open();
		await ears.subscribe(['beats'], { signal: signal() });
		await ears.close();
		await until(async () => (await beats(there)) > before, 'it beats');
		await rests(there);
		assert.equal(await beats(there), before + 2);
	});

	test('lists and events of two namespaces do not mix', async () => {
		await using _module = await lab.load();
		await using space = await lab.namespace();
		await using here = await open();
		await using there = await open(space);
		await using ears = await open(space);
		await using events = await ears.subscribe(['beats', 'timers'], { signal: signal() });
		await here.do('create', busy());
		await there.do('create', { ...tick, name: 'tock' });
		assert.deepEqual([await names(here), await names(there)], [['tick'], ['tock']]);
		await there.do('change', { ...busy('tock') });
		const heard = await take(events, 4);
		assert.deepEqual(
			heard.map((event) => event.kind === 'event' && event.attributes.name),
			Array(4).fill('tock'),
		);
	});

	test('a lease goes with its socket, and only with that', async () => {
		await using _module = await lab.load();
		await using client = await open();
		await using events = await client.subscribe(['timers'], { signal: signal() });
		await using other = await open();
		const owner = await open();
		await other.do('create', { ...tick, name: 'other', lease: true });
		await owner.do('create', { ...tick, lease: true });
		await owner.do('create', { ...tick, name: 'stays' });
		const { owner: portId } = await client.do('get', { name: 'tick' });
		assert.equal(portId, owner.socket.portId);
		assert.equal((await client.do('get', { name: 'stays' })).owner, undefined);
		await owner.close();
		const seen = await take(events, 4);
		assert.deepEqual(seen.map(told), [...Array(3).fill('timers: created'), ...['timers: deleted']]);
		assert.deepEqual(await names(client), ['other', 'stays']);
	});

	/** A client with CAP_NET_ADMIN nowhere. */
	const weak = (words: string) =>
		lab.run(`/usr/bin/setpriv --bounding-set=-net_admin client ${words}`);
	/** A client that is root in a user namespace of its own, and in a network namespace that belongs to that one. */
	const contained = (words: string) => lab.run(`unshare -U -r -n client ${words}`);

	test('who may not administer the namespace can look, and no more', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		await using client = await open();
		await client.do('create', tick);
		assert.match((await weak('list')).stdout, /^tick: /);
		for (const words of ['create tock 1000', 'change tick 1000', 'delete tick'])
			assert.match((await weak(words)).stdout, /EPERM/);
		assert.match((await weak('follow audit')).stdout, /EPERM/);
		assert.deepEqual(await names(client), ['tick']);
	});

	test('root of a user namespace can do all of it in its own namespace, and nothing in ours', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		assert.equal((await contained('create tock 1000')).stdout, 'acknowledged\n');
		assert.match((await lab.run('unshare -U -r client create tock 1000')).stdout, /EPERM/);
		await using client = await open();
		assert.deepEqual(await names(client), []);
	});

	test('a socket in a group does not hold the module; the family comes back with other numbers', async () => {
		const first = await lab.load();
		await using generic = new Generic(await socket());
		const family = await generic.family('pulse');
		const before = family.description;
		await using client = await connect(pulse, generic.socket);
		await using events = await client.subscribe(['beats', 'timers'], { signal: signal() });
		await client.do('create', busy());
		await take(events, 1);
		await first.unload();
		assert.equal((await refused(client.do('get', { name: 'tick' }))).code, 'ENOENT');
		await using _second = await lab.load();
		// The list of the new family, over the client of the old one.
		assert.deepEqual(await names(client), []);
		assert.notEqual((await generic.family('pulse')).description.id, before.id);
	});

	test('a dump that is half read holds the module', {
		skip: lab.without('native transport'),
		timeout: patience,
	}, async () => {
		const module = await lab.load();
		await using client = await open();
		const half = await halfRead(client);
		await assert.rejects(module.unload(), /Resource temporarily unavailable/);
		await half.close();
		await until(
			() =>
				module.unload().then(
					() => true,
					() => false,
				),
			'the module can be unloaded',
		);
	});

	test('the module goes and comes while timers beat and somebody listens', {
		timeout: patience,
	}, async () => {
		await using listeners = new AsyncDisposableStack();
		for (let round = 0; round < 5; round++) {
			const module = await lab.load();
			await using client = await open();
			// Each goes on listening, to the family that is gone.
			const listener = listeners.use(await open());
			const events = await listener.subscribe(['beats', 'timers'], { signal: signal() });
			await many(client, 20, busy);
			await take(events, 30);
			await module.unload();
		}
	});

	test('a namespace ends with a dump half read, a listener and timers that run', {
		skip: lab.without('native transport'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		const space = await lab.namespace();
		const log = await lab.log();
		const client = await open(space);
		for (let number = 0; number < 10; number++) await client.do('create', busy(`b${number}`));
		const listener = await open(space);
		await take(await listener.subscribe(['beats'], { signal: signal() }), 1);
		const half = await halfRead(client, space);
		await space[Symbol.asyncDispose]();
		await Promise.all([client.close(), listener.close(), half.close()]);
		await log.line(/^pulse: left namespace/, limit);
	});

	test('what one operation takes: names and tags that can be shown to people', async () => {
		await using _module = await lab.load();
		await using client = await open();
		await client.do('create', { ...tick, tags: { name: ['ünï', 'b c'] } });
		const of = async (name: string) => refused(client.do('create', still(name)));
		const shown = 'it is empty, or has control characters';
		for (const name of ['', 'a\nb', '\x1b[2J', 'a\x7f']) {
			const { code, attribute, extended } = await of(name);
			assert.deepEqual([code, attribute, extended?.message], ['EINVAL', 'name', shown]);
		}
		for (const tag of ['', '\t'])
			assert.equal(
				(await refused(client.do('change', { name: 'tick', tags: { name: ['a', tag] } }))).code,
				'EINVAL',
			);
		const { period, tags } = await client.do('get', { name: 'tick' });
		assert.deepEqual([period, tags?.name], [60_000, ['ünï', 'b c']]);
		assert.deepEqual(await names(client), ['tick']);
	});

	test('a namespace has its limit, and root may move it', async () => {
		await using _module = await lab.load({ limit: 2 });
		await using client = await open();
		await many(client, 2);
		const full = await refused(client.do('create', tick));
		assert.deepEqual(
			[full.code, full.extended?.message],
			['ENOSPC', 'there are as many timers as may be'],
		);
		await lab.run('echo 3 >/sys/module/pulse/parameters/limit');
		await client.do('create', tick);
	});

	test('a namespace has so many beats a second, and no more', async () => {
		await using _module = await lab.load({ rate: 200 });
		await using client = await open();
		await many(client, 2, busy);
		const over = await refused(client.do('create', tick));
		assert.deepEqual(
			[over.code, over.extended?.message],
			['EDQUOT', 'it would be more beats than may be'],
		);
		await client.do('change', { name: 't0', enabled: 0 });
		await client.do('create', tick);
		assert.equal((await refused(client.do('change', { name: 't0', enabled: 1 }))).code, 'EDQUOT');
		await client.do('delete', { name: 't1' });
		await client.do('change', { name: 't0', enabled: 1 });
		// Less than before is always allowed.
		await lab.run('echo 0 >/sys/module/pulse/parameters/rate');
		await client.do('change', { name: 't0', period: 20 });
		assert.equal((await refused(client.do('change', { name: 't0', period: 10 }))).code, 'EDQUOT');
	});

	test('who reads waits for nobody who writes', {
		skip: lab.without('client processes', 'two CPUs'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load({}, 'wrong/slow/pulse');
		await using client = await open();
		await using generic = new Generic(await socket());
		await client.do('create', tick);
		const log = await lab.log();
		let over = false;
		const slow = lab.client('change', 'tick', '1000').finally(() => {
			over = true;
		});
		await log.line(/^pulse: slow$/, limit);
		assert.equal((await client.do('get', { name: 'tick' })).period, 60_000);
		assert.deepEqual(await names(client), ['tick']);
		await generic.family('nlctrl');
		assert.equal(over, false, 'the answers came after the change, not before it');
		assert.equal((await slow).stdout, 'acknowledged\n');
		assert.equal((await client.do('get', { name: 'tick' })).period, 1000);
	});

	test('reads, changes, deletions, namespaces and leases, all at once', {
		skip: lab.without('client processes', 'two CPUs'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		await using client = await open();
		await many(client, 200);
		await using ears = await open();
		await using _events = await ears.subscribe(['beats', 'timers'], { signal: signal() });
		const readers = [lab.client('ask', 't0', '2'), lab.client('ask', 't199', '2')];
		let reading = true;
		const read = Promise.all(readers).finally(() => {
			reading = false;
		});
		for (let round = 0; reading; round++) {
			await setImmediate(); // Answers that are there at once leave no time to hear that a client has ended.
			const name = `t${1 + (round % 198)}`;
			await client.do('change', { name: 't199', period: 10 + (round % 5), tags: { name: [name] } });
			await client.do('delete', { name });
			await client.do('create', { name, period: 1000 });
			const owner = await open();
			await owner.do('create', { ...busy('lease'), lease: true });
			await client.list('get');
			await owner.close();
			await until(async () => !(await names(client)).includes('lease'), 'the lease is over');
		}
		for (const { status, stdout, stderr } of await read) {
			assert.match(stdout, /^[1-9]\d* answers a second$/m, stderr);
			assert.equal(status, 0);
		}
		assert.equal((await names(client)).length, 200);
	});

	test('a list that changes while it is read says so', {
		skip: lab.without('native transport'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		await using client = await open();
		const half = await halfRead(client);
		await client.do('create', tick);
		const flags: number[] = [];
		for (let type = 0; type !== 3; )
			for (const { data } of await half.receive({ signal: signal() }))
				for (const message of decodeMessages(data)) {
					type = message.type;
					flags.push(message.flags & NLM_F_DUMP_INTR);
				}
		assert.equal(flags[0], 0);
		assert.ok(flags.some((flag) => flag === NLM_F_DUMP_INTR));
		await half.close();
	});

	test('what timers take is charged to the cgroup of who made them', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async (t) => {
		const box = '/run/cgroups/box';
		const { status } = await lab.run(
			`mkdir -p /run/cgroups && mount -t cgroup2 none /run/cgroups &&
			echo +memory >/run/cgroups/cgroup.subtree_control && mkdir ${box}`,
		);
		if (status !== 0) return t.skip('this kernel has no memory cgroups');
		try {
			const charged = async (module: string) => {
				await using _module = await lab.load({}, module);
				const { stdout, stderr } = await lab.run(
					`sh -c 'echo $$ >${box}/cgroup.procs && exec client fill 2500' && grep slab_unreclaimable ${box}/memory.stat`,
				);
				return Number(/slab_unreclaimable (\d+)/.exec(stdout)?.[1] ?? assert.fail(stdout + stderr));
			};
			// 192 bytes for a timer, and 96 for its settings: that is what a slab has.
			const [ours, others] = [await charged('pulse'), await charged('wrong/unaccounted/pulse')];
			assert.ok(ours > 600_000, `${ours} bytes`);
			assert.ok(others < 400_000, `${others} bytes`);
		} finally {
			await lab.run(`rmdir ${box}; umount /run/cgroups`);
		}
	});

	/** Nobody opens a socket, and root writes to it. */
	const borrowed = async () => {
		const program = fileURLToPath(new URL('borrowed.py', import.meta.url));
		const { stdout, stderr } = await lab.run(`/usr/bin/python3 ${program} tick 1000`);
		return stdout + stderr;
	};

	test('a socket that nobody opened is no better for being written to by root', {
		skip: lab.without('client processes', 'native transport'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load();
		await using client = await open();
		assert.equal(await borrowed(), 'EPERM\n');
		assert.deepEqual(await names(client), []);
	});

	test('it is, where the writer alone is asked', {
		skip: lab.without('client processes', 'native transport'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load({}, 'wrong/capable/pulse');
		await using client = await open();
		assert.equal(await borrowed(), 'acknowledged\n');
		assert.deepEqual(await names(client), ['tick']);
		assert.match((await weak('create tock 1000')).stdout, /EPERM/);
	});

	test('nobody can fill the log', { timeout: patience }, async () => {
		await using _module = await lab.load();
		await using client = await open();
		const log = await lab.log();
		for (let round = 0; round < 40; round++) {
			const owner = await open();
			await owner.do('create', { ...tick, lease: true });
			await owner.close();
			await until(async () => (await names(client)).length === 0, 'the lease is over');
		}
		const lines = (await log.lines()).filter((line) => /closed a socket/.test(line));
		assert.ok(lines.length > 0 && lines.length < 40, `${lines.length} lines`);
	});

	test('a notifier that is left behind', async () => {
		const module = await lab.load({}, 'wrong/left-behind/pulse');
		await module.unload();
		const fault = /^BUG: (unable to handle page fault|KASAN: \S+ in notifier_call_chain)/;
		// Whoever closes a netlink socket dies of it: not the process that runs this test.
		await lab.breaks(fault, () => lab.run('ip link'));
	});

	test('sleeping where nothing may sleep', {
		skip: lab.without('debug kernel'),
	}, async () => {
		await using _module = await lab.load({}, 'wrong/sleeps/pulse');
		await using client = await open();
		await client.do('create', tick);
		await lab.breaks(/^BUG: sleeping function called from invalid context/, () =>
			client.do('get', { name: 'tick' }),
		);
	});

	test('freed while somebody reads it', {
		skip: lab.without('two CPUs', 'debug kernel'),
	}, async () => {
		await using _module = await lab.load({}, 'wrong/kfree/pulse');
		await using client = await open();
		const log = await lab.log();
		await client.do('create', tick);
		await lab.breaks(/^BUG: KASAN: slab-use-after-free in pulse_/, async () => {
			const reader = lab.client('ask', 'tick', '1');
			await log.line(/^pulse: found, and about to be told$/, limit);
			await client.do('delete', { name: 'tick' });
			await reader;
		});
	});
}
