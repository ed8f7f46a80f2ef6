// SPDX-License-Identifier: GPL-2.0-only
/*
 * roster: a list of numbers. A client adds one, or strikes one off.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_ROSTER	31

enum {
	ROSTER_ADD = NLMSG_MIN_TYPE,
	ROSTER_STRIKE,
};

struct member {
	struct list_head list;
	u32 number;
};

static unsigned int delay;
module_param(delay, uint, 0644);
MODULE_PARM_DESC(delay, "milliseconds that striking a number off takes");

static struct sock *roster_socket;
static LIST_HEAD(roster);

static struct member *roster_find(u32 number)
{
	struct member *member;

	list_for_each_entry(member, &roster, list)
		if (member->number == number)
			return member;

	return NULL;
}

static int roster_add(u32 number)
{
	struct member *member = kzalloc(sizeof(*member), GFP_KERNEL);

	if (!member)
		return -ENOMEM;

	member->number = number;
	list_add(&member->list, &roster);

	return 0;
}

static int roster_strike(u32 number)
{
	struct member *member = roster_find(number);

	if (!member)
		return -ENOENT;

	msleep(delay);
	list_del(&member->list);
	kfree(member);

	return 0;
}

static int roster_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			  struct netlink_ext_ack *extack)
{
	u32 number;

	if (nlmsg_len(nlh) < sizeof(number))
		return -EINVAL;

	number = *(u32 *)nlmsg_data(nlh);

	switch (nlh->nlmsg_type) {
	case ROSTER_ADD:
		return roster_add(number);
	case ROSTER_STRIKE:
		return roster_strike(number);
	default:
		return -EOPNOTSUPP;
	}
}

static void roster_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, roster_receive);
}

static int __init roster_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = roster_input,
	};

	roster_socket = netlink_kernel_create(&init_net, NETLINK_ROSTER, &cfg);

	return roster_socket ? 0 : -ENOMEM;
}

static void __exit roster_exit(void)
{
	struct member *member, *next;

	netlink_kernel_release(roster_socket);

	list_for_each_entry_safe(member, next, &roster, list)
		kfree(member);
}

module_init(roster_init);
module_exit(roster_exit);

MODULE_DESCRIPTION("Find the bug: a list of numbers");
MODULE_LICENSE("GPL");
