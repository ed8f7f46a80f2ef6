import { protocolOf } from '@both-sides/netlink/spec/protocol';
import { pulse } from '../../../examples/09-generic/pulse.ts';
import type { Crossing } from './crossing.ts';

export default {
	protocol: protocolOf(pulse),
	user: [
		{ file: 'examples/09-generic/client.ts', statement: 'await using client' },
		{ file: 'examples/09-generic/client.ts', statement: "await client.do('create'" },
	],
	kernel: [
		{ file: 'kmod/09-generic/pulse.c', symbol: 'MODULE_ALIAS_GENL_FAMILY' },
		{ file: 'kmod/09-generic/pulse.c', symbol: 'pulse_create_nl_policy' },
	],
	crosses: [
		{
			title: 'nlctrl · who is pulse?',
			text: 'to the one family whose number is fixed; it answers with ours',
			captured: { block: 'timers', client: 'client create tick 60000 led', message: 1 },
			lines: {
				nlmsg_type: { user: 'openClient(' },
				name: { user: 'openClient(', kernel: 'PULSE_FAMILY_NAME' },
			},
		},
		{
			title: 'pulse · create',
			captured: { block: 'timers', client: 'client create tick 60000 led', message: 3 },
			lines: {
				cmd: { user: "client.do('create'" },
				name: { user: 'name,', kernel: '[PULSE_A_NAME]' },
				period: { user: 'period:', kernel: '[PULSE_A_PERIOD]' },
				tags: { user: 'tags:', kernel: '[PULSE_A_TAGS]' },
			},
		},
		{
			title: 'NLMSG_ERROR · 0',
			text: 'the acknowledgement, as ever',
			direction: 'up',
		},
	],
} satisfies Crossing;
