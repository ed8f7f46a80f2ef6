/** The machine in a page of Chromium, without a panel. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decodeMessage } from '@both-sides/netlink/wire';
import { context, folder, openTab, withhold } from './browser.ts';
import { clientOf } from './client.ts';

describe('the machine', { timeout: 240_000 }, () => {
	test('is not loaded before it is started, and then is less than 4 MB', async () => {
		await using tab = await openTab();
		await tab.page.waitForLoadState('networkidle');
		const before = [...tab.requests];
		assert.deepEqual(
			before.filter((path) => /live\/|wasm|worker|sandbox/.test(path)),
			[],
		);
		await tab.harness.evaluate((harness) => harness.machine.start('02-input'));
		await tab.harness.evaluate((harness) =>
			harness.client({ files: { 'client.ts': '' }, args: [] }),
		);
		const fetched = new Set(
			tab.requests.slice(before.length).filter((path) => path.startsWith('/')),
		);
		assert.ok([...fetched].some((path) => path.endsWith('/state.zst')));
		let total = 0;
		for (const path of fetched) {
			const bytes = readFileSync(join(folder, path));
			// Packed already, or by any web server on the way.
			total += /\.(zst|gzip)$/.test(path) ? bytes.length : gzipSync(bytes).length;
		}
		assert.ok(total < 4e6 && total > 3e6, `${total} bytes`);
	});

	test('has a console, a shell beside it, and a kernel log', async () => {
		await using tab = await openTab('02-input');
		await tab.harness.evaluate(async (harness) => {
			harness.machine.type('echo one""two\n');
			await harness.shows('onetwo');
		});
		const left = await tab.harness.evaluate((harness) =>
			harness.shell('pwd; ls *.ko; echo no >&2; exit 3'),
		);
		assert.deepEqual(left, { status: 3, out: '/stage\npulse.ko\n', err: 'no\n' });
		await tab.harness.evaluate(async (harness) => {
			await harness.shell('insmod pulse.ko');
			await harness.logs('pulse: kernel socket for protocol 31 created');
		});
		assert.match(
			(await tab.harness.evaluate((harness) => harness.machine.release)) ?? '',
			/^\d+\.\d+\.\d+-page$/,
		);
		assert.deepEqual(tab.complaints, []);
	});

	test('has the modules with a mistake, and files that are put there later', async () => {
		await using tab = await openTab('03-replies');
		const { out } = await tab.harness.evaluate(async (harness) => {
			await harness.machine.addFile("some folder/it's", new TextEncoder().encode('here'));
			return harness.shell(`ls wrong/*; cat "some folder/it's"`);
		});
		assert.match(out, /^wrong\/interrupted:\npulse\.ko\n\nwrong\/no-mutex:\npulse\.ko\nhere$/);
	});

	test('runs a client: what it prints, what it sends, what the kernel says to that', async () => {
		await using tab = await openTab('02-input');
		await tab.harness.evaluate((harness) => harness.shell('insmod pulse.ko'));
		const left = await tab.harness.evaluate(
			(harness, client) => harness.client(client),
			clientOf('02-input', 'send', 'hello'),
		);
		const [, pid] = /^pid (\d+) sent 24 bytes in \d+ ms\n$/.exec(left.out) ?? [];
		assert.ok(pid, left.out);
		assert.deepEqual([left.status, left.err], [0, '']);
		await tab.harness.evaluate(
			(harness, pid) => harness.logs(`input in relay (pid ${pid}): 24 bytes from port id ${pid}`),
			pid,
		);
		const crossings = await tab.harness.evaluate((harness) =>
			harness.crossings.map((crossing) => ({ ...crossing, bytes: [...crossing.bytes] })),
		);
		assert.equal(crossings.length, 1);
		const [{ bytes, time, ...rest } = assert.fail()] = crossings;
		assert.deepEqual(rest, {
			direction: 'down',
			protocol: 31,
			portId: Number(pid),
			peer: 0,
			group: 0,
		});
		assert.ok(Math.abs(Date.now() - time) < 10_000);
		const { payload } = decodeMessage(Uint8Array.from(bytes), 0);
		assert.equal(new TextDecoder().decode(payload), 'hello');
	});

	test('answers come up, refusals are told in the words of the library', async () => {
		await using tab = await openTab('03-replies');
		await tab.harness.evaluate((harness) => harness.shell('insmod pulse.ko'));
		const add = (client: ReturnType<typeof clientOf>) =>
			tab.harness.evaluate((harness, client) => harness.client(client), client);
		assert.match(
			(await add(clientOf('03-replies', 'add', '3'))).out,
			/^pid \d+: add 3\nacknowledged\n$/,
		);
		assert.equal((await add(clientOf('03-replies', 'get'))).out, '3 beats\n');
		const refused = await add(clientOf('03-replies', 'add', '0'));
		assert.match(refused.out, /ERANGE: there is nothing to add/);
		assert.equal(refused.status, 1);
		const directions = await tab.harness.evaluate((harness) =>
			harness.crossings.map(({ direction }) => direction),
		);
		assert.deepEqual(directions, ['down', 'up', 'down', 'up', 'down', 'up']);
	});

	test('starts twenty times in a row, each time as new, and soon', async () => {
		await using tab = await openTab();
		const times = await tab.harness.evaluate(async (harness) => {
			const times: number[] = [];
			for (let round = 0; round < 20; round++) {
				harness.renew();
				const begin = performance.now();
				await harness.machine.start('02-input');
				times.push(performance.now() - begin);
				const { out } = await harness.shell('cat /root/mark; echo x >/root/mark; ls *.ko');
				if (out !== 'pulse.ko\n') throw new Error(`round ${round}: ${out}`);
			}
			return times;
		});
		times.sort((a, b) => a - b);
		// Far above what it takes, for a machine that is busy with other tests.
		assert.ok((times[10] ?? 0) < 5000, times.join(' '));
	});

	test('of one tab is not that of another', async () => {
		await using one = await openTab('02-input');
		await using other = await openTab('02-input');
		await one.harness.evaluate((harness) => harness.shell('insmod pulse.ko; echo one >/root/mark'));
		const left = await other.harness.evaluate((harness) =>
			harness.shell('cat /root/mark; lsmod | wc -l'),
		);
		assert.equal(left.out, '1\n');
	});

	test('goes back to a checkpoint with modules and files, and to its start', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			const look = async () => (await harness.shell('lsmod | grep -c pulse; cat /root/mark')).out;
			harness.machine.type('echo be""fore\n');
			await harness.shows('before');
			await harness.shell('insmod pulse.ko; echo first >/root/mark');
			const checkpoint = await harness.machine.checkpoint();
			await harness.shell('rmmod pulse; echo second >/root/mark');
			const after = await look();
			harness.console = '';
			await harness.machine.rewind(checkpoint);
			const console = harness.console;
			const rewound = await look();
			await harness.machine.reset();
			const reset = await look();
			await harness.machine.rewind(checkpoint);
			const again = await look();
			harness.machine.forget(checkpoint);
			const forgotten = await harness.machine.rewind(checkpoint).catch((error) => error.message);
			return { bytes: checkpoint.bytes, after, console, rewound, reset, again, forgotten };
		});
		assert.equal(result.after, '0\nsecond\n');
		assert.equal(result.rewound, '1\nfirst\n');
		// The terminal starts anew with what it showed then.
		assert.ok(result.console.startsWith('\u001bc# echo be""fore\r\nbefore\r\n# '), result.console);
		assert.equal(result.reset, '0\n');
		assert.equal(result.again, '1\nfirst\n');
		assert.match(result.forgotten, /forgotten/);
		assert.ok(result.bytes < 20e6, `${result.bytes}`);
	});

	test('whose kernel panics says so, in its last words, and can be started again', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			// These words alone are no panic.
			await harness.shell('echo "Kernel panic - not syncing: no" >/dev/console');
			await harness.shows('not syncing: no');
			const alive = (await harness.shell('echo alive')).out;
			harness.start({ files: { 'client.ts': 'setInterval(() => {}, 1000);' }, args: [] });
			const ended = harness.shell('echo c >/proc/sysrq-trigger').catch((error) => error.message);
			await harness.state('panicked');
			const { state } = harness.machine;
			const client = await harness.left();
			await harness.machine.reset();
			return {
				alive,
				ended: await ended,
				state,
				client,
				out: (await harness.shell('ls *.ko')).out,
			};
		});
		assert.equal(result.alive, 'alive\n');
		const reason = 'Kernel panic - not syncing: sysrq triggered crash';
		assert.deepEqual(result.state, { name: 'panicked', reason });
		assert.equal(result.ended, `the kernel answers no more: ${reason}`);
		assert.equal(result.client.status, 137);
		assert.equal(result.out, 'pulse.ko\n');
	});

	test('says when its relay was killed, and goes on with the next one', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			const first = `kill -9 $(pidof relay | tr ' ' '\\n' | sort -n | head -n 1)`;
			const killed = await harness.shell(first).catch((error) => error.message);
			await harness.notes('has been started again');
			await harness.shell('insmod pulse.ko');
			await harness.logs('kernel socket for protocol 31 created');
			return { killed, state: harness.machine.state.name };
		});
		assert.deepEqual(result, {
			killed: 'the relay in the machine ended and was started again',
			state: 'ready',
		});
	});

	test('rests while its page is hidden or its reader wants it to, and ends when the page is left', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			const hide = (hidden: boolean) => {
				Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
				document.dispatchEvent(new Event('visibilitychange'));
			};
			hide(true);
			await harness.state('paused');
			const { state } = harness.machine;
			harness.machine.type('echo aw""ake\n');
			await new Promise((resolve) => setTimeout(resolve, 300));
			const slept = !harness.console.includes('awake');
			hide(false);
			await harness.state('ready');
			await harness.shows('awake');
			await harness.machine.pause();
			const byReader = harness.machine.state;
			// Coming back to the page is not asking for it.
			hide(true);
			hide(false);
			const still = harness.machine.state;
			await harness.machine.resume();
			dispatchEvent(new PageTransitionEvent('pagehide'));
			return { state, slept, byReader, still, last: harness.machine.state };
		});
		assert.deepEqual(result, {
			state: { name: 'paused', by: 'page' },
			slept: true,
			byReader: { name: 'paused', by: 'reader' },
			still: { name: 'paused', by: 'reader' },
			last: { name: 'stopped' },
		});
	});

	test('says in a sentence why it cannot start, and starts later', async () => {
		const catalogue = join(folder, 'live/catalogue.json');
		const whole = readFileSync(catalogue);
		await using tab = await openTab();
		const start = () =>
			tab.harness.evaluate(async (harness) => {
				const message = await harness.machine.start('02-input').then(
					() => '',
					(error) => error.message,
				);
				return { message, state: harness.machine.state };
			});
		const fails = async (reason: RegExp) => {
			const { message, state } = await start();
			assert.match(message, reason);
			assert.deepEqual(state, { name: 'failed', reason: message });
		};
		try {
			rmSync(catalogue);
			await fails(/^This copy of the guide was built without a kernel/);
			writeFileSync(catalogue, JSON.stringify({ absent: true }));
			await fails(/^This copy of the guide was built without a kernel/);
			writeFileSync(catalogue, JSON.stringify({ failed: 'no room on the disk' }));
			await fails(/could not be built: no room on the disk$/);
			writeFileSync(catalogue, JSON.stringify({ building: 'Linux: 3 of 700 files' }));
			const later = start();
			await tab.harness.evaluate((harness) => harness.state('building'));
			writeFileSync(catalogue, whole);
			assert.deepEqual(await later, { message: '', state: { name: 'ready' } });
		} finally {
			writeFileSync(catalogue, whole);
		}
		await context.setOffline(true);
		try {
			await fails(/^The kernel could not be fetched: there is no connection/);
		} finally {
			await context.setOffline(false);
		}
		withhold(/state\.zst$/);
		await fails(/^The kernel could not be fetched: nothing came for 20 s/);
		withhold(undefined);
		assert.deepEqual((await start()).state, { name: 'ready' });
	});
});
