/** Each allocation of each entry point of each stage fails once, on the debug kernel. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { debugKernel } from '../../machines/debug/kernel.ts';
import { debugPasses } from '../../machines/debug/passes.ts';
import type { Kernel } from '../../machines/kernels/index.ts';
import { type Pass, runStages } from '../../machines/run-stages.ts';
import { foldersOf, stageNames } from '../../machines/stages.ts';
import { buildAddon } from '../../setup/addon.ts';
import { need } from '../../setup/debian.ts';
import type { TestRecord } from '../../setup/report.ts';
import { run } from '../../setup/run.ts';

const folder = join(import.meta.dirname, 'allocations');
const limit = 60_000;

/** Stages whose answers name timers; those before them allocate nothing that lasts. */
const stages = stageNames().filter((stage) => stage >= '04');

let kernel: Kernel;
before(async () => {
	kernel = await debugKernel();
	await buildAddon();
	await need('stages');
	mkdirSync(join(folder, 'build'), { recursive: true });
	const [source, program] = [join(folder, 'fail.c'), join(folder, 'build/fail')];
	const words = ['-O2', '-Wall', '-Werror', '-o', program, source];
	const { status, output } = await run('gcc-12', words, { limit });
	assert.equal(status, 0, output);
});

describe('when an allocation fails', () => {
	for (const stage of stages) {
		test(`${stage} answers with an errno, keeps its state and leaks nothing`, async () => {
			const userSide = folder;
			const tests = join(folder, 'client.test.ts');
			const records: TestRecord[] = [];
			const [, pass] = debugPasses(kernel, [{ ...foldersOf(stage), userSide, tests }], ['tests']);
			const { kernel: watched, stages, parts, inspections = [] } = pass as Pass;
			await runStages(
				// A call is made hundreds of times before anything is said of it.
				{ ...watched, slowness: 3 * (watched.slowness ?? 1) },
				stages,
				parts,
				{
					result: (record) => records.push(record),
					end: () => {},
					output: () => {},
					time: () => {},
				},
				{ inspections },
			);
			const failures = records.filter(({ status }) => status === 'failed');
			assert.deepEqual(
				failures.map(({ name, detail }) => `${name}: ${detail}`),
				[],
			);
			assert.ok(
				records.filter(({ status }) => status === 'passed').length >= 8,
				'all entry points',
			);
		});
	}
});
