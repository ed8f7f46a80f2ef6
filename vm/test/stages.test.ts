import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findStage } from '../machines/stages.ts';

const names = ['00-module', '01-create', '02-input', '10-hardening'];

describe('a stage', () => {
	for (const word of ['02-input', 'input', '02', '2'])
		test(`is found by "${word}"`, () => assert.equal(findStage(word, names), '02-input'));

	test('is found by a number of two digits', () => {
		assert.equal(findStage('10', names), '10-hardening');
	});

	for (const [word, nearest] of [
		['inptu', '02-input'],
		['2-input', '02-input'],
		['modul', '00-module'],
		['kmod/02-input', '02-input'],
	] as const)
		test(`that is written "${word}" is answered with "${nearest}"`, () => {
			assert.throws(() => findStage(word, names), {
				name: 'Problem',
				message: `There is no stage "${word}"; did you mean ${nearest}? There are ${names.join(', ')}.`,
			});
		});

	for (const word of ['zebra', '7', ''])
		test(`that is written "${word}" is answered with all there are`, () => {
			assert.throws(() => findStage(word, names), {
				name: 'Problem',
				message: `There is no stage "${word}". There are ${names.join(', ')}.`,
			});
		});
});
