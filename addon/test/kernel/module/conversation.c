// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family "conversation", which answers in the ways that a
 * kernel can: what the library's tests talk to where no other family would do
 * so on request.
 */
#include <linux/module.h>
#include <net/genetlink.h>
#include <net/netlink.h>

enum {
	CONVERSATION_VALUE = 1,	/* u32 */
	CONVERSATION_NAME,	/* NUL-terminated, 7 bytes at most */
	CONVERSATION_COUNT,	/* u32 */
	CONVERSATION_ERRNO,	/* u32 */
	CONVERSATION_INNER,	/* nest of INNER_* */
	CONVERSATION_MAX = CONVERSATION_INNER,
};

enum {
	INNER_DEEP = 1,		/* u8, 1 to 4 */
	INNER_MAX = INNER_DEEP,
};

enum {
	CONVERSATION_ECHO = 1,	/* replies with VALUE and NAME */
	CONVERSATION_REMARK,	/* done, with a remark and a cookie */
	CONVERSATION_NEED,	/* wants VALUE, and DEEP in INNER */
	CONVERSATION_LIST,	/* COUNT messages, then ERRNO */
	CONVERSATION_UNSETTLE,	/* the next COUNT lists change meanwhile */
	CONVERSATION_TELL,	/* COUNT events, until one fails */
	CONVERSATION_SILENCE,	/* done, and no reply */
	CONVERSATION_REFUSE,	/* ERRNO, and which attribute said so */
};

static const struct nla_policy inner_policy[INNER_MAX + 1] = {
	[INNER_DEEP] = NLA_POLICY_RANGE(NLA_U8, 1, 4),
};

static const struct nla_policy conversation_policy[CONVERSATION_MAX + 1] = {
	[CONVERSATION_VALUE] = { .type = NLA_U32 },
	[CONVERSATION_NAME] = { .type = NLA_NUL_STRING, .len = 7 },
	[CONVERSATION_COUNT] = { .type = NLA_U32 },
	[CONVERSATION_ERRNO] = NLA_POLICY_MAX(NLA_U32, 133),
	[CONVERSATION_INNER] = NLA_POLICY_NESTED(inner_policy),
};

static struct genl_family conversation_family;

/* How many lists are still to change while they are read. */
static atomic_t unsettled = ATOMIC_INIT(0);

static u32 number(const struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

static int conversation_echo(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[CONVERSATION_NAME];
	struct sk_buff *reply;
	void *header;

	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	header = genlmsg_put_reply(reply, info, &conversation_family, 0,
				   CONVERSATION_ECHO);
	if (!header ||
	    nla_put_u32(reply, CONVERSATION_VALUE,
			number(info->attrs[CONVERSATION_VALUE])) ||
	    (name && nla_put_string(reply, CONVERSATION_NAME, nla_data(name)))) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}

static int conversation_remark(struct sk_buff *skb, struct genl_info *info)
{
	NL_SET_ERR_MSG(info->extack, "done, though there is a newer way");
	nl_set_extack_cookie_u64(info->extack, 4711);
	return 0;
}

static int conversation_need(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *inner = info->attrs[CONVERSATION_INNER];
	struct nlattr *attrs[INNER_MAX + 1];
	int err;

	if (GENL_REQ_ATTR_CHECK(info, CONVERSATION_VALUE) ||
	    GENL_REQ_ATTR_CHECK(info, CONVERSATION_INNER))
		return -EINVAL;
	err = nla_parse_nested(attrs, INNER_MAX, inner, inner_policy,
			       info->extack);
	if (err)
		return err;
	return NL_REQ_ATTR_CHECK(info->extack, inner, attrs, INNER_DEEP) ?
	       -EINVAL : 0;
}

static int conversation_list(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr *attrs[CONVERSATION_MAX + 1];
	u32 count;
	int err;

	err = genlmsg_parse(cb->nlh, &conversation_family, attrs,
			    CONVERSATION_MAX, conversation_policy, cb->extack);
	if (err)
		return err;
	count = number(attrs[CONVERSATION_COUNT]);
	if (!cb->args[0])
		cb->args[1] = atomic_add_unless(&unsettled, -1, 0);
	for (; cb->args[0] < count; cb->args[0]++) {
		void *header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
					   cb->nlh->nlmsg_seq,
					   &conversation_family, NLM_F_MULTI,
					   CONVERSATION_LIST);

		if (!header)
			return skb->len;
		if (nla_put_u32(skb, CONVERSATION_VALUE, cb->args[0])) {
			genlmsg_cancel(skb, header);
			return skb->len;
		}
		cb->seq = 1 + (cb->args[1] && cb->args[0] > count / 2);
		genl_dump_check_consistent(cb, header);
		genlmsg_end(skb, header);
	}
	if (skb->len)
		return skb->len;
	return -(int)number(attrs[CONVERSATION_ERRNO]);
}

static int conversation_unsettle(struct sk_buff *skb, struct genl_info *info)
{
	atomic_set(&unsettled, number(info->attrs[CONVERSATION_COUNT]));
	return 0;
}

static int conversation_tell(struct sk_buff *skb, struct genl_info *info)
{
	u32 count = number(info->attrs[CONVERSATION_COUNT]);
	u32 each;
	int err;

	for (each = 0; each < count; each++) {
		struct sk_buff *event;
		void *header;

		event = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
		if (!event)
			return -ENOMEM;
		header = genlmsg_put(event, 0, 0, &conversation_family, 0,
				     CONVERSATION_TELL);
		if (!header || nla_put_u32(event, CONVERSATION_VALUE, each)) {
			nlmsg_free(event);
			return -EMSGSIZE;
		}
		genlmsg_end(event, header);
		err = genlmsg_multicast_netns(&conversation_family,
					      genl_info_net(info), event, 0, 0,
					      GFP_KERNEL);
		/* Nobody listening is no error. */
		if (err && err != -ESRCH)
			return err;
	}
	return 0;
}

static int conversation_silence(struct sk_buff *skb, struct genl_info *info)
{
	return 0;
}

static int conversation_refuse(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *errno = info->attrs[CONVERSATION_ERRNO];

	if (GENL_REQ_ATTR_CHECK(info, CONVERSATION_ERRNO))
		return -EINVAL;
	NL_SET_ERR_MSG_ATTR(info->extack, errno, "refused as was asked");
	return -(int)nla_get_u32(errno);
}

static const struct genl_ops conversation_ops[] = {
	{ .cmd = CONVERSATION_ECHO, .doit = conversation_echo },
	{ .cmd = CONVERSATION_REMARK, .doit = conversation_remark },
	{ .cmd = CONVERSATION_NEED, .doit = conversation_need },
	{ .cmd = CONVERSATION_LIST, .dumpit = conversation_list },
	{ .cmd = CONVERSATION_UNSETTLE, .doit = conversation_unsettle },
	{ .cmd = CONVERSATION_TELL, .doit = conversation_tell },
	{ .cmd = CONVERSATION_SILENCE, .doit = conversation_silence },
	{ .cmd = CONVERSATION_REFUSE, .doit = conversation_refuse },
};

static const struct genl_multicast_group conversation_groups[] = {
	{ .name = "news" },
};

static struct genl_family conversation_family = {
	.name = "conversation",
	.version = 3,
	.maxattr = CONVERSATION_MAX,
	.policy = conversation_policy,
	.netnsok = true,
	.module = THIS_MODULE,
	.ops = conversation_ops,
	.n_ops = ARRAY_SIZE(conversation_ops),
	.resv_start_op = CONVERSATION_ECHO,
	.mcgrps = conversation_groups,
	.n_mcgrps = ARRAY_SIZE(conversation_groups),
};

static int __init conversation_init(void)
{
	return genl_register_family(&conversation_family);
}
module_init(conversation_init);

static void __exit conversation_exit(void)
{
	genl_unregister_family(&conversation_family);
}
module_exit(conversation_exit);

MODULE_DESCRIPTION("A family that answers in the ways that a kernel can");
MODULE_LICENSE("GPL");
