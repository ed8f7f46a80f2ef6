/** Each stage's specification against the kernel's schema, and what the kernel's generator makes of it against what the stage has. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { type NetlinkTools, netlinkTools } from '../../machines/kernels/ynl.ts';
import { projectFolder, stageNames } from '../../machines/stages.ts';
import { temporaryPath } from '../../setup/cache.mjs';
import { run } from '../../setup/run.ts';

/** A definition's text with the same white space whoever wrote it. */
function squeezed(text: string): string {
	return text.replace(/\s+/g, ' ');
}

/** The tables of operations and policies in a C source, by name; the part for kernels without split operations is left out. */
function tablesOf(source: string): Map<string, string> {
	const current = source.replace(
		/^#ifdef HAVE_GENL_SPLIT_OPS\n([\s\S]*?)^#else\n[\s\S]*?^#endif\n/gm,
		'$1',
	);
	const table =
		/^(?:static )?(?:const )?(struct (?:nla_policy|genl_split_ops|netlink_range_validation) (\w+)[^;={]* = \{[\s\S]*?^\});/gm;
	return new Map(
		[...current.matchAll(table)].map(([, text = '', name = '']) => [name, squeezed(text)]),
	);
}

/** Numbers and names of the multicast groups in a C source, in their order. */
function groupsOf(source: string): { numbers: string[]; names: string[][] } {
	return {
		numbers: [...source.matchAll(/^\t(PULSE_NLGRP_\w+),/gm)].map(([, number = '']) => number),
		names: [...source.matchAll(/^\t\[(PULSE_NLGRP_\w+)\] = \{ "(\w+)",/gm)].map(
			([, number = '', name = '']) => [number, name],
		),
	};
}

let tools: NetlinkTools;

before(async () => {
	tools = await netlinkTools();
});

/** Runs one of the tools on a specification that lies where the kernel's own do. */
async function tool(name: string, specification: string, ...args: string[]): Promise<string> {
	const top = temporaryPath();
	const folder = join(top, 'Documentation/netlink');
	mkdirSync(join(folder, 'specs'), { recursive: true });
	for (const schema of ['genetlink.yaml', 'genetlink-legacy.yaml'])
		copyFileSync(join(tools.folder, 'Documentation/netlink', schema), join(folder, schema));
	writeFileSync(join(top, 'MAINTAINERS'), '');
	const path = join(folder, 'specs', basename(specification));
	cpSync(specification, path);
	const { status, stdout, stderr } = await run(
		join(tools.commands, name),
		[...args, '--spec', path],
		{ limit: 60_000, cwd: top },
	);
	assert.equal(status, 0, stdout + stderr);
	return stdout;
}

const generate = (specification: string, mode: string, kind: string): Promise<string> =>
	tool('ynl-gen-c', specification, '--mode', mode, kind);

for (const stage of stageNames()) {
	const folder = join(projectFolder, 'kmod', stage);
	const specification = join(folder, 'pulse.yaml');
	if (!existsSync(specification)) continue;
	const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

	describe(stage, () => {
		test('pulse.yaml is right by the kernel’s schema', async () => {
			await tool('ynl', specification, '--validate');
		});

		test('pulse.h is what the kernel’s generator writes', async () => {
			assert.equal(text('pulse.h'), await generate(specification, 'uapi', '--header'));
		});

		test('the policies and the operations in pulse.c are what the kernel’s generator writes', async () => {
			const made = tablesOf(await generate(specification, 'kernel', '--source'));
			assert.ok(made.size > 0);
			assert.deepEqual(tablesOf(text('pulse.c')), made);
		});

		test('the groups in pulse.c are those that the kernel’s generator writes', async () => {
			const { names } = groupsOf(await generate(specification, 'kernel', '--source'));
			const { numbers } = groupsOf(await generate(specification, 'kernel', '--header'));
			assert.ok(names.length > 0);
			assert.deepEqual(groupsOf(text('pulse.c')), { numbers, names });
		});
	});
}

test('a specification that is wrong is refused', async () => {
	const path = temporaryPath();
	mkdirSync(path);
	const wrong = join(path, 'wrong.yaml');
	const license = '# SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)';
	const lines = ['name: wrong', 'doc: It has an operation with flags that nobody knows.'];
	const operation = '{ name: get, doc: Get it., flags: [no-perm] }';
	const sets = ['attribute-sets: []', 'operations:', '  list:', `    - ${operation}`, ''];
	writeFileSync(wrong, [license, '---', ...lines, ...sets].join('\n'));
	await assert.rejects(tool('ynl', wrong, '--validate'), /'no-perm' is not one of/);
});
