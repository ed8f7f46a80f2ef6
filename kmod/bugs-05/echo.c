// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo: sends back to a client what it said.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_ECHO	31
#define ECHO_SAY	NLMSG_MIN_TYPE

static struct sock *echo_socket;

static int echo_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			struct netlink_ext_ack *extack)
{
	int length = nlmsg_len(nlh);
	struct nlmsghdr *answer;
	struct sk_buff *reply;

	reply = nlmsg_new(length, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	answer = nlmsg_put(reply, nlh->nlmsg_pid, nlh->nlmsg_seq, ECHO_SAY,
			   length, 0);
	if (!answer) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	memcpy(nlmsg_data(answer), nlmsg_data(nlh), length);

	return nlmsg_unicast(skb->sk, reply, nlh->nlmsg_pid);
}

static void echo_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, echo_receive);
}

static int __init echo_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = echo_input,
	};

	echo_socket = netlink_kernel_create(&init_net, NETLINK_ECHO, &cfg);

	return echo_socket ? 0 : -ENOMEM;
}

static void __exit echo_exit(void)
{
	netlink_kernel_release(echo_socket);
}

module_init(echo_init);
module_exit(echo_exit);

MODULE_DESCRIPTION("Find the bug: sends back what it hears");
MODULE_LICENSE("GPL");
