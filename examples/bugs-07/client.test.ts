/** Each bug of kmod/bugs-07 shows, every time, and is gone with its patch in kmod/bugs-07/right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Socket } from '@both-sides/netlink';
import type { Lab } from '../lab.ts';
import { NETLINK_SHELF, SHELF_PUT, SHELF_TAKE } from './protocols.ts';

export default function (lab: Lab): void {
	/** Puts 7 on a shelf in another namespace, and says what lies on ours. */
	async function ours(module: string): Promise<number> {
		await using _module = await lab.load({}, module);
		await using namespace = await lab.namespace();
		await using there = new Socket(await lab.open(NETLINK_SHELF, { namespace }));
		await using here = new Socket(await lab.open(NETLINK_SHELF));
		const payload = new Uint8Array(Uint32Array.of(7).buffer);
		await there.acknowledge({ type: SHELF_PUT, payload });
		const reply = (await here.request({ type: SHELF_TAKE })).payload;
		return new DataView(reply.buffer, reply.byteOffset).getUint32(0, true);
	}

	test('shelf: what another namespace puts down lies here', async () => {
		assert.equal(await ours('shelf'), 7);
	});

	test('shelf, mended: each namespace has its own', async () => {
		assert.equal(await ours('right/shelf/shelf'), 0);
	});

	/** Lets a namespace end, unloads the module, and waits for more than a stroke. */
	async function afterwards(module: string): Promise<void> {
		const log = await lab.log();
		const loaded = await lab.load({}, module);
		const namespace = await lab.namespace();
		await namespace[Symbol.asyncDispose]();
		await log.line(/^chime: the clock of namespace \d+ is stopped$/);
		await loaded.unload();
		assert.equal((await lab.run('sleep 2')).status, 0);
	}

	test('chime: the clock of a namespace that is gone strikes on', () =>
		lab.breaks(/^BUG: |^Oops: |^general protection fault|^ODEBUG: free active .*chime_strike/, () =>
			afterwards('chime'),
		));

	test('chime, mended: it is silent', () => afterwards('right/chime/chime'));
}
