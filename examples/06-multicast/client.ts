/**
 * `client listen beats|timers [N]` tells what happens, N times if N is given.
 * `client follow` keeps up with all timers, whatever is lost on the way.
 * `new`, `get`, `set`, `del`, `list` and `fill` are as before.
 */
import {
	NetlinkError,
	open,
	type Request,
	type Socket,
} from '@both-sides/netlink';
import { type Message, NLM_F_DUMP } from '@both-sides/netlink/wire';
import {
	NETLINK_PULSE,
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_GROUP_BEATS,
	PULSE_GROUP_TIMERS,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';

const [command, ...words] = process.argv.slice(2);

const everything: Request = {
	type: PULSE_GET,
	flags: NLM_F_DUMP,
	...timer.body({}),
};

function setting(word: string | undefined) {
	if (word === undefined) return {};
	if (word === 'on' || word === 'off')
		return { enabled: Number(word === 'on') };
	return { period: Number(word) };
}

function request([command, name = '', word, ...tag]: string[]): Request {
	const change = { name, ...setting(word) };
	if (command === 'get') return { type: PULSE_GET, ...timer.body({ name }) };
	if (command === 'del') return { type: PULSE_DEL, ...timer.body({ name }) };
	if (command === 'set') return { type: PULSE_SET, ...timer.body(change) };
	if (command === 'new')
		return { type: PULSE_NEW, ...timer.body({ ...change, tags: { tag } }) };
	throw new Error('usage: client new|get|set|del|list|fill|listen|follow …');
}

function describe({ payload }: Message): string {
	const { name, period, enabled, tags, beats, running } = timer.decode(payload);
	const state = enabled ? (running ? 'on' : 'on, resting') : 'off';
	const words = `${state}, ${beats} beats, tags: ${tags?.tag ?? 'none'}`;
	return `${name}: ${period} ms, ${words}`;
}

const verbs: Record<number, string> = {
	[PULSE_NEW]: 'made',
	[PULSE_SET]: 'changed',
	[PULSE_DEL]: 'deleted',
};

function tell(message: Message): void {
	const { name, beats } = timer.decode(message.payload);
	if (message.type === PULSE_BEAT) console.log(`${name}: beat ${beats}`);
	else {
		const verb = verbs[message.type];
		console.log(`${verb} by port id ${message.portId}: ${describe(message)}`);
	}
}

async function listen(socket: Socket): Promise<void> {
	const [word, count = Infinity] = words;
	const names = { beats: PULSE_GROUP_BEATS, timers: PULSE_GROUP_TIMERS };
	const group =
		word === 'beats' || word === 'timers' ? names[word] : Number(word);
	await using events = await socket.subscribe([group]);
	console.log(`in group ${group}`);
	let left = Number(count);
	for await (const event of events) {
		if (event.kind === 'overrun') console.log('some were lost');
		else tell(event.message);
		left -= 1;
		if (left === 0) return;
	}
}

async function follow(socket: Socket): Promise<void> {
	const timers = new Map<string, string>();
	for await (const change of socket.follow([PULSE_GROUP_TIMERS], everything)) {
		if (change.kind === 'restart') timers.clear();
		if (change.kind === 'complete') console.log(`${timers.size} timers`);
		if (!('message' in change)) continue;
		const { message } = change;
		const { name = '' } = timer.decode(message.payload);
		if (message.type === PULSE_DEL) timers.delete(name);
		else timers.set(name, describe(message));
		if (change.kind === 'event') tell(message);
	}
}

async function list(socket: Socket): Promise<void> {
	for await (const message of socket.dump(everything))
		console.log(describe(message));
}

async function fill(socket: Socket): Promise<void> {
	const names = Array.from({ length: Number(words[0]) }, (_, i) => `t${i + 1}`);
	const wanted = names.map((name) => request(['new', name, '60000']));
	const outcomes = await socket.batch(wanted);
	const made = outcomes.filter(({ status }) => status === 'fulfilled');
	console.log(`${made.length} acknowledged`);
}

async function run(socket: Socket): Promise<void> {
	if (command === 'listen') return listen(socket);
	if (command === 'follow') return follow(socket);
	if (command === 'list') return list(socket);
	if (command === 'fill') return fill(socket);
	const wanted = request([command ?? '', ...words]);
	if (command === 'get')
		return console.log(describe(await socket.request(wanted)));
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
