/** The bytes that the reference pages show, made and named by the library. */
import {
	attributes,
	describeMessage,
	encodeMessage,
	extendedAcknowledgement,
	layout,
	NLM_F_ACK,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	NLM_F_CREATE,
	NLM_F_EXCL,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_HDRLEN,
	type Part,
	type Protocol,
	padding,
	s32,
	string,
	struct,
	u8,
	u16,
	u32,
} from '@both-sides/netlink/wire';
import { PULSE_ADD, PULSE_COUNT, pulseCount } from '../../../examples/03-replies/pulse.ts';

interface Example {
	readonly caption: string;
	readonly bytes: Uint8Array;
	readonly parts: readonly Part[];
}

const pulse: Protocol = {
	messages: {
		[PULSE_ADD]: { name: 'PULSE_ADD', layout: pulseCount },
		[PULSE_COUNT]: { name: 'PULSE_COUNT', layout: pulseCount },
	},
};

function message(caption: string, bytes: Uint8Array, protocol?: Protocol): Example {
	return { caption, bytes, parts: describeMessage(bytes, protocol) };
}

function concatenate(...pieces: readonly Uint8Array[]): Uint8Array {
	return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

const errno = struct({ error: s32 });
const portId = 197;

const add = encodeMessage({
	type: PULSE_ADD,
	flags: NLM_F_REQUEST | NLM_F_ACK,
	sequence: 1,
	portId,
	payload: pulseCount.encode({ beats: 0 }),
});

/** An NLMSG_ERROR to `add`, as netlink_ack() makes it for a socket with NETLINK_EXT_ACK and NETLINK_CAP_ACK. */
function answer(error: number, extended: Uint8Array = new Uint8Array()): Uint8Array {
	return encodeMessage({
		type: NLMSG_ERROR,
		flags: NLM_F_CAPPED | (extended.length > 0 ? NLM_F_ACK_TLVS : 0),
		sequence: 1,
		portId,
		payload: concatenate(errno.encode({ error }), add.subarray(0, NLMSG_HDRLEN), extended),
	});
}

const ERANGE = 34;
const text = extendedAcknowledgement.encode({ message: 'there is nothing to add' });

const RTM_NEWLINK = 16;
const newLink = layout(
	struct({
		ifi_family: u8,
		pad: padding(1),
		ifi_type: u16,
		ifi_index: s32,
		ifi_flags: u32,
		ifi_change: u32,
	}),
	attributes({
		IFLA_IFNAME: [3, string],
		IFLA_LINKINFO: [18, attributes({ IFLA_INFO_KIND: [1, string] })],
	}),
);
const rtnetlink: Protocol = {
	messages: { [RTM_NEWLINK]: { name: 'RTM_NEWLINK', layout: newLink } },
};

const socketAddress = struct({
	nl_family: u16,
	nl_pad: padding(2),
	nl_pid: u32,
	nl_groups: u32,
});
const AF_NETLINK = 16;
const address = socketAddress.encode({ nl_family: AF_NETLINK, nl_pid: portId, nl_groups: 0b101 });

const examples: Readonly<Record<string, Example>> = {
	request: message(
		`The request of chapter 03 that asks for 0 beats: ${add.length} bytes.`,
		add,
		pulse,
	),
	acknowledgement: message(
		'An acknowledgement: errno 0, then the header of the request.',
		answer(0),
	),
	refusal: message(
		'A refusal with its reason, as the module of chapter 03 gives it. The attribute at the end is the extended acknowledgement.',
		answer(-ERANGE, text),
	),
	multipart: message(
		'The last datagram of a list, if the module of chapter 03 had one: a message of it, and its end.',
		concatenate(
			encodeMessage({
				type: PULSE_COUNT,
				flags: NLM_F_MULTI,
				sequence: 2,
				portId,
				payload: pulseCount.encode({ beats: 7 }),
			}),
			encodeMessage({
				type: NLMSG_DONE,
				flags: NLM_F_MULTI,
				sequence: 2,
				portId,
				payload: errno.encode({ error: 0 }),
			}),
		),
		pulse,
	),
	attributes: message(
		'A request to rtnetlink: make a dummy interface with the name beat0. The flags 0x600 are NLM_F_CREATE and NLM_F_EXCL. The formatter leaves them as a number, since it does not know that this is a new.',
		encodeMessage({
			type: RTM_NEWLINK,
			flags: NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL,
			sequence: 3,
			payload: newLink.encode({
				IFLA_IFNAME: 'beat0',
				IFLA_LINKINFO: { IFLA_INFO_KIND: 'dummy' },
			}),
		}),
		rtnetlink,
	),
	address: {
		caption: 'The address of a socket with port id 197 that is in the groups 1 and 3.',
		bytes: address,
		parts: [...(socketAddress.parts?.(address, 0, address.length) ?? [])],
	},
};

export function exampleOf(name: string): Example {
	const found = examples[name];
	if (found) return found;
	throw new Error(
		`src/crossings/examples.ts has no ${name}; it has ${Object.keys(examples).join(', ')}`,
	);
}
