import type { Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from '../../../examples/06-multicast/pulse.ts';
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
	user: [{ file: 'examples/06-multicast/client.ts', symbol: 'tell listen' }],
	kernel: [{ file: 'kmod/06-multicast/pulse.c', symbol: 'pulse_send_beat' }],
	crosses: [
		{
			title: 'joining group 1',
			text: 'no message: the socket option NETLINK_ADD_MEMBERSHIP',
			direction: 'down',
		},
		{
			title: 'PULSE_BEAT · an event',
			text: 'to each socket in group 1, whoever made the timer',
			captured: { block: 'beats', client: 'client listen beats 3', message: 1 },
			lines: {
				nlmsg_len: { kernel: 'nlmsg_end(' },
				nlmsg_type: { user: 'message.type === PULSE_BEAT', kernel: 'nlmsg_put(' },
				nlmsg_flags: { kernel: 'nlmsg_put(' },
				nlmsg_seq: { kernel: 'nlmsg_put(' },
				nlmsg_pid: { kernel: 'nlmsg_put(' },
				name: { user: '{ name, beats }', kernel: 'nla_put_string(' },
				beats: { user: '{ name, beats }', kernel: 'nla_put_u64_64bit(' },
			},
		},
	],
} satisfies Crossing;
