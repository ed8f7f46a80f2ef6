// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 01 has a kernel socket. User space can open its protocol, but nobody
 * listens to what arrives.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "pulse.h"

static int unit = NETLINK_PULSE;
module_param(unit, int, 0444);
MODULE_PARM_DESC(unit, "netlink protocol number to ask for");

static struct sock *pulse_socket;

static int __init pulse_init(void)
{
	struct netlink_kernel_cfg cfg = { };

	pulse_socket = netlink_kernel_create(&init_net, unit, &cfg);
	if (!pulse_socket) {
		pr_err("no kernel socket for protocol %d\n", unit);
		return -ENOMEM;
	}

	pr_info("kernel socket for protocol %d created\n", unit);

	return 0;
}

static void __exit pulse_exit(void)
{
	netlink_kernel_release(pulse_socket);
	pr_info("kernel socket released\n");
}

module_init(pulse_init);
module_exit(pulse_exit);

MODULE_ALIAS_NET_PF_PROTO(PF_NETLINK, NETLINK_PULSE);
MODULE_DESCRIPTION("Named periodic timers over netlink");
MODULE_LICENSE("GPL");
