/** The compiler in a page of Chromium, and the machine beside it that loads what it builds. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { folder, hasCompiler, openTab, withhold } from './browser.ts';

const skip = hasCompiler
	? {}
	: { skip: 'the compiler is not in the cache: npm run vm -- compiler' };

describe('the compiler', { ...skip, timeout: 240_000 }, () => {
	test('builds a stage that the machine beside it loads, from less than 7 MB', async () => {
		await using tab = await openTab('07-pernet');
		const before = tab.requests.length;
		const built = await tab.harness.evaluate(async (harness, sources) => {
			const { modules, diagnostics } = await harness.compiler.build(new Map(sources));
			for (const [name, bytes] of modules) await harness.machine.addFile(`new-${name}`, bytes);
			return { names: [...modules.keys()], diagnostics };
		}, stage('07-pernet'));
		assert.deepEqual(built, { names: ['pulse.ko'], diagnostics: [] });
		const left = await tab.harness.evaluate((harness) => harness.shell('insmod new-pulse.ko'));
		assert.deepEqual(left, { status: 0, out: '', err: '' });
		const fetched = tab.requests.slice(before).filter((path) => path.startsWith('/compiler/'));
		let total = 0;
		for (const path of new Set(fetched)) {
			const bytes = readFileSync(join(folder, path));
			total += path.endsWith('.zst') ? bytes.length : gzipSync(bytes).length;
		}
		assert.ok(total > 5e6 && total < 7e6, `${total} bytes`);
		assert.deepEqual(tab.complaints, []);
	});

	test('that does not arrive is not waited for, and is fetched when it is wanted again', async () => {
		await using tab = await openTab();
		const check = () =>
			tab.harness.evaluate(
				(harness, sources) =>
					harness.compiler.check('pulse.c', new Map(sources)).then(
						(told) => told.length,
						(error) => error.message,
					),
				stage('07-pernet'),
			);
		withhold(/cc1\.wasm\.zst$/);
		assert.match(await check(), /^The compiler could not be fetched: nothing came for 20 s/);
		withhold(undefined);
		assert.equal(await check(), 0);
	});

	test('says what is wrong while it is typed', async () => {
		await using tab = await openTab();
		const told = await tab.harness.evaluate(async (harness, sources) => {
			const files = new Map(sources);
			await harness.compiler.prepare('pulse.c', files);
			const text = files.get('pulse.c') ?? '';
			files.set('pulse.c', text.replace('static int __init pulse_init(void)\n{', '$&\n\tint x'));
			return harness.compiler.check('pulse.c', files);
		}, stage('07-pernet'));
		assert.match(told[0]?.text ?? '', /^expected .*before/);
		assert.equal(told[0]?.place?.file, 'pulse.c');
		assert.deepEqual(tab.complaints, []);
	});
});

/** The files of a stage as the compiler takes them. */
function stage(name: string): [string, string][] {
	const kmod = join(import.meta.dirname, '../../../kmod', name);
	return readdirSync(kmod)
		.filter((file) => /^(Kbuild|.*\.[ch])$/.test(file) && !file.endsWith('.mod.c'))
		.map((file) => [file, readFileSync(join(kmod, file), 'utf8')]);
}
