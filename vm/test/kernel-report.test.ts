import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { kernelReport } from '../guest/kernel-report.ts';

/** The first lines of reports, as kernels of the matrix (and the debug kernel's checkers) print them. */
const reports = {
	'a NULL dereference': 'BUG: kernel NULL pointer dereference, address: 0000000000000000',
	'a page fault': 'BUG: unable to handle page fault for address: ffffffffc0400000',
	'a BUG_ON': 'kernel BUG at kmod/02-input/pulse.c:40!',
	'a WARN_ON': 'WARNING: CPU: 0 PID: 171 at kmod/02-input/pulse.c:40 pulse_input+0x1d/0x40 [pulse]',
	'a panic': 'Kernel panic - not syncing: Fatal exception',
	'a wild jump': 'general protection fault, probably for non-canonical address 0x6b6b: 0000 [#1]',
	KFENCE: 'BUG: KFENCE: use-after-free read in pulse_input+0x1d/0x40 [pulse]',
	KASAN: 'BUG: KASAN: slab-use-after-free in pulse_input+0x1d/0x40 [pulse]',
	'a sleep under a lock': 'BUG: sleeping function called from invalid context at mm/slab.h:494',
	'a lock that is still held': 'BUG: scheduling while atomic: node/171/0x00000002',
	lockdep: 'WARNING: possible circular locking dependency detected',
	'suspicious RCU': 'WARNING: suspicious RCU usage',
	'an RCU stall': 'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:',
	'an RCU stall of its own': 'rcu: INFO: rcu_sched self-detected stall on CPU',
	'a hung task': 'INFO: task node:171 blocked for more than 120 seconds.',
	'a soft lockup': 'watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [node:171]',
	'a reference count': 'refcount_t: underflow; use-after-free.',
	'a list': 'list_del corruption. prev->next should be ffff888003c5a400, but was 0000000000000000',
	kmemleak: 'kmemleak: 1 new suspected memory leaks (see /sys/kernel/debug/kmemleak)',
	'a timer that outlives its memory':
		'ODEBUG: free active (active state 0) object: ffff888009a3d010 object type: timer_list hint: pulse_beat+0x0/0x90 [pulse]',
	'a reference that was not given back': 'ref_tracker: netdev@ffff888009a3d550 has 1/1 users at',
	UBSAN: 'UBSAN: array-index-out-of-bounds in kmod/02-input/pulse.c:40:12',
	'a namespace that is not freed':
		'unregister_netdevice: waiting for lo to become free. Usage count = 2',
};

describe('the kernel’s log', () => {
	for (const [what, line] of Object.entries(reports)) {
		test(`is seen to report ${what}`, () => {
			const log = ['pulse: kernel socket for protocol 31 created', line, 'CPU: 0 PID: 171'];
			assert.deepEqual(kernelReport(log), log.slice(1));
		});
	}

	test('reports nothing where modules say what they please', () => {
		const log = [
			'pulse: loading out-of-tree module taints kernel.',
			'pulse: no kernel socket for protocol 16',
			'pulse: WARNING: this is what a module says',
			'Zero length message leads to an empty skb',
			'rcu: Hierarchical RCU implementation.',
			'kmemleak: Kernel memory leak detector initialized (mem pool available: 15650)',
		];
		assert.equal(kernelReport(log), undefined);
	});

	test('is cut to a length that people read', () => {
		const log = ['BUG: bad', ...Array.from({ length: 100 }, (_, index) => `line ${index}`)];
		assert.equal(kernelReport(log)?.length, 40);
	});
});
