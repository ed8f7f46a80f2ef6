/**
 * `client new NAME PERIOD [TAG…]`, `client set NAME PERIOD|on|off`,
 * `client del NAME`, `client list` and `client follow` do so in the network
 * namespace that they run in; `client in PATH …` does so in another one.
 */
import {
	type Change,
	NetlinkError,
	open,
	type Request,
	type Socket,
} from '@both-sides/netlink';
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

const args = process.argv.slice(2);
const namespace = args[0] === 'in' ? args.splice(0, 2)[1] : undefined;
const [command, name, ...words] = args;

function request(): Request {
	const [word, ...tag] = words;
	if (command === 'new') {
		const settings = { period: Number(word), tags: { tag } };
		return { type: PULSE_NEW, ...timer.body({ name, ...settings }) };
	}
	if (command === 'set') {
		const settings =
			word === 'on' || word === 'off'
				? { enabled: Number(word === 'on') }
				: { period: Number(word) };
		return { type: PULSE_SET, ...timer.body({ name, ...settings }) };
	}
	if (command === 'del') return { type: PULSE_DEL, ...timer.body({ name }) };
	throw new Error('usage: client [in PATH] new|set|del|list|follow …');
}

function line(payload: Uint8Array): string {
	const { name, period, enabled, beats, running } = timer.decode(payload);
	const state = running ? 'running' : enabled ? 'at rest' : 'off';
	return `${name}: ${period} ms, ${state}, ${beats} beats`;
}

const list: Request = { type: PULSE_GET, ...timer.body({}) };

function show(change: Change): void {
	if (change.kind === 'restart') return;
	if (change.kind === 'complete') {
		console.log('that is all');
		return;
	}
	const { type, payload } = change.message;
	if (type === PULSE_BEAT) {
		const { name, beats } = timer.decode(payload);
		console.log(`${name}: beat ${beats}`);
	} else if (type === PULSE_DEL) {
		console.log(`${timer.decode(payload).name}: gone`);
	} else console.log(line(payload));
}

async function run(socket: Socket): Promise<void> {
	if (command === 'list') {
		for await (const { payload } of socket.dump(list)) {
			console.log(line(payload));
		}
	} else if (command === 'follow') {
		const groups = [PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS];
		for await (const change of socket.follow(groups, list)) show(change);
	} else {
		await socket.acknowledge(request());
		console.log('acknowledged');
	}
}

try {
	await using socket = await open(
		NETLINK_PULSE,
		namespace ? { namespace } : {},
	);
	await run(socket);
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
