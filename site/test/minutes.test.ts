import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesFor } from '../sources/minutes.ts';

test('words take time, and each figure takes its own', () => {
	const text = 'word '.repeat(1800);
	const figures = '<Source file="a" />\n'.repeat(6);
	assert.equal(minutesFor(text), 10);
	assert.equal(minutesFor(text + figures), 14);
	assert.equal(minutesFor(`<Note title="not read as words">\n${text}\n</Note>`), 10);
	assert.equal(minutesFor('short'), 1, 'never none');
});
