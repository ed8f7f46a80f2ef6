/** Conversations with rtnetlink, each in a network namespace of its own. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { NetlinkError, open, type Socket } from '../../src/index.ts';
import {
	decodeMessages,
	describeMessage,
	encodeMessage,
	type Message,
	NETLINK_ROUTE,
	NLM_F_REQUEST,
	NLMSG_ERROR,
	NLMSG_NOOP,
} from '../../src/wire/index.ts';
import type { Machine } from './machine.ts';
import {
	addPair,
	address,
	getLinks,
	link,
	newPair,
	RTM_DELLINK,
	RTM_GETADDR,
	RTM_GETLINK,
	RTM_GETROUTE,
	RTM_NEWLINK,
	RTM_NEWROUTE,
	RTNLGRP_LINK,
	route,
	setLink,
} from './route.ts';

/** Of a whole suite, in an emulated machine. */
const limit = { timeout: 600_000 };
const AF_INET6 = 10;
const RT_TABLE_MAIN = 254;
const RTN_UNICAST = 1;
const RTN_BLACKHOLE = 6;
const operationalStates = [
	...['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP'],
];

type Json = Record<string, string | number | undefined>;

/** An address as `ip` prints it. */
function addressText(family: number, bytes: Uint8Array | undefined): string | undefined {
	if (bytes === undefined) return undefined;
	if (family !== AF_INET6) return bytes.join('.');
	const groups = Buffer.from(bytes).toString('hex').match(/..../g) ?? [];
	return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function macText(bytes: Uint8Array = new Uint8Array()): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** A destination as `ip` prints it: the length is left out where it is that of a host. */
function destinationText(
	family: number,
	bytes: Uint8Array | undefined,
	length: number,
): string | undefined {
	if (bytes === undefined) return 'default';
	const text = addressText(family, bytes);
	return length === bytes.length * 8 ? text : `${text}/${length}`;
}

/** The fields that are compared, and of those the ones that are there. */
function pick(values: Json, ...names: string[]): Json {
	return Object.fromEntries(
		names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
	);
}

export default function (machine: Machine): void {
	/** A namespace with "pair" and "veth0", and a socket in it. */
	async function prepare(): Promise<AsyncDisposable & { socket: Socket; path: string }> {
		const namespace = await machine.namespace();
		const socket = await open(NETLINK_ROUTE, { namespace: namespace.path });
		await addPair(socket);
		return {
			socket,
			path: namespace.path,
			[Symbol.asyncDispose]: async () => {
				await socket.close();
				await namespace[Symbol.asyncDispose]();
			},
		};
	}

	async function ip(path: string, words: string): Promise<Json[]> {
		const command = `nsenter --net=${path} /sbin/ip -json -N ${words}`;
		const { status, stdout, stderr } = await machine.run(command);
		assert.equal(status, 0, stderr);
		return JSON.parse(stdout);
	}

	/** Compares with what `ip` prints, at a moment in which that stands still: IPv6 takes its time with new addresses. */
	async function assertEqualsIp(
		read: () => Promise<Json[]>,
		expected: () => Promise<Json[]>,
	): Promise<void> {
		for (;;) {
			const before = await expected();
			const values = await read();
			if (JSON.stringify(before) !== JSON.stringify(await expected())) continue;
			assert.deepEqual(values, before);
			return;
		}
	}

	suite('rtnetlink beside ip -json', { ...limit, skip: machine.without('iproute2') }, () => {
		test('links', async () => {
			await using here = await prepare();
			const names = ['ifindex', 'ifname', 'mtu', 'qdisc', 'operstate', 'txqlen', 'group'];
			const compared = [...names, 'link_type', 'address', 'broadcast'];
			const read = async (): Promise<Json[]> =>
				(await here.socket.list(getLinks)).map(({ payload }) => {
					const values = link.decode(payload);
					return {
						ifindex: values.index,
						ifname: values.name,
						mtu: values.mtu,
						qdisc: values.queueing,
						operstate: operationalStates[values.operationalState ?? 0],
						txqlen: values.queueLength,
						group: `${values.group}`,
						link_type: `[${values.type}]`,
						address: macText(values.address),
						broadcast: macText(values.broadcast),
					};
				});
			await assertEqualsIp(read, async () =>
				(await ip(here.path, 'link')).map((values) => pick(values, ...compared)),
			);
			assert.equal((await read()).length, 3);
		});

		test('addresses', async () => {
			await using here = await prepare();
			const read = async (): Promise<Json[]> =>
				(await here.socket.list({ type: RTM_GETADDR, ...address.body({}) }))
					.map(({ payload }) => address.decode(payload))
					.map(({ family = 0, prefix, index, scope, local, address: own, label }) => ({
						index,
						family: family === AF_INET6 ? 'inet6' : 'inet',
						local: addressText(family, local ?? own),
						prefixlen: prefix,
						scope: `${scope}`,
						...(label === undefined ? {} : { label }),
					}));
			const sorted = (all: Json[]) =>
				all.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
			const expected = async (): Promise<Json[]> => {
				const links = (await ip(here.path, 'address')) as unknown as {
					ifindex: number;
					addr_info: Json[];
				}[];
				return links.flatMap(({ ifindex, addr_info }) =>
					addr_info.map((values) => ({
						index: ifindex,
						...pick(values, 'family', 'local', 'prefixlen', 'scope', 'label'),
					})),
				);
			};
			await assertEqualsIp(
				async () => sorted(await read()),
				async () => sorted(await expected()),
			);
			assert.ok((await read()).some(({ local }) => local === '192.0.2.1'));
		});

		test('routes, of both families and all tables', async () => {
			await using here = await prepare();
			const { socket } = here;
			const links = (await socket.list(getLinks)).map(({ payload }) => link.decode(payload));
			const nameOf = (wanted: number | undefined) =>
				links.find(({ index }) => index === wanted)?.name;
			const head = { family: 2, table: RT_TABLE_MAIN, protocol: 4, type: RTN_UNICAST };
			const gateway = Uint8Array.of(192, 0, 2, 9);
			for (const values of [
				{ ...head, gateway, priority: 7 },
				{ ...head, destination: Uint8Array.of(198, 51, 100, 0), destinationLength: 24, gateway },
				{
					...head,
					destination: Uint8Array.of(203, 0, 113, 5),
					destinationLength: 32,
					type: RTN_BLACKHOLE,
				},
			]) {
				await socket.acknowledge({ type: RTM_NEWROUTE, flags: 0x600, ...route.body(values) });
			}
			const read = async (): Promise<string[]> =>
				(await socket.list({ type: RTM_GETROUTE, ...route.body({}) }))
					.map(({ payload }) => route.decode(payload))
					.map(({ family = 0, destination, destinationLength = 0, ...values }) =>
						[
							`type ${values.type}`,
							`dst ${destinationText(family, destination, destinationLength)}`,
							`gateway ${addressText(family, values.gateway)}`,
							`dev ${nameOf(values.device)}`,
							`table ${values.table}`,
							`protocol ${values.protocol}`,
							`scope ${values.scope}`,
							`prefsrc ${addressText(family, values.preferredSource)}`,
							`metric ${values.priority}`,
						].join(', '),
					)
					.toSorted();
			const expected = async (): Promise<string[]> =>
				(await ip(here.path, 'route show table all'))
					.map((values) =>
						[
							`type ${values.type ?? RTN_UNICAST}`,
							`dst ${values.dst}`,
							`gateway ${values.gateway}`,
							`dev ${values.dev}`,
							`table ${values.table ?? RT_TABLE_MAIN}`,
							`protocol ${values.protocol ?? 3}`,
							`scope ${values.scope ?? 0}`,
							`prefsrc ${values.prefsrc}`,
							`metric ${values.metric}`,
						].join(', '),
					)
					.toSorted();
			const rows = (texts: string[]) => texts.map((text) => ({ text }));
			await assertEqualsIp(
				async () => rows(await read()),
				async () => rows(await expected()),
			);
			assert.ok((await read()).some((text) => text.includes('dst 198.51.100.0/24, gateway')));
		});
	});

	suite('rtnetlink', limit, () => {
		test('links that were made are listed, and one that was asked for by name', async () => {
			await using here = await prepare();
			const links = (await here.socket.list(getLinks)).map(({ payload }) => link.decode(payload));
			assert.deepEqual(links.map(({ name }) => name).toSorted(), ['lo', 'pair', 'veth0']);
			const pair = { type: RTM_GETLINK, ...link.body({ name: 'pair' }) };
			const { payload } = await here.socket.request(pair);
			assert.deepEqual(
				link.decode(payload).information?.kind,
				links.find(({ name }) => name === 'veth0')?.information?.kind,
			);
			assert.equal(link.decode(payload).information?.kind, 'veth');
		});

		test('an error has the kernel’s words, and the attribute that its offset points at, with what it may be', async () => {
			await using here = await prepare();
			const { socket } = here;
			await assert.rejects(socket.acknowledge(setLink({ name: 'pair', mtu: 1 })), (error) => {
				assert.ok(error instanceof NetlinkError);
				assert.equal(error.code, 'EINVAL');
				assert.equal(error.extended?.message, 'mtu less than device minimum');
				return true;
			});
			const longName = setLink({ index: 1, name: 'a-name-that-is-too-long' });
			await assert.rejects(socket.acknowledge(longName), {
				code: 'ERANGE',
				attribute: 'name',
				message: /: attribute name: 0 to 15 bytes$/,
			});
		});

		test('a device that does not exist: ENODEV, with the request', async () => {
			await using socket = await open(NETLINK_ROUTE);
			const request = { type: RTM_GETLINK, ...link.body({ index: 9999 }) };
			await assert.rejects(socket.request(request), { code: 'ENODEV', errno: 19, request });
		});

		test('a type that no kernel knows: EOPNOTSUPP', async () => {
			await using socket = await open(NETLINK_ROUTE);
			const request = { type: 4000, payload: new Uint8Array(16) };
			await assert.rejects(socket.request(request), { code: 'EOPNOTSUPP', call: 'request' });
			await assert.rejects(socket.list(request), { code: 'EOPNOTSUPP', call: 'dump' });
		});

		test('a message that the kernel passes over in silence: ETIMEDOUT', async () => {
			await using socket = await open(NETLINK_ROUTE);
			await assert.rejects(socket.request({ type: NLMSG_NOOP }, { limit: 50 }), {
				code: 'ETIMEDOUT',
				message: /the kernel drops a request that it cannot read without a word/,
			});
		});

		test('a message over the limit of the send buffer: EMSGSIZE, and the socket goes on', async () => {
			await using socket = await open(NETLINK_ROUTE);
			await socket.setOptions({ sendBuffer: 4096 });
			const large = { type: RTM_GETLINK, payload: new Uint8Array(100_000) };
			await assert.rejects(socket.request(large), {
				code: 'EMSGSIZE',
				call: 'sendmsg',
				message: /larger than the send buffer/,
			});
			const loopback = { type: RTM_GETLINK, ...link.body({ index: 1 }) };
			assert.equal(link.decode((await socket.request(loopback)).payload).name, 'lo');
		});

		test('closing while requests and a dump are under way settles each of them with EBADF', async () => {
			const socket = await open(NETLINK_ROUTE);
			await socket.setOptions({});
			const silent = socket.request({ type: NLMSG_NOOP });
			const events = await socket.subscribe([RTNLGRP_LINK]);
			const waiting = events[Symbol.asyncIterator]().next();
			const settled = Promise.allSettled([silent, waiting]);
			await new Promise(setImmediate);
			await socket.close();
			for (const outcome of await settled)
				assert.equal((outcome as PromiseRejectedResult).reason?.code, 'EBADF');
			await assert.rejects(socket.list(getLinks), { code: 'EBADF' });
		});

		test('a batch of a thousand: each has its outcome, none is lost', async () => {
			await using here = await prepare();
			const requests = Array.from({ length: 1000 }, (_, number) =>
				setLink({ index: number % 2 ? 9999 : 1 }),
			);
			const outcomes = await here.socket.batch(requests);
			assert.equal(outcomes.length, 1000);
			outcomes.forEach((outcome, number) => {
				if (number % 2) assert.equal((outcome as PromiseRejectedResult).reason.code, 'ENODEV');
				else assert.equal(outcome.status, 'fulfilled');
			});
		});

		test('hundreds of requests at once find their answers, beside a dump', async () => {
			await using here = await prepare();
			const { socket } = here;
			const wanted = Array.from({ length: 300 }, (_, number) => 1 + (number % 3));
			const patience = { limit: 25_000 };
			const dump = socket.list(getLinks, patience);
			const replies = await Promise.all(
				wanted.map((index) =>
					socket.request({ type: RTM_GETLINK, ...link.body({ index }) }, patience),
				),
			);
			assert.deepEqual(
				replies.map(({ payload }) => link.decode(payload).index),
				wanted,
			);
			assert.equal((await dump).length, 3);
		});

		test('what another socket sends is not heard', async () => {
			await using here = await prepare();
			const { socket } = here;
			await using stranger = await open(NETLINK_ROUTE, { namespace: here.path });
			const events = await socket.subscribe([RTNLGRP_LINK]);
			const forged = encodeMessage({ type: RTM_DELLINK, ...link.body({ name: 'forged' }) });
			await stranger.send(forged, socket.portId);
			await stranger.acknowledge(setLink({ name: 'lo', mtu: 1500 }));
			for await (const event of events) {
				assert.ok(event.kind === 'message');
				assert.equal(link.decode(event.message.payload).name, 'lo');
				break;
			}
		});

		test('events of a group, from the moment that subscribe resolves', async () => {
			await using here = await prepare();
			await using events = await here.socket.subscribe([RTNLGRP_LINK]);
			await here.socket.acknowledge(newPair('seen'));
			for await (const event of events) {
				assert.ok(event.kind === 'message');
				assert.equal(event.group, RTNLGRP_LINK);
				if (link.decode(event.message.payload).name === 'seen') break;
			}
		});

		test('an overrun of a subscription surfaces once, and it goes on', async () => {
			await using here = await prepare();
			await using listener = await open(NETLINK_ROUTE, { namespace: here.path });
			await listener.setOptions({ receiveBuffer: 1 });
			await using subscription = await listener.subscribe([RTNLGRP_LINK]);
			const events = subscription[Symbol.asyncIterator]();
			const change = (mtu: number) => setLink({ name: 'lo', mtu });
			// All of it happens within one sendmsg(2): a buffer of this size has no room for it.
			await here.socket.batch(Array.from({ length: 32 }, (_, number) => change(2000 + number)));
			const kinds: string[] = [];
			while (kinds.at(-1) !== 'overrun') kinds.push((await events.next()).value?.kind ?? 'end');
			assert.ok(kinds.length < 32, `${kinds.length}`);
			await here.socket.acknowledge(change(3000));
			for (;;) {
				const { value: event } = await events.next();
				assert.equal(event?.kind, 'message');
				if (event?.kind === 'message' && link.decode(event.message.payload).mtu === 3000) break;
			}
		});

		test('silentOverruns: what is lost is lost without a word', async () => {
			await using here = await prepare();
			await using listener = await open(NETLINK_ROUTE, { namespace: here.path });
			await listener.setOptions({ receiveBuffer: 1, silentOverruns: true });
			await using subscription = await listener.subscribe([RTNLGRP_LINK]);
			const change = (mtu: number) => setLink({ name: 'lo', mtu });
			await here.socket.batch(Array.from({ length: 32 }, (_, number) => change(2000 + number)));
			await here.socket.acknowledge(change(3000));
			const seen: number[] = [];
			let sent = 3000;
			for await (const event of subscription) {
				assert.ok(event.kind === 'message');
				seen.push(link.decode(event.message.payload).mtu ?? 0);
				if ((seen.at(-1) ?? 0) >= 3000) break;
				// That one may be among the lost, too.
				await here.socket.acknowledge(change(++sent));
			}
			assert.ok(seen.filter((mtu) => mtu < 3000).length < 32, `${seen}`);
		});

		test('follow makes up for an overrun: what is known in the end is what is there', async () => {
			await using here = await prepare();
			await using listener = await open(NETLINK_ROUTE, { namespace: here.path });
			await listener.setOptions({ receiveBuffer: 1 });
			const known = new Map<number, string>();
			let restarts = 0;
			/** How many there were when many links were made at once. */
			let restartsBefore: number | undefined;
			const apply = (message: Message): void => {
				const { index = 0, name = '' } = link.decode(message.payload);
				if (message.type === RTM_DELLINK) known.delete(index);
				else known.set(index, name);
			};
			for await (const change of listener.follow([RTNLGRP_LINK], getLinks)) {
				if (change.kind === 'restart') {
					known.clear();
					restarts++;
				}
				if ('message' in change) apply(change.message);
				if (change.kind !== 'complete') continue;
				if (restartsBefore !== undefined && restarts > restartsBefore) break;
				restartsBefore ??= restarts;
				const pairs = Array.from({ length: 10 }, (_, number) => newPair(`many${number}`));
				for (const { status } of await here.socket.batch(pairs)) assert.equal(status, 'fulfilled');
			}
			const listed = (await here.socket.list(getLinks))
				.map(({ payload }) => link.decode(payload))
				.map(({ index, name }) => [index, name]);
			assert.equal(listed.length, 23);
			assert.deepEqual(
				[...known].toSorted(([one], [other]) => one - other),
				listed,
			);
		});

		test('a dump that is left early, and many at once, on one socket', async () => {
			await using here = await prepare();
			const { socket } = here;
			for await (const _message of socket.dump(getLinks)) break;
			const lists = await Promise.all([1, 2, 3, 4].map(() => socket.list(getLinks)));
			assert.deepEqual(
				lists.map(({ length }) => length),
				[3, 3, 3, 3],
			);
		});

		test('strictChecking: a filter is honoured, and what a dump cannot take is refused', async () => {
			await using here = await prepare();
			const { socket } = here;
			const ofPair = { type: RTM_GETADDR, ...address.body({ family: 2, index: 1 }) };
			const all = await socket.list(ofPair);
			await socket.setOptions({ strictChecking: true });
			const some = await socket.list(ofPair);
			assert.equal(all.length, 2);
			assert.deepEqual(
				some.map(({ payload }) => address.decode(payload).index),
				[1],
			);
			await assert.rejects(
				socket.list({ type: RTM_GETADDR, ...address.body({ family: 2, prefix: 9 }) }),
				{ code: 'EINVAL', call: 'dump', message: /header/i },
			);
		});

		test('cappedAcknowledgements: whether an error brings back the payload of its request', async () => {
			await using socket = await open(NETLINK_ROUTE);
			const request = encodeMessage({
				...{ type: RTM_GETLINK, flags: NLM_F_REQUEST, sequence: 7 },
				...link.body({ index: 9999 }),
			});
			const lengths: number[] = [];
			for (const cappedAcknowledgements of [true, false]) {
				await socket.setOptions({ cappedAcknowledgements, extendedAcknowledgements: false });
				await socket.send(request);
				const [datagram] = await socket.receive();
				const [message] = decodeMessages(datagram?.data ?? new Uint8Array());
				assert.equal(message?.type, NLMSG_ERROR);
				lengths.push(message?.payload.length ?? 0);
			}
			assert.deepEqual(lengths, [20, 4 + request.length]);
		});

		test('a namespace that does not exist', async () => {
			await assert.rejects(open(NETLINK_ROUTE, { namespace: '/run/netns/no-such' }), {
				name: 'NetlinkError',
				code: 'ENOENT',
				call: 'open',
				message: /\/run\/netns\/no-such/,
			});
		});

		test('what happens in one namespace is not heard in another', async () => {
			await using one = await prepare();
			await using other = await prepare();
			await using events = await one.socket.subscribe([RTNLGRP_LINK]);
			await other.socket.acknowledge(newPair('elsewhere'));
			await one.socket.acknowledge(newPair('here'));
			for await (const event of events) {
				assert.ok(event.kind === 'message');
				const { name } = link.decode(event.message.payload);
				assert.notEqual(name, 'elsewhere');
				if (name === 'here') break;
			}
		});

		test('a reply in named pieces covers each byte', async () => {
			await using socket = await open(NETLINK_ROUTE);
			await socket.send(
				encodeMessage({
					...{ type: RTM_GETLINK, flags: NLM_F_REQUEST, sequence: 1 },
					...link.body({ index: 1 }),
				}),
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
}
