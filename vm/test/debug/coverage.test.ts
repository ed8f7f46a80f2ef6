import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { measure } from '../../machines/debug/coverage.ts';
import { debugKernel } from '../../machines/debug/kernel.ts';
import { buildAddon } from '../../setup/addon.ts';
import type { TestRecord } from '../../setup/report.ts';

test('which lines ran, in two machines; those of a machine that broke are lost', async () => {
	const userSide = join(import.meta.dirname, 'counted');
	const kernelSide = join(userSide, 'module');
	const stage = { name: 'counted', kernelSide, userSide, tests: join(userSide, 'client.test.ts') };
	const failed: TestRecord[] = [];
	await buildAddon();
	const { files } = await measure(await debugKernel(), stage, {
		result: (record) => record.status === 'failed' && failed.push(record),
		end: () => {},
		output: () => {},
		time: () => {},
	});
	assert.deepEqual(failed, []);
	const expected = (word: string) =>
		readFileSync(join(kernelSide, 'counted.c'), 'utf8')
			.split('\n')
			.flatMap((line, index) => (line.includes(`/* ${word}`) ? [index + 1] : []));
	const { reached = [], unreached } = files['counted.c'] ?? {};
	assert.deepEqual(unreached, expected('unreached'));
	assert.deepEqual(
		expected('reached').filter((line) => !reached.includes(line)),
		[],
	);
});
