import {
	NETLINK_BROADCAST_ERROR,
	NETLINK_CAP_ACK,
	NETLINK_EXT_ACK,
	NETLINK_GET_STRICT_CHK,
	NETLINK_LISTEN_ALL_NSID,
	NETLINK_NO_ENOBUFS,
	SOL_NETLINK,
} from './wire/constants.ts';

/** What can be set on a socket: netlink(7) and socket(7). What is not named keeps its value. */
export interface SocketOptions {
	/** Have errors say why, and where in the request (NETLINK_EXT_ACK, Linux 4.12). On from the first request. */
	readonly extendedAcknowledgements?: boolean;
	/** Have errors leave out the request's payload (NETLINK_CAP_ACK, Linux 4.3). On from the first request. */
	readonly cappedAcknowledgements?: boolean;
	/** Have dumps check their request and honour its filters (NETLINK_GET_STRICT_CHK, Linux 4.20). */
	readonly strictChecking?: boolean;
	/** Do not say when messages were lost (NETLINK_NO_ENOBUFS). */
	readonly silentOverruns?: boolean;
	/** Tell the kernel side that sends an event when this socket has no room for it (NETLINK_BROADCAST_ERROR). */
	readonly broadcastErrors?: boolean;
	/** Receive events of all namespaces that have an id here (NETLINK_LISTEN_ALL_NSID, Linux 4.2; CAP_NET_BROADCAST). */
	readonly allNamespaces?: boolean;
	/** Bytes for what waits to be received (SO_RCVBUF). The kernel doubles it, and caps it at net.core.rmem_max. */
	readonly receiveBuffer?: number;
	/** The same, without the cap (SO_RCVBUFFORCE; CAP_NET_ADMIN). */
	readonly forcedReceiveBuffer?: number;
	/** Bytes that one datagram may have, about (SO_SNDBUF). */
	readonly sendBuffer?: number;
}

const SOL_SOCKET = 1;

/** Level and number of each. */
export const optionNumbers: Readonly<Record<keyof SocketOptions, readonly [number, number]>> = {
	extendedAcknowledgements: [SOL_NETLINK, NETLINK_EXT_ACK],
	cappedAcknowledgements: [SOL_NETLINK, NETLINK_CAP_ACK],
	strictChecking: [SOL_NETLINK, NETLINK_GET_STRICT_CHK],
	silentOverruns: [SOL_NETLINK, NETLINK_NO_ENOBUFS],
	broadcastErrors: [SOL_NETLINK, NETLINK_BROADCAST_ERROR],
	allNamespaces: [SOL_NETLINK, NETLINK_LISTEN_ALL_NSID],
	receiveBuffer: [SOL_SOCKET, 8],
	forcedReceiveBuffer: [SOL_SOCKET, 33],
	sendBuffer: [SOL_SOCKET, 7],
};
