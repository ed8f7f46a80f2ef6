import { attributes } from './attributes.ts';
import { align4, readUint32 } from './bytes.ts';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_DONE, NLMSG_HDRLEN } from './constants.ts';
import { MalformedMessage } from './malformed.ts';
import type { Message } from './message.ts';
import { binary, s64, string, u32, u64 } from './types.ts';

/**
 * What the kernel's policy says of one attribute (netlink_policy_dump_write(), include/uapi/linux/netlink.h,
 * NL_POLICY_TYPE_ATTR_*). `type` is a number of enum netlink_attribute_type.
 */
export const policyType = attributes({
	type: [1, u32],
	minimumSigned: [2, s64],
	maximumSigned: [3, s64],
	minimum: [4, u64],
	maximum: [5, u64],
	minimumLength: [6, u32],
	maximumLength: [7, u32],
	policyIndex: [8, u32],
	policyMaximumType: [9, u32],
	bitfield32Mask: [10, u32],
	mask: [12, u64],
});
export type PolicyType = ReturnType<typeof policyType.decode>;

/** The attributes of an extended acknowledgement: enum nlmsgerr_attrs. */
export const extendedAcknowledgement = attributes({
	/** The kernel's own words. */
	message: [1, string],
	/** Where in the request the fault lies, in bytes from the start of its header. */
	offset: [2, u32],
	/** Data of the protocol's own. */
	cookie: [3, binary],
	/** What the attribute should have been. */
	policy: [4, policyType],
	/** The number of an attribute that is missing. */
	missingType: [5, u32],
	/** The nest that it is missing in: an offset like `offset`; left out where it is the message itself. */
	missingNest: [6, u32],
});
export type ExtendedAcknowledgement = ReturnType<typeof extendedAcknowledgement.decode>;

/** What an NLMSG_ERROR, or the NLMSG_DONE at the end of a dump, says. */
export interface Acknowledgement {
	/** The errno, positive; 0 where nothing went wrong. */
	readonly errno: number;
	/** Where the extended acknowledgement starts in the payload; the payload's length where there is none. */
	readonly extendedOffset: number;
	readonly extended: ExtendedAcknowledgement;
}

/**
 * Reads the payload of an NLMSG_ERROR (struct nlmsgerr: netlink_ack()) or NLMSG_DONE (netlink_dump_done()).
 *
 * @throws MalformedMessage with an offset in the datagram.
 */
export function decodeAcknowledgement(message: Message): Acknowledgement {
	const { payload, flags, type } = message;
	// A few protocols end a dump without an errno.
	if (type === NLMSG_DONE && payload.length === 0) {
		return { errno: 0, extendedOffset: 0, extended: {} };
	}
	if (payload.length < 4) {
		throw new MalformedMessage(
			message.offset + NLMSG_HDRLEN,
			'an errno of 4 bytes',
			`${payload.length} bytes`,
		);
	}
	const errno = -(readUint32(payload, 0) | 0);
	let extendedOffset = payload.length;
	if (flags & NLM_F_ACK_TLVS)
		extendedOffset = 4 + (type === NLMSG_DONE ? 0 : requestLength(message));
	return {
		errno: errno || 0,
		extendedOffset,
		extended: extendedAcknowledgement.decode(payload.subarray(extendedOffset)),
	};
}

/** How much of the request lies in an NLMSG_ERROR before its attributes. */
function requestLength({ payload, flags, offset }: Message): number {
	if (payload.length < 4 + NLMSG_HDRLEN) {
		throw new MalformedMessage(
			offset + NLMSG_HDRLEN + 4,
			'the header of the request',
			`${payload.length - 4} bytes`,
		);
	}
	if (flags & NLM_F_CAPPED) return NLMSG_HDRLEN;
	const length = readUint32(payload, 4);
	if (length < NLMSG_HDRLEN || 4 + length > payload.length) {
		throw new MalformedMessage(
			offset + NLMSG_HDRLEN + 4,
			`a request of ${NLMSG_HDRLEN} to ${payload.length - 4} bytes`,
			`${length}`,
		);
	}
	return align4(length);
}
