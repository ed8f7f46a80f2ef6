/** The user half of kmod/03-replies/pulse.h. */
import { struct, u32 } from '@both-sides/netlink/wire';

export const NETLINK_PULSE = 31;

export const PULSE_ADD = 16;
export const PULSE_GET = 17;
export const PULSE_COUNT = 18;

/** struct pulse_count */
export const pulseCount = struct({ beats: u32 });
