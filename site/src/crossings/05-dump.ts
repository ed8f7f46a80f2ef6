import type { Protocol } from '@both-sides/netlink/wire';
import {
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from '../../../examples/05-dump/pulse.ts';
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
		{ file: 'examples/05-dump/client.ts', symbol: 'listing list' },
		{ file: 'examples/05-dump/pulse.ts', symbol: 'timer' },
	],
	kernel: [{ file: 'kmod/05-dump/pulse.c', symbol: 'pulse_filter_policy pulse_dump' }],
	crosses: [
		{
			title: 'PULSE_GET · request, dump',
			captured: { block: 'list', client: 'client list on', message: 1 },
			lines: {
				nlmsg_type: { user: 'type: PULSE_GET' },
				nlmsg_flags: { user: 'flags: NLM_F_DUMP' },
				enabled: { user: 'enabled: [PULSE_A_ENABLED', kernel: '[PULSE_A_ENABLED]' },
			},
		},
		{
			title: 'PULSE_NEW · one of many',
			text: 'as many as there are, in as many datagrams as it takes, and NLMSG_DONE after the last',
			captured: { block: 'list', client: 'client list on', message: 2 },
			lines: {
				nlmsg_type: { kernel: 'pulse_put(' },
				nlmsg_flags: { kernel: 'NLM_F_MULTI' },
				nlmsg_seq: { kernel: 'cb->nlh->nlmsg_seq' },
				name: { user: 'name: [PULSE_A_NAME', kernel: 'pulse_put(' },
				period: { user: 'period: [PULSE_A_PERIOD', kernel: 'pulse_put(' },
				enabled: { user: 'enabled: [PULSE_A_ENABLED', kernel: 'pulse_put(' },
			},
		},
	],
} satisfies Crossing;
