/**
 * `client new NAME PERIOD [TAG…]` makes a timer, `client get NAME` shows it,
 * `client set NAME PERIOD|on|off` changes it, `client del NAME` removes it.
 * `client bytes TYPE 0a 00…` sends a message with a payload made by hand.
 */
import {
	NetlinkError,
	open,
	type Request,
	type Socket,
} from '@both-sides/netlink';
import {
	NETLINK_PULSE,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';

const [command, name, ...words] = process.argv.slice(2);

function creation(): Request {
	const [period, ...tag] = words;
	const tags = { tag };
	return {
		type: PULSE_NEW,
		...timer.body({ name, period: Number(period), tags }),
	};
}

function change(): Request {
	const [word] = words;
	const settings =
		word === 'on' || word === 'off'
			? { enabled: Number(word === 'on') }
			: { period: Number(word) };
	return { type: PULSE_SET, ...timer.body({ name, ...settings }) };
}

function handmade(): Request {
	const payload = Uint8Array.from(words, (word) => Number.parseInt(word, 16));
	return { type: Number(name), payload, layout: timer };
}

function request(): Request {
	if (command === 'new') return creation();
	if (command === 'set') return change();
	if (command === 'del') return { type: PULSE_DEL, ...timer.body({ name }) };
	if (command === 'bytes') return handmade();
	throw new Error('usage: client new|get|set|del|bytes …');
}

function show(payload: Uint8Array): void {
	const { name, period, enabled, tags } = timer.decode(payload);
	const state = enabled ? 'on' : 'off';
	console.log(`${name}: ${period} ms, ${state}, tags: ${tags?.tag ?? 'none'}`);
}

async function ask(socket: Socket): Promise<void> {
	if (command === 'get') {
		const wanted = { type: PULSE_GET, ...timer.body({ name }) };
		show((await socket.request(wanted)).payload);
	} else {
		await socket.acknowledge(request());
		console.log('acknowledged');
	}
}

try {
	await using socket = await open(NETLINK_PULSE);
	await ask(socket);
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
