// SPDX-License-Identifier: GPL-2.0-only
/*
 * guests: keeps one guest, by name, and tells whether it is the host as well.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/string.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_GUESTS	31

enum {
	GUESTS_ENTER = NLMSG_MIN_TYPE,
	GUESTS_ASK,
};

enum {
	GUESTS_A_UNSPEC,
	GUESTS_A_NAME,		/* string with NUL, at most 16 bytes */
	GUESTS_A_HOST,		/* u8, in answers */

	__GUESTS_A_MAX
};

#define GUESTS_A_MAX	(__GUESTS_A_MAX - 1)

static struct {
	char name[16];
	u8 host;
} guest;

static struct sock *guests_socket;
static DEFINE_MUTEX(guests_mutex);

static const struct nla_policy guests_policy[GUESTS_A_MAX + 1] = {
	[GUESTS_A_NAME] = { .type = NLA_NUL_STRING },
};

static int guests_enter(struct nlattr *name)
{
	if (!name)
		return -EINVAL;

	memset(&guest, 0, sizeof(guest));
	nla_memcpy(guest.name, name, nla_len(name));

	return 0;
}

static int guests_ask(struct sk_buff *skb, struct nlmsghdr *nlh)
{
	u32 portid = NETLINK_CB(skb).portid;
	struct nlmsghdr *answer;
	struct sk_buff *reply;

	reply = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	answer = nlmsg_put(reply, portid, nlh->nlmsg_seq, GUESTS_ASK, 0, 0);
	if (!answer || nla_put_u8(reply, GUESTS_A_HOST, guest.host)) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	nlmsg_end(reply, answer);

	return nlmsg_unicast(skb->sk, reply, portid);
}

static int guests_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			  struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[GUESTS_A_MAX + 1];
	int err;

	err = nlmsg_parse(nlh, 0, attrs, GUESTS_A_MAX, guests_policy, extack);
	if (err)
		return err;

	switch (nlh->nlmsg_type) {
	case GUESTS_ENTER:
		return guests_enter(attrs[GUESTS_A_NAME]);
	case GUESTS_ASK:
		return guests_ask(skb, nlh);
	default:
		return -EOPNOTSUPP;
	}
}

static void guests_input(struct sk_buff *skb)
{
	mutex_lock(&guests_mutex);
	netlink_rcv_skb(skb, guests_receive);
	mutex_unlock(&guests_mutex);
}

static int __init guests_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = guests_input,
	};

	guests_socket = netlink_kernel_create(&init_net, NETLINK_GUESTS, &cfg);

	return guests_socket ? 0 : -ENOMEM;
}

static void __exit guests_exit(void)
{
	netlink_kernel_release(guests_socket);
}

module_init(guests_init);
module_exit(guests_exit);

MODULE_DESCRIPTION("Find the bug: keeps a guest");
MODULE_LICENSE("GPL");
