import type { Datagram, Transport } from './transport.ts';

/** A netlink socket. */
export class Socket implements AsyncDisposable {
	/** What carries the datagrams. */
	readonly transport: Transport;

	constructor(transport: Transport) {
		this.transport = transport;
	}

	/** The netlink protocol number, as given to socket(2). */
	get protocol(): number {
		return this.transport.protocol;
	}

	/** The port id that the kernel gave this socket. */
	get portId(): number {
		return this.transport.portId;
	}

	/**
	 * Sends one datagram as it is, to the kernel or to the socket with `portId`. Resolves when sendmsg(2) has returned, which is
	 * after the kernel's input function has run (netlink_unicast_kernel()).
	 *
	 * @throws NetlinkError of sendmsg(2): ECONNREFUSED where nobody takes messages there.
	 */
	send(datagram: Uint8Array, portId?: number): Promise<void> {
		return this.transport.send(datagram, portId);
	}

	/** The next datagrams as they came, at least one; see Transport.receive. */
	receive(options?: { readonly signal?: AbortSignal }): Promise<readonly Datagram[]> {
		return this.transport.receive(options);
	}

	/** Closes the socket. What waits for it rejects with EBADF. */
	close(): Promise<void> {
		return this.transport.close();
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}
}
