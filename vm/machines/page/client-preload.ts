/** Loaded before a client.ts that is run for the page's machine: its open() opens sockets of that machine. */
import { openThrough, type Transport, type TransportOptions } from '@both-sides/netlink';
import type { ClientFrame, RelayFrame } from './client.ts';
import { Channel, Ended } from './relay/channel.ts';
import { Operation } from './relay/frames.ts';
import { openSocket } from './relay/transport.ts';

const channels = new Map<number, Channel>();
let opened = 0;

process.on('message', (frame: RelayFrame) => {
	const channel = channels.get(frame.channel);
	if ('gone' in frame) channel?.fail(new Ended(frame.gone));
	else channel?.hear(frame.operation, frame.payload);
	if ('gone' in frame || frame.operation === Operation.exited) channels.delete(frame.channel);
});

/** Calls that are waited for keep this process alive; open sockets do not, as with the native transport. */
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

function kept(transport: Transport): Transport {
	return new Proxy(transport, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return (...args: unknown[]) => keepingAlive(() => value.apply(target, args));
		},
	});
}

function namespacePath(namespace: TransportOptions['namespace']): string | undefined {
	if (namespace === undefined || typeof namespace === 'string') return namespace;
	if ('pid' in namespace) return `/proc/${namespace.pid}/ns/net`;
	throw new TypeError('a file descriptor of this process means nothing in the machine');
}

openThrough((protocol, options = {}) =>
	keepingAlive(async () => {
		opened += 1;
		const number = opened;
		const channel = new Channel((operation, payload) => {
			process.send?.({ channel: number, operation, payload } satisfies ClientFrame);
		});
		channels.set(number, channel);
		return kept(await openSocket(channel, protocol, namespacePath(options.namespace)));
	}),
);
