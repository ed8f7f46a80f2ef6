import { encodeMessage, NLM_F_ACK, NLM_F_REQUEST, type Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from '../../../examples/04-attributes/pulse.ts';
import type { Crossing } from './crossing.ts';

const protocol: Protocol = {
	messages: {
		[PULSE_NEW]: { name: 'PULSE_NEW', layout: timer },
		[PULSE_DEL]: { name: 'PULSE_DEL', layout: timer },
		[PULSE_GET]: { name: 'PULSE_GET', layout: timer },
		[PULSE_SET]: { name: 'PULSE_SET', layout: timer },
	},
};

export default {
	user: { file: 'examples/04-attributes/client.ts', symbol: 'creation' },
	kernel: { file: 'kmod/04-attributes/pulse.c', symbol: 'pulse_policy' },
	down: {
		title: 'PULSE_NEW · request, ack',
		datagram: encodeMessage({
			type: PULSE_NEW,
			flags: NLM_F_REQUEST | NLM_F_ACK,
			sequence: 1,
			portId: 174,
			payload: timer.encode({ name: 'tick', period: 500, tags: { tag: ['led'] } }),
		}),
		protocol,
	},
	up: {
		title: 'NLMSG_ERROR · 0',
		text: 'or an errno, what was wrong with which byte, and what would have been right',
	},
} satisfies Crossing;
