import type { Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from '../../../examples/08-config/pulse.ts';
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
		{ file: 'examples/08-config/client.ts', statement: 'lease: true' },
		{ file: 'examples/08-config/client.ts', statement: 'await using beats' },
		{ file: 'examples/08-config/client.ts', statement: 'PULSE_NEW, ...body' },
	],
	kernel: [
		{ file: 'kmod/08-config/pulse.c', symbol: 'pulse_policy' },
		{ file: 'kmod/08-config/pulse.c', statement: 'pulse->owner = NETLINK_CB(skb).sk' },
		{ file: 'kmod/08-config/pulse.c', statement: 'owner_portid = NETLINK_CB' },
		{ file: 'kmod/08-config/pulse.c', symbol: 'pulse_release' },
	],
	crosses: [
		{
			title: 'PULSE_NEW · request, ack',
			text: 'with the flag that makes it a lease',
			captured: { block: 'leased', client: 'client lease tick 100 3', message: 1 },
			lines: {
				nlmsg_type: { user: 'PULSE_NEW' },
				nlmsg_pid: { kernel: 'owner_portid = ' },
				lease: { user: 'lease: true', kernel: '[PULSE_A_LEASE]' },
				period: { user: 'period', kernel: '[PULSE_A_PERIOD]' },
			},
		},
		{
			title: 'close()',
			text: 'no message at all: the process ends, and the kernel calls us',
			direction: 'down',
		},
	],
} satisfies Crossing;
