/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What the two sides of pulse agree on. C programs may include it as it is.
 */
#ifndef PULSE_H
#define PULSE_H

/*
 * Protocol numbers are given out in include/uapi/linux/netlink.h. Nobody gave
 * us this one: it is the last of 32 and free in the mainline kernel.
 */
#define NETLINK_PULSE	31

#endif /* PULSE_H */
