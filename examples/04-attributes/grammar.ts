/** What crosses between pulse and its clients. */
import type { Accepts, Grammar } from '../grammar.ts';
import {
	NETLINK_PULSE,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './pulse.ts';

/** pulse_policy */
const accepts: Accepts = {
	name: { maxLength: 15 },
	period: { min: 10, max: 60000 },
	enabled: { max: 1 },
	tags: { accepts: { tag: { maxLength: 15 } } },
};

const settings = { layout: timer, accepts };

export const grammars: Readonly<Record<string, Grammar>> = {
	pulse: {
		protocol: NETLINK_PULSE,
		groups: [],
		parameters: { limit: [3] },
		messages: {
			new: { type: PULSE_NEW, request: settings, answer: timer },
			del: { type: PULSE_DEL, request: settings },
			get: { type: PULSE_GET, request: settings, replies: true },
			set: { type: PULSE_SET, request: settings },
		},
	},
};
