// SPDX-License-Identifier: GPL-2.0-only
/*
 * shelf: holds one number in each network namespace.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#define NETLINK_SHELF	31

enum {
	SHELF_PUT = NLMSG_MIN_TYPE,
	SHELF_TAKE,
};

struct shelf_net {
	struct sock *socket;
	u32 number;
};

static unsigned int shelf_net_id;

static int shelf_put(struct shelf_net *home, struct nlmsghdr *nlh)
{
	if (nlmsg_len(nlh) < sizeof(home->number))
		return -EINVAL;

	WRITE_ONCE(home->number, *(u32 *)nlmsg_data(nlh));

	return 0;
}

static int shelf_take(struct shelf_net *home, struct sk_buff *skb,
		      struct nlmsghdr *nlh)
{
	u32 portid = NETLINK_CB(skb).portid;
	u32 number = READ_ONCE(home->number);
	struct nlmsghdr *answer;
	struct sk_buff *reply;

	reply = nlmsg_new(sizeof(number), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	answer = nlmsg_put(reply, portid, nlh->nlmsg_seq, SHELF_TAKE,
			   sizeof(number), 0);
	if (!answer) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	*(u32 *)nlmsg_data(answer) = number;

	return nlmsg_unicast(home->socket, reply, portid);
}

static int shelf_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			 struct netlink_ext_ack *extack)
{
	struct shelf_net *home = net_generic(&init_net, shelf_net_id);

	switch (nlh->nlmsg_type) {
	case SHELF_PUT:
		return shelf_put(home, nlh);
	case SHELF_TAKE:
		return shelf_take(home, skb, nlh);
	default:
		return -EOPNOTSUPP;
	}
}

static void shelf_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, shelf_receive);
}

static int __net_init shelf_net_init(struct net *net)
{
	struct shelf_net *home = net_generic(net, shelf_net_id);
	struct netlink_kernel_cfg cfg = {
		.input = shelf_input,
	};

	home->socket = netlink_kernel_create(net, NETLINK_SHELF, &cfg);

	return home->socket ? 0 : -ENOMEM;
}

static void __net_exit shelf_net_exit(struct net *net)
{
	struct shelf_net *home = net_generic(net, shelf_net_id);

	netlink_kernel_release(home->socket);
}

static struct pernet_operations shelf_net_ops = {
	.init = shelf_net_init,
	.exit = shelf_net_exit,
	.id = &shelf_net_id,
	.size = sizeof(struct shelf_net),
};

static int __init shelf_init(void)
{
	return register_pernet_subsys(&shelf_net_ops);
}

static void __exit shelf_exit(void)
{
	unregister_pernet_subsys(&shelf_net_ops);
}

module_init(shelf_init);
module_exit(shelf_exit);

MODULE_DESCRIPTION("Find the bug: a number in each network namespace");
MODULE_LICENSE("GPL");
