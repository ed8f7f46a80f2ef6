import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPages } from '../checks/pages.ts';
import { exampleOf } from '../src/crossings/examples.ts';

const names = new Set(
	readPages()
		.flatMap(({ uses }) => uses)
		.filter(({ component }) => component === 'ExampleBytes')
		.map(({ attributes }) => attributes.name ?? ''),
);

test('every example on a page is named from its first byte to its last', () => {
	assert.notEqual(names.size, 0);
	for (const name of names) {
		const { bytes, parts } = exampleOf(name);
		let end = 0;
		for (const part of parts) {
			assert.equal(part.offset, end, `${name}: ${part.name}`);
			assert.doesNotMatch(part.name, /malformed|payload|attribute \d/, name);
			end += part.length;
		}
		assert.equal(end, bytes.length, name);
	}
});

test('an example that is not there is named, with those that are', () => {
	assert.throws(() => exampleOf('multipar'), /no multipar; it has .*multipart/);
});
