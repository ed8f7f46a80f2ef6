import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lab } from '../lab.ts';
import { CommandFailed } from '../lab.ts';
import { NETLINK_PULSE } from './pulse.ts';

/** The kernel's number for generic netlink (include/uapi/linux/netlink.h). */
const NETLINK_GENERIC = 16;

/** insmod must fail for the reason that our init function made up, and leave no module behind. */
async function assertNoSocket(lab: Lab, load: () => Promise<unknown>, module = 'pulse') {
	await assert.rejects(load(), (error) => {
		assert.ok(error instanceof CommandFailed);
		assert.match(error.finished.stderr, /memory/i, 'insmod puts our -ENOMEM in words');
		return true;
	});
	assert.equal((await lab.run(`grep -w ^${module} /proc/modules`)).stdout, '');
}

export default function (lab: Lab): void {
	test('a kernel socket makes the protocol exist: open gets a port id', async () => {
		await assert.rejects(lab.open(NETLINK_PULSE), { code: 'EPROTONOSUPPORT' });
		await using _module = await lab.load();
		await using socket = await lab.open(NETLINK_PULSE);
		assert.notEqual(socket.portId, 0, 'port id 0 is the kernel');
	});

	test('the kernel socket is in /proc/net/netlink with port id 0, and gone after rmmod', async () => {
		const ours = "grep -c '^[0-9a-f]* 31 *0 ' /proc/net/netlink";
		const module = await lab.load();
		assert.equal((await lab.run(ours)).stdout, '1\n');
		await module.unload();
		assert.equal((await lab.run(ours)).stdout, '0\n');
	});

	test('without an input function a message is refused, to everybody', async () => {
		await using _module = await lab.load();
		await using socket = await lab.open(NETLINK_PULSE);
		await assert.rejects(socket.send(new Uint8Array(16)), {
			code: 'ECONNREFUSED',
			errno: 111,
			call: 'sendmsg',
		});
	});

	test('NETLINK_GENERIC is taken: no socket, and no reason', async () => {
		const log = await lab.log();
		await assertNoSocket(lab, () => lab.load({ unit: NETLINK_GENERIC }));
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('the reason is EADDRINUSE, and it ends in __netlink_kernel_create', {
		skip: lab.without('kprobes'),
	}, async () => {
		const probe = 'cd /sys/kernel/tracing; echo';
		await lab.run(`${probe} 'r:lost netlink_insert ret=$retval:s32' > kprobe_events`);
		await lab.run(`${probe} 1 > events/kprobes/lost/enable`);
		try {
			await assertNoSocket(lab, () => lab.load({ unit: NETLINK_GENERIC }));
			const trace = await lab.run('grep -w lost: /sys/kernel/tracing/trace');
			assert.match(trace.stdout, /__netlink_kernel_create\S* <- netlink_insert\) ret=-98\n$/);
		} finally {
			await lab.run(`${probe} 0 > events/kprobes/lost/enable; echo > kprobe_events; echo > trace`);
		}
	});

	test('the table has 32 protocols: 32 and -1 are outside of it', async () => {
		await assertNoSocket(lab, () => lab.load({ unit: 32 }));
		await assertNoSocket(lab, () => lab.load({ unit: -1 }));
	});

	test('whoever asks second for the same protocol gets nothing', async () => {
		await using first = await lab.load();
		await assertNoSocket(lab, () => lab.load({}, 'rival'), 'rival');
		await first.unload();
		await using _rival = await lab.load({}, 'rival');
		await assertNoSocket(lab, () => lab.load());
	});

	test('an open user socket holds the module: rmmod is refused until it closes', async () => {
		const module = await lab.load();
		const socket = await lab.open(NETLINK_PULSE);
		await assert.rejects(module.unload(), (error) => {
			assert.ok(error instanceof CommandFailed);
			assert.match(error.finished.stderr, /Resource temporarily unavailable/);
			return true;
		});
		await socket.close();
		await module.unload();
	});

	test('opening the socket loads the module, by its alias', {
		skip: lab.without('module autoload'),
	}, async () => {
		const installed = 'D=/lib/modules/$(uname -r)/pulse; mkdir -p $D; cp pulse.ko $D; depmod';
		assert.equal((await lab.run(installed)).status, 0);
		try {
			const log = await lab.log();
			await (await lab.open(NETLINK_PULSE)).close();
			await log.line(/^pulse: kernel socket for protocol 31 created$/);
		} finally {
			await lab.run('rmmod pulse; rm -r /lib/modules/$(uname -r)/pulse; depmod');
		}
	});

	test('the client opens, sends, and prints what the kernel said', async () => {
		await using _module = await lab.load();
		const { stdout, status } = await lab.client();
		assert.match(stdout, /^open, port id \d+\n.*ECONNREFUSED/);
		assert.equal(status, 1);
	});
}
