// SPDX-License-Identifier: GPL-2.0-only
/*
 * pulse: named periodic timers, configured over netlink.
 *
 * Stage 08 leases: a timer may belong to the socket that made it, and goes when
 * that one is closed. How we hear of that differs between kernels.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <net/net_namespace.h>
#include <net/netlink.h>
#include <net/netns/generic.h>
#include <net/sock.h>

#include "pulse.h"

static int unit = NETLINK_PULSE;
module_param(unit, int, 0444);
MODULE_PARM_DESC(unit, "netlink protocol number to ask for");

static unsigned int limit = 10000;
module_param(limit, uint, 0644);
MODULE_PARM_DESC(limit, "how many timers a namespace may have");

/* What pulse has in one network namespace. */
struct pulse_net {
	struct sock *socket;

	/* Senders and readers come many at once; one at a time has the list. */
	struct mutex mutex;
	struct list_head list;
	unsigned int count;
	u64 last_id;

	/* Another after each change. A dump takes 0 for "nobody counts". */
	unsigned int generation;
};

struct pulse_settings {
	u32 period;		/* milliseconds */
	bool enabled;
	unsigned int tag_count;
	char tags[PULSE_TAGS][PULSE_NAME_LENGTH + 1];
};

struct pulse {
	struct pulse_net *home;
	struct list_head list;
	const struct sock *owner;	/* of a lease, else NULL */
	u32 owner_portid;
	u64 id;			/* grows along the list, never used twice */
	char name[PULSE_NAME_LENGTH + 1];
	struct pulse_settings settings;
	struct timer_list timer;
	atomic64_t beats;	/* sent so far */
	bool quiet;		/* nobody took the last one */
};

/* How far a dump has come, kept in the space that the callback has for us. */
struct pulse_cursor {
	u64 last;		/* id of the last timer told */
	bool filtered;
	bool enabled;		/* with filtered: only those like this */
};

static unsigned int pulse_net_id;

/* Until every namespace has its pulse_net, nobody must look for one. */
static bool pulse_ready;

/* A beat that nobody took is followed by the next one after this, or later. */
#define PULSE_PAUSE	HZ

/* Not const: Linux 6.1 has a plain pointer for it in struct nla_policy. */
static struct netlink_range_validation pulse_periods = {
	.min = PULSE_PERIOD_MIN,
	.max = PULSE_PERIOD_MAX,
};

static const struct nla_policy pulse_tag_policy[PULSE_TAG_A_MAX + 1] = {
	[PULSE_TAG_A_NAME] = {
		.type = NLA_NUL_STRING,
		.len = PULSE_NAME_LENGTH,
	},
};

static const struct nla_policy pulse_policy[PULSE_A_MAX + 1] = {
	[PULSE_A_NAME] = {
		.type = NLA_NUL_STRING,
		.len = PULSE_NAME_LENGTH,
	},
	[PULSE_A_PERIOD] = NLA_POLICY_FULL_RANGE(NLA_U32, &pulse_periods),
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
	[PULSE_A_TAGS] = NLA_POLICY_NESTED(pulse_tag_policy),
	[PULSE_A_LEASE] = { .type = NLA_FLAG },
};

static const struct nla_policy pulse_filter_policy[PULSE_A_MAX + 1] = {
	[PULSE_A_ENABLED] = NLA_POLICY_MAX(NLA_U8, 1),
};

static bool pulse_is_ready(void)
{
	/* Pairs with pulse_init: ready means that every pulse_net is, too. */
	return smp_load_acquire(&pulse_ready);
}

/* A socket's namespace is its sender's and its readers' alike. */
static struct pulse_net *pulse_home(const struct sk_buff *skb)
{
	return net_generic(sock_net(skb->sk), pulse_net_id);
}

static size_t pulse_beat_size(void)
{
	return nla_total_size(PULSE_NAME_LENGTH + 1) +
	       nla_total_size_64bit(sizeof(u64));
}

/* Gives -ESRCH when nobody took it: nobody is there, or all queues are full. */
static int pulse_send_beat(const struct pulse *pulse, u64 count)
{
	struct sock *socket = pulse->home->socket;
	struct nlmsghdr *nlh;
	struct sk_buff *skb;

	/* In a timer nothing may sleep. */
	skb = nlmsg_new(pulse_beat_size(), GFP_ATOMIC);
	if (!skb) {
		netlink_set_err(socket, 0, PULSE_GROUP_BEATS, -ENOBUFS);
		return -ENOMEM;
	}

	nlh = nlmsg_put(skb, 0, 0, PULSE_BEAT, 0, 0);
	if (!nlh || nla_put_string(skb, PULSE_A_NAME, pulse->name) ||
	    nla_put_u64_64bit(skb, PULSE_A_BEATS, count, PULSE_A_PAD)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}

	nlmsg_end(skb, nlh);

	return nlmsg_multicast(socket, skb, 0, PULSE_GROUP_BEATS, GFP_ATOMIC);
}

static unsigned long pulse_period(const struct pulse *pulse)
{
	return msecs_to_jiffies(pulse->settings.period);
}

/* A "yes" of netlink_has_listeners() is of any namespace, a "no" of all. */
static bool pulse_may_rest(const struct pulse *pulse)
{
	struct sock *socket = pulse->home->socket;

	return READ_ONCE(pulse->quiet) &&
	       !netlink_has_listeners(socket, PULSE_GROUP_BEATS);
}

static void pulse_beat(struct timer_list *timer)
{
	struct pulse *pulse = container_of(timer, struct pulse, timer);
	u64 count = atomic64_inc_return(&pulse->beats);
	bool heard = pulse_send_beat(pulse, count) != -ESRCH;
	unsigned long wait = pulse_period(pulse);

	if (!heard && pulse_may_rest(pulse))
		return;

	WRITE_ONCE(pulse->quiet, !heard);
	if (!heard)
		wait = max_t(unsigned long, wait, PULSE_PAUSE);

	mod_timer(timer, jiffies + wait);
}

static void pulse_start(struct pulse *pulse)
{
	if (pulse->settings.enabled)
		mod_timer(&pulse->timer, jiffies + pulse_period(pulse));
}

static void pulse_wake_all(struct pulse_net *home)
{
	struct pulse *pulse;

	mutex_lock(&home->mutex);

	list_for_each_entry(pulse, &home->list, list) {
		if (!READ_ONCE(pulse->quiet))
			continue;

		WRITE_ONCE(pulse->quiet, false);
		pulse_start(pulse);
	}

	mutex_unlock(&home->mutex);
}

static bool pulse_runs(const struct pulse *pulse)
{
	return pulse->settings.enabled &&
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
static struct nlmsghdr *pulse_put(struct sk_buff *skb, u32 portid, u32 seq,
				  int type, int flags,
				  const struct pulse *pulse)
{
	const struct pulse_settings *settings = &pulse->settings;
	struct nlmsghdr *nlh;

	nlh = nlmsg_put(skb, portid, seq, type, 0, flags);
	if (!nlh)
		return NULL;

	if (nla_put_string(skb, PULSE_A_NAME, pulse->name) ||
	    nla_put_u32(skb, PULSE_A_PERIOD, settings->period) ||
	    nla_put_u8(skb, PULSE_A_ENABLED, settings->enabled) ||
	    pulse_put_tags(skb, settings) ||
	    pulse_put_state(skb, pulse)) {
		nlmsg_cancel(skb, nlh);
		return NULL;
	}

	nlmsg_end(skb, nlh);

	return nlh;
}

static void pulse_changed(struct pulse_net *home)
{
	if (!++home->generation)
		home->generation = 1;
}

/* Tells all who listen of a change, and with report who asked for it, too. */
static void pulse_tell(const struct pulse *pulse, int type, u32 portid,
		       u32 seq, int report)
{
	struct pulse_net *home = pulse->home;
	struct sk_buff *skb;

	pulse_changed(home);

	skb = nlmsg_new(pulse_size(), GFP_KERNEL);
	if (!skb) {
		netlink_set_err(home->socket, 0, PULSE_GROUP_TIMERS, -ENOBUFS);
		return;
	}

	if (!pulse_put(skb, portid, seq, type, 0, pulse)) {
		nlmsg_free(skb);
		return;
	}

	nlmsg_notify(home->socket, skb, portid, PULSE_GROUP_TIMERS, report,
		     GFP_KERNEL);
}

/* Of a change that a request made; it may ask with NLM_F_ECHO to be told. */
static void pulse_notify(struct sk_buff *request, const struct nlmsghdr *nlh,
			 const struct pulse *pulse)
{
	pulse_tell(pulse, nlh->nlmsg_type, NETLINK_CB(request).portid,
		   nlh->nlmsg_seq, nlmsg_report(nlh));
}

static struct pulse *pulse_find(struct pulse_net *home, const char *name)
{
	struct pulse *pulse;

	list_for_each_entry(pulse, &home->list, list)
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

static int pulse_read_tags(struct pulse_settings *settings,
			   const struct nlattr *tags,
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *tag;
	int rest;

	settings->tag_count = 0;

	nla_for_each_nested(tag, tags, rest) {
		if (settings->tag_count == PULSE_TAGS) {
			NL_SET_ERR_MSG_ATTR(extack, tag,
					    "a timer has four tags at most");
			return -E2BIG;
		}

		nla_strscpy(settings->tags[settings->tag_count++], tag,
			    sizeof(settings->tags[0]));
	}

	return 0;
}

/* What is not given stays as it is. */
static int pulse_read(struct pulse_settings *settings, struct nlattr **attrs,
		      struct netlink_ext_ack *extack)
{
	if (attrs[PULSE_A_PERIOD])
		settings->period = nla_get_u32(attrs[PULSE_A_PERIOD]);

	if (attrs[PULSE_A_ENABLED])
		settings->enabled = nla_get_u8(attrs[PULSE_A_ENABLED]);

	if (attrs[PULSE_A_TAGS])
		return pulse_read_tags(settings, attrs[PULSE_A_TAGS], extack);

	return 0;
}

static int pulse_new(struct sk_buff *skb, struct nlmsghdr *nlh,
		     struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct nlattr *name = attrs[PULSE_A_NAME];
	struct pulse_net *home = pulse_home(skb);
	struct pulse *pulse;
	int err;

	if (NL_REQ_ATTR_CHECK(extack, NULL, attrs, PULSE_A_NAME) ||
	    NL_REQ_ATTR_CHECK(extack, NULL, attrs, PULSE_A_PERIOD))
		return -EINVAL;

	if (pulse_find(home, nla_data(name))) {
		NL_SET_ERR_MSG_ATTR(extack, name, "this name is taken");
		return -EEXIST;
	}

	if (home->count >= limit) {
		NL_SET_ERR_MSG(extack, "there are as many timers as may be");
		return -ENOSPC;
	}

	/* Before that, nobody would hear of the owner's end. */
	if (attrs[PULSE_A_LEASE] && !pulse_is_ready()) {
		NL_SET_ERR_MSG(extack, "the module is still being loaded");
		return -EAGAIN;
	}

	pulse = kzalloc(sizeof(*pulse), GFP_KERNEL);
	if (!pulse)
		return -ENOMEM;

	nla_strscpy(pulse->name, name, sizeof(pulse->name));
	pulse->settings.enabled = true;

	err = pulse_read(&pulse->settings, attrs, extack);
	if (err) {
		kfree(pulse);
		return err;
	}

	timer_setup(&pulse->timer, pulse_beat, 0);
	pulse->home = home;
	pulse->id = ++home->last_id;
	if (attrs[PULSE_A_LEASE]) {
		pulse->owner = NETLINK_CB(skb).sk;
		pulse->owner_portid = NETLINK_CB(skb).portid;
	}
	list_add_tail(&pulse->list, &home->list);
	home->count++;

	/* In this order: no beat comes before the news of its timer. */
	pulse_notify(skb, nlh, pulse);
	pulse_start(pulse);

	return 0;
}

static int pulse_set(struct sk_buff *skb, struct nlmsghdr *nlh,
		     struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct pulse *pulse = pulse_named(pulse_home(skb), attrs, extack);
	struct pulse_settings settings;
	int err;

	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	if (attrs[PULSE_A_LEASE]) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[PULSE_A_LEASE],
				    "only a new timer can be leased");
		return -EINVAL;
	}

	/* All of the request or nothing: it may fail half-way. */
	settings = pulse->settings;
	err = pulse_read(&settings, attrs, extack);
	if (err)
		return err;

	/* The beat reads the settings, and takes no mutex: it must not run. */
	timer_delete_sync(&pulse->timer);
	pulse->settings = settings;
	pulse->quiet = false;

	pulse_notify(skb, nlh, pulse);
	pulse_start(pulse);

	return 0;
}

static void pulse_remove(struct pulse *pulse)
{
	timer_shutdown_sync(&pulse->timer);
	list_del(&pulse->list);
	pulse->home->count--;
	kfree(pulse);
}

static int pulse_del(struct sk_buff *skb, struct nlmsghdr *nlh,
		     struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct pulse *pulse = pulse_named(pulse_home(skb), attrs, extack);

	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	/* No beat comes after the news of the end. */
	timer_delete_sync(&pulse->timer);
	pulse_notify(skb, nlh, pulse);
	pulse_remove(pulse);

	return 0;
}

static int pulse_get(struct sk_buff *skb, struct nlmsghdr *nlh,
		     struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct pulse *pulse = pulse_named(pulse_home(skb), attrs, extack);
	u32 portid = NETLINK_CB(skb).portid;
	struct sk_buff *reply;

	if (IS_ERR(pulse))
		return PTR_ERR(pulse);

	reply = nlmsg_new(pulse_size(), GFP_KERNEL);
	if (!reply)
		return -ENOMEM;

	if (!pulse_put(reply, portid, nlh->nlmsg_seq, PULSE_NEW, 0, pulse)) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}

	/* Input runs on the socket that heard; that one answers, too. */
	return nlmsg_unicast(skb->sk, reply, portid);
}

/* What dumps have in cb->ctx is copied before the first piece is made. */
static int pulse_dump_start(struct netlink_callback *cb)
{
	const struct pulse_cursor *cursor = cb->data;

	BUILD_BUG_ON(sizeof(*cursor) > sizeof(cb->ctx));
	memcpy(cb->ctx, cursor, sizeof(*cursor));

	if (cursor->filtered)
		cb->answer_flags = NLM_F_DUMP_FILTERED;

	return 0;
}

static bool pulse_wanted(const struct pulse_cursor *cursor,
			 const struct pulse *pulse)
{
	if (pulse->id <= cursor->last)
		return false;

	return !cursor->filtered || pulse->settings.enabled == cursor->enabled;
}

/* Fills one skb; called again, in the reader's recvmsg, until it gives 0. */
static int pulse_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct pulse_cursor *cursor = (struct pulse_cursor *)cb->ctx;
	u32 portid = NETLINK_CB(cb->skb).portid;
	int flags = NLM_F_MULTI | cb->answer_flags;
	struct pulse_net *home = pulse_home(skb);
	struct nlmsghdr *nlh;
	struct pulse *pulse;
	int err = 0;

	mutex_lock(&home->mutex);
	cb->seq = home->generation;

	list_for_each_entry(pulse, &home->list, list) {
		if (!pulse_wanted(cursor, pulse))
			continue;

		nlh = pulse_put(skb, portid, cb->nlh->nlmsg_seq, PULSE_NEW,
				flags, pulse);
		if (!nlh) {
			err = -EMSGSIZE;
			break;
		}

		nl_dump_check_consistent(cb, nlh);
		cursor->last = pulse->id;
	}

	mutex_unlock(&home->mutex);

	/* Full is no error, as long as there is something in it. */
	return err && skb->len ? skb->len : err;
}

static int pulse_list_all(struct sk_buff *skb, struct nlmsghdr *nlh,
			  struct netlink_ext_ack *extack)
{
	struct pulse_cursor cursor = {};
	struct netlink_dump_control control = {
		.start = pulse_dump_start,
		.dump = pulse_dump,
		.data = &cursor,
	};
	struct nlattr *attrs[PULSE_A_MAX + 1];
	int err;

	err = nlmsg_parse(nlh, 0, attrs, PULSE_A_MAX, pulse_filter_policy,
			  extack);
	if (err)
		return err;

	if (attrs[PULSE_A_ENABLED]) {
		cursor.filtered = true;
		cursor.enabled = nla_get_u8(attrs[PULSE_A_ENABLED]);
	}

	return netlink_dump_start(skb->sk, skb, nlh, &control);
}

static int pulse_handle(struct sk_buff *skb, struct nlmsghdr *nlh,
			struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[PULSE_A_MAX + 1];
	int err;

	err = nlmsg_parse(nlh, 0, attrs, PULSE_A_MAX, pulse_policy, extack);
	if (err)
		return err;

	switch (nlh->nlmsg_type) {
	case PULSE_NEW:
		return pulse_new(skb, nlh, attrs, extack);
	case PULSE_DEL:
		return pulse_del(skb, nlh, attrs, extack);
	case PULSE_GET:
		return pulse_get(skb, nlh, attrs, extack);
	case PULSE_SET:
		return pulse_set(skb, nlh, attrs, extack);
	default:
		NL_SET_ERR_MSG(extack, "pulse has no such message type");
		return -EOPNOTSUPP;
	}
}

static bool pulse_is_dump(const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_type == PULSE_GET &&
	       (nlh->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
}

static int pulse_receive(struct sk_buff *skb, struct nlmsghdr *nlh,
			 struct netlink_ext_ack *extack)
{
	struct pulse_net *home = pulse_home(skb);
	int err;

	/* The first piece is made here and now, and takes the mutex itself. */
	if (pulse_is_dump(nlh))
		return pulse_list_all(skb, nlh, extack);

	mutex_lock(&home->mutex);
	err = pulse_handle(skb, nlh, extack);
	mutex_unlock(&home->mutex);

	return err;
}

static void pulse_input(struct sk_buff *skb)
{
	netlink_rcv_skb(skb, pulse_receive);
}

/* Our refusal is what the user's bind or setsockopt fails with. */
static int pulse_bind(struct net *net, int group)
{
	if (group > PULSE_GROUP_MAX)
		return -ENOENT;

	if (!pulse_is_ready())
		return -EAGAIN;

	pr_info("bind to group %d\n", group);

	if (group == PULSE_GROUP_BEATS)
		pulse_wake_all(net_generic(net, pulse_net_id));

	return 0;
}

static void pulse_unbind(struct net *net, int group)
{
	pr_info("unbind from group %d\n", group);
}

/*
 * The last user of a socket has closed it, or died. The kernel has marked it
 * dead, and its port id may be another's by now, so go by the mark. A socket
 * is freed after we return, and so no lease is ever of one that is.
 */
static void pulse_end_leases(struct net *net)
{
	struct pulse_net *home;
	struct pulse *pulse, *next;
	unsigned int count = 0;

	if (!pulse_is_ready())
		return;

	home = net_generic(net, pulse_net_id);
	mutex_lock(&home->mutex);

	list_for_each_entry_safe(pulse, next, &home->list, list) {
		if (!pulse->owner || !sock_flag(pulse->owner, SOCK_DEAD))
			continue;

		timer_delete_sync(&pulse->timer);
		pulse_tell(pulse, PULSE_DEL, 0, 0, 0);
		pulse_remove(pulse);
		count++;
	}

	mutex_unlock(&home->mutex);

	if (count)
		pr_info("%s (%d) closed a socket, leased timers gone: %u\n",
			current->group_leader->comm, task_tgid_nr(current), count);
}

#ifdef HAVE_NETLINK_CFG_RELEASE

#define PULSE_TOLD_BY "netlink_kernel_cfg.release"

static void pulse_release(struct sock *socket, unsigned long *groups)
{
	pulse_end_leases(sock_net(socket));
}

static int pulse_watch(void)
{
	return 0;
}

static void pulse_unwatch(void)
{
}

#else

#define PULSE_TOLD_BY "the netlink notifier"

/* Called for every netlink socket of the machine, of whatever protocol. */
static int pulse_hear(struct notifier_block *block, unsigned long event,
		      void *data)
{
	const struct netlink_notify *notice = data;

	if (event == NETLINK_URELEASE && notice->protocol == unit)
		pulse_end_leases(notice->net);

	return NOTIFY_DONE;
}

static struct notifier_block pulse_notifier = {
	.notifier_call = pulse_hear,
};

static int pulse_watch(void)
{
	return netlink_register_notifier(&pulse_notifier);
}

static void pulse_unwatch(void)
{
	netlink_unregister_notifier(&pulse_notifier);
}

#endif

/* A namespace comes to life, or was there when the module was loaded. */
static int __net_init pulse_net_init(struct net *net)
{
	struct pulse_net *home = net_generic(net, pulse_net_id);
	struct netlink_kernel_cfg cfg = {
		.groups = PULSE_GROUP_MAX,
		.flags = NL_CFG_F_NONROOT_RECV,
		.input = pulse_input,
		.bind = pulse_bind,
		.unbind = pulse_unbind,
#ifdef HAVE_NETLINK_CFG_RELEASE
		.release = pulse_release,
#endif
	};

	mutex_init(&home->mutex);
	INIT_LIST_HEAD(&home->list);
	home->generation = 1;

	/* A request may come before the socket is set, and then waits. */
	mutex_lock(&home->mutex);
	home->socket = netlink_kernel_create(net, unit, &cfg);
	mutex_unlock(&home->mutex);

	if (!home->socket) {
		pr_err("no kernel socket for protocol %d in namespace %u\n",
		       unit, net->ns.inum);
		return -ENOMEM;
	}

	pr_info("kernel socket for protocol %d created in namespace %u\n",
		unit, net->ns.inum);

	return 0;
}

/* A namespace ends, or the module does. No user socket is left in it. */
static void __net_exit pulse_net_exit(struct net *net)
{
	struct pulse_net *home = net_generic(net, pulse_net_id);
	struct pulse *pulse, *next;

	/* Nobody can send any more; the timers still do, so they go first. */
	list_for_each_entry_safe(pulse, next, &home->list, list)
		pulse_remove(pulse);

	netlink_kernel_release(home->socket);
	pr_info("kernel socket released in namespace %u\n", net->ns.inum);
}

static struct pernet_operations pulse_net_ops = {
	.init = pulse_net_init,
	.exit = pulse_net_exit,
	.id = &pulse_net_id,
	.size = sizeof(struct pulse_net),
};

static int __init pulse_init(void)
{
	int err = pulse_watch();

	if (err)
		return err;

	err = register_pernet_subsys(&pulse_net_ops);
	if (err) {
		pulse_unwatch();
		return err;
	}

	pr_info("told of closed sockets by " PULSE_TOLD_BY "\n");

	/* Pairs with pulse_is_ready. */
	smp_store_release(&pulse_ready, true);

	return 0;
}

static void __exit pulse_exit(void)
{
	pulse_unwatch();
	unregister_pernet_subsys(&pulse_net_ops);
}

module_init(pulse_init);
module_exit(pulse_exit);

MODULE_ALIAS_NET_PF_PROTO(PF_NETLINK, NETLINK_PULSE);
MODULE_DESCRIPTION("Named periodic timers over netlink");
MODULE_LICENSE("GPL");
