/**
 * `client add N` adds N beats, `client get` asks how many there are,
 * `client say N` sends a message of type N that has no payload.
 */
import {
	NetlinkError,
	open,
	type Request,
	type Socket,
} from '@both-sides/netlink';
import { NETLINK_PULSE, PULSE_ADD, PULSE_GET, pulseCount } from './pulse.ts';

const [command, number] = process.argv.slice(2);

// The kernel may have begun already: Ctrl-C must not lose its answer.
process.on('SIGINT', () => console.log('interrupted; the answer will tell'));

function request(): Request {
	if (command === 'say') return { type: Number(number) };
	return { type: PULSE_ADD, ...pulseCount.body({ beats: Number(number) }) };
}

async function ask(socket: Socket): Promise<void> {
	if (command === 'get') {
		const { payload } = await socket.request({ type: PULSE_GET });
		console.log(`${pulseCount.decode(payload).beats} beats`);
	} else {
		console.log(`pid ${process.pid}: ${command} ${number}`);
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
