/**
 * How the kernel's side of netlink changed, as data: each change with its version, its commit where we know it, and what of it can
 * be seen in the headers of a kernel. A test holds the evidence against the headers of every kernel that we test on.
 */

/** What a change is about. */
export const areas = {
	socket: 'the kernel’s socket',
	requests: 'requests, answers, dumps',
	bytes: 'messages and attributes',
	generic: 'generic netlink',
	namespaces: 'namespaces',
	timers: 'timers',
} as const;

export type Area = keyof typeof areas;

export interface Change {
	/** The first version that has it. */
	readonly since: string;
	/** In place of the version, where we know it less exactly: "3.1 or 3.2". */
	readonly told?: string;
	readonly area: Area;
	/** What changed, for people; code in backticks. */
	readonly what: string;
	/** Ids in the kernel's history, as long as we have seen them. */
	readonly commits?: readonly string[];
	/** The nearest trees that we read: the last without it, the first with it. */
	readonly between?: string;
	/** What of it the headers of today's kernels can show. */
	readonly evidence?: readonly Evidence[];
}

/** Text of a header, and the versions that have it. */
export interface Evidence {
	/** Below include/. */
	readonly header: string;
	/** Inside this definition alone: `struct netlink_kernel_cfg`. */
	readonly within?: string;
	/** With one space where there is white space; comments do not count. */
	readonly text: string;
	/** The first version that has it, and the first that does not any more. */
	readonly from?: string;
	readonly until?: string;
	/** Series of ours that are older or newer than that and follow it all the same: their stable releases took the change over. */
	readonly backported?: readonly string[];
}

const linux = 'linux/netlink.h';
const net = 'net/netlink.h';
const genetlink = 'net/genetlink.h';
const uapi = 'uapi/linux/netlink.h';
const uapiGeneric = 'uapi/linux/genetlink.h';
const namespace = 'net/net_namespace.h';
const timer = 'linux/timer.h';

type Rest = Omit<Evidence, 'header' | 'text' | 'from'>;

function came(from: string, header: string, text: string, rest: Rest = {}): Evidence {
	return { header, text, from, ...rest };
}

function went(
	until: string,
	header: string,
	text: string,
	rest: Omit<Rest, 'until'> = {},
): Evidence {
	return { header, text, until, ...rest };
}

export const changes: readonly Change[] = [
	{
		since: '2.6.14',
		area: 'socket',
		what: '`netlink_kernel_create(unit, groups, input, module)`. Before, it took `unit` and `input` alone.',
		commits: ['4fdb3bb723d', '066286071d3'],
	},
	{
		since: '2.6.15',
		area: 'bytes',
		what: 'The helpers `nlmsg_*` and `nla_*`, and with them a common form for attributes.',
		commits: ['bfa83a9e03c'],
	},
	{
		since: '2.6.15',
		area: 'generic',
		what: 'Generic netlink.',
		commits: ['482a8524f85'],
	},
	{
		since: '2.6.15',
		area: 'requests',
		what: '`netlink_run_queue()` walks through the messages of a socket’s queue. It lasted until 2.6.23.',
		commits: ['82ace47a725'],
	},
	{
		since: '2.6.19',
		area: 'bytes',
		what: '`nlmsg_new()` takes allocation flags beside the size.',
		between: '2.6.18 and 2.6.19',
		evidence: [came('2.6.19', net, 'nlmsg_new(size_t payload, gfp_t flags)')],
	},
	{
		since: '2.6.20',
		area: 'generic',
		what: '`genlmsg_put(skb, pid, seq, family, flags, cmd)`: the family stands for type, version and header length.',
		between: '2.6.19 and 2.6.20',
	},
	{
		since: '2.6.22',
		area: 'socket',
		what: '`netlink_kernel_create()` takes a `cb_mutex`, which dumps of the protocol hold.',
		commits: ['af65bdfce98'],
	},
	{
		since: '2.6.23',
		area: 'generic',
		what: 'Groups with numbers given at registration: `genl_register_mc_group()`.',
		commits: ['2dbba6f773d'],
	},
	{
		since: '2.6.24',
		area: 'socket',
		what: '`netlink_kernel_create(net, unit, groups, input, cb_mutex, module)`: a socket belongs to a namespace, and `input` gets an `sk_buff` in place of a socket and a length.',
		commits: ['b4b510290b0', 'cd40b7d3983'],
	},
	{
		since: '2.6.24',
		area: 'requests',
		what: '`netlink_rcv_skb()` takes the place of `netlink_run_queue()`: one datagram, and a function for each message in it.',
		commits: ['cd40b7d3983'],
		evidence: [came('2.6.24', net, 'int netlink_rcv_skb(struct sk_buff *skb,')],
	},
	{
		since: '2.6.24',
		area: 'namespaces',
		what: '`register_pernet_subsys()` and `register_pernet_device()`.',
		commits: ['5f256becd86'],
		evidence: [came('2.6.24', namespace, 'register_pernet_subsys(')],
	},
	{
		since: '2.6.25',
		area: 'socket',
		what: '`netlink_kernel_release(sk)`.',
		commits: ['b7c6ba6eb12'],
		evidence: [came('2.6.25', linux, 'netlink_kernel_release(struct sock *sk)')],
	},
	{
		since: '2.6.26',
		area: 'namespaces',
		what: '`net_generic()`, and `register_pernet_gen_device()` to get a number for it.',
		commits: ['dec827d174d'],
		evidence: [came('2.6.26', 'net/netns/generic.h', 'net_generic(')],
	},
	{
		since: '2.6.31',
		area: 'generic',
		what: '`genl_register_family_with_ops()`.',
		commits: ['a7b11d73828'],
	},
	{
		since: '2.6.32',
		area: 'generic',
		what: '`genlmsg_unicast(net, skb, pid)`: a namespace goes in front.',
		between: '2.6.31 and 2.6.32',
		evidence: [came('2.6.32', genetlink, 'genlmsg_unicast(struct net *net, struct sk_buff *skb,')],
	},
	{
		since: '2.6.33',
		area: 'namespaces',
		what: '`struct pernet_operations` has `id` and `size`, and the kernel allocates what each namespace needs. `exit_batch`. The `_gen_` registrations are gone.',
		commits: ['f875bae0653', '72ad937abd0', '65c0cfafce9'],
		evidence: [
			came('2.6.33', namespace, '(*exit_batch)(struct list_head *', {
				within: 'struct pernet_operations',
			}),
			went('2.6.33', namespace, 'register_pernet_gen_'),
		],
	},
	{
		since: '2.6.39',
		told: '2.6.39 or before',
		area: 'requests',
		what: '`NETLINK_CB(skb)` has lost `eff_cap`, `loginuid`, `sessionid` and `sid`.',
		between: '2.6.35 and 2.6.39',
		evidence: [went('2.6.39', linux, 'eff_cap'), went('2.6.39', linux, 'sessionid')],
	},
	{
		since: '3.1',
		told: '3.1 or 3.2',
		area: 'requests',
		what: '`netlink_dump_start()` takes a `min_dump_alloc`, the room that one object may need.',
		between: '3.0.1 and 3.2.71',
		evidence: [came('3.2', linux, 'min_dump_alloc', { within: 'struct netlink_dump_control' })],
	},
	{
		since: '3.3',
		area: 'requests',
		what: '`security_netlink_recv()` is gone. Ask `capable()`.',
		between: '3.2.71 and 3.3.8',
		evidence: [went('3.3', 'linux/security.h', 'security_netlink_recv')],
	},
	{
		since: '3.4',
		area: 'requests',
		what: '`netlink_dump_start(ssk, skb, nlh, control)`: what a dump calls is in a `struct netlink_dump_control`. Since 3.6 it is inline and puts the calling module into it.',
		between: '3.3.8 and 3.4.4',
		evidence: [
			came('3.4', linux, 'const struct nlmsghdr *nlh, struct netlink_dump_control *control)'),
		],
	},
	{
		since: '3.5',
		area: 'bytes',
		what: 'The `NLA_PUT` macros are gone, which hid a `goto`. `nla_put()` and its like return an errno.',
		between: '3.4.4 and 3.5.0',
		evidence: [went('3.5', net, '#define NLA_PUT('), went('3.5', net, 'NLA_PUT_U32(')],
	},
	{
		since: '3.6',
		area: 'socket',
		what: '`netlink_kernel_create(net, unit, module, cfg)`: the rest moves into `struct netlink_kernel_cfg`, and has a `bind`.',
		commits: ['a31f2d17b331'],
		evidence: [
			came('3.6', linux, 'unsigned int groups;', { within: 'struct netlink_kernel_cfg' }),
			came('3.6', linux, 'void (*input)(struct sk_buff *skb);', {
				within: 'struct netlink_kernel_cfg',
			}),
			came('3.6', linux, 'struct mutex *cb_mutex;', {
				within: 'struct netlink_kernel_cfg',
				until: '6.11',
			}),
			came('3.6', linux, 'void (*bind)(int group);', {
				within: 'struct netlink_kernel_cfg',
				until: '3.16',
			}),
		],
	},
	{
		since: '3.6',
		area: 'bytes',
		what: '`NLMSG_PUT` is gone, and its `goto` with it: `nlmsg_put()`.',
		between: '3.5.0 and 3.6.5',
		evidence: [went('3.6', linux, '#define NLMSG_PUT(')],
	},
	{
		since: '3.7',
		area: 'socket',
		what: '`netlink_kernel_create(net, unit, cfg)`: inline, it hands `THIS_MODULE` on by itself. Flags in the configuration replace `netlink_set_nonroot()`.',
		commits: ['9f00d9776bc5', '9785e10aedfa'],
		evidence: [
			came(
				'3.7',
				linux,
				'netlink_kernel_create(struct net *net, int unit, struct netlink_kernel_cfg *cfg)',
			),
			came('3.7', linux, 'NL_CFG_F_NONROOT_RECV'),
			came('3.7', linux, 'unsigned int flags;', { within: 'struct netlink_kernel_cfg' }),
			went('3.7', linux, 'netlink_set_nonroot'),
		],
	},
	{
		since: '3.7',
		area: 'requests',
		what: '`NETLINK_CB(skb).portid`, which was `pid`; `snd_portid` in generic netlink, which was `snd_pid`. What crosses kept its names: `nlmsg_pid`, `nl_pid`.',
		commits: ['15e473046cb6'],
		evidence: [
			came('3.7', linux, '__u32 portid;', { within: 'struct netlink_skb_parms' }),
			came('3.7', genetlink, 'snd_portid', { within: 'struct genl_info' }),
			came('2.6.12', uapi, '__u32 nlmsg_pid;', { within: 'struct nlmsghdr' }),
		],
	},
	{
		since: '3.7',
		area: 'requests',
		what: '`NETLINK_CB(skb).creds` is a `struct scm_creds`, whose uid is a `kuid_t`.',
		between: '3.6.5 and 3.7.2',
		evidence: [
			came('3.7', linux, 'struct scm_creds creds;', { within: 'struct netlink_skb_parms' }),
		],
	},
	{
		since: '3.10',
		area: 'requests',
		what: '`NETLINK_CB(skb).sk` is the sender’s socket, and was `ssk`; `flags` came.',
		between: '3.9.6 and 3.10.99',
		evidence: [
			came('3.10', linux, 'struct sock *sk;', { within: 'struct netlink_skb_parms' }),
			came('3.10', linux, '__u32 flags;', { within: 'struct netlink_skb_parms' }),
		],
	},
	{
		since: '3.10',
		area: 'generic',
		what: '`parallel_ops`: a family that does without the global lock.',
		between: '3.9.6 and 3.10.99',
		evidence: [came('3.10', genetlink, 'parallel_ops', { within: 'struct genl_family' })],
	},
	{
		since: '3.11',
		area: 'socket',
		what: '`compare` in the configuration: who is in which table of sockets.',
		commits: ['da12c90e0997'],
		evidence: [
			came('3.11', linux, '(*compare)(struct net *net, struct sock *sk)', {
				within: 'struct netlink_kernel_cfg',
				until: '6.4',
			}),
		],
	},
	{
		since: '3.13',
		area: 'generic',
		what: 'Operations and groups are constant arrays; `genl_register_ops()` and `genl_register_mc_group()` are gone. `genlmsg_multicast()` and `genl_notify()` take the family first.',
		commits: ['c53ed7423619'],
		evidence: [
			came('3.13', genetlink, 'const struct genl_multicast_group *mcgrps;', {
				within: 'struct genl_family',
			}),
			went('3.13', genetlink, 'genl_register_mc_group'),
		],
	},
	{
		since: '3.15',
		area: 'requests',
		what: '`netlink_capable()`, `netlink_ns_capable()`, `netlink_net_capable()`: whoever opened the socket needs the capability too (CVE-2014-0181). 3.10.y has them as well.',
		between: '3.14.1 and 3.15.5',
		evidence: [came('3.15', linux, 'netlink_capable(const struct sk_buff *skb, int cap)')],
	},
	{
		since: '3.16',
		area: 'socket',
		what: '`bind` returns an int: a protocol may refuse a listener. `unbind` came.',
		commits: ['4f520900522f'],
		evidence: [
			came('3.16', linux, 'int (*bind)(', { within: 'struct netlink_kernel_cfg' }),
			came('3.16', linux, 'void (*unbind)(', { within: 'struct netlink_kernel_cfg' }),
		],
	},
	{
		since: '3.19',
		area: 'socket',
		what: '`bind` and `unbind` learn the namespace: `(struct net *net, int group)`.',
		commits: ['023e2cfa36c3'],
		evidence: [
			came('3.19', linux, 'int (*bind)(struct net *net, int group);', {
				within: 'struct netlink_kernel_cfg',
			}),
			came('3.19', linux, 'void (*unbind)(struct net *net, int group);', {
				within: 'struct netlink_kernel_cfg',
			}),
		],
	},
	{
		since: '4.0',
		area: 'bytes',
		what: '`nlmsg_end()` and `genlmsg_end()` return nothing. They returned a length that was often taken for an errno.',
		between: '3.19.8 and 4.0.5',
		evidence: [
			came('4.0', net, 'static inline void nlmsg_end('),
			came('4.0', genetlink, 'static inline void genlmsg_end('),
		],
	},
	{
		since: '4.2',
		area: 'socket',
		what: '`NETLINK_LISTEN_ALL_NSID` and `NETLINK_LIST_MEMBERSHIPS`, options of a user’s socket.',
		between: '4.1.3 and 4.2.8',
		evidence: [
			came('4.2', uapi, '#define NETLINK_LISTEN_ALL_NSID'),
			came('4.2', uapi, '#define NETLINK_LIST_MEMBERSHIPS'),
		],
	},
	{
		since: '4.3',
		area: 'requests',
		what: '`NETLINK_CAP_ACK`: an error brings back the request’s header alone.',
		between: '4.2.8 and 4.3.0',
		evidence: [came('4.3', uapi, '#define NETLINK_CAP_ACK')],
	},
	{
		since: '4.6',
		told: '4.5 or 4.6',
		area: 'requests',
		what: '`start`, called once as a dump begins, may fail. Memory-mapped sockets, which came with 3.10, are gone.',
		commits: ['d1b4c689d413'],
		between: '4.3.0 and 4.6.2',
		evidence: [
			came('4.6', linux, 'int (*start)(struct netlink_callback *);', {
				within: 'struct netlink_dump_control',
			}),
		],
	},
	{
		since: '4.7',
		area: 'bytes',
		what: '`nla_put_u64()` is gone: `nla_put_u64_64bit()` also takes the number of an attribute to pad with.',
		between: '4.6.2 and 4.7.4',
		evidence: [came('4.7', net, 'nla_put_u64_64bit('), went('4.7', net, 'nla_put_u64(')],
	},
	{
		since: '4.10',
		area: 'generic',
		what: 'A family holds its operations, groups and module, and gets its number when it is registered. `genl_register_family_with_ops()` and `GENL_ID_GENERATE` are gone.',
		between: '4.9.115 and 4.10.0',
		evidence: [
			came('4.10', genetlink, 'struct module *module;', { within: 'struct genl_family' }),
			went('4.10', genetlink, 'genl_register_family_with_ops'),
			went('4.10', uapiGeneric, 'GENL_ID_GENERATE'),
		],
	},
	{
		since: '4.10',
		area: 'namespaces',
		what: '`id` in `struct pernet_operations` is unsigned.',
		between: '4.9.115 and 4.10.0',
		evidence: [came('4.10', namespace, 'unsigned int *', { within: 'struct pernet_operations' })],
	},
	{
		since: '4.12',
		area: 'requests',
		what: 'The extended acknowledgement: `netlink_rcv_skb()` hands a `struct netlink_ext_ack` to each request’s function, `netlink_ack()` sends what is in it, `NETLINK_EXT_ACK` asks for it.',
		commits: ['2d4bc93368f5'],
		evidence: [
			came('4.12', net, 'struct netlink_ext_ack *));'),
			came(
				'4.12',
				linux,
				'netlink_ack(struct sk_buff *in_skb, struct nlmsghdr *nlh, int err, const struct netlink_ext_ack *extack);',
			),
			came('4.12', uapi, '#define NETLINK_EXT_ACK'),
			came('4.12', genetlink, 'struct netlink_ext_ack *extack;', { within: 'struct genl_info' }),
		],
	},
	{
		since: '4.12',
		area: 'bytes',
		what: '`nlmsg_parse()`, `nla_parse()` and `nla_validate()` take an extended acknowledgement, and say in it what they refuse.',
		commits: ['fceb6435e852'],
		evidence: [
			came('4.12', net, 'struct netlink_ext_ack *extack', { within: 'nlmsg_parse' }),
			came('4.12', net, 'struct netlink_ext_ack *extack', { within: 'nla_parse' }),
		],
	},
	{
		since: '4.14',
		area: 'timers',
		what: '`timer_setup()`: a timer’s function gets the timer, and `from_timer()` finds what it lies in.',
		commits: ['686fef928bba'],
		evidence: [came('4.14', timer, '#define timer_setup(timer, callback, flags)')],
	},
	{
		since: '4.15',
		area: 'timers',
		what: '`setup_timer()`, `init_timer()` and a timer’s `data` are gone.',
		between: '4.14.74 and 4.15.18',
		evidence: [went('4.15', timer, 'setup_timer('), went('4.15', timer, '#define init_timer(')],
	},
	{
		since: '4.20',
		area: 'bytes',
		what: 'Policies with ranges and nests of their own, and `NLA_REJECT`.',
		between: '4.19.78 and 4.20.0',
		evidence: [
			came('4.20', net, 'NLA_REJECT'),
			came('4.20', net, '#define NLA_POLICY_NESTED('),
			came('4.20', net, '#define NLA_POLICY_RANGE('),
		],
	},
	{
		since: '4.20',
		area: 'requests',
		what: '`NETLINK_GET_STRICT_CHK`: the kernel checks the headers of requests for lists.',
		commits: ['89d35528d17d'],
		evidence: [came('4.20', uapi, '#define NETLINK_GET_STRICT_CHK')],
	},
	{
		since: '5.2',
		area: 'bytes',
		what: '`nlmsg_parse()` and `nla_parse()` are strict. What they did before is called `nlmsg_parse_deprecated()` and so on. `strict_start_type` makes a policy strict from one attribute on.',
		commits: ['8cb081746c03'],
		evidence: [
			came('5.2', net, 'nlmsg_parse_deprecated('),
			came('5.2', net, 'NL_VALIDATE_STRICT', { within: 'nlmsg_parse' }),
			came('5.2', net, 'strict_start_type', { within: 'struct nla_policy' }),
		],
	},
	{
		since: '5.2',
		area: 'bytes',
		what: '`nla_nest_start()` sets `NLA_F_NESTED`. `nla_nest_start_noflag()` does not.',
		commits: ['ae0be8de9a53'],
		evidence: [
			came('5.2', net, 'NLA_F_NESTED', { within: 'nla_nest_start' }),
			came('5.2', net, 'nla_nest_start_noflag('),
		],
	},
	{
		since: '5.2',
		area: 'generic',
		what: 'The policy moves from each operation to the family, and an operation says by `validate` how strictly it is held.',
		commits: ['3b0f31f2b8c9'],
		evidence: [
			came('5.2', genetlink, 'const struct nla_policy *policy;', { within: 'struct genl_family' }),
			came('5.2', genetlink, 'u8 validate;', { within: 'struct genl_ops' }),
		],
	},
	{
		since: '5.3',
		area: 'namespaces',
		what: '`pre_exit`: first for all, then an RCU grace period, then `exit`.',
		commits: ['d7d99872c144'],
		evidence: [
			came('5.3', namespace, 'void (*pre_exit)(struct net *net);', {
				within: 'struct pernet_operations',
			}),
		],
	},
	{
		since: '5.3',
		area: 'requests',
		what: 'A dump keeps its place in `cb->ctx`, 48 bytes, which lie over the six numbers of `cb->args`.',
		between: '5.2.1 and 5.3.1',
		evidence: [
			came('5.3', linux, 'ctx[', { within: 'struct netlink_callback' }),
			came('5.3', linux, 'long args[6];', { within: 'struct netlink_callback' }),
		],
	},
	{
		since: '5.8',
		area: 'generic',
		what: '`CTRL_CMD_GETPOLICY`: a client can ask for a family’s policy. `mcast_bind` and `mcast_unbind` are gone.',
		commits: ['d07dcf9aadd6', '1e82a62fec61'],
		evidence: [
			came('5.8', uapiGeneric, 'CTRL_CMD_GETPOLICY'),
			went('5.8', genetlink, 'mcast_bind', { within: 'struct genl_family' }),
		],
	},
	{
		since: '5.10',
		area: 'requests',
		what: 'A refusal by a policy carries the policy: `NLMSGERR_ATTR_POLICY`.',
		commits: ['44f3625bc616'],
		evidence: [came('5.10', uapi, 'NLMSGERR_ATTR_POLICY', { within: 'enum nlmsgerr_attrs' })],
	},
	{
		since: '5.10',
		area: 'generic',
		what: '`struct genl_small_ops`. An operation may have a policy and a `maxattr` of its own again.',
		between: '5.9.1 and 5.10.7',
		evidence: [
			came('5.10', genetlink, 'struct genl_small_ops {'),
			came('5.10', genetlink, 'unsigned int maxattr;', { within: 'struct genl_ops' }),
		],
	},
	{
		since: '5.10',
		area: 'bytes',
		what: '`NLA_EXACT_LEN` and `NLA_MIN_LEN` are gone.',
		between: '5.9.1 and 5.10.7',
		evidence: [went('5.10', net, 'NLA_EXACT_LEN,'), went('5.10', net, 'NLA_MIN_LEN,')],
	},
	{
		since: '5.11',
		area: 'bytes',
		what: '`nla_strscpy()` takes the place of `nla_strlcpy()`.',
		commits: ['872f69034194'],
		evidence: [came('5.11', net, 'nla_strscpy('), went('5.11', net, 'nla_strlcpy')],
	},
	{
		since: '5.16',
		told: '5.16 to 6.0',
		area: 'requests',
		what: '`netlink_broadcast_filtered()` is gone. It came back in 6.6.',
		between: '5.15.85 and 6.0.1',
	},
	{
		since: '6.1',
		area: 'generic',
		what: '`resv_start_op`: from this operation on, bits that are reserved must be 0.',
		commits: ['9c5d03d36251'],
		evidence: [came('6.1', genetlink, 'u8 resv_start_op;', { within: 'struct genl_family' })],
	},
	{
		since: '6.1',
		area: 'requests',
		what: 'A refusal names the attribute that is missing: `NLMSGERR_ATTR_MISS_TYPE`, `NLMSGERR_ATTR_MISS_NEST`, `NL_REQ_ATTR_CHECK()`, `GENL_REQ_ATTR_CHECK()`.',
		commits: ['690252f19f0e'],
		evidence: [
			came('6.1', uapi, 'NLMSGERR_ATTR_MISS_TYPE', { within: 'enum nlmsgerr_attrs' }),
			came('6.1', linux, '#define NL_REQ_ATTR_CHECK('),
			came('6.1', genetlink, '#define GENL_REQ_ATTR_CHECK('),
		],
	},
	{
		since: '6.2',
		area: 'generic',
		what: '`struct genl_split_ops`: what an operation does for one object, and what for a list, apart. `pre_doit` takes it.',
		commits: ['b8fd60c36a44'],
		evidence: [
			came('6.2', genetlink, '(*pre_doit)(const struct genl_split_ops *ops,', {
				within: 'struct genl_family',
			}),
		],
	},
	{
		since: '6.2',
		area: 'requests',
		what: '`NL_SET_ERR_MSG_FMT()`: words with numbers in them.',
		between: '6.1.192 and 6.2.1',
		evidence: [came('6.2', linux, '#define NL_SET_ERR_MSG_FMT(')],
	},
	{
		since: '6.2',
		area: 'timers',
		what: '`timer_delete_sync()`, and `timer_shutdown_sync()`, after which a timer cannot be started again.',
		between: '6.1.0-rc7 and 6.2.1',
		evidence: [
			came('6.2', timer, 'int timer_delete_sync(', { backported: ['6.1'] }),
			came('6.2', timer, 'int timer_shutdown_sync(', { backported: ['6.1'] }),
		],
	},
	{
		since: '6.4',
		area: 'socket',
		what: '`compare` is gone from the configuration.',
		commits: ['6978052448f9'],
		evidence: [went('6.4', linux, '(*compare)(', { within: 'struct netlink_kernel_cfg' })],
	},
	{
		since: '6.6',
		area: 'socket',
		what: '`release(sk, groups)` in the configuration: a listener’s socket closes, and was in these groups.',
		commits: ['a4c9a56e6a2c'],
		evidence: [
			came('6.6', linux, '(*release) (struct sock *sk, unsigned long *groups);', {
				within: 'struct netlink_kernel_cfg',
			}),
		],
	},
	{
		since: '6.6',
		area: 'generic',
		what: '`genl_info_userhdr(info)` takes the place of `info->userhdr`.',
		commits: ['bffcc6882a1b'],
		evidence: [
			came('6.6', genetlink, 'genl_info_userhdr('),
			went('6.6', genetlink, 'userhdr;', { within: 'struct genl_info' }),
		],
	},
	{
		since: '6.6',
		area: 'requests',
		what: '`netlink_broadcast_filtered()` is back.',
		commits: ['a3377386b564'],
		evidence: [came('6.6', linux, 'netlink_broadcast_filtered(')],
	},
	{
		since: '6.7',
		told: '6.7 or 6.8',
		area: 'bytes',
		what: '`NLA_UINT` and `NLA_SINT`, integers of 32 or 64 bits as they need.',
		between: '6.6.9 and 6.8.1',
		evidence: [came('6.8', net, 'NLA_UINT,'), came('6.8', net, 'NLA_SINT,')],
	},
	{
		since: '6.8',
		area: 'generic',
		what: '`sock_priv_size` and its two functions: memory that a family keeps for each client’s socket.',
		commits: ['a731132424ad'],
		evidence: [came('6.8', genetlink, 'size_t sock_priv_size;', { within: 'struct genl_family' })],
	},
	{
		since: '6.9',
		area: 'generic',
		what: '`bind(mcgrp)` and `unbind(mcgrp)` in the family.',
		commits: ['3de21a8990d3'],
		evidence: [came('6.9', genetlink, 'int (*bind)(int mcgrp);', { within: 'struct genl_family' })],
	},
	{
		since: '6.9',
		area: 'namespaces',
		what: '`exit_batch_rtnl`, called with the RTNL lock held. It lasted until 6.16.',
		commits: ['fd4f101edbd9'],
		evidence: [
			came('6.9', namespace, '(*exit_batch_rtnl)(', {
				within: 'struct pernet_operations',
				until: '6.16',
				backported: ['6.1'],
			}),
		],
	},
	{
		since: '6.10',
		area: 'generic',
		what: '`include/linux/genetlink.h` is gone. `MODULE_ALIAS_GENL_FAMILY` and `genl_lock()` are in `net/genetlink.h`.',
		commits: ['cd7209628cdb'],
		evidence: [
			came('6.10', genetlink, '#define MODULE_ALIAS_GENL_FAMILY('),
			went('6.10', 'linux/genetlink.h', 'genl_lock('),
		],
	},
	{
		since: '6.11',
		area: 'socket',
		what: '`cb_mutex` is gone from the configuration.',
		commits: ['5fbf57a937f4'],
		evidence: [went('6.11', linux, 'cb_mutex', { within: 'struct netlink_kernel_cfg' })],
	},
	{
		since: '6.11',
		told: '6.11 or 6.12',
		area: 'namespaces',
		what: '`id` and `size` in `struct pernet_operations` are constant.',
		between: '6.10.0 and 6.12.0',
		evidence: [
			came('6.12', namespace, 'unsigned int * const id; const size_t size;', {
				within: 'struct pernet_operations',
			}),
		],
	},
	{
		since: '6.15',
		area: 'timers',
		what: '`del_timer()` and `del_timer_sync()` are gone: `timer_delete()`, `timer_delete_sync()`.',
		commits: ['8fa7292fee5c'],
		evidence: [went('6.15', timer, 'int del_timer_sync(')],
	},
	{
		since: '6.16',
		area: 'timers',
		what: '`timer_container_of()` takes the place of `from_timer()`.',
		commits: ['41cb08555c41'],
		evidence: [
			came('6.16', timer, '#define timer_container_of('),
			went('6.16', timer, '#define from_timer('),
		],
	},
	{
		since: '6.16',
		area: 'namespaces',
		what: '`exit_rtnl(net, dev_kill_list)` takes the place of `exit_batch_rtnl`.',
		commits: ['7a60d91c690b', 'c57a9c503543'],
		evidence: [
			came('6.16', namespace, '(*exit_rtnl)(struct net *net,', {
				within: 'struct pernet_operations',
				backported: ['6.12'],
			}),
			went('6.16', namespace, 'exit_batch_rtnl', { within: 'struct pernet_operations' }),
		],
	},
];
