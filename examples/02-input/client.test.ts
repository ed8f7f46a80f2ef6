import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage } from '@both-sides/netlink/wire';
import type { Lab } from '../lab.ts';
import { NETLINK_PULSE } from './pulse.ts';

/** Of linux/netlink.h: the kernel has it from its start. */
const NETLINK_GENERIC = 16;

/** A message of type 16 with no payload whose header says `length`. */
function header(length: number): Uint8Array {
	const bytes = encodeMessage({ type: 16, flags: 1 });
	new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, length, true);
	return bytes;
}

export default function (lab: Lab): void {
	/** Sends one datagram and gives what input logged of it, without the line that names the sender. */
	async function logged(datagram: Uint8Array): Promise<readonly string[]> {
		await using _module = await lab.load();
		await using socket = await lab.open(NETLINK_PULSE);
		const log = await lab.log();
		await socket.send(datagram);
		const [first, ...rest] = await log.lines();
		assert.match(
			first ?? '',
			new RegExp(` ${datagram.length} bytes from port id ${socket.portId}$`),
		);
		return rest;
	}

	test('a message arrives', async () => {
		assert.deepEqual(
			await logged(encodeMessage({ type: 16, flags: 1, payload: new Uint8Array(5) })),
			['pulse: message of type 16, length 21'],
		);
	});

	test('input runs in the process that sends', {
		skip: lab.without('client processes'),
	}, async () => {
		await using _module = await lab.load();
		const log = await lab.log();
		const { stdout } = await lab.client('send', 'hello');
		const [, pid] = /^pid (\d+) sent 24 bytes/.exec(stdout) ?? assert.fail(stdout);
		const line = await log.line(/^pulse: input in /);
		assert.match(
			line,
			new RegExp(`^pulse: input in \\S+ \\(pid ${pid}\\): 24 bytes from port id ${pid}$`),
		);
	});

	test('send does not return before input has: it sleeps as long', async () => {
		await using _module = await lab.load({ delay: 200 });
		await using socket = await lab.open(NETLINK_PULSE);
		const log = await lab.log();
		const start = performance.now();
		await socket.send(header(16));
		assert.ok(performance.now() - start >= 200, 'msleep(200) lies inside the call');
		assert.equal((await log.lines()).length, 2, 'everything is logged when send returns');
	});

	test('two messages in one datagram are one call of input', async () => {
		const two = Uint8Array.from([...encodeMessage({ type: 16 }), ...encodeMessage({ type: 17 })]);
		assert.deepEqual(await logged(two), [
			'pulse: message of type 16, length 16',
			'pulse: message of type 17, length 16',
		]);
	});

	test('three bytes arrive as three bytes', async () => {
		assert.deepEqual(await logged(Uint8Array.of(1, 2, 3)), [
			'pulse: 3 bytes left that are no message',
		]);
	});

	test('a length below the header’s own 16 bytes is no message', async () => {
		assert.deepEqual(await logged(header(8)), ['pulse: 16 bytes left that are no message']);
		assert.deepEqual(await logged(header(0)), ['pulse: 16 bytes left that are no message']);
	});

	test('a length beyond the datagram is no message', async () => {
		assert.deepEqual(await logged(header(4096)), ['pulse: 16 bytes left that are no message']);
		assert.deepEqual(await logged(header(0xffffffff)), [
			'pulse: 16 bytes left that are no message',
		]);
	});

	test('the last message needs no padding', async () => {
		assert.deepEqual(await logged(Uint8Array.from([...header(17), 0xff])), [
			'pulse: message of type 16, length 17',
		]);
	});

	test('an empty datagram never gets as far as input', async () => {
		await using _module = await lab.load();
		await using socket = await lab.open(NETLINK_PULSE);
		await assert.rejects(socket.send(new Uint8Array(0)), { code: 'ENODATA' });
	});

	test('a number that is taken is not ours: no module, and the log says so', async () => {
		const log = await lab.log();
		await assert.rejects(lab.load({ unit: NETLINK_GENERIC }), /memory/i);
		await log.line(/^pulse: no kernel socket for protocol 16$/);
	});

	test('there is no answer: what the client hears of all this is silence', async () => {
		await using _module = await lab.load();
		await using socket = await lab.open(NETLINK_PULSE);
		await socket.send(encodeMessage({ type: 16, flags: 5 }));
		await assert.rejects(socket.receive({ signal: AbortSignal.timeout(50) }), {
			name: 'TimeoutError',
		});
	});

	test('who frees the buffer is not the only one', async () => {
		// The counter of references, the allocator or KASAN: who sees it first is each kernel's own.
		const faults =
			/^refcount_t: underflow; use-after-free|kernel BUG at mm\/slub\.c|^BUG: KASAN: slab-use-after-free/;
		await lab.breaks(faults, async () => {
			await lab.load({}, 'wrong/frees/pulse');
			const socket = await lab.open(NETLINK_PULSE);
			await socket.send(encodeMessage({ type: 16 }));
		});
	});
}
