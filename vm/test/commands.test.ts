import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { project, runNode } from './fixtures.ts';

const vm = (...words: string[]) => runNode([join(project, 'vm/commands/main.ts'), ...words]);

describe('the vm command', () => {
	for (const [words, answer] of [
		[['build', 'inptu'], 'There is no stage "inptu"; did you mean 02-input? There are '],
		[['build', '--kernel', '9.9'], 'There is no kernel "9.9" here; there are 6.1, 6.12, 7.3 (in '],
		[['kernels', 'fetch', '9.9'], 'There is no kernel "9.9" here; there are 6.1, 6.12, 7.3 (in '],
		[['biuld'], "error: unknown command 'biuld'\n(Did you mean build?)"],
		[['build', '--kernl', '6.1'], "error: unknown option '--kernl'\n(Did you mean --kernel?)"],
		[['kernels', 'udpate'], "error: unknown command 'udpate'\n(Did you mean update?)"],
	] as const)
		test(`answers "${words.join(' ')}" with a line that says what is right`, async () => {
			const { status, stdout, stderr } = await vm(...words);
			assert.equal(status, 1);
			assert.equal(stdout, '');
			assert.ok(stderr.startsWith(answer), stderr);
			assert.doesNotMatch(stderr, /^ +at /m);
		});

	test('has a line of help and an example for each command', async () => {
		const { status, stdout } = await vm('--help');
		assert.equal(status, 0);
		const names = [...stdout.matchAll(/^ {2}([a-z]+) .*\S$/gm)].flatMap(([, name]) =>
			name && name !== 'help' ? [name] : [],
		);
		assert.ok(names.includes('doctor') && names.includes('kernels') && names.includes('build'));
		await Promise.all(
			names.map(async (name) => {
				const help = await vm(name, '--help');
				assert.equal(help.status, 0);
				assert.match(help.stdout, new RegExp(`Example: npm run vm -- ${name}`), name);
			}),
		);
	});

	test('lists the kernels without fetching any', async () => {
		const { status, stdout } = await runNode(
			[join(project, 'vm/commands/main.ts'), 'kernels', 'list'],
			{
				env: { XDG_CACHE_HOME: '/nonexistent' },
			},
		);
		assert.equal(status, 0);
		assert.match(stdout, /^6\.1 +6\.1\.0-\d+-amd64 +not fetched yet, \d+ MB\n6\.12 +6\.12\.\d+/);
	});
});
