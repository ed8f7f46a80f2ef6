// SPDX-License-Identifier: GPL-2.0-only
/*
 * rival: somebody else's module, which picked 31 too. Load it beside pulse to
 * see what the second one gets.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <net/net_namespace.h>
#include <net/sock.h>

static struct sock *rival_socket;

static int __init rival_init(void)
{
	struct netlink_kernel_cfg cfg = { };

	rival_socket = netlink_kernel_create(&init_net, 31, &cfg);
	if (!rival_socket) {
		pr_err("no kernel socket for protocol 31\n");
		return -ENOMEM;
	}

	pr_info("protocol 31 is mine\n");

	return 0;
}

static void __exit rival_exit(void)
{
	netlink_kernel_release(rival_socket);
}

module_init(rival_init);
module_exit(rival_exit);

MODULE_DESCRIPTION("A second claim on netlink protocol 31");
MODULE_LICENSE("GPL");
