// SPDX-License-Identifier: GPL-2.0-only
/*
 * chime: a clock in each network namespace, which counts its own strokes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/container_of.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <linux/timer.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#define NETLINK_CHIME	31

struct chime_net {
	struct sock *socket;
	struct timer_list timer;
	u32 strokes;
};

static unsigned int chime_net_id;

static void chime_strike(struct timer_list *timer)
{
	struct chime_net *home = container_of(timer, struct chime_net, timer);

	home->strokes++;
	mod_timer(&home->timer, jiffies + msecs_to_jiffies(500));
}

static int chime_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			 struct netlink_ext_ack *extack)
{
	struct chime_net *home = net_generic(sock_net(skb->sk), chime_net_id);

	pr_info("%u strokes so far\n", home->strokes);

	return 0;
}

static void chime_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, chime_receive);
}

static int __net_init chime_net_init(struct net *net)
{
	struct chime_net *home = net_generic(net, chime_net_id);
	struct netlink_kernel_cfg cfg = {
		.input = chime_input,
	};

	timer_setup(&home->timer, chime_strike, 0);

	home->socket = netlink_kernel_create(net, NETLINK_CHIME, &cfg);
	if (!home->socket)
		return -ENOMEM;

	mod_timer(&home->timer, jiffies + msecs_to_jiffies(500));

	return 0;
}

static void __net_exit chime_net_exit(struct net *net)
{
	struct chime_net *home = net_generic(net, chime_net_id);

	netlink_kernel_release(home->socket);
	pr_info("the clock of namespace %u is stopped\n", net->ns.inum);
}

static struct pernet_operations chime_net_ops = {
	.init = chime_net_init,
	.exit = chime_net_exit,
	.id = &chime_net_id,
	.size = sizeof(struct chime_net),
};

static int __init chime_init(void)
{
	return register_pernet_subsys(&chime_net_ops);
}

static void __exit chime_exit(void)
{
	unregister_pernet_subsys(&chime_net_ops);
}

module_init(chime_init);
module_exit(chime_exit);

MODULE_DESCRIPTION("Find the bug: a clock in each network namespace");
MODULE_LICENSE("GPL");
