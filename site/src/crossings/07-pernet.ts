import type { Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from '../../../examples/07-pernet/pulse.ts';
import type { Crossing } from './crossing.ts';

const protocol: Protocol = {
	messages: {
		[PULSE_NEW]: { name: 'PULSE_NEW', layout: timer },
		[PULSE_DEL]: { name: 'PULSE_DEL', layout: timer },
		[PULSE_GET]: { name: 'PULSE_GET', layout: timer },
		[PULSE_SET]: { name: 'PULSE_SET', layout: timer },
		[PULSE_BEAT]: { name: 'PULSE_BEAT', layout: timer },
	},
};

export default {
	protocol,
	user: [
		{ file: 'examples/07-pernet/client.ts', statement: 'await using socket' },
		{ file: 'examples/07-pernet/pulse.ts', symbol: 'timer' },
	],
	kernel: [
		{ file: 'kmod/07-pernet/pulse.c', symbol: 'pulse_home' },
		{ file: 'kmod/07-pernet/pulse.c', symbol: 'pulse_policy' },
	],
	crosses: [
		{
			title: 'PULSE_NEW · request, ack',
			text: 'from namespace blue, and no byte of it says so',
			captured: {
				block: 'apart',
				client: 'client in /run/netns/blue new tick 30000',
				message: 1,
			},
			lines: {
				nlmsg_pid: { kernel: 'sock_net(skb->sk)' },
				name: { user: 'name: [PULSE_A_NAME', kernel: '[PULSE_A_NAME]' },
				period: { user: 'period: [PULSE_A_PERIOD', kernel: '[PULSE_A_PERIOD]' },
			},
		},
		{
			title: 'NLMSG_ERROR · 0',
			text: 'from the kernel socket of the sender’s own namespace',
			direction: 'up',
		},
	],
} satisfies Crossing;
