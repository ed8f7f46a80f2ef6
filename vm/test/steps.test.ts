import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { project, script, start, temporaryFolder } from './fixtures.ts';

const steps = join(project, 'vm/setup/steps.mjs');
const cache = join(project, 'vm/setup/cache.mjs');

/** A step that makes a file, once that another file is there. */
function room(folder: string) {
	const made = join(folder, 'made');
	const go = join(folder, 'go');
	const path = script(
		folder,
		'run.ts',
		`
		import { existsSync, writeFileSync } from 'node:fs';
		import { setTimeout as sleep } from 'node:timers/promises';
		import { temporaryPath } from '${cache}';
		import { step } from '${steps}';
		console.log(await step({
			name: 'thing',
			why: 'for a test',
			lock: 'thing',
			done: () => existsSync('${made}') ? 'found' : undefined,
			work: async () => {
				writeFileSync(temporaryPath(), 'half');
				console.log('working');
				while (!existsSync('${go}')) await sleep(10);
				writeFileSync('${made}', '');
				return 'made';
			},
		}));
		`,
	);
	const own = join(folder, 'netlink-both-sides');
	return {
		run: () => start([path], { env: { XDG_CACHE_HOME: folder } }),
		letGo: () => writeFileSync(go, ''),
		made,
		locks: join(own, 'locks'),
		temporary: join(own, 'temporary'),
	};
}

describe('a step', () => {
	test('is announced, timed, and silent once it is done', async () => {
		using folder = temporaryFolder();
		const { run, letGo } = room(folder.path);
		letGo();
		const first = await run().ended;
		assert.equal(first.stdout, 'working\nmade\n');
		assert.match(first.stderr, /^… thing: for a test\n✓ thing \(\d+\.\d s\)\n$/);
		const second = await run().ended;
		assert.equal(second.stdout, 'found\n');
		assert.equal(second.stderr, '');
	});

	test('is done by one of two runs; the other says whom it waits for', async () => {
		using folder = temporaryFolder();
		const { run, letGo } = room(folder.path);
		const first = run();
		await first.saw('working');
		const second = run();
		await second.saw(`another run (process ${first.pid}) is at it, waiting`);
		letGo();
		assert.equal((await first.ended).stdout, 'working\nmade\n');
		assert.equal((await second.ended).stdout, 'found\n');
	});

	for (const [signal, status] of [
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const)
		test(`leaves nothing behind on ${signal}`, async () => {
			using folder = temporaryFolder();
			const { run, made, locks, temporary } = room(folder.path);
			const running = run();
			await running.saw('working');
			assert.equal(readdirSync(locks).length, 1);
			running.kill(signal);
			assert.equal((await running.ended).status, status);
			assert.ok(!existsSync(made));
			assert.deepEqual(readdirSync(locks), []);
			assert.deepEqual(readdirSync(temporary), []);
		});

	test('takes over what a killed run left', async () => {
		using folder = temporaryFolder();
		const { run, letGo, locks, temporary } = room(folder.path);
		const killed = run();
		await killed.saw('working');
		killed.kill('SIGKILL');
		await killed.ended;
		assert.equal(readdirSync(locks).length, 1);
		assert.equal(readdirSync(temporary).length, 1);
		letGo();
		assert.equal((await run().ended).stdout, 'working\nmade\n');
		assert.deepEqual(readdirSync(locks), []);
		assert.deepEqual(readdirSync(temporary), []);
	});

	test('says what to do where the cache cannot be written', async () => {
		using folder = temporaryFolder();
		const { run } = room(folder.path);
		mkdirSync(folder.path, { recursive: true });
		writeFileSync(join(folder.path, 'netlink-both-sides'), 'a file where the folder should be');
		const { status, stderr } = await run().ended;
		assert.notEqual(status, 0);
		assert.match(stderr, /Problem: The cache .*netlink-both-sides cannot be written/);
	});
});
