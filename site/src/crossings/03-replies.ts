import { encodeMessage, NLM_F_ACK, NLM_F_REQUEST, type Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_ADD,
	PULSE_COUNT,
	PULSE_GET,
	pulseCount,
} from '../../../examples/03-replies/pulse.ts';
import type { Crossing } from './crossing.ts';

const protocol: Protocol = {
	messages: {
		[PULSE_ADD]: { name: 'PULSE_ADD', layout: pulseCount },
		[PULSE_GET]: { name: 'PULSE_GET' },
		[PULSE_COUNT]: { name: 'PULSE_COUNT', layout: pulseCount },
	},
};

export default {
	user: { file: 'examples/03-replies/client.ts', symbol: 'request' },
	kernel: { file: 'kmod/03-replies/pulse.c', symbol: 'pulse_receive' },
	down: {
		title: 'PULSE_ADD · request, ack',
		datagram: encodeMessage({
			type: PULSE_ADD,
			flags: NLM_F_REQUEST | NLM_F_ACK,
			sequence: 1,
			portId: 174,
			payload: pulseCount.encode({ beats: 3 }),
		}),
		protocol,
	},
	up: { title: 'NLMSG_ERROR · 0', text: 'the acknowledgement: errno 0' },
} satisfies Crossing;
