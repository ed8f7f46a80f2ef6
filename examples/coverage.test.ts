import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Coverage, formatCoverage, parseCoverage } from './coverage.ts';

const coverage: Coverage = {
	kernel: '7.3.4-debug',
	files: {
		'pulse.c': { sha256: 'ab12', reached: [3, 5, 6, 7, 20], unreached: [8, 9, 21] },
		'rival.c': { sha256: 'cd34', reached: [10], unreached: [] },
	},
};

test('coverage is read as it is written', () => {
	assert.deepEqual(parseCoverage(formatCoverage(coverage)), coverage);
});

test('lines that follow one another are written as a range', () => {
	const { files } = JSON.parse(formatCoverage(coverage));
	assert.deepEqual(files['pulse.c'], {
		sha256: 'ab12',
		reached: '3 5-7 20',
		unreached: '8-9 21',
	});
	assert.equal(files['rival.c'].unreached, '');
});
