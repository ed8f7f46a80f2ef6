import { openTransport, type TransportOptions } from './native.ts';
import { Socket } from './socket.ts';

let opener = openTransport;

/**
 * Makes open() open its sockets by other means from now on: those of another kernel, through the relay of its machine.
 *
 * @param other takes and throws what openTransport does.
 */
export function openThrough(other: typeof openTransport): void {
	opener = other;
}

/**
 * Opens a netlink socket of this machine’s kernel, or of the one that openThrough() leads to. `await using` closes it at
 * the end of the block.
 *
 * @param protocol the netlink protocol number, 0 to 31: NETLINK_ROUTE, NETLINK_GENERIC and so on.
 * @param options the network namespace to open it in.
 * @throws NetlinkError as openTransport() does; Error where there is no AF_NETLINK, or the native part is not built.
 */
export async function open(protocol: number, options?: TransportOptions): Promise<Socket> {
	return new Socket(await opener(protocol, options));
}
