import { errorCode, errorText } from './wire/errno.ts';

/** A system call that failed. */
export interface Failure {
	/** The system call: 'socket', 'bind', 'sendmsg', 'recvmsg', 'setsockopt', 'setns' and so on. */
	readonly call: string;
	/** The errno, positive. */
	readonly errno: number;
	/** The call's arguments as they are worth telling, for example 'AF_NETLINK, SOCK_RAW, 31'. */
	readonly with?: string;
	/** What it means for the reader, where that is more than the errno's own words. */
	readonly reason?: string | undefined;
}

/** An error of the kernel's, with the call that it came from. */
export class NetlinkError extends Error {
	override readonly name: string = 'NetlinkError';
	/** The errno's name, for example 'ECONNREFUSED'. */
	readonly code: string;
	/** The errno, positive: 111 for ECONNREFUSED. */
	readonly errno: number;
	/** The system call that failed. */
	readonly call: string;

	constructor(failure: Failure) {
		const code = errorCode(failure.errno);
		const call = failure.with === undefined ? failure.call : `${failure.call}(${failure.with})`;
		super(`${call}: ${code}: ${failure.reason ?? errorText(failure.errno)}`);
		this.code = code;
		this.errno = failure.errno;
		this.call = failure.call;
	}
}

/**
 * What an errno of a netlink socket's system call means, in words of netlink and not of files: the same for each
 * transport. `protocol` is the socket's, `port` the port id that was sent to, `group` the one to be joined or left.
 */
export function explain(
	call: string,
	errno: number,
	about: { readonly protocol: number; readonly port?: number; readonly group?: number },
): string | undefined {
	const { protocol, port = 0, group } = about;
	switch (`${call} ${errorCode(errno)}`) {
		case 'socket EPROTONOSUPPORT':
			return `no kernel code is registered for netlink protocol ${protocol}`;
		case 'setns EPERM':
			return 'entering a network namespace needs CAP_SYS_ADMIN here and in the namespace’s own user namespace';
		case 'sendmsg ECONNREFUSED':
			return port === 0
				? `the kernel’s side of netlink protocol ${protocol} takes no messages`
				: `no socket of netlink protocol ${protocol} has port id ${port}`;
		case 'sendmsg EPERM':
			return `netlink protocol ${protocol} lets only CAP_NET_ADMIN send to other sockets`;
		case 'sendmsg EMSGSIZE':
			return 'the datagram is larger than the send buffer (SO_SNDBUF)';
		case 'sendmsg ENODATA':
			return 'a datagram has at least one byte';
		case 'sendmsg EAGAIN':
			return port === 0 ? undefined : `the receive buffer of port id ${port} is full`;
		case 'recvmsg ENOBUFS':
			return 'the receive buffer overran: messages were lost';
		case 'recvmsg EMSGSIZE':
			return 'a datagram of more than 64 MiB was dropped';
	}
	if (call === 'setsockopt' && group !== undefined) {
		switch (errorCode(errno)) {
			case 'EPERM':
				return `group ${group} of netlink protocol ${protocol} is open to CAP_NET_ADMIN only`;
			case 'EINVAL':
				return `netlink protocol ${protocol} has no group ${group}`;
			case 'ENOENT':
				return `the kernel’s side of netlink protocol ${protocol} is gone`;
		}
	}
	if (errorCode(errno) === 'EBADF') return 'the socket is closed';
	return undefined;
}
