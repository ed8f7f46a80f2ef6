/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What the two sides of pulse agree on. C programs may include it as it is.
 */
#ifndef PULSE_H
#define PULSE_H

#include <linux/netlink.h>
#include <linux/types.h>

/*
 * Protocol numbers are given out in include/uapi/linux/netlink.h. Nobody gave
 * us this one: it is the last of 32 and free in the mainline kernel.
 */
#define NETLINK_PULSE	31

/* Message types; those below NLMSG_MIN_TYPE belong to netlink itself. */
enum pulse_message_type {
	PULSE_ADD = NLMSG_MIN_TYPE,	/* struct pulse_count: count these too */
	PULSE_GET,			/* no payload: how many are there? */
	PULSE_COUNT,			/* struct pulse_count: so many */
};

struct pulse_count {
	__u32 beats;
};

#endif /* PULSE_H */
