/** Linux netlink for TypeScript. Importing this works everywhere; opening a socket needs Linux. */
import { openTransport, type TransportOptions } from './native.ts';
import { Socket } from './socket.ts';

export { explain, NetlinkError } from './error.ts';
export type { Datagram, Transport } from './transport.ts';
export { openTransport, Socket, type TransportOptions };

/**
 * Opens a netlink socket of this machine's kernel. `await using` closes it at the end of the block.
 *
 * @param protocol the netlink protocol number, 0 to 31.
 * @throws NetlinkError as openTransport does.
 */
export async function open(protocol: number, options?: TransportOptions): Promise<Socket> {
	return new Socket(await openTransport(protocol, options));
}
