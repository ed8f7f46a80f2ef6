/** The user half of kmod/01-create/pulse.h. */
export const NETLINK_PULSE = 31;
