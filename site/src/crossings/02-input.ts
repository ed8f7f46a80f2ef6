import { NLMSG_MIN_TYPE, type Protocol } from '@both-sides/netlink/wire';
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
	protocol,
	user: [{ file: 'examples/02-input/client.ts', symbol: 'message' }],
	kernel: [{ file: 'kmod/02-input/pulse.c', statement: 'nlmsg_ok' }],
	crosses: [
		{
			title: 'hello, as a message',
			captured: { block: 'hello', client: 'client send hello', message: 1 },
			lines: {
				nlmsg_len: { user: 'encodeMessage(', kernel: 'nlmsg_ok(' },
				nlmsg_type: { user: 'type: NLMSG_MIN_TYPE', kernel: 'nlh->nlmsg_type' },
				nlmsg_flags: { user: 'flags: NLM_F_REQUEST' },
				payload: { user: 'payload: ' },
				padding: { kernel: 'nlmsg_next(' },
			},
		},
		{ direction: 'up', title: 'No answer yet', text: 'sendmsg() returns once input has' },
	],
} satisfies Crossing;
