/**
 * Families that were generated from the kernel's own specifications, beside what `ip -json` and nlctrl say: links, addresses and routes
 * that a generated client made, each in a network namespace of its own.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { openGeneric } from '../../src/generic/index.ts';
import { NetlinkError } from '../../src/index.ts';
import { type Client, openClient, type ReplyOf, type RequestOf } from '../../src/spec/index.ts';
import { readSpecification } from '../../src/spec/yaml/index.ts';
import {
	attributes,
	binary,
	layout,
	NLM_F_CREATE,
	NLM_F_EXCL,
	s32,
	string,
	struct,
	u8,
	u16,
} from '../../src/wire/index.ts';
import { nlctrl } from './families/nlctrl.ts';
import { type RtAddrFamily, rtAddr } from './families/rt-addr.ts';
import { type IflaBridgeId, type RtLinkFamily, rtLink } from './families/rt-link.ts';
import { type RtRouteFamily, rtRoute } from './families/rt-route.ts';
import { tc } from './families/tc.ts';
import type { Machine } from './machine.ts';

/** Of a whole suite, in an emulated machine. */
const limit = { timeout: 600_000 };
const flags = NLM_F_CREATE | NLM_F_EXCL;
const AF_INET = 2;
const AF_INET6 = 10;
const RT_TABLE_MAIN = 254;
const RTPROT_STATIC = 4;
const forever = 0xffffffff;

type Json = Record<string, unknown>;
type Link = ReplyOf<RtLinkFamily['do'], 'getlink'>;
type NewLink = RequestOf<RtLinkFamily['do'], 'newlink'>;
type Address = ReplyOf<RtAddrFamily['dump'], 'getaddr'>;
type Route = ReplyOf<RtRouteFamily['dump'], 'getroute'>;

const operationalStates = [
	...['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP'],
];

/** struct rtnexthop and the attributes behind it: the specification says no more of them than that they are bytes. */
const nextHop = layout(
	struct({ length: u16, flags: u8, hops: u8, index: s32 }),
	attributes({ gateway: [5, binary] }),
);

/** What `ip` prints of one, as far as ours has it. */
function linkAsIp(link: Link, all: readonly Link[]): Json {
	const name = (index: number | undefined) =>
		all.find((each) => each['ifi-index'] === index)?.ifname;
	const { stats64 = {} } = link;
	return {
		ifindex: link['ifi-index'],
		ifname: link.ifname,
		...(link.link === undefined ? {} : { link: name(link.link) }),
		...(link.master === undefined ? {} : { master: name(link.master) }),
		flags: (link['ifi-flags'] ?? [])
			.map((flag) =>
				flag === 'lower-up' ? 'LOWER_UP' : String(flag).toUpperCase().replaceAll('-', ''),
			)
			.filter((flag) => flag !== 'RUNNING')
			.sort(),
		mtu: link.mtu,
		qdisc: link.qdisc,
		operstate: operationalStates[link.operstate ?? 0],
		group: `${link.group}`,
		txqlen: link.txqlen,
		link_type: `[${link['ifi-type']}]`,
		address: link.address,
		broadcast: link.broadcast,
		promiscuity: link.promiscuity,
		min_mtu: link['min-mtu'],
		max_mtu: link['max-mtu'],
		num_tx_queues: link['num-tx-queues'],
		num_rx_queues: link['num-rx-queues'],
		gso_max_size: link['gso-max-size'],
		gso_max_segs: link['gso-max-segs'],
		info_kind: link.linkinfo?.kind,
		stats64: {
			rx: [
				stats64['rx-bytes'],
				stats64['rx-packets'],
				stats64['rx-errors'],
				stats64['rx-dropped'],
			].map(Number),
			tx: [
				stats64['tx-bytes'],
				stats64['tx-packets'],
				stats64['tx-errors'],
				stats64['tx-dropped'],
			].map(Number),
		},
	};
}

function ipAsOurs(link: Json, like: Json): Json {
	const {
		linkinfo,
		stats64,
		flags: words,
	} = link as {
		linkinfo?: { info_kind?: string };
		stats64: Record<'rx' | 'tx', Record<string, number>>;
		flags: string[];
	};
	const counters = ({ bytes, packets, errors, dropped }: Record<string, number>) => [
		...[bytes, packets, errors, dropped],
	];
	const values: Json = {
		...link,
		flags: words.filter((word) => word !== 'NO-CARRIER' && word !== 'M-DOWN').sort(),
		info_kind: linkinfo?.info_kind,
		stats64: { rx: counters(stats64.rx), tx: counters(stats64.tx) },
	};
	return Object.fromEntries(Object.keys(like).map((key) => [key, values[key]]));
}

export default function (machine: Machine): void {
	async function ip(path: string, words: string): Promise<Json[]> {
		const { status, stdout, stderr } = await machine.run(
			`nsenter --net=${path} /sbin/ip -json -details -N ${words}`,
		);
		assert.equal(status, 0, stderr);
		// A bridge has timers, which never stand still.
		const still = (key: string, value: unknown) => (key.endsWith('_timer') ? undefined : value);
		return stdout.trim() === '' ? [] : JSON.parse(stdout, still);
	}

	/** What is read between two readings of `ip` that are alike: IPv6 takes its time with new addresses, counters count. */
	async function between<Ours, Theirs>(
		read: () => Promise<Ours>,
		expected: () => Promise<Theirs>,
	): Promise<{ ours: Ours; theirs: Theirs }> {
		for (;;) {
			const theirs = await expected();
			const ours = await read();
			if (JSON.stringify(theirs) === JSON.stringify(await expected())) return { ours, theirs };
		}
	}

	interface Place extends AsyncDisposable {
		readonly path: string;
		readonly links: Client<RtLinkFamily>;
		readonly addresses: Client<RtAddrFamily>;
		readonly routes: Client<RtRouteFamily>;
		/** Makes a link that is up; its index. */
		make(link: NewLink): Promise<number>;
	}

	/** A namespace with a pair, "one" and "two", both up. */
	async function prepare(): Promise<Place> {
		const namespace = await machine.namespace();
		const where = { namespace: namespace.path };
		const links = await openClient(rtLink, where);
		const addresses = await openClient(rtAddr, where);
		const routes = await openClient(rtRoute, where);
		const make = async (link: NewLink): Promise<number> => {
			await links.do('newlink', { 'ifi-flags': ['up'], 'ifi-change': 1, ...link }, { flags });
			return (await links.do('getlink', { ifname: link.ifname }))['ifi-index'] ?? 0;
		};
		await make({ ifname: 'one', linkinfo: { kind: 'veth', 'attribute 2': [peer('two')] } });
		await links.do('newlink', { ifname: 'two', 'ifi-flags': ['up'], 'ifi-change': 1 });
		await links.do('newlink', { ifname: 'lo', 'ifi-flags': ['up'], 'ifi-change': 1 });
		return {
			...{ path: namespace.path, links, addresses, routes, make },
			[Symbol.asyncDispose]: async () => {
				for (const client of [links, addresses, routes]) await client.close();
				await namespace[Symbol.asyncDispose]();
			},
		};
	}

	suite('families of a specification beside ip -json', {
		...limit,
		skip: machine.without('iproute2'),
	}, () => {
		test('links', async () => {
			await using here = await prepare();
			const { ours, theirs } = await between(
				() => here.links.list('getlink'),
				() => ip(here.path, '-s link'),
			);
			const shown = ours.map((link) => linkAsIp(link, ours));
			assert.deepEqual(
				shown,
				theirs.map((link, index) => ipAsOurs(link, shown[index] as Json)),
			);
			assert.deepEqual(shown.map(({ ifname }) => ifname).sort(), ['lo', 'one', 'two']);
		});

		/** Makes a link of a kind, and says what `ip` says of it. */
		function kind(
			name: string,
			link: (here: Place) => Promise<NewLink> | NewLink,
			compared: (link: Link) => Json,
		): void {
			test(`a link of the kind ${name}`, async (context: TestContext) => {
				await using here = await prepare();
				try {
					await here.make({ ifname: 'made', ...(await link(here)) });
				} catch (error) {
					if (!(error instanceof NetlinkError && error.code === 'EOPNOTSUPP')) throw error;
					context.skip(`this kernel has no links of the kind ${name}`);
					return;
				}
				const { ours, theirs } = await between(
					() => here.links.do('getlink', { ifname: 'made' }),
					() => ip(here.path, 'link show dev made'),
				);
				const { info_kind, info_data } = (theirs[0] as { linkinfo: Json }).linkinfo as {
					info_kind: string;
					info_data: Json;
				};
				assert.equal(info_kind, name);
				const expected = compared(ours);
				const keys = Object.keys(expected);
				assert(keys.length > 0);
				assert.deepEqual(expected, Object.fromEntries(keys.map((key) => [key, info_data[key]])));
			});
		}

		kind(
			'bridge',
			() => ({ linkinfo: { kind: 'bridge', data: { 'ageing-time': 60_00, priority: 4096 } } }),
			({ linkinfo }) => {
				assert(linkinfo?.kind === 'bridge');
				const { data = {} } = linkinfo;
				assert.equal(data['ageing-time'], 6000);
				return {
					ageing_time: data['ageing-time'],
					forward_delay: data['forward-delay'],
					hello_time: data['hello-time'],
					max_age: data['max-age'],
					stp_state: data['stp-state'],
					priority: data.priority,
					bridge_id: idText(data['bridge-id']),
					root_port: data['root-port'],
					group_fwd_mask: `${data['group-fwd-mask']}`,
				};
			},
		);

		kind(
			'vlan',
			async ({ links }) => ({
				link: (await links.do('getlink', { ifname: 'two' }))['ifi-index'],
				linkinfo: {
					kind: 'vlan',
					data: {
						id: 5,
						protocol: '8021ad',
						flags: { flags: ['loose-binding'], mask: 4 },
					},
				},
			}),
			({ linkinfo }) => {
				assert(linkinfo?.kind === 'vlan');
				const { id, protocol, flags: bits } = linkinfo.data ?? {};
				return {
					id,
					protocol: protocol === '8021ad' ? `[${0x88a8}]` : protocol,
					flags: bits?.flags?.map((flag) => String(flag).toUpperCase().replaceAll('-', '_')),
				};
			},
		);

		kind(
			'vrf',
			() => ({ linkinfo: { kind: 'vrf', data: { table: 77 } } }),
			({ linkinfo }) => {
				assert(linkinfo?.kind === 'vrf');
				return { table: linkinfo.data?.table };
			},
		);

		kind(
			'geneve',
			() => ({ linkinfo: { kind: 'geneve', data: { id: 42, remote: '192.0.2.9', ttl: 9 } } }),
			({ linkinfo }) => {
				assert(linkinfo?.kind === 'geneve');
				const { id, remote, ttl } = linkinfo.data ?? {};
				return { id, remote, ttl };
			},
		);

		test('a port of a bridge, and what it says of its bridge', async (context) => {
			await using here = await prepare();
			try {
				const master = await here.make({ ifname: 'made', linkinfo: { kind: 'bridge' } });
				await here.links.do('setlink', { ifname: 'two', master } as NewLink);
			} catch (error) {
				if (!(error instanceof NetlinkError && error.code === 'EOPNOTSUPP')) throw error;
				context.skip('this kernel has no bridges');
				return;
			}
			const { ours, theirs } = await between(
				() => here.links.do('getlink', { ifname: 'two' }),
				() => ip(here.path, 'link show dev two'),
			);
			const { linkinfo = {} } = ours;
			assert(linkinfo['slave-kind'] === 'bridge');
			const data = linkinfo['slave-data'] ?? {};
			const [{ linkinfo: info } = {}] = theirs as { linkinfo?: Json }[];
			const expected = info?.info_slave_data as Json;
			assert.deepEqual(
				{
					state: 'forwarding',
					cost: data.cost,
					priority: data.priority,
					no: `0x${data.no?.toString(16)}`,
				},
				{ state: 'forwarding', cost: expected.cost, priority: expected.priority, no: expected.no },
			);
			assert.equal(info?.info_slave_kind, 'bridge');
		});

		test('addresses, of both families', async () => {
			await using here = await prepare();
			const { 'ifi-index': index } = await here.links.do('getlink', { ifname: 'two' });
			const common = { 'ifa-index': index };
			await here.addresses.do(
				'newaddr',
				{
					...common,
					'ifa-family': AF_INET,
					'ifa-prefixlen': 24,
					local: '192.0.2.1',
					address: '192.0.2.1',
					broadcast: '192.0.2.255',
					label: 'two:1',
					cacheinfo: { 'ifa-valid': 5000, 'ifa-prefered': 4000 },
				},
				{ flags },
			);
			await here.addresses.do(
				'newaddr',
				{
					...common,
					'ifa-family': AF_INET6,
					'ifa-prefixlen': 64,
					address: '2001:db8::1',
					'ifa-flags': ['nodad'],
				},
				{ flags },
			);
			const { ours, theirs } = await between(
				() => here.addresses.list('getaddr'),
				() => ip(here.path, 'address'),
			);
			const expected = theirs.flatMap(({ ifindex, addr_info }) =>
				(addr_info as Json[]).map((values) => ({ ifindex, ...values })),
			);
			const shown = ours.map(addressAsIp);
			const key = ({ ifindex, local }: Json) => `${ifindex} ${local}`;
			const sorted = (all: Json[]) => all.toSorted((a, b) => key(a).localeCompare(key(b)));
			const like = (values: Json, keys: string[]) =>
				Object.fromEntries(keys.map((each) => [each, values[each]]));
			const [wanted, found] = [sorted(expected), sorted(shown)];
			assert.deepEqual(
				found,
				wanted.map((values, at) => like(values, Object.keys(found[at] ?? {}))),
			);
			assert(found.some(({ local, label }) => local === '192.0.2.1' && label === 'two:1'));
			assert(found.some(({ local }) => local === '2001:db8::1'));
		});

		test('routes, with metrics and several ways', async () => {
			await using here = await prepare();
			const { 'ifi-index': index = 0 } = await here.links.do('getlink', { ifname: 'two' });
			await here.addresses.do(
				'newaddr',
				{
					'ifa-index': index,
					'ifa-family': AF_INET,
					'ifa-prefixlen': 24,
					local: '192.0.2.1',
					address: '192.0.2.1',
				},
				{ flags },
			);
			const head = {
				'rtm-family': AF_INET,
				'rtm-dst-len': 24,
				'rtm-table': RT_TABLE_MAIN,
				'rtm-protocol': RTPROT_STATIC,
				'rtm-type': 'unicast',
			} as const;
			await here.routes.do(
				'newroute',
				{
					...head,
					dst: '198.51.100.0',
					gateway: '192.0.2.9',
					priority: 7,
					metrics: { mtu: 1300, advmss: 1200, 'cc-algo': 'reno' },
				},
				{ flags },
			);
			const hop = (last: number, hops: number) =>
				nextHop.encode({ length: 16, hops, index, gateway: Uint8Array.of(192, 0, 2, last) });
			await here.routes.do(
				'newroute',
				{
					...head,
					dst: '203.0.113.0',
					multipath: Uint8Array.from([...hop(7, 2), ...hop(8, 0)]),
				},
				{ flags },
			);
			await here.routes.do(
				'newroute',
				{
					...head,
					'rtm-family': AF_INET6,
					'rtm-dst-len': 48,
					dst: '2001:db8:1::',
					oif: index,
					priority: 5,
					metrics: { mtu: 1350 },
				},
				{ flags },
			);
			await here.routes.do(
				'newroute',
				{ ...head, 'rtm-dst-len': 32, 'rtm-type': 'blackhole', dst: '203.0.113.77' },
				{ flags },
			);
			const links = await here.links.list('getlink');
			const { ours, theirs } = await between(
				() => here.routes.list('getroute'),
				async () => [
					...(await ip(here.path, '-4 route show table all')),
					...(await ip(here.path, '-6 route show table all')),
				],
			);
			const shown = ours.map((route) => routeAsIp(route, links));
			const expected = theirs.map(({ flags: _, pref: __, scope, ...values }) => ({
				...values,
				...(typeof values.dst === 'string' && values.dst.includes(':') ? {} : { scope }),
				...(values.nexthops
					? { nexthops: (values.nexthops as Json[]).map(({ flags: ___, ...hop }) => hop) }
					: {}),
			}));
			const sorted = (all: Json[]) =>
				all.map((each) => JSON.stringify(Object.entries(each).toSorted())).toSorted();
			assert.deepEqual(sorted(shown), sorted(expected));
			assert(shown.some(({ dst, metrics }) => dst === '198.51.100.0/24' && metrics));
			assert(shown.some(({ nexthops }) => Array.isArray(nexthops) && nexthops.length === 2));
			// In a strict dump the kernel honours what is asked for.
			const blackholes = await here.routes.list('getroute', {
				'rtm-family': AF_INET,
				'rtm-type': 'blackhole',
			});
			assert.deepEqual(
				blackholes.map(({ dst }) => dst),
				['203.0.113.77'],
			);
		});

		test('events by their names, and those that the specification does not know', async () => {
			await using here = await prepare();
			const { links } = here;
			const signal = AbortSignal.timeout(20_000);
			await using events = await links.subscribe(['rtnlgrp-link'], { signal });
			await links.do('newlink', { ifname: 'one', mtu: 1234 });
			await links.do('dellink', { ifname: 'one' });
			let told: Link | undefined;
			for await (const event of events) {
				assert(event.kind !== 'overrun');
				assert.equal(event.group, 'rtnlgrp-link');
				if (event.kind === 'undeclared') {
					const RTM_DELLINK = 17;
					assert.equal(event.message.type, RTM_DELLINK);
					break;
				}
				assert.equal(event.name, 'newlink-ntf');
				if (event.attributes.ifname === 'one') told ??= event.attributes;
			}
			assert.equal(told?.mtu, 1234);
		});

		test('an error names the attribute by the specification', async () => {
			await using here = await prepare();
			await assert.rejects(here.links.do('getlink', { ifname: 'a-name-that-is-too-long' }), {
				code: 'ERANGE',
				attribute: 'ifname',
			});
		});

		test('a queueing discipline, and what tc says of it', async (context) => {
			await using here = await prepare();
			await using client = await openClient(tc, { namespace: here.path });
			const { 'ifi-index': ifindex } = await here.links.do('getlink', { ifname: 'two' });
			const root = 0xffffffff;
			const pfifo = { kind: 'pfifo', options: { limit: 77 } } as const;
			await client.do('newqdisc', { ifindex, parent: root, ...pfifo }, { flags });
			const found = (await client.list('getqdisc')).find((each) => each.ifindex === ifindex);
			assert(found?.kind === 'pfifo');
			assert.deepEqual(found.options, { limit: 77 });
			const { stdout } = await machine.run(
				`nsenter --net=${here.path} /sbin/tc -json qdisc show dev two`,
			);
			if (stdout.trim() === '') {
				context.diagnostic('there is no tc here');
				return;
			}
			const [shown] = JSON.parse(stdout);
			assert.deepEqual([shown.kind, `${shown.options.limit}`.replace('p', '')], ['pfifo', '77']);
		});

		test('rules, by a specification that is read now', async () => {
			await using here = await prepare();
			const file = join(import.meta.dirname, '../../specs/7.3/rt-rule.yaml');
			const { tables } = readSpecification(readFileSync(file, 'utf8'), 'rt-rule.yaml');
			await using client = await openClient(tables, { namespace: here.path });
			const rule = { family: AF_INET, action: 'to-tbl', table: 777, priority: 500 };
			await client.do('newrule', { ...rule, 'src-len': 24, src: '192.0.2.0' }, { flags });
			const { ours, theirs } = await between(
				() => client.list('getrule', { family: AF_INET }),
				() => ip(here.path, '-4 rule'),
			);
			assert.deepEqual(
				ours.map(({ priority = 0, src = 'all', 'src-len': length, table, protocol }) => ({
					priority,
					src,
					...(length === 0 ? {} : { srclen: length }),
					table: `${table}`,
					protocol: `${protocol}`,
				})),
				theirs,
			);
			// The member of the header has eight bits, and the attribute of the same name has all of them.
			const own = ours.find(({ priority }) => priority === 500);
			assert.equal(own?.table, 777);
			assert.equal(own['fib-rule-hdr.table'], 252);
		});
	});

	suite('nlctrl by its specification', limit, () => {
		test('families, as the library finds them', async () => {
			await using client = await openClient(nlctrl);
			await using generic = await openGeneric();
			const expected = await generic.families();
			const found = await client.list('getfamily');
			const shown = found.map((family) => ({
				name: family['family-name'],
				id: family['family-id'],
				version: family.version,
				headerSize: family.hdrsize,
				maximumAttribute: family.maxattr,
				operations: (family.ops ?? []).map(({ id }) => id),
				groups: new Map((family['mcast-groups'] ?? []).map(({ name, id }) => [name, id])),
			}));
			assert.deepEqual(
				shown,
				expected.map((family) => ({
					...family,
					operations: family.operations.map(({ command }) => command),
				})),
			);
			const { name } = expected.at(-1) ?? { name: '' };
			const one = await client.do('getfamily', { 'family-name': name });
			assert.deepEqual(one, found.at(-1));
		});

		test('policies, as the library finds them', async () => {
			await using client = await openClient(nlctrl);
			await using generic = await openGeneric();
			const { operations, policies } = await (await generic.family('nlctrl')).policy();
			const replies = await client.list('getpolicy', { 'family-name': 'nlctrl' });
			const ops = replies.flatMap((reply) => reply['op-policy'] ?? []);
			assert.deepEqual(
				new Map(ops.map((each) => [each['op-id'], pick({ do: each.do, dump: each.dump })])),
				new Map([...operations].map(([id, indices]) => [id, pick(indices)])),
			);
			const rows = replies.flatMap((reply) => reply.policy ?? []);
			assert(rows.length > 0);
			for (const { 'policy-id': policy, 'attr-id': attribute, ...row } of rows) {
				const expected = policies.get(policy)?.get(attribute);
				assert.equal(row['max-length'], expected?.maximumLength);
				assert.equal(row['min-value-u'], expected?.minimum);
				assert.equal(row['max-value-u'], expected?.maximum);
			}
		});
	});
}

/** What a veth's linkinfo has as IFLA_INFO_DATA, of which the specification knows nothing: VETH_INFO_PEER, a message of its own. */
function peer(name: string): Uint8Array {
	const header = struct({ family: u8, pad: u8, type: u16, index: s32, flags: s32, change: s32 });
	return attributes({ peer: [1, layout(header, attributes({ name: [3, string] }))] }).encode({
		peer: { name },
	});
}

/**
 * As `ip` prints it: without leading zeros in the address. The priority is two bytes, the high one first (struct ifla_bridge_id); the
 * specification has it as a number in the machine's order.
 */
function idText({ prio = 0, addr = '' }: IflaBridgeId = {}): string {
	const priority = ((prio & 0xff) << 8) | (prio >> 8);
	return `${priority.toString(16).padStart(4, '0')}.${addr.replace(/\b0(?=[0-9a-f])/g, '')}`;
}

function pick(values: { do?: number | undefined; dump?: number | undefined }): Json {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function addressAsIp(address: Address): Json {
	const { local, address: own, broadcast, label, cacheinfo } = address;
	const own6 = address['ifa-family'] === AF_INET6;
	const permanent = address['ifa-flags']?.includes('permanent');
	return {
		ifindex: address['ifa-index'],
		family: own6 ? 'inet6' : 'inet',
		local: local ?? own,
		prefixlen: address['ifa-prefixlen'],
		scope: `${address['ifa-scope']}`,
		...(broadcast === undefined ? {} : { broadcast }),
		...(label === undefined ? {} : { label }),
		valid_life_time: cacheinfo?.['ifa-valid'],
		preferred_life_time: cacheinfo?.['ifa-prefered'],
		...(permanent ? {} : { dynamic: cacheinfo?.['ifa-valid'] !== forever }),
	};
}

function routeAsIp(route: Route, links: readonly Link[]): Json {
	const name = (index: number | undefined) =>
		links.find((each) => each['ifi-index'] === index)?.ifname;
	const types = ['unspec', 'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole'];
	const { dst, gateway, oif, priority, prefsrc, metrics, multipath, table } = route;
	const isV6 = route['rtm-family'] === AF_INET6;
	const length = route['rtm-dst-len'] ?? 0;
	const full = isV6 ? 128 : 32;
	const { mtu, advmss, 'cc-algo': algorithm } = metrics ?? {};
	const measured = {
		...(mtu === undefined ? {} : { mtu }),
		...(advmss === undefined ? {} : { advmss }),
		...(algorithm === undefined ? {} : { congestion: algorithm }),
	};
	return {
		type: `${types.indexOf(String(route['rtm-type']))}`,
		dst: dst === undefined ? 'default' : length === full ? dst : `${dst}/${length}`,
		...(gateway === undefined ? {} : { gateway }),
		...(oif === undefined ? {} : { dev: name(oif) }),
		table: `${table}`,
		protocol: `${route['rtm-protocol']}`,
		...(isV6 ? {} : { scope: `${route['rtm-scope']}` }),
		...(prefsrc === undefined ? {} : { prefsrc }),
		...(priority === undefined ? {} : { metric: priority }),
		...(Object.keys(measured).length === 0 ? {} : { metrics: [measured] }),
		...(multipath === undefined ? {} : { nexthops: hops(multipath, name) }),
	};
}

function hops(bytes: Uint8Array, name: (index: number | undefined) => string | undefined): Json[] {
	const found: Json[] = [];
	for (let offset = 0; offset < bytes.length; ) {
		const { length = 0 } = nextHop.decode(bytes.subarray(offset));
		const {
			gateway,
			index,
			hops: more = 0,
		} = nextHop.decode(bytes.subarray(offset, offset + length));
		found.push({ gateway: gateway?.join('.'), dev: name(index), weight: more + 1 });
		offset += length;
	}
	return found;
}
