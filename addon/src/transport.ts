/**
 * What carries datagrams between a client and a kernel. Two things implement it: the native AF_NETLINK socket
 * of this package, and the relay of the machine in the page. Nothing above this file can tell them apart.
 *
 * Every operation is a Promise and fails with a NetlinkError that carries the kernel's errno and the call.
 */

/** One datagram from the kernel or from another socket. */
export interface Datagram {
	/** The bytes as they were queued, whole: a transport never truncates. */
	readonly data: Uint8Array;
	/** Port id of the sender; 0 is the kernel (`nl_pid` of recvmsg's source address). */
	readonly portId: number;
	/** The group that it was sent to, counted from 1; 0 for unicast (NETLINK_PKTINFO). */
	readonly group: number;
}

/**
 * A netlink socket that knows nothing of messages. For a transport of one's own: every operation is a Promise, and fails with a
 * NetlinkError that has the kernel's errno, the call, and what explain() says of it.
 */
export interface Transport extends AsyncDisposable {
	/** The netlink protocol number, as given to socket(2). */
	readonly protocol: number;
	/** The port id that the kernel gave this socket (getsockname(2)). */
	readonly portId: number;
	/**
	 * Sends one datagram to the kernel, or to `portId` where given. Resolves when sendmsg(2) has returned,
	 * that is after the kernel's input function has run.
	 */
	send(datagram: Uint8Array, portId?: number): Promise<void>;
	/**
	 * The next datagrams, at least one, in the order in which the kernel queued them. Waits until there is one.
	 * Rejects with ENOBUFS once after an overrun, with EBADF once the transport is closed, with the signal's reason on abort.
	 */
	receive(options?: { readonly signal?: AbortSignal }): Promise<readonly Datagram[]>;
	/** Joins a multicast group, counted from 1 (NETLINK_ADD_MEMBERSHIP). */
	join(group: number): Promise<void>;
	/** Leaves a multicast group (NETLINK_DROP_MEMBERSHIP). */
	leave(group: number): Promise<void>;
	/** setsockopt(2) with an int value; level and option as numbers of the kernel's uapi headers. */
	setOption(level: number, option: number, value: number): Promise<void>;
	/** getsockopt(2) of an int value. */
	getOption(level: number, option: number): Promise<number>;
	/** Closes the socket; a pending receive rejects with EBADF. Closing twice is allowed. */
	close(): Promise<void>;
}
