import type { Acknowledgement, ExtendedAcknowledgement } from './wire/acknowledgement.ts';
import { NLMSG_HDRLEN } from './wire/constants.ts';
import { errorCode, errorText } from './wire/errno.ts';
import type { Described } from './wire/types.ts';

/** A message to the kernel, as a conversation needs it; sequence number and port id are the socket's business. */
export interface Request {
	/** nlmsg_type: what is asked for. */
	readonly type: number;
	/** nlmsg_flags: NLM_F_* beside those that the kind of conversation sets itself. */
	readonly flags?: number;
	/** What follows the header of 16 bytes, without padding; left out, nothing does. */
	readonly payload?: Uint8Array;
	/** How the payload lies in bytes: an error then says which attribute it is about. `Layout.body` gives both. */
	readonly layout?: Described;
}

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
	/** The request that the error is the answer to. */
	readonly request?: Request;
	/** What the kernel added to its answer. */
	readonly extended?: ExtendedAcknowledgement;
	/** The path of the attribute that is at fault. */
	readonly attribute?: string | undefined;
}

/**
 * An error of the kernel's, with where it came from: a system call that failed, or the answer to a request (NLMSG_ERROR, or the
 * errno in a dump's NLMSG_DONE).
 */
export class NetlinkError extends Error {
	override readonly name: string = 'NetlinkError';
	/** The errno's name, for example 'ECONNREFUSED'. */
	readonly code: string;
	/** The errno, positive: 111 for ECONNREFUSED. */
	readonly errno: number;
	/** The system call that failed; 'request' or 'dump' where the errno is the kernel's answer, or the lack of one. */
	readonly call: string;
	/** The request that the kernel refused, or did not answer. */
	readonly request: Request | undefined;
	/** What the kernel added (extack): its own words, the offset of the fault in the request, the policy, a cookie. */
	readonly extended: ExtendedAcknowledgement | undefined;
	/**
	 * The attribute that is at fault, or missing, by the names of the request's layout: 'timer.period'. Numbers stand for what has
	 * no name. Undefined where the kernel did not say, or the request has no layout.
	 */
	readonly attribute: string | undefined;

	/** For transports of one's own: `message` becomes 'call(with): CODE: reason'. */
	constructor(failure: Failure) {
		const code = errorCode(failure.errno);
		const call = failure.with === undefined ? failure.call : `${failure.call}(${failure.with})`;
		super(`${call}: ${code}: ${failure.reason ?? errorText(failure.errno)}`);
		this.code = code;
		this.errno = failure.errno;
		this.call = failure.call;
		this.request = failure.request;
		this.extended = failure.extended;
		this.attribute = failure.attribute;
	}
}

const EPERM = 1;

/** The error that the kernel's answer to a request is. */
export function refusal(
	call: string,
	request: Request,
	{ errno, extended }: Acknowledgement,
): NetlinkError {
	const { message, offset, missingType, policy } = extended;
	const attribute =
		missingType === undefined
			? pathTo(request, offset)
			: [pathTo(request, extended.missingNest), missingType].filter(Boolean).join('.');
	let reason = errorText(errno);
	// The kernel does not say which one it looked for; audit and a few others want one of their own.
	if (errno === EPERM) reason += ': most protocols want CAP_NET_ADMIN where the namespace belongs';
	if (message) reason = `${message.replace(/\.$/, '')} (${reason})`;
	if (missingType !== undefined) reason += `: attribute ${attribute} is missing`;
	else if (attribute) reason += `: attribute ${attribute}`;
	const bounds = policy && describeBounds(policy);
	if (bounds) reason += `: ${bounds}`;
	return new NetlinkError({
		call,
		errno,
		with: `type ${request.type}`,
		reason,
		request,
		extended,
		attribute: attribute || undefined,
	});
}

/** `offset` counts from the start of the request's header. */
function pathTo({ layout, payload }: Request, offset: number | undefined): string | undefined {
	if (offset === undefined || !payload) return undefined;
	return layout?.path?.(payload, 0, payload.length, offset - NLMSG_HDRLEN);
}

function describeBounds(
	policy: NonNullable<ExtendedAcknowledgement['policy']>,
): string | undefined {
	const least = policy.minimum ?? policy.minimumSigned;
	const most = policy.maximum ?? policy.maximumSigned;
	if (least !== undefined || most !== undefined) return `from ${least} to ${most}`;
	const { minimumLength = 0, maximumLength } = policy;
	if (maximumLength !== undefined) return `${minimumLength} to ${maximumLength} bytes`;
	if (minimumLength > 0) return `at least ${minimumLength} bytes`;
	return undefined;
}

/**
 * What an errno of a netlink socket's system call means, in words of netlink and not of files: the same for each
 * transport.
 *
 * @param call the system call: 'socket', 'setns', 'sendmsg', 'recvmsg', 'setsockopt', 'getsockopt'.
 * @param errno positive.
 * @param about `protocol` is the socket's, `port` the port id that was sent to (0, or left out: the kernel), `group` the one to be
 * joined or left, counted from 1.
 * @returns undefined where the errno's own words, errorText(), say as much.
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
		case 'setsockopt ENOPROTOOPT':
		case 'getsockopt ENOPROTOOPT':
			return 'this kernel does not have the option';
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
				return `netlink protocol ${protocol} has no group ${group}, or its kernel’s side is gone`;
		}
	}
	if (call === 'setsockopt' && errorCode(errno) === 'EPERM')
		return 'this option needs CAP_NET_ADMIN; NETLINK_LISTEN_ALL_NSID, CAP_NET_BROADCAST';
	if (errorCode(errno) === 'EBADF') return 'the socket is closed';
	return undefined;
}
