// SPDX-License-Identifier: GPL-2.0-only
/*
 * flawed: makes the mistake that a message's type asks for. Each works as if
 * nothing were wrong on a kernel that does not watch itself; the debug kernel
 * must name it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/sock.h>

#define NETLINK_FLAWED	31

enum {
	FLAWED_NOTHING = NLMSG_MIN_TYPE,
	FLAWED_USE_AFTER_FREE,
	FLAWED_LEAK,
	FLAWED_SLEEP,
	FLAWED_INVERSION,
	FLAWED_TIMER,
};

struct flawed_object {
	int value;
	struct timer_list timer;
};

static struct sock *flawed_socket;
static DEFINE_MUTEX(flawed_first);
static DEFINE_MUTEX(flawed_second);

static noinline void flawed_use_after_free(void)
{
	struct flawed_object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	kfree(object);
	pr_info("value %d\n", READ_ONCE(object->value));
}

static noinline void flawed_leak(void)
{
	/* Several: a stale copy of a pointer on some stack hides one. */
	for (int i = 0; i < 8; i++) {
		struct flawed_object *object =
			kzalloc(sizeof(*object), GFP_KERNEL);

		if (object)
			WRITE_ONCE(object->value, i);
	}
}

static noinline void flawed_sleep(void)
{
	void *memory;

	rcu_read_lock();
	memory = kzalloc(16, GFP_KERNEL);
	rcu_read_unlock();
	kfree(memory);
}

static noinline void flawed_inversion(void)
{
	mutex_lock(&flawed_first);
	mutex_lock(&flawed_second);
	mutex_unlock(&flawed_second);
	mutex_unlock(&flawed_first);

	mutex_lock(&flawed_second);
	mutex_lock(&flawed_first);
	mutex_unlock(&flawed_first);
	mutex_unlock(&flawed_second);
}

static void flawed_beat(struct timer_list *timer)
{
}

static noinline void flawed_timer(void)
{
	struct flawed_object *object = kzalloc(sizeof(*object), GFP_KERNEL);

	if (!object)
		return;
	timer_setup(&object->timer, flawed_beat, 0);
	mod_timer(&object->timer, jiffies + 60 * HZ);
	kfree(object);
}

static void flawed_input(struct sk_buff *skb)
{
	switch (nlmsg_hdr(skb)->nlmsg_type) {
	case FLAWED_USE_AFTER_FREE:
		flawed_use_after_free();
		break;
	case FLAWED_LEAK:
		flawed_leak();
		break;
	case FLAWED_SLEEP:
		flawed_sleep();
		break;
	case FLAWED_INVERSION:
		flawed_inversion();
		break;
	case FLAWED_TIMER:
		flawed_timer();
		break;
	}
}

static int __init flawed_init(void)
{
	struct netlink_kernel_cfg cfg = {
		.input = flawed_input,
	};

	flawed_socket = netlink_kernel_create(&init_net, NETLINK_FLAWED, &cfg);

	return flawed_socket ? 0 : -ENOMEM;
}

static void __exit flawed_exit(void)
{
	netlink_kernel_release(flawed_socket);
}

module_init(flawed_init);
module_exit(flawed_exit);

MODULE_DESCRIPTION("Mistakes that only a debug kernel notices");
MODULE_LICENSE("GPL");
