/** Several requests in one datagram, and the datagrams that come back. */
import type { Request, Socket } from '@both-sides/netlink';
import {
	decodeAcknowledgement,
	decodeMessages,
	encodeMessage,
	errorCode,
	type Message,
	NLM_F_ACK,
	NLM_F_DUMP_FILTERED,
	NLM_F_DUMP_INTR,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import { timer } from './pulse.ts';

function encode({ flags = 0, ...request }: Request, index: number): number[] {
	flags |= NLM_F_REQUEST | NLM_F_ACK;
	return [...encodeMessage({ ...request, flags, sequence: index + 1 })];
}

/** NLMSG_ERROR or NLMSG_DONE: for its request nothing more will come. */
function isEnd({ type }: Message): boolean {
	return type < NLMSG_MIN_TYPE;
}

function end(message: Message): string {
	const { errno } = decodeAcknowledgement(message);
	const type = message.type === NLMSG_DONE ? 'NLMSG_DONE' : 'NLMSG_ERROR';
	return errno === 0 ? `${type} 0` : `${type} -${errorCode(errno)}`;
}

function describe(size: number, messages: readonly Message[]): string {
	const has = (flag: number) => messages.some(({ flags }) => flags & flag);
	const names = messages
		.filter((message) => !isEnd(message))
		.map(({ payload }) => timer.decode(payload).name);
	const words = [`${size} bytes`];
	if (names.length === 1) words.push(`${names[0]}`);
	if (names.length > 1)
		words.push(`${names.length} timers from ${names[0]} to ${names.at(-1)}`);
	if (has(NLM_F_DUMP_FILTERED)) words.push('NLM_F_DUMP_FILTERED');
	if (has(NLM_F_DUMP_INTR)) words.push('NLM_F_DUMP_INTR');
	return [...words, ...messages.filter(isEnd).map(end)].join(', ');
}

/** Sends them, and prints a line for each datagram until all are answered. */
export async function sendTogether(
	socket: Socket,
	requests: readonly Request[],
): Promise<void> {
	await socket.send(Uint8Array.from(requests.flatMap(encode)));
	for (let open = requests.length; open > 0; ) {
		const signal = AbortSignal.timeout(5000);
		for (const { data } of await socket.receive({ signal })) {
			const messages = [...decodeMessages(data)];
			console.log(describe(data.length, messages));
			open -= messages.filter(isEnd).length;
		}
	}
}
