import { test } from 'node:test';
import { encodeMessage } from '@both-sides/netlink/wire';
import type { Lab } from '../../../../examples/lab.ts';

/** Of counted.c. */
const NETLINK_COUNTED = 31;
const COUNTED_FIRST = 16;

export default function (lab: Lab): void {
	test('counts', async () => {
		await using _module = await lab.load({}, 'counted');
		await using socket = await lab.open(NETLINK_COUNTED);
		await socket.send(encodeMessage({ type: COUNTED_FIRST }));
	});

	test('breaks the kernel', async () => {
		await lab.breaks(/^sysrq: Trigger a crash/, async () => {
			await lab.run('insmod counted.ko && echo c >/proc/sysrq-trigger');
		});
	});

	test('counts in the machine after that', async () => {
		await using _module = await lab.load({ quick: 1 }, 'counted');
	});
}
