import { test } from 'node:test';
import { encodeMessage } from '@both-sides/netlink/wire';
import type { Lab } from '../../../../examples/lab.ts';

/** Of flawed.c. */
const NETLINK_FLAWED = 31;
const FLAWED_LEAK = 18;

export default function (lab: Lab): void {
	test('forgets memory', async () => {
		await using _module = await lab.load({}, 'flawed');
		await using socket = await lab.open(NETLINK_FLAWED);
		await socket.send(encodeMessage({ type: FLAWED_LEAK }));
	});
}
