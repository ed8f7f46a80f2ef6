// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 02 hears: each datagram that arrives is taken apart and logged. It does
 * not answer yet.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "pulse.h"

static int unit = NETLINK_PULSE;
module_param(unit, int, 0444);
MODULE_PARM_DESC(unit, "netlink protocol number to ask for");

static unsigned int delay;
module_param(delay, uint, 0644);
MODULE_PARM_DESC(delay, "milliseconds to sleep in input, to show who waits");

static struct sock *pulse_socket;

static void pulse_input(struct sk_buff *skb)
{
	struct nlmsghdr *nlh = nlmsg_hdr(skb);
	int remaining = skb->len;

	pr_info("input in %s (pid %d): %u bytes from port id %u\n",
		current->comm, task_pid_nr(current), skb->len,
		NETLINK_CB(skb).portid);

	if (delay)
		msleep(delay);

	while (nlmsg_ok(nlh, remaining)) {
		pr_info("message of type %u, length %u\n",
			nlh->nlmsg_type, nlh->nlmsg_len);
		nlh = nlmsg_next(nlh, &remaining);
	}

	/* nlmsg_next() also steps over padding that need not be there. */
	if (remaining > 0)
		pr_info("%d bytes left that are no message\n", remaining);
}

static int __init pulse_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = pulse_input,
	};

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
