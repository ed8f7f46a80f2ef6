import type { Protocol } from '@both-sides/netlink/wire';
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
	protocol,
	user: [
		{ file: 'examples/04-attributes/client.ts', symbol: 'creation' },
		{ file: 'examples/04-attributes/pulse.ts', symbol: 'tags timer' },
		{ file: 'examples/04-attributes/client.ts', statement: 'socket.acknowledge(' },
	],
	kernel: [
		{ file: 'kmod/04-attributes/pulse.c', symbol: 'pulse_tag_policy pulse_policy' },
		{ file: 'kmod/04-attributes/pulse.c', statement: 'case PULSE_NEW:' },
	],
	crosses: [
		{
			title: 'PULSE_NEW · request, ack',
			captured: { block: 'timers', client: 'client new tick 500 led door', message: 1 },
			lines: {
				nlmsg_type: { user: 'type: PULSE_NEW', kernel: 'case PULSE_NEW:' },
				nlmsg_flags: { user: 'socket.acknowledge(' },
				name: { user: 'name: [PULSE_A_NAME', kernel: '[PULSE_A_NAME]' },
				period: { user: 'period: [PULSE_A_PERIOD', kernel: '[PULSE_A_PERIOD]' },
				tags: { user: 'tags: [PULSE_A_TAGS', kernel: '[PULSE_A_TAGS]' },
				tag: { user: 'tag: [PULSE_TAG_A_NAME', kernel: '[PULSE_TAG_A_NAME]' },
			},
		},
		{
			title: 'NLMSG_ERROR · 0',
			text: 'or an errno, what was wrong with which byte, and what would have been right',
			captured: { block: 'timers', client: 'client new tick 500 led door', message: 2 },
			lines: {
				error: { user: 'socket.acknowledge(', kernel: 'return pulse_new(' },
			},
		},
	],
} satisfies Crossing;
