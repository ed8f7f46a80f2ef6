/** Loaded before a client.ts that is run for the page's machine: its open() opens sockets of that machine. */
import { openThrough } from '@both-sides/netlink';
import { BorrowedSockets, type HeardFrame } from './relay/lending.ts';

let calls = 0;
process.channel?.unref();

async function keepingAlive<Value>(call: () => Promise<Value>): Promise<Value> {
	calls += 1;
	process.channel?.ref();
	try {
		return await call();
	} finally {
		calls -= 1;
		if (calls === 0) process.channel?.unref();
	}
}

const sockets = new BorrowedSockets((frame) => process.send?.(frame), keepingAlive);
process.on('message', (frame: HeardFrame) => sockets.hear(frame));
openThrough((protocol, options) => sockets.open(protocol, options));
