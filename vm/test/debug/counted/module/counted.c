// SPDX-License-Identifier: GPL-2.0-only
/* Lines of which a test knows whether they run. */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/skbuff.h>
#include <net/net_namespace.h>
#include <net/netlink.h>

#define NETLINK_COUNTED	31
#define COUNTED_FIRST	16
#define COUNTED_SECOND	17

static bool quick;
module_param(quick, bool, 0444);

static struct sock *counted_socket;
static int counted_sum;

static int counted_read(int type)
{
	if (type == COUNTED_SECOND)
		return -EINVAL; /* unreached */

	return 0; /* reached */
}

static void counted_input(struct sk_buff *skb)
{
	if (counted_read(nlmsg_hdr(skb)->nlmsg_type))
		return; /* unreached */

	counted_sum++; /* reached */
}

static int __init counted_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = counted_input,
	};

	if (quick)
		counted_sum++; /* reached in the second machine */

	counted_socket = netlink_kernel_create(&init_net, NETLINK_COUNTED, &cfg);
	if (!counted_socket)
		return -ENOMEM; /* unreached */

	return 0; /* reached */
}

static void __exit counted_exit(void)
{
	netlink_kernel_release(counted_socket); /* reached */
}

module_init(counted_init);
module_exit(counted_exit);

MODULE_DESCRIPTION("Lines of which a test knows whether they run");
MODULE_LICENSE("GPL");
