import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gains } from '../sources/measured.ts';
import { sample } from './sample.ts';

test('what a stage gains is taken round by round', () => {
	const rows = [{ title: 'answers', before: [10, 100, 20], after: [20, 100, 60] }];
	using project = sample({
		'examples/10-ship/measured.json': JSON.stringify({ kernel: '6.12', rows }),
	});
	const { kernel, rounds, gains: found } = gains('10-ship', project.top);
	assert.deepEqual([kernel, rounds], ['6.12', 3]);
	assert.deepEqual(found, [{ title: 'answers', ratio: { min: 1, median: 2, max: 3 } }]);
});

test('a stage that was not measured: what records it', () => {
	using project = sample({});
	assert.throws(() => gains('10-ship', project.top), {
		message:
			'examples/10-ship/measured.json is missing: `npm run vm -- measure 10-ship` records it',
	});
});
