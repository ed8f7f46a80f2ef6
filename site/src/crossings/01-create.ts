import type { Crossing } from './crossing.ts';

export default {
	user: [{ file: 'examples/01-create/client.ts', statement: 'socket.send' }],
	kernel: [{ file: 'kmod/01-create/pulse.c', statement: 'netlink_kernel_create(' }],
	crosses: [
		{
			title: 'A message of type 16',
			captured: { block: 'create', client: 'client', message: 1 },
			lines: {
				nlmsg_len: { user: 'encodeMessage(' },
				nlmsg_type: { user: 'type: NLMSG_MIN_TYPE' },
				nlmsg_flags: { user: 'flags: NLM_F_REQUEST' },
			},
		},
		{ direction: 'up', title: 'ECONNREFUSED', text: 'from sendmsg() itself: nobody listens' },
	],
} satisfies Crossing;
