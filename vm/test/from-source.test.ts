import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unmet } from '../machines/kernels/from-source.ts';

describe('a kernel’s configuration', () => {
	const got = [
		'# Linux/x86 7.3.4 Kernel Configuration',
		'CONFIG_SLUB_TINY=y',
		'# CONFIG_KASAN is not set',
		'CONFIG_LOCALVERSION="-debug"',
		'CONFIG_LOG_BUF_SHIFT=17',
	].join('\n');

	test('that gives all that was asked for lacks nothing', () => {
		const asked = '# Why.\nCONFIG_LOCALVERSION="-debug"\n# CONFIG_NOWHERE is not set\n';
		assert.deepEqual(unmet(asked, got), []);
	});

	for (const [what, line] of [
		['was dropped', 'CONFIG_KASAN=y'],
		['is unknown', 'CONFIG_KASAM=y'],
		['another one forces', '# CONFIG_SLUB_TINY is not set'],
		['has another value', 'CONFIG_LOG_BUF_SHIFT=18'],
	] as const)
		test(`names the setting that ${what}`, () => {
			assert.deepEqual(unmet(`CONFIG_LOCALVERSION="-debug"\n${line}\n`, got), [line]);
		});
});
