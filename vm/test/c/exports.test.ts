/** What the guide says of the kernel's functions that modules may and may not call. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { kernel, matrixSeries } from '../../machines/kernels/index.ts';

/** The names that a kernel exports. */
async function exportsOf(series: string): Promise<Set<string>> {
	const { headers } = await kernel(series);
	const lines = readFileSync(join(headers, 'Module.symvers'), 'utf8').split('\n');
	return new Set(lines.map((line) => line.split('\t')[1] ?? ''));
}

for (const series of matrixSeries())
	test(`chapter 09: Linux ${series} lets no module get at a family's memory for a socket`, async () => {
		const exported = await exportsOf(series);
		assert.ok(exported.has('genl_register_family'));
		assert.ok(exported.has('netlink_register_notifier'));
		assert.ok(!exported.has('genl_sk_priv_get'));
	});
