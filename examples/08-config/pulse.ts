/** The user half of kmod/08-config/pulse.h. */
import {
	attributes,
	flag,
	many,
	string,
	u8,
	u32,
	u64,
} from '@both-sides/netlink/wire';

export const NETLINK_PULSE = 31;

export const PULSE_NEW = 16;
export const PULSE_DEL = 17;
export const PULSE_GET = 18;
export const PULSE_SET = 19;
export const PULSE_BEAT = 20;

export const PULSE_GROUP_BEATS = 1;
export const PULSE_GROUP_TIMERS = 2;

export const PULSE_A_NAME = 1;
export const PULSE_A_PERIOD = 2;
export const PULSE_A_ENABLED = 3;
export const PULSE_A_TAGS = 4;
export const PULSE_A_BEATS = 5;
export const PULSE_A_RUNNING = 7;
export const PULSE_A_LEASE = 8;
export const PULSE_A_OWNER = 9;

export const PULSE_TAG_A_NAME = 1;

/** enum pulse_tag_attribute */
const tags = attributes({ tag: [PULSE_TAG_A_NAME, many(string)] });

/** enum pulse_attribute */
export const timer = attributes({
	name: [PULSE_A_NAME, string],
	period: [PULSE_A_PERIOD, u32],
	enabled: [PULSE_A_ENABLED, u8],
	tags: [PULSE_A_TAGS, tags],
	beats: [PULSE_A_BEATS, u64],
	running: [PULSE_A_RUNNING, flag],
	lease: [PULSE_A_LEASE, flag],
	owner: [PULSE_A_OWNER, u32],
});
