/** The stages' own tests pass with what the page's compiler makes of the stages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { compilerIn } from '../../../compiler/node.ts';
import { builderWith } from '../../../compiler/stage.ts';
import { type PageKernel, pageKernel } from '../../../machines/page/kernel.ts';
import { type Listener, runStages } from '../../../machines/run-stages.ts';
import { foldersOf, testedNames } from '../../../machines/stages.ts';
import { buildAddon } from '../../../setup/addon.ts';
import { folders, needsCompiler } from '../compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

describe("built by the page's compiler", { ...needsCompiler, timeout: 1_200_000 }, () => {
	let kernel: PageKernel;
	before(async () => {
		kernel = await pageKernel();
		await buildAddon();
	});
	for (const name of testedNames())
		test(`${name} passes its tests`, async () => {
			assert.ok(compiler && folders);
			const failed: string[] = [];
			let passed = 0;
			const listener: Listener = {
				result({ name: what, status, detail }) {
					if (status === 'passed') passed += 1;
					if (status === 'failed') failed.push(`${what}: ${detail}`);
				},
				end() {},
				output() {},
				time() {},
			};
			const build = builderWith(compiler, folders);
			await runStages(kernel, [foldersOf(name)], ['tests'], listener, { build });
			assert.deepEqual(failed, []);
			assert.ok(passed > 0);
		});
});
