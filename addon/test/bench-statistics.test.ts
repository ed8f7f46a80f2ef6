import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratio, spread } from '../bench/statistics.ts';

test('a spread is of the values by size, whatever their order', () => {
	assert.deepEqual(spread([10, 9, 100]), { min: 9, median: 10, max: 100 });
	assert.deepEqual(spread([4, 1, 3, 2]), { min: 1, median: 2.5, max: 4 });
	assert.deepEqual(spread([7]), { min: 7, median: 7, max: 7 });
	assert.throws(() => spread([]), RangeError);
});

test('a ratio is taken round by round', () => {
	// A machine that is ten times slower in the second round changes nothing.
	assert.deepEqual(ratio([50, 5, 60], [100, 10, 100]), { min: 0.5, median: 0.5, max: 0.6 });
	assert.deepEqual(ratio([undefined, 30, 10], [1, 10, undefined]), { min: 3, median: 3, max: 3 });
	assert.equal(ratio([1], [undefined]), undefined);
	assert.equal(ratio([1], [0]), undefined);
});
