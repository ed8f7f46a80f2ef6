import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { project, script, start, temporaryFolder } from './fixtures.ts';

const suite = join(project, 'vm/setup/suite.ts');

/** A project with these scripts in its one workspace, and test files beside them. */
function makeProject(
	folder: string,
	scripts: Record<string, string>,
	files: Record<string, string> = {},
) {
	script(folder, 'package.json', JSON.stringify({ workspaces: ['part'] }));
	const workspace = join(folder, 'part');
	script(workspace, 'package.json', JSON.stringify({ type: 'module', scripts }));
	for (const [name, text] of Object.entries(files)) script(workspace, name, text);
	return (...words: string[]) =>
		start([suite, ...words], { cwd: folder, env: { XDG_CACHE_HOME: join(folder, 'cache') } });
}

const head = "import { test } from 'node:test'; import assert from 'node:assert';";
const closing = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

describe('the suite', () => {
	test('counts the tests of all parts and ends well', async () => {
		using folder = temporaryFolder();
		const run = makeProject(
			folder.path,
			{ 'test:one': "node --test 'one.test.ts'", 'test:two': 'true', 'test-all:long': 'false' },
			{ 'one.test.ts': `${head} test('a', () => {}); test('b', { skip: 'no b here' }, () => {});` },
		);
		const { status, stdout } = await run().ended;
		assert.equal(status, 0);
		assert.equal(closing(stdout), '2 passed, 0 failed, 1 skipped');
		assert.match(stdout, /^part:one │ - .*one\.test\.ts: b: skipped: no b here$/m);
		assert.match(stdout, /^part:one │ ✓ .*one\.test\.ts: 1 passed, 0 failed, 1 skipped/m);
	});

	test('shows a failure in full and ends with a status other than 0', async () => {
		using folder = temporaryFolder();
		const run = makeProject(
			folder.path,
			{ 'test:one': "node --test 'one.test.ts'" },
			{
				'one.test.ts': `${head} test('outer', async (t) => { await t.test('inner', () => assert.equal(2 + 2, 5)); });`,
			},
		);
		const { status, stdout } = await run().ended;
		assert.equal(status, 1);
		assert.equal(closing(stdout), '0 passed, 1 failed, 0 skipped');
		assert.match(stdout, /✗ .*one\.test\.ts: outer > inner\n.*4 == 5/);
		assert.match(stdout, /one\.test\.ts:1:\d+/);
		// And once more where one looks first.
		assert.match(
			stdout,
			/\nWhat failed:\npart:one: .*one\.test\.ts: outer > inner\n.*4 == 5.*\n0 passed, 1 failed, 0 skipped\n$/s,
		);
	});

	test('counts a script that fails without a word, one that runs no test, and a file without any', async () => {
		using folder = temporaryFolder();
		const run = makeProject(
			folder.path,
			{
				'test:silent': 'exit 4',
				'test:none': "node --test 'nosuch.test.ts*'",
				'test:empty': "node --test 'empty.test.ts'",
				'test:crash': "node --test 'crash.test.ts'",
			},
			{ 'empty.test.ts': 'export {};', 'crash.test.ts': 'throw new Error("cannot load");' },
		);
		const { status, stdout } = await run().ended;
		assert.equal(status, 1);
		assert.equal(closing(stdout), '0 passed, 4 failed, 0 skipped');
		assert.match(stdout, /part:silent: "exit 4" ended with status 4/);
		assert.match(stdout, /part:none: it ran no test/);
		assert.match(stdout, /there is no test in this file/);
		assert.match(stdout, /cannot load/);
	});

	test('runs the parts that a word names, the long ones with --all', async () => {
		using folder = temporaryFolder();
		const run = makeProject(folder.path, {
			'test:one': 'true',
			'test:two': 'false',
			'test-all:only': 'true',
		});
		const one = await run('one').ended;
		assert.equal(one.status, 0);
		assert.equal(closing(one.stdout), '1 passed, 0 failed, 0 skipped');
		assert.equal(closing((await run('on', '--all').ended).stdout), '2 passed, 0 failed, 0 skipped');
	});

	test('says how many results are from before, and has all run with --again', async () => {
		using folder = temporaryFolder();
		const record = { group: 'g', name: 'n', status: 'passed', milliseconds: 1 };
		const line = (more: object) =>
			`process.env.SUITE_RECORD, ${JSON.stringify(JSON.stringify({ ...record, ...more }))}`;
		const run = makeProject(
			folder.path,
			{ 'test:one': 'node one.mjs' },
			{
				'one.mjs': `import { writeFileSync } from 'node:fs';
					if (process.env.SUITE_AGAIN) writeFileSync(${line({})});
					else writeFileSync(${line({ remembered: '2026-11-25' })});`,
			},
		);
		const { stdout } = await run().ended;
		assert.match(stdout, /^1 of these are from before: .* npm test -- --again$/m);
		assert.equal(closing(stdout), '1 passed, 0 failed, 0 skipped');
		for (const word of ['--again', '--all'])
			assert.doesNotMatch((await run(word).ended).stdout, /from before/);
	});

	test('does not run a test again that remembers all that goes into it', async () => {
		using folder = temporaryFolder();
		const input = join(folder.path, 'part/input');
		const run = makeProject(
			folder.path,
			{ 'test:one': "node --test 'one.test.ts'" },
			{
				input: '5',
				'one.test.ts': `import assert from 'node:assert'; import { readFileSync } from 'node:fs';
					import { test } from 'node:test';
					import { remembering } from '${project}/vm/setup/memory.ts';
					test('a', remembering(() => ({ files: ['${input}'] }))(async () => {
						console.log('it runs');
						assert.equal(readFileSync('${input}', 'utf8'), '5');
					}));`,
			},
		);
		const outcome = async (...words: string[]) => {
			const { stdout } = await run(...words).ended;
			return [/it runs/.test(stdout), /^1 of these are from before/m.test(stdout), closing(stdout)];
		};
		const [passed, failed] = ['1 passed, 0 failed, 0 skipped', '0 passed, 1 failed, 0 skipped'];
		assert.deepEqual(await outcome(), [true, false, passed]);
		assert.deepEqual(await outcome(), [false, true, passed]);
		assert.deepEqual(await outcome('--again'), [true, false, passed]);
		script(folder.path, 'part/input', '6');
		assert.deepEqual(await outcome(), [true, false, failed]);
		// What failed is not kept.
		assert.deepEqual(await outcome(), [true, false, failed]);
		script(folder.path, 'part/input', '5');
		assert.deepEqual(await outcome(), [false, true, passed]);
	});

	test('answers a word that names nothing with the names there are', async () => {
		using folder = temporaryFolder();
		const run = makeProject(folder.path, { 'test:one': 'true', 'test:two': 'true' });
		const { status, stderr } = await run('three').ended;
		assert.equal(status, 1);
		assert.equal(
			stderr,
			'No part of the tests has "three" in its name; there are part:one, part:two.\n',
		);
	});

	test('answers an option that there is not', async () => {
		using folder = temporaryFolder();
		const run = makeProject(folder.path, { 'test:one': 'true' });
		const { status, stderr } = await run('--alll').ended;
		assert.equal(status, 1);
		assert.match(stderr, /^Unknown option '--alll'/);
	});

	test('never runs itself', async () => {
		using folder = temporaryFolder();
		const run = makeProject(folder.path, {
			'test:one': `node ${suite}`,
			'test:all': `node ${suite} --all`,
		});
		const { status, stdout } = await run().ended;
		assert.equal(status, 1);
		assert.match(stdout, /part:one │ A part of the suite runs the suite/);
		assert.equal(closing(stdout), '0 passed, 1 failed, 0 skipped');
	});

	test('gets what a part needs before it, and does not begin where that fails', async () => {
		using folder = temporaryFolder();
		const run = makeProject(folder.path, {
			'pretest:one': 'echo preparing',
			'test:one': 'echo testing',
			'pretest:two': 'false',
			'test:two': 'echo testing',
		});
		assert.match((await run('one').ended).stdout, /^preparing\n(.*\n)*part:one │ testing\n/);
		const { status, stdout, stderr } = await run('two').ended;
		assert.equal(status, 1);
		assert.doesNotMatch(stdout, /testing/);
		assert.match(stderr, /part:two: what it needs could not be got/);
	});

	test('lets its parts clean up when it is interrupted', async () => {
		using folder = temporaryFolder();
		const run = makeProject(
			folder.path,
			{ 'test:one': "node --test 'one.test.ts'" },
			{
				'one.test.ts': `${head}
				import { writeFileSync } from 'node:fs';
				const cleanUp = () => setTimeout(() => { writeFileSync('cleaned-up', ''); process.exit(1); }, 100);
				process.on('SIGINT', cleanUp);
				// node --test passes an interrupt on as this.
				process.on('SIGTERM', () => {});
				test('waits', () => { console.log('waiting'); return new Promise((done) => setTimeout(done, 60_000)); });`,
			},
		);
		const running = run();
		await running.saw('waiting');
		running.kill('SIGINT');
		const { status, stdout } = await running.ended;
		assert.equal(status, 130);
		assert.equal(closing(stdout.replace(/\n[^\n]*\n$/, '')), 'Interrupted: not all was run.');
		assert.ok(existsSync(join(folder.path, 'part/cleaned-up')));
	});
});
