// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 10 is fit to ship: who reads waits for nobody, what the timers take is
 * charged to who made them, and nothing of it is left when the module goes.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kconfig.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uidgid.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "pulse.h"

#ifndef HAVE_GENL_SPLIT_OPS
/* The hooks around an operation get it by its old name. */
#define genl_split_ops genl_ops
#endif

static unsigned int limit = 10000;
module_param(limit, uint, 0644);
MODULE_PARM_DESC(limit, "how many timers a namespace may have");

static unsigned int rate = 2000;
module_param(rate, uint, 0644);
MODULE_PARM_DESC(rate, "how many beats a second a namespace may have");

/* What pulse has in one network namespace. */
struct pulse_net {
	struct net *net;

	/* Who changes something has the mutex. Who reads has an RCU section. */
	struct mutex mutex;
	struct list_head list;
	unsigned int count;
	unsigned int load;	/* beats a minute that are asked for */
	u64 last_id;

	/* Another after each change. A dump takes 0 for "nobody counts". */
	atomic_t generation;
};

/* Never changed once readers can see them: others take their place. */
struct pulse_settings {
	struct rcu_head rcu;
	u32 period;		/* milliseconds */
	bool enabled;
	unsigned int tag_count;
	char tags[PULSE_TAGS][PULSE_NAME_LENGTH + 1];
};

struct pulse {
	struct rcu_head rcu;
	struct pulse_net *home;
	struct list_head list;
	u64 id;			/* grows along the list, never used twice */
	const struct sock *owner;	/* of a lease, else NULL */
	u32 owner_portid;
	char name[PULSE_NAME_LENGTH + 1];
	struct pulse_settings __rcu *settings;
	struct timer_list timer;
	atomic64_t beats;	/* sent so far */
	bool quiet;		/* nobody took the last one */
	bool looks;		/* for listeners, in place of beating */
};

/* How far a dump has come, kept in the space that the callback has for us. */
struct pulse_cursor {
	u64 last;		/* id of the last timer told */
	bool filtered;
	bool enabled;		/* with filtered: only those like this */
};

static unsigned int pulse_net_id;

/* The module goes, and its groups with it: another family may get them. */
static bool pulse_ends;

/* A beat that nobody took is followed by the next one after this, or later. */
#define PULSE_PAUSE	HZ

/* In the order of pulse_groups. */
enum {
	PULSE_NLGRP_BEATS,
	PULSE_NLGRP_TIMERS,
	PULSE_NLGRP_AUDIT,
};

static struct genl_family pulse_family;

/* Not const: Linux 6.1 has a plain pointer for it in struct nla_policy. */
static struct netlink_range_validation pulse_a_period_range = {
	.min	= PULSE_PERIOD_MIN,
	.max	= PULSE_PERIOD_MAX,
};

static const struct nla_policy pulse_tags_nl_policy[PULSE_TAG_A_NAME + 1] = {
	[PULSE_TAG_A_NAME] = { .type = NLA_STRING, .len = PULSE_NAME_LENGTH, },
};

static const struct nla_policy pulse_get_dump_nl_policy[PULSE_A_ENABLED + 1] = {
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
};

static const struct nla_policy pulse_create_nl_policy[PULSE_A_LEASE + 1] = {
	[PULSE_A_NAME] = { .type = NLA_NUL_STRING, .len = PULSE_NAME_LENGTH, },
	[PULSE_A_PERIOD] = NLA_POLICY_FULL_RANGE(NLA_U32, &pulse_a_period_range),
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
	[PULSE_A_TAGS] = NLA_POLICY_NESTED(pulse_tags_nl_policy),
	[PULSE_A_LEASE] = { .type = NLA_FLAG, },
};

static const struct nla_policy pulse_change_nl_policy[PULSE_A_TAGS + 1] = {
	[PULSE_A_NAME] = { .type = NLA_NUL_STRING, .len = PULSE_NAME_LENGTH, },
	[PULSE_A_PERIOD] = NLA_POLICY_FULL_RANGE(NLA_U32, &pulse_a_period_range),
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
	[PULSE_A_TAGS] = NLA_POLICY_NESTED(pulse_tags_nl_policy),
};

static const struct nla_policy pulse_delete_nl_policy[PULSE_A_NAME + 1] = {
	[PULSE_A_NAME] = { .type = NLA_NUL_STRING, .len = PULSE_NAME_LENGTH, },
};

static struct pulse_net *pulse_home(const struct net *net)
{
	return net_generic(net, pulse_net_id);
}

/* For who has the mutex, or is in an RCU section. */
static const struct pulse_settings *pulse_settings(const struct pulse *pulse)
{
	return rcu_dereference_check(pulse->settings,
				     lockdep_is_held(&pulse->home->mutex));
}

static size_t pulse_beat_size(void)
{
	return nla_total_size(PULSE_NAME_LENGTH + 1) +
	       nla_total_size_64bit(sizeof(u64));
}

/* Gives -ESRCH when nobody took it: nobody is there, or all queues are full. */
static int pulse_send_beat(const struct pulse *pulse, u64 count)
{
	struct net *net = pulse->home->net;
	struct sk_buff *skb;
	void *header;

	if (READ_ONCE(pulse_ends))
		return -ESRCH;

	/* In a timer nothing may sleep. */
	skb = genlmsg_new(pulse_beat_size(), GFP_ATOMIC);
	if (!skb) {
		genl_set_err(&pulse_family, net, 0, PULSE_NLGRP_BEATS, -ENOBUFS);
		return -ENOMEM;
	}

	header = genlmsg_put(skb, 0, 0, &pulse_family, 0, PULSE_CMD_BEAT);
	if (!header || nla_put_string(skb, PULSE_A_NAME, pulse->name) ||
	    nla_put_u64_64bit(skb, PULSE_A_BEATS, count, PULSE_A_PAD)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}

	genlmsg_end(skb, header);

	return genlmsg_multicast_netns(&pulse_family, net, skb, 0,
				       PULSE_NLGRP_BEATS, GFP_ATOMIC);
}

static unsigned long pulse_period(const struct pulse *pulse)
{
	return msecs_to_jiffies(pulse_settings(pulse)->period);
}

/* A "yes" is of any namespace, a "no" of all. */
static bool pulse_has_listeners(const struct pulse *pulse)
{
	return genl_has_listeners(&pulse_family, pulse->home->net,
				  PULSE_NLGRP_BEATS);
}

/* Who joins wakes it. Where the kernel does not tell of that, it looks. */
static void pulse_rest(struct pulse *pulse)
{
	if (__is_defined(HAVE_GENL_BIND))
		return;

	WRITE_ONCE(pulse->looks, true);
	mod_timer(&pulse->timer, jiffies + PULSE_PAUSE);
}

static void pulse_beat(struct timer_list *timer)
{
	struct pulse *pulse = container_of(timer, struct pulse, timer);
	unsigned long wait;
	u64 count;
	bool heard;

	if (READ_ONCE(pulse->looks) && !pulse_has_listeners(pulse)) {
		pulse_rest(pulse);
		return;
	}

	count = atomic64_inc_return(&pulse->beats);

	/* The section is what pulse_exit() waits for. */
	rcu_read_lock();
	heard = pulse_send_beat(pulse, count) != -ESRCH;
	wait = pulse_period(pulse);
	rcu_read_unlock();

	if (!heard && READ_ONCE(pulse->quiet) && !pulse_has_listeners(pulse)) {
		pulse_rest(pulse);
		return;
	}

	WRITE_ONCE(pulse->looks, false);
	WRITE_ONCE(pulse->quiet, !heard);
	if (!heard)
		wait = max_t(unsigned long, wait, PULSE_PAUSE);

	mod_timer(timer, jiffies + wait);
}

static void pulse_start(struct pulse *pulse)
{
	WRITE_ONCE(pulse->looks, false);
	WRITE_ONCE(pulse->quiet, false);

	if (pulse_settings(pulse)->enabled)
		mod_timer(&pulse->timer, jiffies + pulse_period(pulse));
}

static bool pulse_runs(const struct pulse *pulse)
{
	return pulse_settings(pulse)->enabled && !READ_ONCE(pulse->looks) &&
	       (!READ_ONCE(pulse->quiet) || timer_pending(&pulse->timer));
}

static size_t pulse_size(void)
{
	size_t name = nla_total_size(PULSE_NAME_LENGTH + 1);

	return name + nla_total_size(sizeof(u32)) +
	       nla_total_size(sizeof(u8)) +
	       nla_total_size(PULSE_TAGS * name) +
	       nla_total_size_64bit(sizeof(u64)) + nla_total_size(0) +
	       nla_total_size(sizeof(u32));
}

static int pulse_put_tags(struct sk_buff *skb,
			  const struct pulse_settings *settings)
{
	struct nlattr *tags = nla_nest_start(skb, PULSE_A_TAGS);
	unsigned int i;

	if (!tags)
		return -EMSGSIZE;

	for (i = 0; i < settings->tag_count; i++)
		if (nla_put_string(skb, PULSE_TAG_A_NAME, settings->tags[i]))
			return -EMSGSIZE;

	nla_nest_end(skb, tags);

	return 0;
}

static int pulse_put_state(struct sk_buff *skb, const struct pulse *pulse)
{
	u64 beats = atomic64_read(&pulse->beats);

	if (nla_put_u64_64bit(skb, PULSE_A_BEATS, beats, PULSE_A_PAD))
		return -EMSGSIZE;

	if (pulse_runs(pulse) && nla_put_flag(skb, PULSE_A_RUNNING))
		return -EMSGSIZE;

	if (pulse->owner)
		return nla_put_u32(skb, PULSE_A_OWNER, pulse->owner_portid);

	return 0;
}

/* Puts a message with all of a timer; NULL when it does not fit. */
static void *pulse_put(struct sk_buff *skb, u32 portid, u32 seq, int flags,
		       u8 cmd, const struct pulse *pulse)
{
	const struct pulse_settings *settings = pulse_settings(pulse);
	void *header;

	header = genlmsg_put(skb, portid, seq, &pulse_family, flags, cmd);
	if (!header)
		return NULL;

	if (nla_put_string(skb, PULSE_A_NAME, pulse->name) ||
	    nla_put_u32(skb, PULSE_A_PERIOD, settings->period) ||
	    nla_put_u8(skb, PULSE_A_ENABLED, settings->enabled) ||
	    pulse_put_tags(skb, settings) ||
	    pulse_put_state(skb, pulse)) {
		genlmsg_cancel(skb, header);
		return NULL;
	}

	genlmsg_end(skb, header);

	return header;
}

/* A message of its own with all of a timer, or NULL. */
static struct sk_buff *pulse_message(u32 portid, u32 seq, u8 cmd,
				     const struct pulse *pulse)
{
	struct sk_buff *skb = genlmsg_new(pulse_size(), GFP_KERNEL);

	if (skb && !pulse_put(skb, portid, seq, 0, cmd, pulse)) {
		nlmsg_free(skb);
		return NULL;
	}

	return skb;
}

/* In full order with the changes before and after it, on every CPU. */
static void pulse_changed(struct pulse_net *home)
{
	if (!atomic_inc_return(&home->generation))
		atomic_inc(&home->generation);
}

/* Tells all who listen, and who asked for it with NLM_F_ECHO, of a change. */
static void pulse_notify(struct genl_info *info, u8 cmd,
			 const struct pulse *pulse)
{
	u32 portid = info ? info->snd_portid : 0;
	u32 seq = info ? info->snd_seq : 0;
	struct net *net = pulse->home->net;
	struct sk_buff *skb;

	pulse_changed(pulse->home);

	skb = pulse_message(portid, seq, cmd, pulse);
	if (!skb)
		genl_set_err(&pulse_family, net, 0, PULSE_NLGRP_TIMERS,
			     -ENOBUFS);
	else if (info)
		genl_notify(&pulse_family, skb, info, PULSE_NLGRP_TIMERS,
			    GFP_KERNEL);
	else
		genlmsg_multicast_netns(&pulse_family, net, skb, 0,
					PULSE_NLGRP_TIMERS, GFP_KERNEL);
}

static int pulse_put_audit(struct sk_buff *skb, enum pulse_action action,
			   kuid_t user, const struct pulse *pulse)
{
	struct user_namespace *users = pulse->home->net->user_ns;
	void *header;

	header = genlmsg_put(skb, 0, 0, &pulse_family, 0, PULSE_CMD_AUDIT);
	if (!header || nla_put_string(skb, PULSE_A_NAME, pulse->name) ||
	    nla_put_u32(skb, PULSE_A_ACTION, action) ||
	    nla_put_u32(skb, PULSE_A_USER, from_kuid_munged(users, user)))
		return -EMSGSIZE;

	genlmsg_end(skb, header);

	return 0;
}

/* Tells who did it, for those who may know. */
static void pulse_audit(struct sk_buff *request, enum pulse_action action,
			const struct pulse *pulse)
{
	struct net *net = pulse->home->net;
	struct sk_buff *skb;

	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb) {
		genl_set_err(&pulse_family, net, 0, PULSE_NLGRP_AUDIT,
			     -ENOBUFS);
		return;
	}

	if (pulse_put_audit(skb, action, NETLINK_CREDS(request)->uid, pulse)) {
		nlmsg_free(skb);
		return;
	}

	genlmsg_multicast_netns(&pulse_family, net, skb, 0, PULSE_NLGRP_AUDIT,
				GFP_KERNEL);
}

static struct pulse *pulse_find(struct pulse_net *home, const char *name)
{
	struct pulse *pulse;

	list_for_each_entry_rcu(pulse, &home->list, list,
				lockdep_is_held(&home->mutex))
		if (!strcmp(pulse->name, name))
			return pulse;

	return NULL;
}

/* The timer that a request names, or an errno. */
static struct pulse *pulse_named(struct pulse_net *home, struct nlattr **attrs,
				 struct netlink_ext_ack *extack)
{
	struct pulse *pulse;

	if (NL_REQ_ATTR_CHECK(extack, NULL, attrs, PULSE_A_NAME))
		return ERR_PTR(-EINVAL);

	pulse = pulse_find(home, nla_data(attrs[PULSE_A_NAME]));
	if (!pulse) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[PULSE_A_NAME],
				    "there is no timer of this name");
		return ERR_PTR(-ENOENT);
	}

	return pulse;
}

/* It will be printed to somebody's terminal: nothing that moves the cursor. */
static int pulse_read_text(char *text, const struct nlattr *attr,
			   struct netlink_ext_ack *extack)
{
	const char *c;

	nla_strscpy(text, attr, PULSE_NAME_LENGTH + 1);

	for (c = text; *c && !iscntrl(*c); c++)
		;

	if (c == text || *c) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "it is empty, or has control characters");
		return -EINVAL;
	}

	return 0;
}

static int pulse_read_tags(struct pulse_settings *settings,
			   const struct nlattr *tags,
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *tag;
	int rest, err;

	settings->tag_count = 0;

	nla_for_each_nested(tag, tags, rest) {
		if (settings->tag_count == PULSE_TAGS) {
			NL_SET_ERR_MSG_ATTR(extack, tag,
					    "a timer has four tags at most");
			return -E2BIG;
		}

		err = pulse_read_text(settings->tags[settings->tag_count++],
				      tag, extack);
		if (err)
			return err;
	}

	return 0;
}

/* Beats a minute. What has no period is not there yet. */
static unsigned int pulse_load(const struct pulse_settings *settings)
{
	if (!settings->enabled || !settings->period)
		return 0;

	return 60 * MSEC_PER_SEC / settings->period;
}

/* The processor's time for a beat is charged to nobody: so it is limited. */
static int pulse_charge(struct pulse_net *home,
			const struct pulse_settings *old,
			const struct pulse_settings *settings,
			struct netlink_ext_ack *extack)
{
	unsigned int load = home->load - pulse_load(old) + pulse_load(settings);

	if (load > home->load && load > 60ULL * READ_ONCE(rate)) {
		NL_SET_ERR_MSG(extack, "it would be more beats than may be");
		return -EDQUOT;
	}

	home->load = load;

	return 0;
}

/*
 * New settings, or an errno. What is not given is as in the old ones. They are
 * charged to the memory cgroup of who asks.
 */
static struct pulse_settings *
pulse_read(struct pulse_net *home, const struct pulse_settings *old,
	   struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct pulse_settings *settings;
	int err = 0;

	settings = kmemdup(old, sizeof(*old), GFP_KERNEL_ACCOUNT);
	if (!settings)
		return ERR_PTR(-ENOMEM);

	if (attrs[PULSE_A_PERIOD])
		settings->period = nla_get_u32(attrs[PULSE_A_PERIOD]);

	if (attrs[PULSE_A_ENABLED])
		settings->enabled = nla_get_u8(attrs[PULSE_A_ENABLED]);

	if (attrs[PULSE_A_TAGS])
		err = pulse_read_tags(settings, attrs[PULSE_A_TAGS], extack);

	if (!err)
		err = pulse_charge(home, old, settings, extack);

	if (err) {
		kfree(settings);
		return ERR_PTR(err);
	}

	return settings;
}

static void pulse_remove(struct pulse *pulse)
{
	struct pulse_settings *settings;

	/* For who has the mutex, or is alone. */
	settings = rcu_dereference_protected(pulse->settings, true);

	timer_shutdown_sync(&pulse->timer);
	list_del_rcu(&pulse->list);
	pulse->home->count--;
	pulse->home->load -= pulse_load(settings);

	/* Somebody may be reading them: both are freed once nobody is. */
	kfree_rcu(settings, rcu);
	kfree_rcu(pulse, rcu);
}

/*
 * The last user of a socket has closed it, or died. The kernel has marked it
 * dead, and its port id may be another's by now, so go by the mark. A socket
 * is freed after we return, and so no lease is ever of one that is.
 */
static void pulse_end_leases(struct net *net)
{
	struct pulse_net *home = pulse_home(net);
	struct pulse *pulse, *next;
	const char *comm = current->group_leader->comm;
	unsigned int count = 0;

	mutex_lock(&home->mutex);

	list_for_each_entry_safe(pulse, next, &home->list, list) {
		if (!pulse->owner || !sock_flag(pulse->owner, SOCK_DEAD))
			continue;

		timer_delete_sync(&pulse->timer);
		pulse_notify(NULL, PULSE_CMD_DELETED, pulse);
		pulse_remove(pulse);
		count++;
	}

	mutex_unlock(&home->mutex);

	/* Anybody can close sockets all day, and their name may be anything. */
	if (count)
		pr_info_ratelimited("%*pE (%d) closed a socket, leased timers gone: %u\n",
				    (int)strnlen(comm, TASK_COMM_LEN), comm,
				    task_tgid_nr(current), count);
}

/* Called for every netlink socket of the machine, of whatever protocol. */
static int pulse_hear(struct notifier_block *block, unsigned long event,
		      void *data)
{
	const struct netlink_notify *notice = data;

	if (event == NETLINK_URELEASE && notice->protocol == NETLINK_GENERIC)
		pulse_end_leases(notice->net);

	return NOTIFY_DONE;
}

static struct notifier_block pulse_notifier = {
	.notifier_call = pulse_hear,
};

/* Around each operation that changes something; 6.1 calls it for all. */
static int pulse_lock(const struct genl_split_ops *ops, struct sk_buff *skb,
		      struct genl_info *info)
{
	if (ops->cmd != PULSE_CMD_GET)
		mutex_lock(&pulse_home(genl_info_net(info))->mutex);

	return 0;
}

static void pulse_unlock(const struct genl_split_ops *ops,
			 struct sk_buff *skb, struct genl_info *info)
{
	if (ops->cmd != PULSE_CMD_GET)
		mutex_unlock(&pulse_home(genl_info_net(info))->mutex);
}

/* A timer that nobody sees yet, or an errno. */
static struct pulse *pulse_make(struct pulse_net *home, struct nlattr **attrs,
				struct netlink_ext_ack *extack)
{
	static const struct pulse_settings usual = { .enabled = true, };
	struct pulse_settings *settings;
	struct pulse *pulse;
	int err;

	pulse = kzalloc(sizeof(*pulse), GFP_KERNEL_ACCOUNT);
	if (!pulse)
		return ERR_PTR(-ENOMEM);

	err = pulse_read_text(pulse->name, attrs[PULSE_A_NAME], extack);
	if (err)
		goto out_free;

	settings = pulse_read(home, &usual, attrs, extack);
	if (IS_ERR(settings)) {
		err = PTR_ERR(settings);
		goto out_free;
	}

	RCU_INIT_POINTER(pulse->settings, settings);
	timer_setup(&pulse->timer, pulse_beat, 0);
	pulse->home = home;
	pulse->id = ++home->last_id;

	return pulse;

out_free:
	kfree(pulse);
	return ERR_PTR(err);
}

static int pulse_nl_create_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct pulse_net *home = pulse_home(genl_info_net(info));
	struct netlink_ext_ack *extack = info->extack;
	struct nlattr *name = info->attrs[PULSE_A_NAME];
	struct pulse *pulse;

	if (GENL_REQ_ATTR_CHECK(info, PULSE_A_NAME) ||
	    GENL_REQ_ATTR_CHECK(info, PULSE_A_PERIOD))
		return -EINVAL;

	if (pulse_find(home, nla_data(name))) {
		NL_SET_ERR_MSG_ATTR(extack, name, "this name is taken");
		return -EEXIST;
	}

	if (home->count >= READ_ONCE(limit)) {
		NL_SET_ERR_MSG(extack, "there are as many timers as may be");
		return -ENOSPC;
	}

	pulse = pulse_make(home, info->attrs, extack);
	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	if (info->attrs[PULSE_A_LEASE]) {
		pulse->owner = NETLINK_CB(skb).sk;
		pulse->owner_portid = info->snd_portid;
	}

	/* All that a reader looks at is written by now. */
	list_add_tail_rcu(&pulse->list, &home->list);
	home->count++;

	/* In this order: no beat comes before the news of its timer. */
	pulse_notify(info, PULSE_CMD_CREATED, pulse);
	pulse_audit(skb, PULSE_ACTION_CREATE, pulse);
	pulse_start(pulse);

	return 0;
}

static int pulse_nl_change_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct pulse_net *home = pulse_home(genl_info_net(info));
	struct pulse_settings *settings;
	struct pulse *pulse;

	pulse = pulse_named(home, info->attrs, info->extack);
	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	/* All of the request or nothing: it may fail half-way. */
	settings = pulse_read(home, pulse_settings(pulse), info->attrs,
			      info->extack);
	if (IS_ERR(settings))
		return PTR_ERR(settings);

	/* No beat comes between the news and the start. */
	timer_delete_sync(&pulse->timer);
	settings = rcu_replace_pointer(pulse->settings, settings,
				       lockdep_is_held(&home->mutex));
	kfree_rcu(settings, rcu);
	WRITE_ONCE(pulse->quiet, false);
	WRITE_ONCE(pulse->looks, false);

	pulse_notify(info, PULSE_CMD_CHANGED, pulse);
	pulse_audit(skb, PULSE_ACTION_CHANGE, pulse);
	pulse_start(pulse);

	return 0;
}

static int pulse_nl_delete_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct pulse_net *home = pulse_home(genl_info_net(info));
	struct pulse *pulse;

	pulse = pulse_named(home, info->attrs, info->extack);
	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	/* No beat comes after the news of the end. */
	timer_delete_sync(&pulse->timer);
	pulse_notify(info, PULSE_CMD_DELETED, pulse);
	pulse_audit(skb, PULSE_ACTION_DELETE, pulse);
	pulse_remove(pulse);

	return 0;
}

/* For who is in an RCU section: the timer is not freed before its end. */
static int pulse_reply(struct sk_buff *reply, struct genl_info *info)
{
	struct pulse_net *home = pulse_home(genl_info_net(info));
	struct pulse *pulse;

	pulse = pulse_named(home, info->attrs, info->extack);
	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	if (!pulse_put(reply, info->snd_portid, info->snd_seq, 0,
		       PULSE_CMD_GET, pulse))
		return -EMSGSIZE;

	return 0;
}

static int pulse_nl_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	int err;

	/* It may sleep. In an RCU section nothing may. */
	reply = genlmsg_new(pulse_size(), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	rcu_read_lock();
	err = pulse_reply(reply, info);
	rcu_read_unlock();

	if (err) {
		nlmsg_free(reply);
		return err;
	}

	return genlmsg_reply(reply, info);
}

/* Called once for a dump, before its first piece is made. */
static int pulse_dump_start(struct netlink_callback *cb)
{
	struct pulse_cursor *cursor = (struct pulse_cursor *)cb->ctx;
	struct nlattr *attrs[PULSE_A_ENABLED + 1];
	int err;

	BUILD_BUG_ON(sizeof(*cursor) > sizeof(cb->ctx));

	/* Again: Linux 6.1 has one policy for do and dump of an operation. */
	err = genlmsg_parse(cb->nlh, &pulse_family, attrs, PULSE_A_ENABLED,
			    pulse_get_dump_nl_policy, cb->extack);
	if (err)
		return err;

	if (attrs[PULSE_A_ENABLED]) {
		cursor->filtered = true;
		cursor->enabled = nla_get_u8(attrs[PULSE_A_ENABLED]);
		cb->answer_flags = NLM_F_DUMP_FILTERED;
	}

	return 0;
}

static bool pulse_wanted(const struct pulse_cursor *cursor,
			 const struct pulse *pulse)
{
	if (pulse->id <= cursor->last)
		return false;

	return !cursor->filtered ||
	       pulse_settings(pulse)->enabled == cursor->enabled;
}

/* Fills one skb; called again, in the reader's recvmsg, until it gives 0. */
static int pulse_nl_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	struct pulse_cursor *cursor = (struct pulse_cursor *)cb->ctx;
	u32 portid = NETLINK_CB(cb->skb).portid;
	int flags = NLM_F_MULTI | cb->answer_flags;
	struct pulse_net *home = pulse_home(sock_net(skb->sk));
	struct pulse *pulse;
	void *header;
	int err = 0;

	rcu_read_lock();
	cb->seq = atomic_read_acquire(&home->generation);

	list_for_each_entry_rcu(pulse, &home->list, list) {
		if (!pulse_wanted(cursor, pulse))
			continue;

		header = pulse_put(skb, portid, cb->nlh->nlmsg_seq, flags,
				   PULSE_CMD_GET, pulse);
		if (!header) {
			err = -EMSGSIZE;
			break;
		}

		genl_dump_check_consistent(cb, header);
		cursor->last = pulse->id;
	}

	/*
	 * The list may have changed while we read it: then the next message, or
	 * the last one, says so. In order with pulse_changed(): who saw a change
	 * also sees the count of the one before it.
	 */
	smp_rmb();
	cb->seq = atomic_read(&home->generation);
	rcu_read_unlock();

	/* Full is no error, as long as there is something in it. */
	return err && skb->len ? skb->len : err;
}

#ifdef HAVE_GENL_SPLIT_OPS
static const struct nla_policy pulse_get_do_nl_policy[PULSE_A_NAME + 1] = {
	[PULSE_A_NAME] = { .type = NLA_NUL_STRING, .len = PULSE_NAME_LENGTH, },
};

static const struct genl_split_ops pulse_nl_ops[] = {
	{
		.cmd		= PULSE_CMD_GET,
		.doit		= pulse_nl_get_doit,
		.policy		= pulse_get_do_nl_policy,
		.maxattr	= PULSE_A_NAME,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= PULSE_CMD_GET,
		.start		= pulse_dump_start,
		.dumpit		= pulse_nl_get_dumpit,
		.policy		= pulse_get_dump_nl_policy,
		.maxattr	= PULSE_A_ENABLED,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= PULSE_CMD_CREATE,
		.pre_doit	= pulse_lock,
		.doit		= pulse_nl_create_doit,
		.post_doit	= pulse_unlock,
		.policy		= pulse_create_nl_policy,
		.maxattr	= PULSE_A_LEASE,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= PULSE_CMD_CHANGE,
		.pre_doit	= pulse_lock,
		.doit		= pulse_nl_change_doit,
		.post_doit	= pulse_unlock,
		.policy		= pulse_change_nl_policy,
		.maxattr	= PULSE_A_TAGS,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= PULSE_CMD_DELETE,
		.pre_doit	= pulse_lock,
		.doit		= pulse_nl_delete_doit,
		.post_doit	= pulse_unlock,
		.policy		= pulse_delete_nl_policy,
		.maxattr	= PULSE_A_NAME,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
};
#else
/* Linux 6.1: one policy for do and dump; the dump looks again, in its start. */
static const struct nla_policy pulse_get_nl_policy[PULSE_A_ENABLED + 1] = {
	[PULSE_A_NAME] = { .type = NLA_NUL_STRING, .len = PULSE_NAME_LENGTH, },
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
};

static const struct genl_ops pulse_old_ops[] = {
	{
		.cmd		= PULSE_CMD_GET,
		.doit		= pulse_nl_get_doit,
		.start		= pulse_dump_start,
		.dumpit		= pulse_nl_get_dumpit,
		.policy		= pulse_get_nl_policy,
		.maxattr	= PULSE_A_ENABLED,
	},
	{
		.cmd		= PULSE_CMD_CREATE,
		.doit		= pulse_nl_create_doit,
		.policy		= pulse_create_nl_policy,
		.maxattr	= PULSE_A_LEASE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= PULSE_CMD_CHANGE,
		.doit		= pulse_nl_change_doit,
		.policy		= pulse_change_nl_policy,
		.maxattr	= PULSE_A_TAGS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= PULSE_CMD_DELETE,
		.doit		= pulse_nl_delete_doit,
		.policy		= pulse_delete_nl_policy,
		.maxattr	= PULSE_A_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};
#endif

static const struct genl_multicast_group pulse_groups[] = {
	[PULSE_NLGRP_BEATS] = { "beats", },
	[PULSE_NLGRP_TIMERS] = { "timers", },
	[PULSE_NLGRP_AUDIT] = { "audit", GENL_MCAST_CAP_NET_ADMIN, },
};

#ifdef HAVE_GENL_BIND
static void pulse_wake_all(struct pulse_net *home)
{
	struct pulse *pulse;

	mutex_lock(&home->mutex);

	list_for_each_entry(pulse, &home->list, list)
		if (READ_ONCE(pulse->quiet))
			pulse_start(pulse);

	mutex_unlock(&home->mutex);
}

/* In which namespace, we are not told; what nobody hears rests again. */
static int pulse_bind(int group)
{
	struct net *net;

	if (group != PULSE_NLGRP_BEATS)
		return 0;

	down_read(&net_rwsem);

	for_each_net(net)
		pulse_wake_all(pulse_home(net));

	up_read(&net_rwsem);

	return 0;
}
#endif

static struct genl_family pulse_family __ro_after_init = {
	.name		= PULSE_FAMILY_NAME,
	.version	= PULSE_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
#ifdef HAVE_GENL_SPLIT_OPS
	.split_ops	= pulse_nl_ops,
	.n_split_ops	= ARRAY_SIZE(pulse_nl_ops),
#else
	.ops		= pulse_old_ops,
	.n_ops		= ARRAY_SIZE(pulse_old_ops),
	.pre_doit	= pulse_lock,
	.post_doit	= pulse_unlock,
#endif
	.mcgrps		= pulse_groups,
	.n_mcgrps	= ARRAY_SIZE(pulse_groups),
#ifdef HAVE_GENL_BIND
	.bind		= pulse_bind,
#endif
};

/* A namespace comes to life, or was there when the module was loaded. */
static int __net_init pulse_net_init(struct net *net)
{
	struct pulse_net *home = pulse_home(net);

	home->net = net;
	mutex_init(&home->mutex);
	INIT_LIST_HEAD(&home->list);
	atomic_set(&home->generation, 1);

	return 0;
}

/* A namespace ends, or the module does. No user socket is left in it. */
static void __net_exit pulse_net_exit(struct net *net)
{
	struct pulse_net *home = pulse_home(net);
	struct pulse *pulse, *next;

	list_for_each_entry_safe(pulse, next, &home->list, list)
		pulse_remove(pulse);

	pr_info_ratelimited("left namespace %u\n", net->ns.inum);
}

static struct pernet_operations pulse_net_ops = {
	.init = pulse_net_init,
	.exit = pulse_net_exit,
	.id = &pulse_net_id,
	.size = sizeof(struct pulse_net),
};

/* What requests need is there before there are requests. */
static int __init pulse_init(void)
{
	int err;

	err = register_pernet_subsys(&pulse_net_ops);
	if (err)
		return err;

	err = netlink_register_notifier(&pulse_notifier);
	if (err)
		goto out_pernet;

	err = genl_register_family(&pulse_family);
	if (err)
		goto out_notifier;

	pr_info("family id %d\n", pulse_family.id);

	return 0;

out_notifier:
	netlink_unregister_notifier(&pulse_notifier);
out_pernet:
	unregister_pernet_subsys(&pulse_net_ops);
	return err;
}

static void __exit pulse_exit(void)
{
	/* A beat that is being sent is waited for; no other is sent. */
	WRITE_ONCE(pulse_ends, true);
	synchronize_rcu();

	netlink_unregister_notifier(&pulse_notifier);
	genl_unregister_family(&pulse_family);
	unregister_pernet_subsys(&pulse_net_ops);
}

module_init(pulse_init);
module_exit(pulse_exit);

MODULE_ALIAS_GENL_FAMILY(PULSE_FAMILY_NAME);
MODULE_DESCRIPTION("Named periodic timers over netlink");
MODULE_LICENSE("GPL");
