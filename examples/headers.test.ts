/** Each stage's pulse.ts against its pulse.h, by the word of a C compiler. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const stages = readdirSync(new URL('.', import.meta.url)).filter((stage) =>
	existsSync(new URL(`${stage}/pulse.ts`, import.meta.url)),
);

/** Compiles a C program of user space that includes the header; gives the compiler's complaints. */
function compile(stage: string, assertions: readonly string[]): string {
	const folder = fileURLToPath(new URL(`../kmod/${stage}`, import.meta.url));
	const program = ['#include "pulse.h"', ...assertions, ''].join('\n');
	const { error, stderr } = spawnSync(
		'g++',
		['-x', 'c', '-Wall', '-Werror', '-pedantic', '-fsyntax-only', `-I${folder}`, '-'],
		{ input: program, encoding: 'utf8', timeout: 30_000 },
	);
	if (error) throw error;
	return stderr;
}

for (const stage of stages) {
	test(`${stage}: pulse.h compiles in a C program, and pulse.ts has its numbers`, async () => {
		const constants = Object.entries(await import(`./${stage}/pulse.ts`)).filter(
			([, value]) => typeof value === 'number',
		);
		assert.ok(constants.length > 0);
		const equal = constants.map(
			([name, value]) => `_Static_assert(${name} == ${value}, "${name} is not ${value}");`,
		);
		assert.equal(compile(stage, equal), '');
	});
}

test('another number is found', () => {
	assert.match(
		compile('01-create', ['_Static_assert(NETLINK_PULSE == 30, "NETLINK_PULSE is not 30");']),
		/NETLINK_PULSE is not 30/,
	);
});
