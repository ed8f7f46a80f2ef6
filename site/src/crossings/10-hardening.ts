import { protocolOf } from '@both-sides/netlink/spec/protocol';
import { pulse } from '../../../examples/10-hardening/pulse.ts';
import type { Crossing } from './crossing.ts';

export default {
	protocol: protocolOf(pulse),
	user: [{ file: 'examples/10-hardening/client.ts', statement: "await client.do('create'" }],
	kernel: [
		{ file: 'kmod/10-hardening/pulse.c', symbol: 'pulse_charge' },
		{ file: 'kmod/10-hardening/pulse.c', symbol: 'pulse_create_nl_policy' },
	],
	crosses: [
		{
			title: 'pulse · create',
			text: 'the third timer: every byte of it is in order',
			captured: { block: 'rate', client: 'client create tack 1000', message: 3 },
			lines: {
				cmd: { user: "client.do('create'" },
				name: { user: 'name,', kernel: '[PULSE_A_NAME]' },
				period: { user: 'period:', kernel: '[PULSE_A_PERIOD]' },
			},
		},
		{
			title: 'NLMSG_ERROR · EDQUOT',
			text: 'refused all the same, and told why',
			captured: { block: 'rate', client: 'client create tack 1000', message: 4 },
			lines: {
				error: { kernel: '-EDQUOT' },
				message: { kernel: 'NL_SET_ERR_MSG' },
			},
		},
	],
} satisfies Crossing;
