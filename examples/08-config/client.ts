/**
 * `client new NAME PERIOD [TAG…]`, `client set NAME PERIOD|on|off`,
 * `client del NAME`, `client list` and `client follow` do so in the network
 * namespace that they run in; `client in PATH …` does so in another one.
 * `client lease NAME PERIOD [BEATS]` makes a timer that is gone when the client
 * is, and tells its beats: so many, or until somebody ends the client.
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
	throw new Error('usage: client [in PATH] new|lease|set|del|list|follow …');
}

function line(payload: Uint8Array): string {
	const { name, period, enabled, beats, running, owner } =
		timer.decode(payload);
	const state = running ? 'running' : enabled ? 'at rest' : 'off';
	const lease = owner === undefined ? '' : `, leased by port id ${owner}`;
	return `${name}: ${period} ms, ${state}, ${beats} beats${lease}`;
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

async function lease(socket: Socket): Promise<void> {
	const [period, most] = words.map(Number);
	const body = timer.body({ name, period, lease: true });
	await using beats = await socket.subscribe([PULSE_GROUP_BEATS]);
	await socket.acknowledge({ type: PULSE_NEW, ...body });
	console.log(`leased by port id ${socket.portId}`);
	for await (const event of beats) {
		if (event.kind !== 'message') continue;
		const beat = timer.decode(event.message.payload);
		if (beat.name !== name) continue;
		console.log(`${name}: beat ${beat.beats}`);
		if (beat.beats === BigInt(most ?? 0)) break;
	}
}

async function run(socket: Socket): Promise<void> {
	if (command === 'list') {
		for await (const { payload } of socket.dump(list)) {
			console.log(line(payload));
		}
	} else if (command === 'lease') {
		await lease(socket);
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
