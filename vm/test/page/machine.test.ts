/** The page's machine: fresh each time, rewound, and honest about a kernel that has died. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { PageMachine, relayPort } from '../../machines/page/machine.ts';
import { Relay } from '../../machines/page/relay/relay.ts';
import { NETLINK_BROKEN, prepared, startGuest } from './machine.ts';

before(
	async () => {
		await prepared();
	},
	{ timeout: 3_600_000 },
);

describe("the page's machine", { timeout: 900_000 }, () => {
	test('starts twenty times in a row, each time as new', async () => {
		for (let round = 0; round < 20; round++) {
			await using guest = await startGuest();
			assert.equal((await guest.run('cat /root/mark; echo x >/root/mark')).stdout, '');
		}
	});

	test('has the modules that it was given where its commands run', async () => {
		await using guest = await startGuest();
		assert.equal((await guest.run('ls')).stdout, 'broken.ko\n');
		assert.deepEqual(await guest.run('insmod broken.ko && grep -c broken /proc/modules'), {
			status: 0,
			stdout: '1\n',
			stderr: '',
		});
	});

	test('is rewound to what it was, with its modules and files', async () => {
		const { parts, modules } = await prepared();
		assert.ok(modules);
		await using machine = await PageMachine.restore(parts);
		const run = async (line: string) => {
			const relay = await Relay.connect(machine.port(relayPort));
			let text = '';
			const command = await relay.run(line, (_, bytes) => {
				text += Buffer.from(bytes);
			});
			await command.ended;
			relay.close();
			return text;
		};
		await run('echo before >/root/mark');
		const state = await machine.save();
		await run('echo after >/root/mark');
		await machine.rewind(state);
		assert.equal(await run('cat /root/mark'), 'before\n');
	});

	test('has a clock that goes back with it', async () => {
		const { parts } = await prepared();
		await using machine = await PageMachine.restore(parts);
		const times: number[] = [];
		for (let round = 0; round < 4; round++) {
			const begin = performance.now();
			const relay = await Relay.connect(machine.port(relayPort));
			const logged = Promise.withResolvers<number>();
			await relay.log(({ text, time }) => text === 'mark' && logged.resolve(time / 1e6));
			await relay.run('echo mark >/dev/kmsg', () => {});
			times.push((await logged.promise) - (performance.now() - begin) / 1000);
			relay.close();
			await machine.rewind(parts.state);
		}
		// By the seconds that had passed in the saved machine.
		const [first = 0] = times;
		assert.ok(
			times.every((time) => Math.abs(time - first) < 1),
			`${times}`,
		);
	});

	test('whose kernel panics keeps nobody waiting, and its console says why', async () => {
		await using guest = await startGuest();
		await guest.run('insmod broken.ko');
		const socket = await guest.open(NETLINK_BROKEN);
		await assert.rejects(socket.send(Buffer.from('p')), /was closed/);
		assert.ok(guest.console.some((line) => line.includes('Kernel panic - not syncing: asked for')));
	});
});
