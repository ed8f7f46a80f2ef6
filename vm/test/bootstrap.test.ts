import assert from 'node:assert/strict';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { project, script, start, temporaryFolder } from './fixtures.ts';

const packages = {
	'': {},
	'node_modules/thing': { version: '1.0.0', integrity: 'sha512-thing' },
	'node_modules/thing-for-other-systems': { version: '1.0.0', optional: true },
};

/** What stands in for npm: it installs what the lock file names, as far as bootstrap can see. */
const fakeNpm = `
const { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, appendFileSync, existsSync } = require('node:fs');
appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n');
if (process.env.FAKE_NPM_ERROR) { console.error(process.env.FAKE_NPM_ERROR); process.exit(1); }
rmSync('node_modules', { recursive: true, force: true });
const bin = 'node_modules/node-' + process.platform + '-' + process.arch + '/bin';
mkdirSync(bin, { recursive: true });
const finish = () => {
	symlinkSync(process.execPath, bin + '/node');
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
	delete packages['node_modules/thing-for-other-systems'];
	writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
};
if (process.env.FAKE_NPM_WAITS) setInterval(() => { if (existsSync('go')) { finish(); process.exit(0); } }, 10);
else finish();
`;

/** A project that has only what bootstrap needs, and the ways to run it. */
function makeProject(folder: string) {
	const setup = join(folder, 'vm/setup');
	mkdirSync(setup, { recursive: true });
	for (const name of readdirSync(join(project, 'vm/setup')).filter((n) => n.endsWith('.mjs')))
		cpSync(join(project, 'vm/setup', name), join(setup, name));
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
	const npm = script(folder, 'npm.cjs', fakeNpm);
	script(folder, 'say.ts', 'const what: string[] = process.argv.slice(2); console.log(...what);');
	script(
		folder,
		'which.ts',
		"import { execSync } from 'node:child_process'; process.stdout.write(execSync('command -v node'));",
	);
	script(folder, 'three.ts', 'process.exit(3);');
	script(
		folder,
		'wait.ts',
		`process.on('SIGTERM', () => { console.log('told to end'); process.exit(7); });
		console.log('waiting'); setInterval(() => {}, 1000);`,
	);
	return {
		run: (args: string[], env: NodeJS.ProcessEnv = {}) =>
			start(['vm/setup/bootstrap.mjs', ...args], {
				cwd: folder,
				env: { npm_execpath: npm, XDG_CACHE_HOME: join(folder, 'cache'), ...env },
			}),
		runsOfNpm: () =>
			existsSync(join(folder, 'npm-runs'))
				? readFileSync(join(folder, 'npm-runs'), 'utf8').trim().split('\n')
				: [],
		record: join(folder, 'node_modules/.package-lock.json'),
		letGo: () => writeFileSync(join(folder, 'go'), ''),
	};
}

describe('the bootstrap', () => {
	test('installs what the lock file names, says so, and runs the file; then only runs it', async () => {
		using folder = temporaryFolder();
		const { run, runsOfNpm } = makeProject(folder.path);
		const first = await run(['say.ts', 'a', 'b c']).ended;
		assert.equal(first.stdout, 'a b c\n');
		assert.match(first.stderr, /^… npm packages: .*\n✓ npm packages \(/);
		const second = await run(['say.ts', 'again']).ended;
		assert.equal(second.stdout, 'again\n');
		assert.equal(second.stderr, '');
		assert.equal(runsOfNpm().length, 1);
		assert.match(runsOfNpm()[0] ?? '', /^ci /);
	});

	test('runs the file with the pinned Node, and so what the file starts', async () => {
		using folder = temporaryFolder();
		const { run } = makeProject(folder.path);
		const { stdout } = await run(['which.ts']).ended;
		const pinned = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
		assert.equal(stdout, `${join(realpathSync(folder.path), pinned)}\n`);
	});

	test('installs again where npm was interrupted or the lock file has changed', async () => {
		using folder = temporaryFolder();
		const { run, runsOfNpm, record } = makeProject(folder.path);
		await run(['say.ts']).ended;
		writeFileSync(record, JSON.stringify({ packages: { '': {} } }));
		await run(['say.ts']).ended;
		assert.equal(runsOfNpm().length, 2);
		const changed = { ...packages, 'node_modules/thing': { version: '1.0.0', integrity: 'other' } };
		writeFileSync(join(folder.path, 'package-lock.json'), JSON.stringify({ packages: changed }));
		await run(['say.ts']).ended;
		assert.equal(runsOfNpm().length, 3);
	});

	test('lets one of two runs install', async () => {
		using folder = temporaryFolder();
		const { run, runsOfNpm, letGo } = makeProject(folder.path);
		const first = run(['say.ts', 'first'], { FAKE_NPM_WAITS: '1' });
		await first.saw('… npm packages: what');
		const second = run(['say.ts', 'second']);
		await second.saw(`another run (process ${first.pid})`);
		letGo();
		assert.equal((await first.ended).stdout, 'first\n');
		assert.equal((await second.ended).stdout, 'second\n');
		assert.equal(runsOfNpm().length, 1);
	});

	test('passes the exit status and signals on', async () => {
		using folder = temporaryFolder();
		const { run } = makeProject(folder.path);
		assert.equal((await run(['three.ts']).ended).status, 3);
		const waiting = run(['wait.ts']);
		await waiting.saw('waiting');
		waiting.kill('SIGTERM');
		const { status, stdout } = await waiting.ended;
		assert.match(stdout, /told to end/);
		assert.equal(status, 7);
	});

	for (const [error, line] of [
		[
			'npm error code EAI_AGAIN',
			/^npm packages: the npm registry cannot be reached: check the network/m,
		],
		['npm error code ENOSPC', /^npm packages: no room on the disk/m],
		[
			'npm error code EOTHER',
			/^npm packages: npm ci failed; mend what it says.*\nnpm error code EOTHER/m,
		],
	] as const)
		test(`says what to do on "${error}"`, async () => {
			using folder = temporaryFolder();
			const { run } = makeProject(folder.path);
			const { status, stdout, stderr } = await run(['say.ts'], { FAKE_NPM_ERROR: error }).ended;
			assert.equal(status, 1);
			assert.equal(stdout, '');
			assert.match(stderr, line);
			assert.doesNotMatch(stderr, /^ +at /m);
		});

	test('does not let the doctor change anything', async () => {
		using folder = temporaryFolder();
		const { run, runsOfNpm } = makeProject(folder.path);
		const { status, stderr } = await run(['vm/commands/main.ts', 'doctor']).ended;
		assert.equal(status, 1);
		assert.match(stderr, /^✗ npm packages: not all/);
		assert.deepEqual(runsOfNpm(), []);
	});
});
