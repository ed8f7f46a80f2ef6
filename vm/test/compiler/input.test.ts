/** What people give the compiler, and what becomes of it: each a clear outcome, within a limit. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Diagnostic, Sources } from '../../compiler/compiler.ts';
import { compilerIn } from '../../compiler/node.ts';
import { folders, needsCompiler } from './compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

const kbuild = 'obj-m := thing.o\n';
const end = '\nMODULE_DESCRIPTION("A thing");\nMODULE_LICENSE("GPL");\n';
const start = '#include <linux/init.h>\n#include <linux/module.h>\n#include <linux/printk.h>\n\n';

function thing(body: string, licence = end): Sources {
	return new Map([
		['Kbuild', kbuild],
		['thing.c', `${start}${body}${licence}`],
	]);
}

async function check(sources: Sources): Promise<readonly Diagnostic[]> {
	assert.ok(compiler);
	return compiler.check('thing.c', sources);
}

async function build(sources: Sources) {
	assert.ok(compiler);
	return compiler.build(sources);
}

function places(diagnostics: readonly Diagnostic[]) {
	return diagnostics.map(({ severity, text, place, option }) => {
		const at = place ? `${place.file}:${place.line}:${place.column}-${place.endColumn}` : '';
		return [at, severity, text, option ?? ''].join('|');
	});
}

const hello = `static int __init thing_init(void)
{
	pr_info("hello\\n");
	return 0;
}
module_init(thing_init);
`;

describe('the compiler', { ...needsCompiler, timeout: 300_000 }, () => {
	test('has nothing to say of what is right, and builds it', async () => {
		assert.deepEqual(await check(thing(hello)), []);
		const { modules, diagnostics } = await build(thing(hello));
		assert.deepEqual(diagnostics, []);
		assert.deepEqual([...modules.keys()], ['thing.ko']);
	});

	test('says the same with a precompiled header as without', async () => {
		assert.ok(compiler);
		const wrong = thing(hello.replace('return 0;', 'int unused;\n\n\treturn zero;'));
		const before = await check(wrong);
		await compiler.prepare('thing.c', wrong);
		// Another text, or it would be remembered.
		const after = await check(new Map([...wrong, ['thing.c', `${wrong.get('thing.c')}\n`]]));
		assert.deepEqual(after, before);
		assert.deepEqual(places(before), [
			"thing.c:10:9-12|error|'zero' undeclared (first use in this function)|",
			"thing.c:8:6-11|warning|unused variable 'unused'|-Wunused-variable",
			'thing.c:11:1-1|error|control reaches end of non-void function|-Werror=return-type',
		]);
	});

	test('points at a syntax error', async () => {
		const diagnostics = await check(thing(hello.replace('return 0;', 'return 0')));
		assert.deepEqual(places(diagnostics), ["thing.c:8:10-10|error|expected ';' before '}' token|"]);
	});

	test('points at where a macro is used wrongly, not into the header that defines it', async () => {
		const body = `#include <linux/container_of.h>
struct outer { int inner; };
struct outer *get(int *p);
struct outer *get(int *p)
{
	return container_of(p, struct outer, other);
}
`;
		const diagnostics = await check(thing(body));
		const [first] = diagnostics;
		assert.ok(first?.place);
		assert.equal(first.place.file, 'thing.c');
		assert.equal(first.place.line, 10);
		assert.match(first.text, /'struct outer' has no member named 'other'/);
	});

	test('gives up on a macro that grows without end', async () => {
		const grow = Array.from({ length: 40 }, (_, i) => `#define A${i + 1} A${i} A${i}`).join('\n');
		const diagnostics = await check(thing(`#define A0 x\n${grow}\nint A40;\n`));
		assert.equal(diagnostics.length, 1);
		assert.equal(diagnostics[0]?.severity, 'error');
		assert.match(diagnostics[0]?.text ?? '', /out of memory|gave up/);
		// And goes on.
		assert.deepEqual(await check(thing(hello)), []);
	});

	test('ends a file that includes itself', async () => {
		const sources = new Map([...thing('#include "self.h"\n'), ['self.h', '#include "self.h"\n']]);
		const diagnostics = await check(sources);
		assert.match(diagnostics[0]?.text ?? '', /#include nested depth 200 exceeds maximum/);
	});

	test('ends a macro that names itself, and an expression without end', async () => {
		const own = await check(thing('#define SELF SELF + 1\nint self = SELF;\n'));
		assert.match(own[0]?.text ?? '', /'SELF' undeclared here/);
		const deep = await check(thing(`int deep = ${'('.repeat(200_000)}1;\n`));
		assert.equal(deep.length, 1);
		assert.equal(deep[0]?.severity, 'error');
		// And goes on.
		assert.deepEqual(await check(thing(hello)), []);
	});

	test('takes bytes that are no text, and a file without an end', async () => {
		const noise = await check(thing('\0\u0001\ufffd@`$\n'));
		assert.ok(noise.some(({ severity }) => severity === 'error'));
		const open = await check(new Map([...thing(hello), ['thing.c', `${start}/* no end`]]));
		assert.match(open[0]?.text ?? '', /unterminated comment/);
		assert.equal(open[0]?.place?.line, 5);
	});

	test('names a header that is not there', async () => {
		const diagnostics = await check(thing('#include <linux/nothing.h>\n'));
		assert.deepEqual(places(diagnostics), [
			'thing.c:5:10-26|error|linux/nothing.h: No such file or directory|',
		]);
	});

	test('fetches a header that few need', async () => {
		const body = '#include <linux/i2c.h>\nstatic struct i2c_client *unused __maybe_unused;\n';
		assert.deepEqual(await check(thing(body)), []);
	});

	test('does not begin with ten megabytes', async () => {
		const diagnostics = await check(thing(`/*${'x'.repeat(10_000_000)}*/`));
		assert.equal(diagnostics.length, 1);
		assert.match(diagnostics[0]?.text ?? '', /characters; files of up to 1000000/);
	});

	test('knows what the kernel exports, and to whom', async () => {
		const body = `void symbol_that_nobody_has(void);
static int __init thing_init(void)
{
	symbol_that_nobody_has();
	return 0;
}
module_init(thing_init);
`;
		const { modules, diagnostics } = await build(thing(body));
		assert.equal(modules.size, 0);
		assert.equal(diagnostics[0]?.place?.line, 5);
		assert.match(
			diagnostics[0]?.text ?? '',
			/^symbol_that_nobody_has is neither defined in thing nor exported by the kernel/,
		);
	});

	test('suggests what the kernel exports, and refuses to export', async () => {
		const typed = hello.replace('return 0;', 'netlink_brodcast();\n\treturn 0;');
		const near = await build(thing(`void netlink_brodcast(void);\n${typed}`));
		assert.match(near.diagnostics[0]?.text ?? '', /Did you mean netlink_broadcast\?$/);
		const exported = `void mine(void);\nvoid mine(void)\n{\n}\nEXPORT_SYMBOL(mine);\n${hello}`;
		const { modules, diagnostics } = await build(thing(exported));
		assert.equal(modules.size, 0);
		assert.match(diagnostics[0]?.text ?? '', /^thing exports mine: /);
	});

	test('keeps what is under the GPL only from others', async () => {
		const body = `#include <net/net_namespace.h>
static struct pernet_operations ops;
static int __init thing_init(void)
{
	return register_pernet_subsys(&ops);
}
module_init(thing_init);
MODULE_DESCRIPTION("A thing");
MODULE_LICENSE("Proprietary");
`;
		const { modules, diagnostics } = await build(thing(body, ''));
		assert.equal(modules.size, 0);
		assert.match(
			diagnostics[0]?.text ?? '',
			/^register_pernet_subsys is exported to modules under the GPL only/,
		);
	});

	test('hands on what the assembler says', async () => {
		const body = hello.replace('return 0;', 'asm volatile ("frobnicate %eax");\n\treturn 0;');
		const { modules, diagnostics } = await build(thing(body));
		assert.equal(modules.size, 0);
		assert.match(diagnostics[0]?.text ?? '', /^The assembler says: .*no such instruction/s);
	});

	test('says what is missing in Kbuild, and beside it', async () => {
		const none = await build(new Map([...thing(hello), ['Kbuild', '']]));
		assert.match(none.diagnostics[0]?.text ?? '', /no obj-m in Kbuild/);
		const other = await build(new Map([...thing(hello), ['Kbuild', 'obj-m := other.o\n']]));
		assert.match(other.diagnostics[0]?.text ?? '', /there is no other\.c/);
		const flags = await build(
			new Map([...thing(hello), ['Kbuild', `${kbuild}ccflags-y := -I/usr/include\n`]]),
		);
		assert.equal(flags.diagnostics[0]?.place?.line, 2);
	});

	test('builds modules of several files', async () => {
		const { modules, diagnostics } = await build(
			new Map([
				['Kbuild', 'obj-m := pair.o\npair-y := one.o two.o\n'],
				['pair.h', 'int two(void);\n'],
				[
					'one.c',
					`${start}#include "pair.h"\nstatic int __init one(void)\n{\n\treturn two();\n}\nmodule_init(one);${end}`,
				],
				['two.c', '#include "pair.h"\n\nint two(void)\n{\n\treturn 2;\n}\n'],
			]),
		);
		assert.deepEqual(diagnostics, []);
		assert.deepEqual([...modules.keys()], ['pair.ko']);
	});
});
