/** What a web server hands out of the compiler. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompilerAbsent, CompilerCatalogue } from '../../compiler/catalogue.ts';
import { compilerParts } from '../../compiler/offer.ts';
import { run } from '../../setup/run.ts';
import { folders, needsCompiler } from './compiler.ts';

const folder = mkdtempSync(join(tmpdir(), 'both-sides-publish-'));
after(() => rmSync(folder, { recursive: true }));

/** Publishes into a folder, in a process of its own that has this cache. */
async function published(target: string, cache?: string): Promise<unknown> {
	const module = new URL('../../compiler/publish.ts', import.meta.url).href;
	const program = `import { publishCompiler } from '${module}'; await publishCompiler(process.argv[1]);`;
	const { status, output } = await run(
		process.execPath,
		['--input-type=module', '--eval', program, target],
		{ limit: 120_000, env: { ...process.env, ...(cache && { XDG_CACHE_HOME: cache }) } },
	);
	assert.equal(status, 0, output);
	return JSON.parse(readFileSync(join(target, 'catalogue.json'), 'utf8'));
}

test('where there is no compiler, the catalogue says how to get one, and none is built', async () => {
	const cache = join(folder, 'cache');
	const told = (await published(join(folder, 'without'), cache)) as CompilerAbsent;
	assert.equal(told.absent, true);
	assert.equal(told.command, 'npm run vm -- compiler');
	assert.match(told.cost, /minutes/);
	assert.equal(existsSync(join(cache, 'netlink-both-sides/building')), false);
});

test('who waits for a compiler has it when somebody else has built it', needsCompiler, async () => {
	assert.ok(folders);
	const cache = join(folder, 'meanwhile');
	const module = new URL('../../compiler/make/index.ts', import.meta.url).href;
	const program = `import { compilerBuilt } from '${module}'; console.log(await compilerBuilt());`;
	const waiting = run(process.execPath, ['--input-type=module', '--eval', program], {
		limit: 60_000,
		env: { ...process.env, XDG_CACHE_HOME: cache },
	});
	const place = join(cache, 'netlink-both-sides/compiler');
	for (const begin = performance.now(); !existsSync(place); await sleep(20))
		assert.ok(performance.now() - begin < 50_000, 'it does not wait');
	mkdirSync(join(place, basename(folders.assembler)));
	mkdirSync(join(place, basename(folders.compiler)));
	const { status, output } = await waiting;
	assert.deepEqual([status, output], [0, 'true\n']);
});

test(
	'all that the catalogue names is there, with the licences of all that is in it',
	needsCompiler,
	async () => {
		const target = join(folder, 'with');
		const told = (await published(target)) as CompilerCatalogue;
		const files = [
			...Object.values(told.programs).flatMap(({ start, code }) => [start, code]),
			...Object.values(told.packs),
		];
		for (const { path, bytes } of files)
			assert.equal(statSync(join(target, path)).size, bytes, path);
		const papers = told.papers.map((path) => readFileSync(join(target, path), 'utf8'));
		assert.ok(papers.some((text) => /GNU GENERAL PUBLIC LICENSE\s+Version 3/.test(text)));
		for (const { what } of compilerParts()) {
			const name = what.toLowerCase().replace(/'s libraries$/, '');
			assert.ok(
				told.papers.some((path) => path === `licences/${name}`),
				`no licence of ${what}`,
			);
		}
	},
);
