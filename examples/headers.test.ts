/** Each stage's pulse.ts against its pulse.h, by the word of a C compiler. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FamilyTables } from '@both-sides/netlink/spec';

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

const upper = (name: string) => name.toUpperCase().replaceAll('-', '_');

/** The constants that a pulse.ts has: those that it exports, and those in the tables that a generator wrote. */
function constantsOf({ pulse, ...names }: { readonly pulse?: FamilyTables }): [string, unknown][] {
	const { sets = {}, operations = {}, events = {} } = pulse ?? {};
	const prefixes: Readonly<Record<string, string>> = { pulse: 'PULSE_A', tags: 'PULSE_TAG_A' };
	const attributes = Object.entries(sets).flatMap(([set, members]) =>
		Object.entries(members).map(([name, { value }]) => [`${prefixes[set]}_${upper(name)}`, value]),
	);
	const commands = [
		...Object.entries(operations).map(([name, modes]) => [name, (modes.do ?? modes.dump)?.request]),
		...Object.entries(events).map(([name, { value }]) => [name, value]),
	].map(([name, value]) => [`PULSE_CMD_${upper(`${name}`)}`, value]);
	const all = [...Object.entries(names), ...attributes, ...commands] as [string, unknown][];
	return all.filter(([, value]) => typeof value === 'number');
}

for (const stage of stages) {
	test(`${stage}: pulse.h compiles in a C program, and pulse.ts has its numbers`, async () => {
		const constants = constantsOf(await import(`./${stage}/pulse.ts`));
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
