/**
 * Real datagrams, in test/corpus/: recorded in a virtual machine by `npm run vm -- library --record`, which runs this file there
 * and writes the folder anew. The namespace that most of them come from has made-up devices only, and so has the machine.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGeneric } from '../src/generic/index.ts';
import { openTransport } from '../src/index.ts';
import {
	decodeMessages,
	encodeMessage,
	NETLINK_GENERIC,
	NETLINK_ROUTE,
	NETLINK_SOCK_DIAG,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
} from '../src/wire/index.ts';

const folder = join(import.meta.dirname, 'corpus');

/** A file is the datagrams of one conversation, one a line in hexadecimal. */
export function corpus(): Map<string, Uint8Array[]> {
	return new Map(
		readdirSync(folder)
			.toSorted()
			.map((name) => [
				name,
				readFileSync(join(folder, name), 'utf8')
					.trim()
					.split('\n')
					.map((line) => Uint8Array.from(Buffer.from(line, 'hex'))),
			]),
	);
}

/** A name, what is sent, and whether it is sent in the namespace with the made-up devices, or where the radios are. */
interface Conversation {
	readonly name: string;
	readonly protocol: number;
	readonly type: number;
	readonly flags: number;
	readonly payload: Uint8Array;
	readonly outside?: true;
}

const dump = NLM_F_REQUEST | NLM_F_DUMP;
const unknownCommand = Uint8Array.of(99, 1, 0, 0);
/** CTRL_CMD_GETPOLICY of an id. */
const getPolicy = (id: number) => Uint8Array.of(10, 1, 0, 0, 6, 0, 1, 0, id, 0, 0, 0);
const getFamilies = Uint8Array.of(3, 1, 0, 0);
const longName = Uint8Array.from([...Array(16).fill(0), 24, 0, 3, 0, ...Array(20).fill(97)]);
/** struct unix_diag_req, of all states, with all that can be shown. */
const unixSockets = [1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255, ...Array(11).fill(0)];
/** struct netlink_diag_req, of all protocols. */
const netlinkSockets = [16, 255, ...Array(6).fill(0), 255, ...Array(11).fill(0)];
/** struct inet_diag_req_v2, of TCP in all states. */
const tcpSockets = [2, 6, 255, 0, 255, 255, 255, 255, ...Array(48).fill(0)];
const NL80211_CMD_GET_WIPHY = 1;
const NL80211_CMD_GET_INTERFACE = 5;
const NL80211_CMD_GET_REG = 31;
/** NL80211_ATTR_SPLIT_WIPHY_DUMP: radios in pieces that fit. */
const splitWiphy = [4, 0, 174, 0];

/** @param nl80211 the id of that family */
function conversations(nl80211: number): Conversation[] {
	const route = (name: string, type: number, length: number): Conversation => ({
		...{ name, type, protocol: NETLINK_ROUTE, flags: dump, payload: new Uint8Array(length) },
	});
	const sockets = (name: string, request: number[]): Conversation => ({
		...{ name, type: 20, protocol: NETLINK_SOCK_DIAG, flags: dump },
		payload: Uint8Array.from(request),
	});
	const generic = (name: string, type: number, payload: Uint8Array): Conversation => ({
		...{ name, type, protocol: NETLINK_GENERIC, flags: dump, payload, outside: true },
	});
	const wireless = (name: string, command: number, ...attributes: number[]): Conversation =>
		generic(name, nl80211, Uint8Array.of(command, 1, 0, 0, ...attributes));
	const refused = { flags: NLM_F_REQUEST | NLM_F_ACK };
	return [
		route('links', 18, 16),
		route('addresses', 22, 8),
		route('routes', 26, 12),
		route('neighbours', 30, 12),
		route('rules', 34, 12),
		route('queueing', 38, 20),
		{ ...route('error-attribute', 16, 0), ...refused, payload: longName },
		{ ...route('error-type', 4000, 16), ...refused },
		generic('families', 16, getFamilies),
		generic('policy', 16, getPolicy(16)),
		{ ...generic('error-command', 16, unknownCommand), ...refused },
		sockets('unix-sockets', unixSockets),
		sockets('netlink-sockets', netlinkSockets),
		sockets('tcp-sockets', tcpSockets),
		generic('nl80211-policy', 16, getPolicy(nl80211)),
		wireless('nl80211-radios', NL80211_CMD_GET_WIPHY, ...splitWiphy),
		wireless('nl80211-interfaces', NL80211_CMD_GET_INTERFACE),
		wireless('nl80211-regulation', NL80211_CMD_GET_REG),
	];
}

/** Listens on a unix socket and on a TCP port, until its input ends. */
const listeners = `
	const { createServer } = require('node:net');
	createServer().listen('\\0corpus', () => createServer().listen(4711, '127.0.0.1', () => console.log('ready')));
	process.stdin.resume().on('end', () => process.exit());`;

async function record(): Promise<void> {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder);
	const keeper = spawn('unshare', ['--net', process.execPath, '-e', listeners], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	await once(keeper.stdout, 'data');
	const pid = keeper.pid as number;
	for (const words of [
		'link set lo up',
		'link add one address 02:00:00:00:00:01 type veth peer name two address 02:00:00:00:00:02',
		'link set one up',
		'link set two up',
		'address add 192.0.2.1/24 dev one',
		'route add 198.51.100.0/24 via 192.0.2.2',
		'neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev one',
	]) {
		execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, '/sbin/ip', ...words.split(' ')]);
	}
	await using generic = await openGeneric();
	const { id } = (await generic.family('nl80211')).description;
	for (const { name, protocol, type, flags, payload, outside } of conversations(id)) {
		await using transport = await openTransport(protocol, outside ? {} : { namespace: { pid } });
		await transport.setOption(270, 11, 1);
		await transport.send(encodeMessage({ type, flags, sequence: 1, payload }));
		const lines: string[] = [];
		for (let isOver = false; !isOver; ) {
			for (const { data } of await transport.receive({ signal: AbortSignal.timeout(5_000) })) {
				lines.push(Buffer.from(data).toString('hex'));
				for (const message of decodeMessages(data)) {
					isOver ||= message.type === NLMSG_DONE || message.type === NLMSG_ERROR;
				}
			}
		}
		// A sample will do where there are many of a kind.
		const kept = lines.length > 12 ? [...lines.slice(0, 11), ...lines.slice(-1)] : lines;
		writeFileSync(join(folder, name), `${kept.join('\n')}\n`);
	}
	keeper.stdin.end();
}

if (import.meta.main) await record();
