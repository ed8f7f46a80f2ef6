import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage } from '@both-sides/netlink/wire';
import type { Lab } from '../../../../examples/lab.ts';

/** Of faulty.c. */
const NETLINK_FAULTY = 31;
const FAULTY_NOTHING = 16;
const FAULTY_NULL = 17;
const FAULTY_WARN = 18;

export default function (lab: Lab): void {
	async function send(type: number): Promise<void> {
		await using _module = await lab.load({}, 'faulty');
		await using socket = await lab.open(NETLINK_FAULTY);
		await socket.send(encodeMessage({ type }));
	}

	test('does nothing wrong', () => send(FAULTY_NOTHING));

	test('reads from NULL in input', () => send(FAULTY_NULL));

	test('warns', () => send(FAULTY_WARN));

	test('breaks the kernel on purpose', () =>
		lab.breaks(/^BUG: kernel NULL pointer dereference/, () => send(FAULTY_NULL)));

	test('makes the kernel say something that it survives', () =>
		lab.breaks(/^faulty: nothing wrong$/, () => send(FAULTY_NOTHING)));

	test('was to break the kernel, and does not', () =>
		lab.breaks(/^BUG: /, () => send(FAULTY_NOTHING), 200));

	test('expects too much', async () => {
		await send(FAULTY_NOTHING);
		assert.equal((await lab.client()).stdout, 'goodbye\n');
	});

	test('leaves a process', async () => {
		await (await lab.start('stay')).line(/hello/);
	});

	test('leaves a module', async () => {
		await lab.load({}, 'faulty');
	});

	test('leaves a socket', async () => {
		await lab.open(0);
	});

	test('needs what is not there', { skip: lab.without('two CPUs') }, () => {});

	test('finds the guest as it was', async () => {
		assert.equal((await lab.run('grep -w ^faulty /proc/modules')).stdout, '');
		assert.equal((await lab.run('pgrep -f stay')).status, 1);
	});
}
