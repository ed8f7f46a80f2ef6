/**
 * Loaded before a client.ts whose messages are to be recorded: its open() opens sockets of which each datagram is written
 * down, in the file that CAPTURE names.
 */
import { writeFileSync } from 'node:fs';
import {
	type Datagram,
	NetlinkError,
	openThrough,
	openTransport,
	type Transport,
} from '@both-sides/netlink';
import { type CapturedDatagram, formatCrossed } from '../../examples/capture.ts';

/** So many datagrams of a client are kept, the first ones, and so many bytes; the rest is counted. */
const mostKept = 32;
const mostBytes = 4096;
const file = process.env.CAPTURE ?? '';
const datagrams: CapturedDatagram[] = [];
let bytes = 0;
let more = 0;

/** A client may be killed at any time: what is kept of what crossed is in the file, the count of the rest once it ends. */
function write(): void {
	writeFileSync(file, formatCrossed({ datagrams, more }));
}

/** Takes a datagram down and gives its place; undefined where there are enough already. */
function record(datagram: CapturedDatagram): number | undefined {
	bytes += datagram.bytes.length;
	if (datagrams.length === mostKept || bytes > mostBytes) {
		more += 1;
		return undefined;
	}
	datagrams.push(datagram);
	write();
	return datagrams.length - 1;
}

class RecordedTransport implements Transport {
	readonly #inner: Transport;

	constructor(inner: Transport) {
		this.#inner = inner;
	}

	get protocol(): number {
		return this.#inner.protocol;
	}

	get portId(): number {
		return this.#inner.portId;
	}

	async send(bytes: Uint8Array, peer = 0): Promise<void> {
		const { protocol, portId } = this;
		const sent = { direction: 'down', protocol, portId, peer, group: 0 } as const;
		// Before it is sent, for the kernel answers within the call.
		const place = record({ ...sent, bytes: bytes.slice() });
		try {
			await this.#inner.send(bytes, peer);
		} catch (error) {
			if (error instanceof NetlinkError && place !== undefined) {
				datagrams[place] = { ...sent, failed: error.code, bytes: bytes.slice() };
				write();
			}
			throw error;
		}
	}

	async receive(options?: { readonly signal?: AbortSignal }): Promise<readonly Datagram[]> {
		const received = await this.#inner.receive(options);
		const { protocol, portId } = this;
		for (const { data, portId: peer, group } of received)
			record({ direction: 'up', protocol, portId, peer, group, bytes: data.slice() });
		return received;
	}

	join(group: number): Promise<void> {
		return this.#inner.join(group);
	}

	leave(group: number): Promise<void> {
		return this.#inner.leave(group);
	}

	setOption(level: number, option: number, value: number): Promise<void> {
		return this.#inner.setOption(level, option, value);
	}

	getOption(level: number, option: number): Promise<number> {
		return this.#inner.getOption(level, option);
	}

	close(): Promise<void> {
		return this.#inner.close();
	}

	[Symbol.asyncDispose](): PromiseLike<void> {
		return this.#inner[Symbol.asyncDispose]();
	}
}

process.on('exit', () => {
	if (more > 0) write();
});

openThrough(
	async (protocol, options) => new RecordedTransport(await openTransport(protocol, options)),
);
