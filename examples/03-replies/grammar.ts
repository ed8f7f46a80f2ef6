/** What crosses between pulse and its clients. */
import type { Grammar } from '../grammar.ts';
import {
	NETLINK_PULSE,
	PULSE_ADD,
	PULSE_COUNT,
	PULSE_GET,
	pulseCount,
} from './pulse.ts';

export const grammars: Readonly<Record<string, Grammar>> = {
	pulse: {
		protocol: NETLINK_PULSE,
		groups: [],
		parameters: { delay: [5] },
		messages: {
			add: { type: PULSE_ADD, request: { layout: pulseCount } },
			get: { type: PULSE_GET, request: {}, replies: true },
			count: { type: PULSE_COUNT, answer: pulseCount },
		},
	},
};
