import { encodeMessage, NLM_F_REQUEST, NLMSG_MIN_TYPE } from '@both-sides/netlink/wire';
import type { Crossing } from './crossing.ts';

export default {
	user: { file: 'examples/02-input/client.ts', symbol: 'message' },
	kernel: { file: 'kmod/02-input/pulse.c', symbol: 'pulse_input' },
	down: {
		title: 'hello, as a message',
		datagram: encodeMessage({
			type: NLMSG_MIN_TYPE,
			flags: NLM_F_REQUEST,
			payload: new TextEncoder().encode('hello'),
		}),
	},
	up: { title: 'No answer yet', text: 'sendmsg() returns once input has' },
} satisfies Crossing;
