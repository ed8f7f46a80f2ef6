/**
 * Real datagrams, in test/corpus/: recorded from a kernel by `node test/corpus.ts`, which writes the folder anew. The
 * namespace that they come from has made-up devices only.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

const dump = NLM_F_REQUEST | NLM_F_DUMP;
const unknownCommand = Uint8Array.of(99, 1, 0, 0);
const getPolicy = Uint8Array.of(10, 1, 0, 0, 6, 0, 1, 0, 16, 0, 0, 0);
const longName = Uint8Array.from([...Array(16).fill(0), 24, 0, 3, 0, ...Array(20).fill(97)]);

/** Name, protocol, type, flags, payload. */
const conversations = [
	['links', NETLINK_ROUTE, 18, dump, new Uint8Array(16)],
	['addresses', NETLINK_ROUTE, 22, dump, new Uint8Array(8)],
	['routes', NETLINK_ROUTE, 26, dump, new Uint8Array(12)],
	['neighbours', NETLINK_ROUTE, 30, dump, new Uint8Array(12)],
	['rules', NETLINK_ROUTE, 34, dump, new Uint8Array(12)],
	['queueing', NETLINK_ROUTE, 38, dump, new Uint8Array(20)],
	['error-attribute', NETLINK_ROUTE, 16, NLM_F_REQUEST | NLM_F_ACK, longName],
	['error-type', NETLINK_ROUTE, 4000, NLM_F_REQUEST | NLM_F_ACK, new Uint8Array(16)],
	['families', NETLINK_GENERIC, 16, dump, Uint8Array.of(3, 1, 0, 0)],
	['policy', NETLINK_GENERIC, 16, dump, getPolicy],
	['error-command', NETLINK_GENERIC, 16, NLM_F_REQUEST | NLM_F_ACK, unknownCommand],
	[
		'unix-sockets',
		NETLINK_SOCK_DIAG,
		20,
		dump,
		Uint8Array.from([
			1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		]),
	],
	[
		'netlink-sockets',
		NETLINK_SOCK_DIAG,
		20,
		dump,
		Uint8Array.from([16, 255, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
	],
] as const;

async function record(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; read line']);
	await new Promise((resolve) => keeper.stdout.once('data', resolve));
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
		execFileSync('nsenter', ['--net', `--target=${pid}`, 'ip', ...words.split(' ')]);
	}
	for (const [name, protocol, type, flags, payload] of conversations) {
		await using transport = await openTransport(protocol, { namespace: { pid } });
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
	keeper.kill();
}

if (import.meta.main) await record();
