import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { memoryOfStage } from '../machines/remembered.ts';
import type { Pass } from '../machines/run-stages.ts';
import type { StageFolders } from '../machines/stages.ts';
import type { TestRecord } from '../setup/report.ts';
import { script, temporaryFolder } from './fixtures.ts';

const passed: TestRecord = { group: 'g', name: 'n', status: 'passed', milliseconds: 1 };

/** A stage on a kernel that nobody has. */
function makeStage(folder: string): { pass: Pass; stage: StageFolders } {
	const [kernelSide, userSide] = [join(folder, 'kmod'), join(folder, 'examples')];
	script(kernelSide, 'pulse.c', 'int beats;\n');
	script(userSide, 'client.test.ts', "import { help } from '../help.ts';\n");
	script(folder, 'help.ts', 'export const help = 1;\n');
	const stage = { name: 'some', kernelSide, userSide, tests: join(userSide, 'client.test.ts') };
	const kernel = {
		...{ series: '9.9', release: '9.9.9', folder: '/kernels/9.9.9' },
		...{ vmlinux: 'none', modules: 'none', headers: 'none' },
	};
	return { pass: { kernel, stages: [stage], parts: ['tests'] }, stage };
}

describe('what has passed before', () => {
	const cache = temporaryFolder();
	const { XDG_CACHE_HOME } = process.env;
	before(() => {
		process.env.XDG_CACHE_HOME = cache.path;
	});
	after(() => {
		if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
		else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
		cache[Symbol.dispose]();
	});

	test('is known as long as nothing of it has changed', () => {
		using folder = temporaryFolder();
		const { pass, stage } = makeStage(folder.path);
		const recall = (which = pass) => memoryOfStage(which, stage).recall()?.records;
		assert.equal(recall(), undefined);
		memoryOfStage(pass, stage).keep([passed]);
		assert.deepEqual(recall(), [passed]);

		const changes: [string, string, string][] = [
			[stage.kernelSide, 'pulse.c', 'int beats;\n'],
			[stage.userSide, 'client.test.ts', "import { help } from '../help.ts';\n"],
			// Imported from elsewhere.
			[folder.path, 'help.ts', 'export const help = 1;\n'],
		];
		for (const [where, name, text] of changes) {
			script(where, name, `${text}// changed\n`);
			assert.equal(recall(), undefined, name);
			script(where, name, text);
			assert.deepEqual(recall(), [passed], name);
		}
		script(stage.kernelSide, 'one.patch', '');
		assert.equal(recall(), undefined, 'a new file');
		assert.equal(
			recall({ ...pass, kernel: { ...pass.kernel, folder: '/kernels/9.9.10' } }),
			undefined,
		);
	});

	test('is kept for what there was when it began, not for what was changed meanwhile', () => {
		using folder = temporaryFolder();
		const { pass, stage } = makeStage(folder.path);
		const memory = memoryOfStage(pass, stage);
		script(stage.kernelSide, 'pulse.c', 'long beats;\n');
		memory.keep([passed]);
		assert.equal(memoryOfStage(pass, stage).recall(), undefined);
	});

	test('is not kept where something failed, or nothing ran', () => {
		using folder = temporaryFolder();
		const { pass, stage } = makeStage(folder.path);
		memoryOfStage(pass, stage).keep([passed, { ...passed, status: 'failed' }]);
		memoryOfStage(pass, stage).keep([]);
		assert.equal(memoryOfStage(pass, stage).recall(), undefined);
	});
});
