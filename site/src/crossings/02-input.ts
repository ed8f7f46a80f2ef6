import {
	encodeMessage,
	NLM_F_REQUEST,
	NLMSG_MIN_TYPE,
	type Protocol,
} from '@both-sides/netlink/wire';
import type { Crossing } from './crossing.ts';

/** This chapter's payload is text, and its type says nothing yet. */
const protocol: Protocol = {
	messages: {
		[NLMSG_MIN_TYPE]: {
			name: '16',
			layout: {
				parts: (payload: Uint8Array) => [
					{
						offset: 0,
						length: payload.length,
						name: 'payload',
						value: `"${new TextDecoder().decode(payload)}"`,
						depth: 0,
					},
				],
			},
		},
	},
};

export default {
	user: { file: 'examples/02-input/client.ts', symbol: 'message' },
	kernel: { file: 'kmod/02-input/pulse.c', statement: 'nlmsg_ok' },
	down: {
		title: 'hello, as a message',
		datagram: encodeMessage({
			type: NLMSG_MIN_TYPE,
			flags: NLM_F_REQUEST,
			payload: new TextEncoder().encode('hello'),
		}),
		protocol,
	},
	up: { title: 'No answer yet', text: 'sendmsg() returns once input has' },
} satisfies Crossing;
