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
			pulse_get: ['return -ENOMEM;'],
			pulse_new: ['return -ENOMEM;'],
			pulse_notify: ['netlink_set_err(', 'return;'],
			pulse_send_beat: ['netlink_set_err(', 'return -ENOMEM;'],
		},
		why: 'There was memory. An allocation as small as these fails when the whole machine is in need, or when it is told to: `failslab` does so for one beat in a test of 06.',
	},
	{
		at: {
			pulse_get: ['nlmsg_free(reply);', 'return -EMSGSIZE;'],
			pulse_put_tags: ['return -EMSGSIZE;'],
			pulse_put_state: ['return -EMSGSIZE;'],
			pulse_put: ['return -EMSGSIZE;', 'return NULL;', 'nlmsg_cancel('],
			pulse_notify: ['nlmsg_free(skb);'],
			pulse_send_beat: ['nlmsg_free(skb);', 'return -EMSGSIZE;'],
		},
		why: 'The message was made as large as what goes into it, so it fits. Only a piece of a list can be full, and which attribute then finds no room depends on the sizes of those before it. Anywhere else, these lines would tell of a sum that is wrong.',
	},
	{
		at: {
			pulse_changed: ['pulse_generation = 1;', 'home->generation = 1;'],
		},
		why: 'The generation wraps after 4,294,967,295 changes, and must not become 0, which `netlink_dump()` takes for "nobody counts". No test makes that many.',
	},
	{
		at: { pulse_bind: ['return -EAGAIN;'] },
		why: 'Somebody would have to join between `register_pernet_subsys()` and the line after it. A test of 07 holds that door open in a module with the mistake (`wrong/early.patch`), and then the kernel breaks.',
	},
];
