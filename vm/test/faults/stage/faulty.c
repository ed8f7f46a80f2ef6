// SPDX-License-Identifier: GPL-2.0-only
/*
 * faulty: does what a message's type asks for, all of it wrong. The machines
 * that stages are tested in must notice.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_FAULTY	31

enum {
	FAULTY_NOTHING = NLMSG_MIN_TYPE,
	FAULTY_NULL,
	FAULTY_WARN,
};

static struct sock *faulty_socket;
static int *faulty_nowhere;

static void faulty_input(struct sk_buff *skb)
{
	switch (nlmsg_hdr(skb)->nlmsg_type) {
	case FAULTY_NULL:
		pr_info("reading from NULL: %d\n", READ_ONCE(*faulty_nowhere));
		break;
	case FAULTY_WARN:
		WARN_ON(1);
		break;
	default:
		pr_info("nothing wrong\n");
	}
}

static int __init faulty_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = faulty_input,
	};

	faulty_socket = netlink_kernel_create(&init_net, NETLINK_FAULTY, &cfg);

	return faulty_socket ? 0 : -ENOMEM;
}

static void __exit faulty_exit(void)
{
	netlink_kernel_release(faulty_socket);
}

module_init(faulty_init);
module_exit(faulty_exit);

MODULE_DESCRIPTION("Faults that a test machine must notice");
MODULE_LICENSE("GPL");
