import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage } from '@both-sides/netlink/wire';
import type { Lab } from '../../../../examples/lab.ts';

/** Of flawed.c. */
const NETLINK_FLAWED = 31;
const FLAWED_NOTHING = 16;
const FLAWED_USE_AFTER_FREE = 17;
const FLAWED_SLEEP = 19;
const FLAWED_INVERSION = 20;
const FLAWED_TIMER = 21;

export default function (lab: Lab): void {
	async function send(type: number): Promise<void> {
		await using _module = await lab.load({}, 'flawed');
		await using socket = await lab.open(NETLINK_FLAWED);
		await socket.send(encodeMessage({ type }));
	}

	test('has two CPUs', () => assert.equal(lab.without('two CPUs'), false));
	test('makes no mistake', () => send(FLAWED_NOTHING));
	test('allocates under RCU', () => send(FLAWED_SLEEP));
	test('uses memory that it freed', () => send(FLAWED_USE_AFTER_FREE));
	test('frees a timer that runs', () => send(FLAWED_TIMER));
	// Last: after it lockdep no longer watches.
	test('takes two locks in either order', () => send(FLAWED_INVERSION));
}
