/** The compiler says which line an instruction comes from. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { lineAt } from '../../compiler/lines.ts';
import { compilerIn } from '../../compiler/node.ts';
import { folders, needsCompiler } from './compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

const header = `static inline int third(int value)
{
	return value / 3;
}
`;
const first = `#include <linux/module.h>
#include "half.h"

int second(int value);

static int __init first_init(void)
{
	return second(1);
}

module_init(first_init);
MODULE_DESCRIPTION("lines");
MODULE_LICENSE("GPL");
`;
const second = `#include <linux/printk.h>
#include "half.h"

int second(int value);
int second(int value)
{
	pr_info("%d\\n", value);

	return third(value);
}
`;

test('a module of two files: each function begins in its own file and line', {
	...needsCompiler,
	timeout: 120_000,
}, async () => {
	assert.ok(compiler);
	const sources = new Map([
		['Kbuild', 'obj-m := both.o\nboth-y := one.o two.o\n'],
		['one.c', first],
		['two.c', second],
		['half.h', header],
	]);
	const { modules, diagnostics } = await compiler.build(sources);
	assert.deepEqual([[...modules.keys()], diagnostics], [['both.ko'], []]);
	const lines = (await compiler.lines(sources)).get('both');
	assert.ok(lines);
	const isOwn = (file: string) => file.endsWith('.c');
	const begin = (name: string) => {
		const { file, line } = lineAt(lines, name, 0, isOwn) ?? {};
		return `${file}:${line}`;
	};
	assert.equal(begin('second'), 'two.c:6');
	// In a section of its own, and nothing but a jump.
	assert.equal(begin('first_init'), 'one.c:8');
	const all = lines.get('second') ?? [];
	assert.ok(
		all.some(({ file, line }) => file === 'half.h' && line === 3),
		JSON.stringify(all),
	);
	const division = all.find(({ file }) => file === 'half.h');
	assert.deepEqual(lineAt(lines, 'second', division?.offset ?? 0, isOwn)?.file, 'two.c');
	assert.equal(lineAt(lines, 'third', 0, isOwn), undefined);
});

test('a module of one file', { ...needsCompiler, timeout: 120_000 }, async () => {
	assert.ok(compiler);
	const sources = new Map([
		['Kbuild', 'obj-m := two.o\n'],
		['two.c', `${second}\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n`],
		['half.h', header],
	]);
	const lines = (await compiler.lines(sources)).get('two');
	assert.ok(lines);
	const { file, line } = lineAt(lines, 'second', 0, (file) => file.endsWith('.c')) ?? {};
	assert.deepEqual([file, line], ['two.c', 6]);
});
