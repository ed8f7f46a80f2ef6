/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What the two sides of pulse agree on. C programs may include it as it is.
 */
#ifndef PULSE_H
#define PULSE_H

#include <linux/netlink.h>

/*
 * Protocol numbers are given out in include/uapi/linux/netlink.h. Nobody gave
 * us this one: it is the last of 32 and free in the mainline kernel.
 */
#define NETLINK_PULSE	31

/* The groups that events go to. */
enum pulse_group {
	PULSE_GROUP_NONE,
	PULSE_GROUP_BEATS,		/* PULSE_BEAT */
	PULSE_GROUP_TIMERS,		/* PULSE_NEW, PULSE_DEL, PULSE_SET */

	__PULSE_GROUP_MAX
};

#define PULSE_GROUP_MAX	(__PULSE_GROUP_MAX - 1)

/* Message types; those below NLMSG_MIN_TYPE belong to netlink itself. */
enum pulse_message_type {
	PULSE_NEW = NLMSG_MIN_TYPE,	/* make a timer; the answer to GET */
	PULSE_DEL,			/* remove the one of this name */
	PULSE_GET,			/* tell of the one of this name; dump all */
	PULSE_SET,			/* change what is given, and start over */
	PULSE_BEAT,			/* one beat of a timer */
};

/* The attributes of a timer, in messages of each type. */
enum pulse_attribute {
	PULSE_A_UNSPEC,
	PULSE_A_NAME,		/* string with NUL */
	PULSE_A_PERIOD,		/* u32, milliseconds */
	PULSE_A_ENABLED,	/* u8, 0 or 1 */
	PULSE_A_TAGS,		/* nest of enum pulse_tag_attribute */
	PULSE_A_BEATS,		/* u64, beats sent so far; not in requests */
	PULSE_A_PAD,		/* nothing, aligns the one after it */
	PULSE_A_RUNNING,	/* flag, there will be another; not in requests */
	PULSE_A_LEASE,		/* flag in NEW, gone when its socket is */
	PULSE_A_OWNER,		/* u32, port id, of a lease; not in requests */

	__PULSE_A_MAX
};

#define PULSE_A_MAX	(__PULSE_A_MAX - 1)

/* The attributes in a PULSE_A_TAGS. */
enum pulse_tag_attribute {
	PULSE_TAG_A_UNSPEC,
	PULSE_TAG_A_NAME,	/* string with NUL; as many as there are tags */

	__PULSE_TAG_A_MAX
};

#define PULSE_TAG_A_MAX	(__PULSE_TAG_A_MAX - 1)

#define PULSE_NAME_LENGTH	15	/* bytes of a name or tag, without NUL */
#define PULSE_TAGS		4	/* tags of a timer */
#define PULSE_PERIOD_MIN	10	/* milliseconds */
#define PULSE_PERIOD_MAX	60000

#endif /* PULSE_H */
