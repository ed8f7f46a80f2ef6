import type { Protocol } from '@both-sides/netlink/wire';
import { PULSE_ADD, PULSE_COUNT, pulseCount } from '../../../examples/03-replies/pulse.ts';
import type { Crossing } from './crossing.ts';

const protocol: Protocol = {
	messages: {
		[PULSE_ADD]: { name: 'PULSE_ADD', layout: pulseCount },
		[PULSE_COUNT]: { name: 'PULSE_COUNT', layout: pulseCount },
	},
};

export default {
	protocol,
	user: [
		{ file: 'examples/03-replies/client.ts', symbol: 'request' },
		{ file: 'examples/03-replies/client.ts', statement: 'socket.acknowledge(' },
	],
	kernel: [
		{ file: 'kmod/03-replies/pulse.c', symbol: 'pulse_receive pulse_input' },
		{ file: 'kmod/03-replies/pulse.c', statement: 'pulse_beats = beats' },
	],
	crosses: [
		{
			title: 'PULSE_ADD · request, ack',
			captured: { block: 'count', client: 'client add 3', message: 1 },
			lines: {
				nlmsg_len: { user: 'socket.acknowledge(', kernel: 'netlink_rcv_skb(' },
				nlmsg_type: { user: 'type: PULSE_ADD', kernel: 'switch (nlh->nlmsg_type)' },
				nlmsg_flags: { user: 'socket.acknowledge(', kernel: 'netlink_rcv_skb(' },
				nlmsg_seq: { user: 'socket.acknowledge(' },
				nlmsg_pid: { user: 'socket.acknowledge(' },
				beats: { user: 'beats: Number(number)', kernel: 'count->beats' },
			},
		},
		{
			title: 'NLMSG_ERROR · 0',
			text: 'the acknowledgement: errno 0, and the header of the request',
			captured: { block: 'count', client: 'client add 3', message: 2 },
			lines: {
				nlmsg_type: { user: 'socket.acknowledge(', kernel: 'netlink_rcv_skb(' },
				nlmsg_seq: { user: 'socket.acknowledge(', kernel: 'netlink_rcv_skb(' },
				error: { user: 'socket.acknowledge(', kernel: 'return pulse_add(' },
			},
		},
	],
} satisfies Crossing;
