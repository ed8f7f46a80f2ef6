/** The library against this machine's own kernel: rtnetlink and generic netlink, in a network namespace of the tests' own. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { openGeneric } from '../src/generic/index.ts';
import { NetlinkError, open, type Socket, type TransportOptions } from '../src/index.ts';
import {
	attributes,
	binary,
	decodeMessages,
	describeMessage,
	layout,
	type Message,
	NETLINK_ROUTE,
	NLMSG_NOOP,
	padding,
	s32,
	string,
	struct,
	u8,
	u16,
	u32,
} from '../src/wire/index.ts';

const RTM_NEWLINK = 16;
const RTM_DELLINK = 17;
const RTM_GETLINK = 18;
const RTM_GETADDR = 22;
const RTM_GETROUTE = 26;
const RTNLGRP_LINK = 1;
const limit = { timeout: 60_000 };

const ifinfomsg = struct({
	family: u8,
	pad: padding(1),
	type: u16,
	index: s32,
	flags: u32,
	change: u32,
});
const link = layout(
	ifinfomsg,
	attributes({
		address: [1, binary],
		name: [3, string],
		mtu: [4, u32],
		information: [18, attributes({ kind: [1, string] })],
	}),
);
const address = layout(
	struct({ family: u8, prefix: u8, flags: u8, scope: u8, index: u32 }),
	attributes({ address: [1, binary], local: [2, binary] }),
);
const route = layout(
	struct({
		family: u8,
		destinationLength: u8,
		sourceLength: u8,
		tos: u8,
		table: u8,
		protocol: u8,
		scope: u8,
		type: u8,
		flags: u32,
	}),
	attributes({ destination: [1, binary], device: [4, u32] }),
);

function cannotUnshare(): string | false {
	try {
		execFileSync('unshare', ['--net', 'ip', '-json', 'link'], { stdio: 'pipe' });
		return false;
	} catch (error) {
		return `no network namespace of its own: ${error}`;
	}
}

suite('rtnetlink', { ...limit, skip: cannotUnshare() }, () => {
	let keeper: ChildProcess;
	let options: TransportOptions;

	before(async () => {
		keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; read line'], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		await new Promise((resolve, reject) => {
			keeper.stdout?.once('data', resolve);
			keeper.once('error', reject);
		});
		options = { namespace: { pid: keeper.pid as number } };
		ip('link set lo up');
		ip('link add pair type veth peer name other');
		ip('link set pair up');
		ip('link set other up');
		ip('address add 192.0.2.1/24 dev pair');
		ip('route add 198.51.100.0/24 dev pair');
	});
	after(() => {
		keeper.kill();
	});

	function ip(words: string): unknown {
		const arguments_ = ['--net', `--target=${keeper.pid}`, 'ip', '-json', ...words.split(' ')];
		const output = execFileSync('nsenter', arguments_, { encoding: 'utf8', stdio: 'pipe' });
		return output.trim() === '' ? undefined : JSON.parse(output);
	}

	async function change(socket: Socket, values: Parameters<typeof link.body>[0]): Promise<void> {
		await socket.acknowledge({ type: RTM_NEWLINK, ...link.body(values) });
	}

	test('links are those of ip -json link', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		const links = (await socket.list({ type: RTM_GETLINK, ...link.body({}) })).map((message) => {
			const { index = 0, name, mtu, address: bytes } = link.decode(message.payload);
			const mac = Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join(':');
			return { ifindex: index, ifname: name, mtu, address: mac };
		});
		const expected = (ip('link') as Record<string, unknown>[]).map(
			({ ifindex, ifname, mtu, address: mac }) => ({ ifindex, ifname, mtu, address: mac }),
		);
		assert.equal(links.length, 3);
		assert.deepEqual(links, expected);
	});

	test('addresses are those of ip -json address', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await socket.setOptions({ strictChecking: true });
		const addresses: string[] = [];
		for await (const message of socket.dump({
			type: RTM_GETADDR,
			...address.body({ family: 2 }),
		})) {
			const { prefix, index, local } = address.decode(message.payload);
			addresses.push(`${index} ${local?.join('.')}/${prefix}`);
		}
		const expected = (
			ip('-4 address') as { ifindex: number; addr_info: { local: string; prefixlen: number }[] }[]
		).flatMap(({ ifindex, addr_info }) =>
			addr_info.map(({ local, prefixlen }) => `${ifindex} ${local}/${prefixlen}`),
		);
		assert.deepEqual(addresses, expected);
		assert.ok(addresses.length >= 2);
	});

	test('routes are those of ip -json route', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		const routes = (await socket.list({ type: RTM_GETROUTE, ...route.body({ family: 2 }) }))
			.map(({ payload }) => route.decode(payload))
			.filter(({ table }) => table === 254)
			.map(
				({ destination, destinationLength }) => `${destination?.join('.')}/${destinationLength}`,
			);
		assert.deepEqual(
			routes.toSorted(),
			(ip('-4 route') as { dst: string }[]).map(({ dst }) => dst).toSorted(),
		);
	});

	test('an error names the attribute that the kernel’s offset points at, in the kernel’s words', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await assert.rejects(change(socket, { name: 'pair', mtu: 1 }), (error) => {
			assert.ok(error instanceof NetlinkError);
			assert.equal(error.code, 'EINVAL');
			assert.equal(error.extended?.message, 'mtu less than device minimum');
			return true;
		});
		await assert.rejects(change(socket, { index: 1, name: 'a-name-that-is-too-long' }), {
			code: 'ERANGE',
			attribute: 'name',
			message: /: attribute name: 0 to 15 bytes$/,
		});
	});

	test('a device that does not exist: ENODEV, with the request', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		const request = { type: RTM_GETLINK, ...link.body({ index: 9999 }) };
		await assert.rejects(socket.request(request), { code: 'ENODEV', errno: 19, request });
	});

	test('a message that the kernel passes over in silence: ETIMEDOUT', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await assert.rejects(socket.request({ type: NLMSG_NOOP }, { limit: 50 }), {
			code: 'ETIMEDOUT',
			message: /the kernel drops a request that it cannot read without a word/,
		});
	});

	test('who may not: EPERM that names the capability', () => {
		const index = new URL('../src/index.ts', import.meta.url).href;
		const { stdout, stderr } = spawnSync(
			process.execPath,
			[
				'--input-type=module',
				'--eval',
				`process.setgid(65534);
				process.setuid(65534);
				const { open } = await import('${index}');
				await using socket = await open(0);
				const payload = new Uint8Array(16);
				await socket.acknowledge({ type: 16, payload }).catch((error) => console.log(error.message));
				const { messages } = await socket.acknowledge({ type: 18, payload: payload.with(4, 1) });
				console.log(messages.length);`,
			],
			{ encoding: 'utf8', timeout: 30_000 },
		);
		assert.match(
			stdout,
			/^request\(type 16\): EPERM: operation not permitted: .*CAP_NET_ADMIN/,
			stderr,
		);
		assert.match(stdout, /\n1\n$/);
	});

	test('a batch of a thousand: each has its outcome, none is lost', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		const requests = Array.from({ length: 1000 }, (_, number) => ({
			type: RTM_NEWLINK,
			...link.body({ index: number % 2 ? 9999 : 1 }),
		}));
		const outcomes = await socket.batch(requests);
		outcomes.forEach((outcome, number) => {
			if (number % 2) assert.equal((outcome as PromiseRejectedResult).reason.code, 'ENODEV');
			else assert.equal(outcome.status, 'fulfilled');
		});
	});

	test('events of a group, from the moment that subscribe resolves', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await using events = await socket.subscribe([RTNLGRP_LINK]);
		ip('link add seen type veth peer name unseen');
		for await (const event of events) {
			assert.ok(event.kind === 'message');
			assert.equal(event.group, RTNLGRP_LINK);
			if (link.decode(event.message.payload).name === 'seen') break;
		}
		ip('link delete seen');
	});

	test('an overrun of a subscription surfaces, and follow makes up for it', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await socket.setOptions({ receiveBuffer: 1 });
		const known = new Map<number, string>();
		let restarts = 0;
		const apply = (message: Message): void => {
			const { index = 0, name = '' } = link.decode(message.payload);
			if (message.type === RTM_DELLINK) known.delete(index);
			else known.set(index, name);
		};
		const request = { type: RTM_GETLINK, ...link.body({}) };
		for await (const change of socket.follow([RTNLGRP_LINK], request)) {
			if (change.kind === 'restart') {
				known.clear();
				restarts++;
			}
			if ('message' in change) apply(change.message);
			if (change.kind !== 'complete') continue;
			if (restarts > 1) break;
			// The reader stands still while all this happens: a buffer of this size has no room for it.
			for (let number = 0; number < 10; number++)
				ip(`link add many${number} type veth peer name more${number}`);
		}
		const expected = (ip('link') as { ifindex: number; ifname: string }[]).map(
			({ ifindex, ifname }) => [ifindex, ifname] as const,
		);
		assert.ok(expected.length >= 23);
		assert.deepEqual(
			[...known].toSorted(([one], [other]) => one - other),
			expected,
		);
		for (let number = 0; number < 10; number++) ip(`link delete many${number}`);
	});

	test('a dump that is left early, and many at once, on one socket', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		const request = { type: RTM_GETLINK, ...link.body({}) };
		for await (const _message of socket.dump(request)) break;
		const lists = await Promise.all([1, 2, 3, 4].map(() => socket.list(request)));
		assert.deepEqual(
			lists.map(({ length }) => length),
			[3, 3, 3, 3],
		);
	});

	test('a reply in named pieces covers each byte', async () => {
		await using socket = await open(NETLINK_ROUTE, options);
		await socket.send(
			Uint8Array.of(
				32,
				0,
				0,
				0,
				18,
				0,
				1,
				0,
				1,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				1,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
				0,
			),
		);
		const [datagram] = await socket.receive();
		assert.ok(datagram);
		const protocol = { messages: { [RTM_NEWLINK]: { name: 'RTM_NEWLINK', layout: link } } };
		const parts = describeMessage(datagram.data, protocol);
		let end = 0;
		for (const { offset, length } of parts) {
			assert.equal(offset, end);
			end += length;
		}
		assert.equal(end, datagram.data.length);
		assert.ok(parts.some(({ name, value }) => name === 'name' && value === '"lo"'));
		assert.equal([...decodeMessages(datagram.data)].length, 1);
	});
});

suite('generic netlink', limit, () => {
	test('nlctrl knows itself', async () => {
		await using generic = await openGeneric();
		const { description } = await generic.family('nlctrl');
		assert.equal(description.id, 16);
		assert.equal(description.groups.get('notify'), 16);
		assert.ok(description.operations.some(({ command }) => command === 3));
	});

	test('all families, each found again by its name', async () => {
		await using generic = await openGeneric();
		const families = await generic.families();
		assert.ok(families.length > 1);
		for (const { name, id } of families) {
			assert.equal((await generic.family(name)).description.id, id);
		}
	});

	test('a family that does not exist', async () => {
		await using generic = await openGeneric();
		await assert.rejects(generic.family('nosuch'), {
			code: 'ENOENT',
			message: /no generic netlink family is named "nosuch"/,
		});
	});

	test('a policy says what an operation accepts', async () => {
		await using generic = await openGeneric();
		const nlctrl = await generic.family('nlctrl');
		const { operations, policies } = await nlctrl.policy();
		const index = operations.get(3)?.do;
		assert.ok(index !== undefined);
		// CTRL_ATTR_FAMILY_NAME: NL_ATTR_TYPE_NUL_STRING of at most GENL_NAMSIZ - 1.
		assert.deepEqual(policies.get(index)?.get(2), { type: 12, maximumLength: 15 });
	});

	test('a group by name, and one that is not there', async () => {
		await using generic = await openGeneric();
		const nlctrl = await generic.family('nlctrl');
		await using subscription = await nlctrl.subscribe(['notify']);
		assert.deepEqual([...subscription.groups], [16]);
		assert.throws(() => nlctrl.subscribe(['nosuch']), /no group nosuch; it has: notify/);
	});

	test('waiting for a family that is there, and for one that is not', async () => {
		await using generic = await openGeneric();
		assert.equal((await generic.waitFor('nlctrl')).description.id, 16);
		await assert.rejects(generic.waitFor('nosuch', { signal: AbortSignal.timeout(50) }), {
			name: 'TimeoutError',
		});
	});
});
