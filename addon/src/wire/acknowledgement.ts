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
	/**
	 * enum netlink_attribute_type: 1 flag, 2 to 5 u8 to u64, 6 to 9 s8 to s64, 10 binary, 11 string, 12 string with NUL, 13 nest,
	 * 14 array of nests, 15 bitfield32, 16 sint, 17 uint.
	 */
	type: [1, u32],
	/** The least value, of a signed type. */
	minimumSigned: [2, s64],
	/** The largest value, of a signed type. */
	maximumSigned: [3, s64],
	/** The least value, of an unsigned type. */
	minimum: [4, u64],
	/** The largest value, of an unsigned type. */
	maximum: [5, u64],
	/** Bytes of payload, at least. */
	minimumLength: [6, u32],
	/** Bytes of payload, at most. */
	maximumLength: [7, u32],
	/** Of a nest: which of a family's policies its attributes go by. */
	policyIndex: [8, u32],
	/** Of a nest: the largest attribute number in it. */
	policyMaximumType: [9, u32],
	/** Of a bitfield32: the bits that may be meant. */
	bitfield32Mask: [10, u32],
	/** The bits that may be set, of an unsigned type. */
	mask: [12, u64],
});
/** What `policyType` decodes: what the kernel accepts in one attribute. What it does not say is left out. */
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
/** What `extendedAcknowledgement` decodes: what the kernel added to an answer. What it does not say is left out. */
export type ExtendedAcknowledgement = ReturnType<typeof extendedAcknowledgement.decode>;

/** What an NLMSG_ERROR, or the NLMSG_DONE at the end of a dump, says. */
export interface Acknowledgement {
	/** The errno, positive; 0 where nothing went wrong. */
	readonly errno: number;
	/** Where the extended acknowledgement starts in the payload; the payload's length where there is none. */
	readonly extendedOffset: number;
	/** The extended acknowledgement; empty where there is none. */
	readonly extended: ExtendedAcknowledgement;
}

/**
 * Reads the payload of an NLMSG_ERROR (struct nlmsgerr: netlink_ack(), RFC 3549 section 2.3.2.2) or NLMSG_DONE
 * (netlink_dump_done()).
 *
 * @param message one of these two types.
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
