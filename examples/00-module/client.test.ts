import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lab } from '../lab.ts';
import { CommandFailed } from '../lab.ts';

export default function (lab: Lab): void {
	test('the module says when it comes and when it goes', async () => {
		const log = await lab.log();
		await (await lab.load()).unload();
		assert.deepEqual(await log.lines(), [
			'pulse: loaded; the next stage will ask for protocol 31',
			'pulse: unloaded',
		]);
	});

	test('a parameter is read at load time and shown in sysfs', async () => {
		const log = await lab.log();
		await using _module = await lab.load({ unit: 17 });
		await log.line(/will ask for protocol 17/);
		const shown = await lab.run('cat /sys/module/pulse/parameters/unit');
		assert.equal(shown.stdout, '17\n');
	});

	test('a parameter that is no number is refused by insmod', async () => {
		await assert.rejects(lab.load({ unit: 'thirty-one' }), CommandFailed);
	});

	test('opening protocol 31 fails, module or not: nobody listens', async () => {
		await assert.rejects(lab.open(31), { code: 'EPROTONOSUPPORT', errno: 93, call: 'socket' });
		await using _module = await lab.load();
		await assert.rejects(lab.open(31), { code: 'EPROTONOSUPPORT' });
	});

	test('a number outside of the table gets the same answer', async () => {
		await assert.rejects(lab.open(32), { code: 'EPROTONOSUPPORT' });
	});

	test('the client prints the error and fails; for rtnetlink it prints its port id', async () => {
		const refused = await lab.client();
		assert.match(refused.stdout, /EPROTONOSUPPORT/);
		assert.equal(refused.status, 1);
		const opened = await lab.client('0');
		assert.match(opened.stdout, /^protocol 0 is open, port id \d+\n$/);
		assert.equal(opened.status, 0);
	});

	test('/proc/net/netlink lists the sockets, the kernel’s own with port id 0', async () => {
		await using socket = await lab.open(0);
		const table = (await lab.run('cat /proc/net/netlink')).stdout;
		const sockets = table
			.trim()
			.split('\n')
			.slice(1)
			.map((line) => line.trim().split(/\s+/))
			.map(([, protocol, portId]) => `${protocol} ${portId}`);
		assert.ok(sockets.includes('0 0'), 'the kernel’s own rtnetlink socket');
		assert.ok(sockets.includes(`0 ${socket.portId}`), 'ours');
		assert.ok(!sockets.some((line) => line.startsWith('31 ')), 'nothing on 31');
	});
}
