// SPDX-License-Identifier: GPL-2.0-only
/*
 * frost: tells a client how cold it is.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_FROST	31
#define FROST_GET	NLMSG_MIN_TYPE

static int celsius = 21;
module_param(celsius, int, 0644);
MODULE_PARM_DESC(celsius, "how cold it is");

static struct sock *frost_socket;

static int frost_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			 struct netlink_ext_ack *extack)
{
	u32 portid = NETLINK_CB(skb).portid;
	struct nlmsghdr *answer;
	struct sk_buff *reply;

	if (nlh->nlmsg_type != FROST_GET)
		return -EOPNOTSUPP;

	reply = nlmsg_new(sizeof(s32), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	answer = nlmsg_put(reply, portid, nlh->nlmsg_seq, NLMSG_DONE,
			   sizeof(s32), 0);
	if (!answer) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	*(s32 *)nlmsg_data(answer) = celsius;

	return nlmsg_unicast(skb->sk, reply, portid);
}

static void frost_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, frost_receive);
}

static int __init frost_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = frost_input,
	};

	frost_socket = netlink_kernel_create(&init_net, NETLINK_FROST, &cfg);

	return frost_socket ? 0 : -ENOMEM;
}

static void __exit frost_exit(void)
{
	netlink_kernel_release(frost_socket);
}

module_init(frost_init);
module_exit(frost_exit);

MODULE_DESCRIPTION("Find the bug: tells how cold it is");
MODULE_LICENSE("GPL");
