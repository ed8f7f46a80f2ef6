/** A thread with sockets of its own, whose sends keep no other thread from sending: the other half of hands.ts. */
import { parentPort } from 'node:worker_threads';
import { NetlinkError, openTransport, type Transport } from '@both-sides/netlink';
import type { Asked, Told } from './hands.ts';

const sockets = new Map<number, Transport>();
/** What is being received, by the number of the question. */
const receiving = new Map<number, AbortController>();

async function answer({ number, socket, call, words }: Asked): Promise<unknown> {
	if (call === 'open') {
		const [protocol, namespace] = words as [number, string | undefined];
		const opened = await openTransport(protocol, namespace === undefined ? {} : { namespace });
		sockets.set(socket, opened);
		return opened.portId;
	}
	const transport = sockets.get(socket);
	if (!transport) throw new Error(`socket ${socket} is not open`);
	if (call === 'receive') {
		const controller = new AbortController();
		receiving.set(number, controller);
		try {
			return await transport.receive({ signal: controller.signal });
		} finally {
			receiving.delete(number);
		}
	}
	const method = transport[call] as (...words: readonly unknown[]) => Promise<unknown>;
	return method.apply(transport, [...words]);
}

function tell(told: Told): void {
	parentPort?.postMessage(told);
}

parentPort?.on('message', async (asked: Asked | { readonly abort: number }) => {
	if ('abort' in asked) {
		receiving.get(asked.abort)?.abort();
		return;
	}
	const { number } = asked;
	try {
		tell({ number, value: await answer(asked) });
	} catch (error) {
		const { message } = error as Error;
		if (!(error instanceof NetlinkError)) tell({ number, problem: message });
		else tell({ number, problem: message, refused: { call: error.call, errno: error.errno } });
	}
});
