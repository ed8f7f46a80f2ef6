/** The members of struct netlink_kernel_cfg, as data: which versions have them, and how they are declared. */

import { changes } from './changes.ts';

export interface Member {
	readonly name: string;
	/** What it is for. */
	readonly what: string;
	/** Who sets it, of the protocols in the kernel's own source: read in Linux 6.1 where it is gone since, else in 7.3. */
	readonly users: string;
	/** Each form that it had, oldest first. */
	readonly forms: readonly Form[];
	/** The first version without it. */
	readonly until?: string;
}

export interface Form {
	readonly since: string;
	/** As the header has it, with one space where there is white space. */
	readonly declaration: string;
}

export const configuration: readonly Member[] = [
	{
		name: 'groups',
		what: 'How many multicast groups there are; at least 32 are made.',
		users: 'Routing, netfilter, xfrm, sock_diag, audit, the connector, uevents.',
		forms: [{ since: '3.6', declaration: 'unsigned int groups;' }],
	},
	{
		name: 'flags',
		what: 'Who may send to others and listen without `CAP_NET_ADMIN`: `NL_CFG_F_NONROOT_SEND`, `NL_CFG_F_NONROOT_RECV`.',
		users:
			'`NL_CFG_F_NONROOT_RECV`: routing, generic netlink, sock_diag, audit, the connector, uevents.',
		forms: [{ since: '3.7', declaration: 'unsigned int flags;' }],
	},
	{
		name: 'input',
		what: 'Called with each datagram, in the sender’s system call.',
		users: 'All that take messages.',
		forms: [{ since: '3.6', declaration: 'void (*input)(struct sk_buff *skb);' }],
	},
	{
		name: 'cb_mutex',
		what: 'The lock that dumps of the protocol hold, in place of one of the socket’s own.',
		users: 'Routing: `rtnl_mutex`.',
		forms: [{ since: '3.6', declaration: 'struct mutex *cb_mutex;' }],
		until: '6.11',
	},
	{
		name: 'bind',
		what: 'Called when somebody joins a group.',
		users: 'Routing, generic netlink, netfilter, sock_diag, audit, the connector.',
		forms: [
			{ since: '3.6', declaration: 'void (*bind)(int group);' },
			{ since: '3.16', declaration: 'int (*bind)(int group);' },
			{ since: '3.19', declaration: 'int (*bind)(struct net *net, int group);' },
		],
	},
	{
		name: 'unbind',
		what: 'Called when somebody leaves a group.',
		users: 'Generic netlink, netfilter, audit.',
		forms: [
			{ since: '3.16', declaration: 'void (*unbind)(int group);' },
			{ since: '3.19', declaration: 'void (*unbind)(struct net *net, int group);' },
		],
	},
	{
		name: 'compare',
		what: 'Which sockets see each other.',
		users: 'Nobody.',
		forms: [{ since: '3.11', declaration: 'bool (*compare)(struct net *net, struct sock *sk);' }],
		until: '6.4',
	},
	{
		name: 'release',
		what: 'Called when a socket of the protocol is closed, with the groups that it was in.',
		users:
			'The connector, the first; generic netlink, for the state that a family keeps of each socket.',
		forms: [
			{
				since: '6.6',
				declaration: 'void (*release) (struct sock *sk, unsigned long *groups);',
			},
		],
	},
];

/** The commits that changed a member in a version, from the history of all changes. */
export function commitsOf(member: string, version: string): readonly string[] {
	const name = new RegExp(`\\b${member}\\b`);
	return changes
		.filter(({ since, evidence = [] }) =>
			evidence.some(
				({ within, text }) =>
					since === version && within === 'struct netlink_kernel_cfg' && name.test(text),
			),
		)
		.flatMap(({ commits = [] }) => commits);
}
