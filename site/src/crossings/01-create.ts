import { encodeMessage, NLM_F_REQUEST, NLMSG_MIN_TYPE } from '@both-sides/netlink/wire';
import type { Crossing } from './crossing.ts';

export default {
	user: { file: 'examples/01-create/client.ts', statement: 'socket.send' },
	kernel: { file: 'kmod/01-create/pulse.c', statement: 'netlink_kernel_create(' },
	down: {
		title: 'A message of type 16',
		datagram: encodeMessage({ type: NLMSG_MIN_TYPE, flags: NLM_F_REQUEST }),
	},
	up: { title: 'ECONNREFUSED', text: 'from sendmsg() itself: nobody listens' },
} satisfies Crossing;
