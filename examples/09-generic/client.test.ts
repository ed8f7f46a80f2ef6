import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NetlinkError, Socket, type Transport } from '@both-sides/netlink';
import { Generic } from '@both-sides/netlink/generic';
import { type Client, connect, type FamilyEvent } from '@both-sides/netlink/spec';
import {
	decodeMessages,
	encodeMessage,
	type Message,
	NETLINK_GENERIC,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_ECHO,
	NLM_F_REQUEST,
} from '@both-sides/netlink/wire';
import { CommandFailed, type Lab, type Namespace } from '../lab.ts';
import { type PulseFamily, pulse } from './pulse.ts';

type Pulse = Client<PulseFamily>;
type Event = FamilyEvent<PulseFamily>;

/** What waits for the kernel gives up then, in milliseconds: nothing here takes half of it. */
const limit = 20_000;
/** For a test that starts clients one after another, or makes thousands of timers: longer than the debug kernel takes. */
const patience = 300_000;
const NLM_F_CREATE = 0x400;

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

	/** A request by hand, for what no client would send: command, version, and the reserved two bytes. */
	async function send(generic: Socket, command: number, reserved: number, flags = 0) {
		const { description } = await new Generic(generic).family('pulse');
		const name = [9, 0, 1, 0, ...new TextEncoder().encode('tick\0'), 0, 0, 0];
		const payload = Uint8Array.of(command, 1, reserved, 0, ...name);
		return generic.acknowledge({ type: description.id, payload, flags });
	}

	test('no two operations take each other’s attributes, and each says what is wrong', async () => {
		await using _module = await lab.load();
		await using client = await open();
		await client.do('create', { ...tick, tags: { name: ['a', 'b'] } });
		const { beats: _beats, ...timer } = await client.do('get', { name: 'tick' });
		const settings = { ...tick, enabled: 1, tags: { name: ['a', 'b'] } };
		assert.deepEqual(timer, { ...settings, running: true });
		const twice = await refused(client.do('create', tick));
		assert.deepEqual([twice.code, twice.attribute], ['EEXIST', 'name']);
		const fast = await refused(client.do('change', { name: 'tick', period: 9 }));
		assert.deepEqual([fast.code, fast.attribute], ['ERANGE', 'period']);
		assert.deepEqual(fast.extended?.policy, { minimum: 10n, maximum: 60_000n, type: 4 });
		const nameless = await refused(client.do('delete'));
		// The number alone: where something is missing, no bytes lead to its name.
		assert.deepEqual([nameless.code, nameless.attribute], ['EINVAL', '1']);
		const lease = await refused(client.do('change', { ...tick, lease: true } as typeof tick));
		assert.deepEqual([lease.code, lease.attribute], ['EINVAL', 'lease']);
		const five = { name: ['1', '2', '3', '4', '5'] };
		const many = await refused(client.do('change', { name: 'tick', tags: five }));
		assert.deepEqual(
			[many.code, many.extended?.message],
			['E2BIG', 'a timer has four tags at most'],
		);
		assert.deepEqual((await client.do('get', { name: 'tick' })).tags, { name: ['a', 'b'] });
		const tagged = await refused(client.do('create', { name: 'gone', period: 100, tags: five }));
		assert.equal(tagged.code, 'E2BIG');
		const timeless = await refused(client.do('create', { name: 'gone' }));
		assert.deepEqual([timeless.code, timeless.attribute], ['EINVAL', '2']);
		for (const operation of ['get', 'change', 'delete'] as const) {
			const unknown = await refused(client.do(operation, { name: 'gone' }));
			assert.deepEqual([unknown.code, unknown.attribute], ['ENOENT', 'name']);
		}
		await client.do('change', { name: 'tick', enabled: 0 });
		await client.do('create', { ...tick, name: 'tock' });
		assert.deepEqual(await names(client), ['tick', 'tock']);
		const enabled = await client.list('get', { enabled: 1 });
		assert.deepEqual(
			enabled.map(({ name }) => name),
			['tock'],
		);
		const named = await refused(client.list('get', { name: 'tick' } as object as { enabled: 1 }));
		assert.equal(named.code, 'EINVAL');
		await client.do('delete', { name: 'tick' });
		assert.equal((await refused(client.do('get', { name: 'tick' }))).code, 'ENOENT');
	});

	test('a namespace has its limit', async () => {
		await using _module = await lab.load({ limit: 2 });
		await using client = await open();
		await many(client, 2);
		const full = await refused(client.do('create', tick));
		assert.deepEqual(
			[full.code, full.extended?.message],
			['ENOSPC', 'there are as many timers as may be'],
		);
	});

	test('a list of many pieces is whole', async () => {
		await using _module = await lab.load();
		await using client = await open();
		const made = await many(client, 300);
		assert.deepEqual(await names(client), made);
	});

	test('the kernel tells what the family has, and what each operation accepts', async () => {
		await using _module = await lab.load();
		await using generic = new Generic(await socket());
		const family = await generic.family('pulse');
		const { operations, groups } = family.description;
		const [admin, can, list, policy] = [16, 2, 4, 8];
		assert.deepEqual(
			operations.map(({ command, flags }) => [command, flags]),
			[
				[1, can | list | policy],
				[2, admin | can | policy],
				[3, admin | can | policy],
				[4, admin | can | policy],
			],
		);
		assert.deepEqual([...groups.keys()], ['beats', 'timers', 'audit']);
		const told = await family.policy();
		const accepted = (index: number | undefined) => {
			const numbers = [...(told.policies.get(index ?? -1)?.keys() ?? [])];
			const entries = Object.entries(pulse.sets.pulse ?? {});
			return numbers.map((number) => entries.find(([, { value }]) => value === number)?.[0]);
		};
		const of = (command: number) => told.operations.get(command);
		assert.deepEqual(accepted(of(1)?.do), oldKernel ? ['name', 'enabled'] : ['name']);
		assert.deepEqual(accepted(of(1)?.dump), oldKernel ? ['name', 'enabled'] : ['enabled']);
		assert.deepEqual(accepted(of(2)?.do), ['name', 'period', 'enabled', 'tags', 'lease']);
		assert.deepEqual(accepted(of(3)?.do), ['name', 'period', 'enabled', 'tags']);
		assert.deepEqual(accepted(of(4)?.do), ['name']);
		const create = told.policies.get(of(2)?.do ?? -1);
		assert.deepEqual(create?.get(2), { minimum: 10n, maximum: 60_000n, type: 4 });
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

	test('who asks with NLM_F_ECHO gets the event as an answer', async () => {
		await using _module = await lab.load();
		await using generic = await socket();
		await using client = await open();
		await client.do('create', tick);
		const { description } = await new Generic(generic).family('pulse');
		await using raw = await lab.open(NETLINK_GENERIC);
		const name = [9, 0, 1, 0, ...new TextEncoder().encode('tick\0'), 0, 0, 0];
		const flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_ECHO;
		const payload = Uint8Array.of(4, 1, 0, 0, ...name);
		await raw.send(encodeMessage({ type: description.id, flags, sequence: 7, payload }));
		const answers: Message[] = [];
		while (answers.length < 2)
			for (const { data } of await raw.receive({ signal: signal() }))
				answers.push(...decodeMessages(data));
		const [event, answer] = answers;
		assert.deepEqual([event?.type, event?.payload[0], event?.sequence], [description.id, 7, 7]);
		assert.equal(answer?.type, 2);
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

	test('the kernel keeps to its word: bits that have no meaning yet are refused', async () => {
		await using _module = await lab.load();
		await using generic = await socket();
		const reserved = await refused(send(generic, 1, 1));
		assert.match(reserved.message, /EINVAL: genlmsghdr\.reserved field is not 0/);
		const flags = await refused(send(generic, 1, 0, NLM_F_CREATE));
		assert.match(flags.message, /EINVAL: ambiguous or reserved bits set in nlmsg_flags/);
		assert.equal((await refused(send(generic, 99, 0))).code, 'EOPNOTSUPP');
		// Not a timer's fault: an event cannot be asked for.
		assert.equal((await refused(send(generic, 8, 0))).code, 'EOPNOTSUPP');
	});

	test('a family that sets resv_start_op has the old ways: such bits are ignored', async () => {
		await using _module = await lab.load({}, 'wrong/lenient/pulse');
		await using generic = await socket();
		assert.equal((await refused(send(generic, 4, 1))).code, 'ENOENT');
		assert.equal((await refused(send(generic, 4, 0, NLM_F_CREATE))).code, 'ENOENT');
	});

	test('an operation without a policy takes no attribute; of Linux 6.12 it is not told of any', async () => {
		const module = await lab.load({}, 'wrong/no-policy/pulse');
		const client = await open();
		const work = () => client.do('delete', { name: 'tick' });
		if (lab.kernel.series === '6.12')
			return lab.breaks(/^BUG: kernel NULL pointer dereference/, work);
		const error = await refused(work());
		assert.deepEqual([error.code, error.attribute], ['EINVAL', 'name']);
		await client.close();
		await module.unload();
	});

	test('there is one family of a name', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({}, 'wrong/twice/pulse'), (error) => {
			assert.ok(error instanceof CommandFailed);
			// do_init_module() of 7.3 keeps EEXIST for a module that is there already.
			assert.match(error.finished.stderr, /File exists|Device or resource busy/);
			return true;
		});
		await log.line(/^pulse: a second family of this name: -17$/);
		await using generic = new Generic(await socket());
		assert.equal((await refused(generic.family('pulse'))).code, 'ENOENT');
	});

	test('a family that says nothing of namespaces is there in the first one only', async () => {
		await using _module = await lab.load({}, 'wrong/first-only/pulse');
		await using space = await lab.namespace();
		await using here = new Generic(await socket());
		await using there = new Generic(await socket(space));
		const { id } = (await here.family('pulse')).description;
		assert.equal((await refused(there.family('pulse'))).code, 'ENOENT');
		assert.ok(!(await there.families()).some(({ name }) => name === 'pulse'));
		// Not even by number.
		const payload = Uint8Array.of(1, 1, 0, 0);
		assert.equal((await refused(there.socket.acknowledge({ type: id, payload }))).code, 'ENOENT');
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
		assert.match((await weak('delete tick')).stdout, /EPERM/);
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

	test('GENL_ADMIN_PERM is for root of the machine alone', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load({}, 'wrong/host-only/pulse');
		assert.match((await contained('create tock 1000')).stdout, /EPERM/);
		await using client = await open();
		await client.do('create', tick);
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

	test('the module goes and comes while timers beat and somebody listens', async () => {
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
		for (let number = 0; number < 100; number++) await client.do('create', busy(`b${number}`));
		const listener = await open(space);
		await take(await listener.subscribe(['beats'], { signal: signal() }), 1);
		const half = await halfRead(client, space);
		await space[Symbol.asyncDispose]();
		await Promise.all([client.close(), listener.close(), half.close()]);
		await log.line(/^pulse: left namespace/, limit);
	});

	test('one that is slow holds up all families that share the lock', {
		skip: lab.without('client processes'),
		timeout: patience,
	}, async () => {
		await using _module = await lab.load({}, 'wrong/slow/pulse');
		await using generic = new Generic(await socket());
		const log = await lab.log();
		const slow = lab.client('create', 'tick', '1000');
		await log.line(/^pulse: slow$/, limit);
		const begin = performance.now();
		await generic.family('nlctrl');
		assert.ok(performance.now() - begin > 1000, 'nobody waited');
		assert.equal((await slow).stdout, 'acknowledged\n');
	});

	const tools = { skip: lab.without('netlink tools') };
	const ynl = async (...words: string[]) => {
		const line = words.map((word) => `'${word}'`).join(' ');
		const program = 'ynl --no-schema --spec pulse.yaml --output-json';
		const { status, stdout, stderr } = await lab.run(`${program} ${line}`);
		return status === 0 ? JSON.parse(stdout) : stdout + stderr;
	};

	test('the kernel’s own ynl speaks with the family', tools, async () => {
		await using _module = await lab.load();
		await using client = await open();
		await ynl('--do', 'create', '--json', JSON.stringify({ ...tick, tags: { name: ['a', 'b'] } }));
		const [timer] = await ynl('--dump', 'get');
		assert.deepEqual(
			[timer.name, timer.period, timer.tags],
			['tick', 60_000, { name: ['a', 'b'] }],
		);
		assert.deepEqual(await names(client), ['tick']);
		const missing = await ynl('--do', 'get', '--json', '{"name": "tock"}');
		assert.match(missing, /there is no timer of this name.*'bad-attr': '\.name'/);
	});

	test('pyroute2 speaks with the family', tools, async () => {
		await using _module = await lab.load();
		await using client = await open();
		await client.do('create', { ...tick, tags: { name: ['a', 'b'] } });
		const program = fileURLToPath(new URL('pulse.py', import.meta.url));
		const { stdout, stderr } = await lab.run(`/usr/bin/python3 ${program} tock 1000`);
		assert.equal(stdout, 'tick 60000\ntock 1000\n', stderr);
		assert.deepEqual(await names(client), ['tick', 'tock']);
	});

	test('libnl lists the family', tools, async () => {
		await using _module = await lab.load();
		const { stdout } = await lab.run('genl-ctrl-list -d');
		const pulse = /^0x[0-9a-f]{4} pulse version 1\n(?: {2,}.*\n?)*/m.exec(stdout)?.[0] ?? stdout;
		assert.match(pulse, /op unknown \(0x01\) <has_doit,has_dump,has_policy>/);
		assert.match(pulse, /grp beats \(0x/);
		assert.match(pulse, /grp audit \(0x/);
	});
}
