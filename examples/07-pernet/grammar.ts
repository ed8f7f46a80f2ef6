/** What crosses between pulse and its clients. */
import type { Accepts, Grammar } from '../grammar.ts';
import {
	NETLINK_PULSE,
	PULSE_BEAT,
	PULSE_DEL,
	PULSE_GET,
	PULSE_GROUP_BEATS,
	PULSE_GROUP_TIMERS,
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

/** pulse_filter_policy */
const filter = { layout: timer, accepts: { enabled: { max: 1 } } };

const settings = { layout: timer, accepts };

export const grammars: Readonly<Record<string, Grammar>> = {
	pulse: {
		protocol: NETLINK_PULSE,
		groups: [PULSE_GROUP_BEATS, PULSE_GROUP_TIMERS],
		parameters: { limit: [3] },
		messages: {
			new: { type: PULSE_NEW, request: settings, answer: timer },
			del: { type: PULSE_DEL, request: settings, answer: timer },
			get: { type: PULSE_GET, request: settings, replies: true, dump: filter },
			set: { type: PULSE_SET, request: settings, answer: timer },
			beat: { type: PULSE_BEAT, answer: timer },
		},
	},
};
