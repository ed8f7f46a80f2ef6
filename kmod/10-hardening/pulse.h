/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/pulse.yaml */
/* YNL-GEN uapi header */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#ifndef _UAPI_LINUX_PULSE_H
#define _UAPI_LINUX_PULSE_H

#define PULSE_FAMILY_NAME	"pulse"
#define PULSE_FAMILY_VERSION	1

#define PULSE_NAME_LENGTH	15
#define PULSE_TAGS		4
#define PULSE_PERIOD_MIN	10
#define PULSE_PERIOD_MAX	60000

/*
 * What somebody had done.
 */
enum pulse_action {
	PULSE_ACTION_CREATE,
	PULSE_ACTION_CHANGE,
	PULSE_ACTION_DELETE,
};

enum {
	PULSE_A_NAME = 1,
	PULSE_A_PERIOD,
	PULSE_A_ENABLED,
	PULSE_A_TAGS,
	PULSE_A_BEATS,
	PULSE_A_PAD,
	PULSE_A_RUNNING,
	PULSE_A_LEASE,
	PULSE_A_OWNER,
	PULSE_A_ACTION,
	PULSE_A_USER,

	__PULSE_A_MAX,
	PULSE_A_MAX = (__PULSE_A_MAX - 1)
};

enum {
	PULSE_TAG_A_NAME = 1,

	__PULSE_TAG_A_MAX,
	PULSE_TAG_A_MAX = (__PULSE_TAG_A_MAX - 1)
};

enum {
	PULSE_CMD_GET = 1,
	PULSE_CMD_CREATE,
	PULSE_CMD_CHANGE,
	PULSE_CMD_DELETE,
	PULSE_CMD_CREATED,
	PULSE_CMD_CHANGED,
	PULSE_CMD_DELETED,
	PULSE_CMD_BEAT,
	PULSE_CMD_AUDIT,

	__PULSE_CMD_MAX,
	PULSE_CMD_MAX = (__PULSE_CMD_MAX - 1)
};

#define PULSE_MCGRP_BEATS	"beats"
#define PULSE_MCGRP_TIMERS	"timers"
#define PULSE_MCGRP_AUDIT	"audit"

#endif /* _UAPI_LINUX_PULSE_H */
