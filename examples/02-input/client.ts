/**
 * Sends one datagram to pulse and says how long the call took.
 * `client send text…` makes a message of each text, all in the same datagram.
 * `client bytes 01 02…` sends these bytes as they are, whatever they mean.
 */
import { NetlinkError, open, type Socket } from '@both-sides/netlink';
import {
	encodeMessage,
	NLM_F_REQUEST,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import { NETLINK_PULSE } from './pulse.ts';

const [command, ...words] = process.argv.slice(2);

function message(text: string): Uint8Array {
	return encodeMessage({
		type: NLMSG_MIN_TYPE,
		flags: NLM_F_REQUEST,
		payload: new TextEncoder().encode(text),
	});
}

function datagram(): Uint8Array {
	if (command === 'send')
		return Uint8Array.from(words.flatMap((text) => [...message(text)]));
	if (command === 'bytes')
		return Uint8Array.from(words, (word) => Number.parseInt(word, 16));
	throw new Error('usage: client send text… | client bytes 01 02…');
}

async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
	const start = performance.now();
	await socket.send(bytes);
	const took = Math.round(performance.now() - start);
	console.log(`pid ${process.pid} sent ${bytes.length} bytes in ${took} ms`);
}

try {
	await using socket = await open(NETLINK_PULSE);
	await send(socket, datagram());
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
