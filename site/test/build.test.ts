/** What only a whole site can show, on a copy of it: what is tried here must not disturb the guide that others build and serve. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../sources/project.ts';

// Inside the project, where the copy finds the packages; ignored by git like all that Astro makes.
const home = join(root, '.astro');
mkdirSync(home, { recursive: true });
const copy = mkdtempSync(join(home, 'copy-'));
after(() => rmSync(copy, { recursive: true, force: true }));

/** What is made, not written. */
const made = new Set(['node_modules', 'dist', '.astro', 'build']);
const parts = ['site', 'kmod', 'examples', 'addon', 'vm', 'package-lock.json', 'tsconfig.json'];
for (const part of parts)
	cpSync(join(root, part), join(copy, part), {
		recursive: true,
		filter: (path) => !made.has(basename(path)),
	});

/** Runs a script with this Node in the copy, and gives its exit status and all that it printed. */
function run(...command: string[]): { status: number | null; output: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, command, {
		cwd: copy,
		encoding: 'utf8',
		// With a base path, so that the pages' own links are seen to get it: they are not among the dead ones.
		env: { ...process.env, NO_COLOR: '1', BASE_PATH: '/netlink' },
		timeout: 100_000,
	});
	return { status, output: `${stdout}${stderr}` };
}

test('the components have no type errors', { timeout: 120_000 }, () => {
	const { status, output } = run(
		join(root, 'node_modules/astro/bin/astro.mjs'),
		'check',
		'--root',
		'site',
	);
	assert.equal(status, 0, output);
});

test('a dead link and a dead anchor fail the build, which names page, line and link', {
	timeout: 120_000,
}, () => {
	appendFileSync(
		join(copy, 'site/src/content/docs/set-up.mdx'),
		'\n[One](/guide/no-such-page/), [two](/guide/00-module/#no-such-heading).\n',
	);
	const { status, output } = run('site/build.ts');
	assert.equal(status, 1, output);
	const dead = [...output.matchAll(/^ *\d+ \| (\S+)/gm)].map(([, link]) => link);
	assert.deepEqual(dead, [
		'/netlink/guide/no-such-page/',
		'/netlink/guide/00-module/#no-such-heading',
	]);
	assert.match(output, /╭─ set-up\.mdx/);
});
