/**
 * `client list [on|off]` tells all timers, or those that are on or off. `new`,
 * `get`, `set` and `del` are as before; `client fill N [tag…]` makes t1 to tN.
 * `client raw list + del t1` sends several requests in one datagram, and shows
 * each datagram that comes back.
 */
import {
	NetlinkError,
	open,
	type Request,
	type Socket,
} from '@both-sides/netlink';
import { NLM_F_DUMP } from '@both-sides/netlink/wire';
import {
	NETLINK_PULSE,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';
import { sendTogether } from './raw.ts';

const [command = '', ...words] = process.argv.slice(2);

function setting(word = '') {
	if (word === '') return {};
	if (word === 'on' || word === 'off')
		return { enabled: Number(word === 'on') };
	return { period: Number(word) };
}

function listing(filter?: string): Request {
	const body = timer.body(setting(filter));
	return { type: PULSE_GET, flags: NLM_F_DUMP, ...body };
}

function request([command, name = '', word, ...tag]: string[]): Request {
	const change = { name, ...setting(word) };
	if (command === 'get') return { type: PULSE_GET, ...timer.body({ name }) };
	if (command === 'del') return { type: PULSE_DEL, ...timer.body({ name }) };
	if (command === 'set') return { type: PULSE_SET, ...timer.body(change) };
	if (command === 'new')
		return { type: PULSE_NEW, ...timer.body({ ...change, tags: { tag } }) };
	if (command === 'list') return listing(name);
	throw new Error('usage: client new|get|set|del|list|fill|raw …');
}

function show(payload: Uint8Array): void {
	const { name, period, enabled, tags } = timer.decode(payload);
	const state = enabled ? 'on' : 'off';
	console.log(`${name}: ${period} ms, ${state}, tags: ${tags?.tag ?? 'none'}`);
}

async function list(socket: Socket): Promise<void> {
	for await (const { payload } of socket.dump(listing(words[0]))) show(payload);
}

async function fill(socket: Socket): Promise<void> {
	const [count, ...tags] = words;
	const names = Array.from({ length: Number(count) }, (_, i) => `t${i + 1}`);
	const wanted = names.map((name) => request(['new', name, '500', ...tags]));
	const outcomes = await socket.batch(wanted);
	const made = outcomes.filter(({ status }) => status === 'fulfilled');
	console.log(`${made.length} acknowledged`);
}

async function raw(socket: Socket): Promise<void> {
	const lines = words.join(' ').split(' + ');
	await sendTogether(
		socket,
		lines.map((line) => request(line.split(' '))),
	);
}

async function run(socket: Socket): Promise<void> {
	if (command === 'list') return list(socket);
	if (command === 'fill') return fill(socket);
	if (command === 'raw') return raw(socket);
	const wanted = request([command, ...words]);
	if (command === 'get') return show((await socket.request(wanted)).payload);
	await socket.acknowledge(wanted);
	console.log('acknowledged');
}

try {
	await using socket = await open(NETLINK_PULSE);
	await run(socket);
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
