import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { debugKernel } from '../../machines/debug/kernel.ts';
import { debugPasses } from '../../machines/debug/passes.ts';
import type { Kernel } from '../../machines/kernels/index.ts';
import { type Pass, runStages } from '../../machines/run-stages.ts';
import type { StageFolders } from '../../machines/stages.ts';
import { buildAddon } from '../../setup/addon.ts';
import type { TestRecord } from '../../setup/report.ts';

/** The flawed module with the tests in one of the folders here. */
function stage(name: string): StageFolders {
	const here = import.meta.dirname;
	const userSide = join(here, name);
	const tests = join(userSide, 'client.test.ts');
	return { name, kernelSide: join(here, 'module'), userSide, tests };
}

/** Makes a pass, and gives its results by name. */
async function results({
	kernel,
	stages,
	parts,
	inspections = [],
}: Pass): Promise<Map<string, TestRecord>> {
	const records = new Map<string, TestRecord>();
	const listener = {
		result: (record: TestRecord) => records.set(record.name, record),
		end: () => {},
		output: () => {},
		time: () => {},
	};
	await runStages(kernel, stages, parts, listener, { inspections });
	return records;
}

function failure(records: Map<string, TestRecord>, name: string): string {
	const record = records.get(name);
	assert.equal(record?.status, 'failed', `${name}: ${record?.status}`);
	return record?.detail ?? '';
}

let kernel: Kernel;
before(async () => {
	kernel = await debugKernel();
	await buildAddon();
});

describe('the debug kernel', () => {
	let records: Map<string, TestRecord>;
	before(async () => {
		const [pass] = debugPasses(kernel, [stage('flaws')], ['tests']);
		records = await results(pass as Pass);
	});

	test('has the two CPUs that a stage asks for', () => {
		assert.equal(records.get('has two CPUs')?.status, 'passed');
	});

	test('has nothing to say where there is no mistake', () => {
		assert.equal(records.get('makes no mistake')?.status, 'passed');
	});

	test('names who uses memory after it was freed (KASAN)', () => {
		const detail = failure(records, 'uses memory that it freed');
		assert.match(detail, /BUG: KASAN: slab-use-after-free in flawed_use_after_free\+/);
	});

	test('names who may sleep under rcu_read_lock (DEBUG_ATOMIC_SLEEP)', () => {
		const detail = failure(records, 'allocates under RCU');
		assert.match(detail, /BUG: sleeping function called from invalid context/);
		assert.match(detail, /RCU nest depth: 1, expected: 0/);
		assert.match(detail, /flawed_sleep\+/);
	});

	test('names locks that are taken in either order (lockdep)', () => {
		const detail = failure(records, 'takes two locks in either order');
		assert.match(detail, /WARNING: possible circular locking dependency detected/);
		assert.match(detail, /flawed_first/);
		assert.match(detail, /flawed_second/);
	});

	test('names a timer that is freed while it runs (debug objects)', () => {
		const detail = failure(records, 'frees a timer that runs');
		assert.match(detail, /ODEBUG: free active .* timer_list hint: flawed_beat/);
	});

	test('says when lockdep no longer watches', () => {
		assert.match(
			failure(records, 'lockdep has watched to the end'),
			/lockdep has turned itself off/,
		);
	});
});

describe('the debug kernel with kmemleak', () => {
	let records: Map<string, TestRecord>;
	before(async () => {
		const [, pass] = debugPasses(kernel, [stage('leak')], ['tests']);
		records = await results(pass as Pass);
	});

	test('names who forgot memory, though the module is unloaded', () => {
		assert.equal(records.get('forgets memory')?.status, 'passed');
		const detail = failure(records, 'no memory is leaked');
		assert.match(detail, /unreferenced object/);
		assert.match(detail, /flawed_leak\+0x[0-9a-f]+\/0x[0-9a-f]+ \[flawed\]/);
	});

	test('has lockdep watch too', () => {
		assert.equal(records.get('lockdep has watched to the end')?.status, 'passed');
	});
});
