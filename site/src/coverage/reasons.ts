/** Why no test reaches some lines of the stages' C. A reason holds wherever such a line is not reached; the build looks for lines without one. */
export interface Reason {
	/** What the lines are: the start of their text, by the definition that they stand in. */
	readonly at: Readonly<Record<string, readonly string[]>>;
	/** In sentences; code in backticks. */
	readonly why: string;
}

export const reasons: readonly Reason[] = [
	{
		at: {
			pulse_audit: ['genl_set_err(', 'return;'],
			pulse_get: ['return -ENOMEM;'],
			pulse_make: ['return ERR_PTR(-ENOMEM);'],
			pulse_new: ['return -ENOMEM;'],
			pulse_nl_create_doit: ['return -ENOMEM;'],
			pulse_nl_get_doit: ['return -ENOMEM;'],
			pulse_notify: ['netlink_set_err(', 'genl_set_err(', 'return;'],
			pulse_read: ['return ERR_PTR(-ENOMEM);'],
			pulse_send_beat: ['netlink_set_err(', 'genl_set_err(', 'return -ENOMEM;'],
			pulse_tell: ['netlink_set_err(', 'return;'],
		},
		why: 'There was memory. An allocation as small as these fails when the whole machine is in need, or when it is told to. `failslab` has each allocation of each request fail once, on the stages 04 to 10 (`npm run test:all`), and one for a beat in a test of 06. Those runs are not counted here.',
	},
	{
		at: {
			pulse_audit: ['nlmsg_free(skb);'],
			pulse_get: ['nlmsg_free(reply);', 'return -EMSGSIZE;'],
			pulse_message: ['nlmsg_free(skb);', 'return NULL;'],
			pulse_put_audit: ['return -EMSGSIZE;'],
			pulse_put_tags: ['return -EMSGSIZE;'],
			pulse_put_state: ['return -EMSGSIZE;'],
			pulse_put: ['return -EMSGSIZE;', 'return NULL;'],
			pulse_notify: ['nlmsg_free(skb);'],
			pulse_reply: ['return -EMSGSIZE;'],
			pulse_send_beat: ['nlmsg_free(skb);', 'return -EMSGSIZE;'],
			pulse_tell: ['nlmsg_free(skb);'],
		},
		why: 'The message was made as large as what goes into it, so it fits. Only a piece of a list can be full, and which attribute then finds no room depends on the sizes of those before it. Anywhere else, these lines would tell of a sum that is wrong.',
	},
	{
		at: {
			pulse_changed: [
				'pulse_generation = 1;',
				'home->generation = 1;',
				'atomic_inc(&home->generation);',
			],
		},
		why: 'The generation wraps after 4,294,967,295 changes, and must not become 0, which `netlink_dump()` takes for "nobody counts". No test makes that many.',
	},
	{
		at: {
			pulse_bind: ['return -EAGAIN;'],
			pulse_new: ['NL_SET_ERR_MSG(extack, "the module is still being loaded");', 'return -EAGAIN;'],
		},
		why: 'Somebody would have to join, or to lease, between `register_pernet_subsys()` and the line after it. A test of 07 holds that door open in a module with the mistake (`wrong/early.patch`), and then the kernel breaks.',
	},
	{
		at: { pulse_send_beat: ['return -ESRCH;'] },
		why: 'A beat would have to come in the moment in which the module goes, after `pulse_ends` was set. A test has the module go while timers beat; whether one is caught is chance.',
	},
	{
		at: { pulse_dump_start: ['return err;'] },
		why: 'The debug kernel is a 7.3, and has held the filter against the policy of the dump before it calls us. Linux 6.1 has one policy for both forms of `get`, with a name in it: there a list that names a timer is refused here, and a test of 09 asks for one.',
	},
	{
		at: {
			pulse_init: [
				'return err;',
				'goto out_pernet;',
				'goto out_notifier;',
				'netlink_unregister_notifier(&pulse_notifier);',
				'out_pernet:',
				'unregister_pernet_subsys(&pulse_net_ops);',
			],
		},
		why: 'Registering fails where there is no memory, and `genl_register_family()` also where the name is taken. A test of 09 has that happen, in a module that takes the name twice (`wrong/twice.patch`), and those are not counted here. To register a notifier of netlink never fails.',
	},
];
