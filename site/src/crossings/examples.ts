/** The bytes that the reference pages show and no chapter has sent yet, made and named by the library. */
import {
	encodeMessage,
	NLM_F_MULTI,
	NLMSG_DONE,
	type Protocol,
	padding,
	s32,
	struct,
	u16,
	u32,
} from '@both-sides/netlink/wire';
import { PULSE_COUNT, pulseCount } from '../../../examples/03-replies/pulse.ts';
import { type Described, described } from '../wire/message.ts';

interface Example extends Described {
	readonly caption: string;
}

const pulse: Protocol = {
	messages: { [PULSE_COUNT]: { name: 'PULSE_COUNT', layout: pulseCount } },
};
const errno = struct({ error: s32 });
const portId = 197;

const list = [
	{ type: PULSE_COUNT, payload: pulseCount.encode({ beats: 7 }) },
	{ type: NLMSG_DONE, payload: errno.encode({ error: 0 }) },
].map((message) => encodeMessage({ ...message, flags: NLM_F_MULTI, sequence: 2, portId }));

const socketAddress = struct({
	nl_family: u16,
	nl_pad: padding(2),
	nl_pid: u32,
	nl_groups: u32,
});
const AF_NETLINK = 16;
const address = socketAddress.encode({ nl_family: AF_NETLINK, nl_pid: portId, nl_groups: 0b101 });

const examples: Readonly<Record<string, Example>> = {
	multipart: {
		caption:
			'The last datagram of a list, if the module of chapter 03 had one: a message of it, and its end.',
		...described(Uint8Array.from(list.flatMap((bytes) => [...bytes])), pulse),
	},
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
