import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparison } from '../sources/benchmark.ts';
import { sample } from './sample.ts';

test('a comparison is found by its part and by what it is held against; another is refused', () => {
	using project = sample({
		'addon/bench/results.json': JSON.stringify({
			comparisons: [
				{ title: 'One', part: 'batched', reference: 'batched', rows: [] },
				{ title: 'Two', part: 'batched', reference: 'requests', rows: [] },
			],
		}),
	});
	assert.equal(comparison('batched', 'requests', project.top).title, 'Two');
	assert.throws(() => comparison('batch', 'batch', project.top), {
		message:
			'addon/bench/results.json has no batch against batch; it has batched against batched, batched against requests',
	});
});
