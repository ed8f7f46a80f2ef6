/** The user half of kmod/02-input/pulse.h. */
export const NETLINK_PULSE = 31;
