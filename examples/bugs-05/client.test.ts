/** Each bug of kmod/bugs-05 shows, every time, and is gone with its patch in kmod/bugs-05/right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Socket } from '@both-sides/netlink';
import { decodeMessage, encodeMessage, NLM_F_REQUEST } from '@both-sides/netlink/wire';
import type { Lab } from '../lab.ts';
import {
	ECHO_SAY,
	FROST_GET,
	GUESTS_ASK,
	GUESTS_ENTER,
	guest,
	NETLINK_ECHO,
	NETLINK_FROST,
	NETLINK_GUESTS,
	NETLINK_ROSTER,
	ROSTER_ADD,
	struck,
} from './protocols.ts';

export default function (lab: Lab): void {
	/** Says something with another socket's port id in the header; gives who hears the echo. */
	async function whoHears(module: string): Promise<'sender' | 'stranger'> {
		await using _module = await lab.load({}, module);
		await using sender = await lab.open(NETLINK_ECHO);
		await using stranger = await lab.open(NETLINK_ECHO);
		const payload = new TextEncoder().encode('for me alone');
		await sender.send(
			encodeMessage({ type: ECHO_SAY, flags: NLM_F_REQUEST, portId: stranger.portId, payload }),
		);
		const signal = AbortSignal.timeout(10_000);
		const heard = (socket: typeof sender, who: 'sender' | 'stranger') =>
			socket.receive({ signal }).then(([datagram]) => {
				assert.ok(datagram);
				assert.deepEqual(decodeMessage(datagram.data, 0).payload, payload);
				return who;
			});
		return await Promise.any([heard(sender, 'sender'), heard(stranger, 'stranger')]);
	}

	test('echo: what one says another hears', async () => {
		assert.equal(await whoHears('echo'), 'stranger');
	});

	test('echo, mended: who says it hears it', async () => {
		assert.equal(await whoHears('right/echo/echo'), 'sender');
	});

	test('frost: thirteen degrees below zero is EACCES', async () => {
		await using _module = await lab.load({ celsius: -13 }, 'frost');
		await using socket = new Socket(await lab.open(NETLINK_FROST));
		await assert.rejects(socket.request({ type: FROST_GET }), { code: 'EACCES' });
	});

	test('frost, mended: it is a temperature', async () => {
		await using _module = await lab.load({ celsius: -13 }, 'right/frost/frost');
		await using socket = new Socket(await lab.open(NETLINK_FROST));
		const { payload } = await socket.request({ type: FROST_GET });
		assert.equal(new DataView(payload.buffer, payload.byteOffset).getInt32(0, true), -13);
	});

	const longName = `${'x'.repeat(16)}\u0001`;

	test('guests: whoever has a long name is the host', async () => {
		await using _module = await lab.load({}, 'guests');
		await using socket = new Socket(await lab.open(NETLINK_GUESTS));
		const host = async () =>
			guest.decode((await socket.request({ type: GUESTS_ASK })).payload).host;
		await socket.acknowledge({ type: GUESTS_ENTER, ...guest.body({ name: 'somebody' }) });
		assert.equal(await host(), 0);
		await socket.acknowledge({ type: GUESTS_ENTER, ...guest.body({ name: longName }) });
		assert.equal(await host(), 1);
	});

	test('guests, mended: a long name is refused', async () => {
		await using _module = await lab.load({}, 'right/guests/guests');
		await using socket = new Socket(await lab.open(NETLINK_GUESTS));
		await assert.rejects(
			socket.acknowledge({ type: GUESTS_ENTER, ...guest.body({ name: longName }) }),
			{ code: 'EINVAL' },
		);
	});

	/** Two clients strike the same number off while the first is still at it. */
	async function twice(): Promise<string[]> {
		await using socket = new Socket(await lab.open(NETLINK_ROSTER));
		await socket.acknowledge({ type: ROSTER_ADD, payload: struck(7) });
		const both = await Promise.all([lab.client('strike', '7'), lab.client('strike', '7')]);
		return both.map(({ stdout }) => stdout);
	}

	test('roster: two who strike the same number off bring the kernel down', () =>
		lab.breaks(
			/^list_del corruption|^BUG: |^Oops: |^general protection fault|^kernel BUG/,
			async () => {
				await lab.load({ delay: 3000 }, 'roster');
				await twice();
			},
			20_000,
		));

	test('roster, mended: the second one comes too late', async () => {
		await using _module = await lab.load({ delay: 3000 }, 'right/roster/roster');
		const [one = '', other = ''] = (await twice()).sort();
		assert.match(one, /ENOENT/);
		assert.equal(other, 'struck off\n');
	});
}
