// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 03 answers: it counts beats on request, acknowledges, and says what
 * was wrong with a request that it refuses.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/printk.h>
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
MODULE_PARM_DESC(delay, "milliseconds to sleep while adding, to show who waits");

static struct sock *pulse_socket;

/* Requests come from many senders at once; one at a time may count. */
static DEFINE_MUTEX(pulse_mutex);
static u32 pulse_beats;

static int pulse_add(struct nlmsghdr *nlh, struct netlink_ext_ack *extack)
{
	struct pulse_count *count = nlmsg_data(nlh);
	u32 beats = pulse_beats;

	if (nlmsg_len(nlh) < sizeof(*count)) {
		NL_SET_ERR_MSG(extack, "the message ends before its count");
		return -EINVAL;
	}

	if (!count->beats) {
		NL_SET_ERR_MSG(extack, "there is nothing to add");
		return -ERANGE;
	}

	if (delay)
		msleep(delay);

	pulse_beats = beats + count->beats;

	return 0;
}

static int pulse_get(struct sk_buff *skb, struct nlmsghdr *nlh)
{
	u32 portid = NETLINK_CB(skb).portid;
	struct pulse_count *count;
	struct nlmsghdr *answer;
	struct sk_buff *reply;

	reply = nlmsg_new(sizeof(*count), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	answer = nlmsg_put(reply, portid, nlh->nlmsg_seq, PULSE_COUNT,
			   sizeof(*count), 0);
	if (!answer) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	count = nlmsg_data(answer);
	count->beats = pulse_beats;

	/* Input runs on the socket that heard; that one answers, too. */
	return nlmsg_unicast(skb->sk, reply, portid);
}

static int pulse_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			 struct netlink_ext_ack *extack)
{
	switch (nlh->nlmsg_type) {
	case PULSE_ADD:
		return pulse_add(nlh, extack);
	case PULSE_GET:
		return pulse_get(skb, nlh);
	default:
		NL_SET_ERR_MSG(extack, "pulse has no such message type");
		return -EOPNOTSUPP;
	}
}

static void pulse_input(struct sk_buff *skb)
{
	mutex_lock(&pulse_mutex);
	netlink_rcv_skb(skb, pulse_receive);
	mutex_unlock(&pulse_mutex);
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
