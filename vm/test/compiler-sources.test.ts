/** What the page's compiler does beside GCC: reading sources, Kbuild, objects and GCC's diagnostics. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describe as inWords, parseDiagnostics } from '../compiler/diagnostics.ts';
import { type Compiles, readKbuild } from '../compiler/kbuild.ts';
import { KbuildProblem } from '../compiler/makefile.ts';
import { pack, unpack } from '../compiler/pack.ts';
import { splitPreamble, withoutComments } from '../compiler/preamble.ts';
import { exportsOf, objections } from '../compiler/symbols.ts';

const lines = (text: string): number => text.split('\n').length;

describe('a source without its comments', () => {
	test('keeps its lines, its strings and its apostrophes', () => {
		const text = [
			'int a; /* one',
			'   two */ int b; // three',
			"char *s = \"/* no comment */\", c = '\"', d = '\\'';",
			"#error can't /* but this is one */",
		].join('\n');
		assert.equal(
			withoutComments(text),
			[
				'int a;  ',
				' int b;  ',
				"char *s = \"/* no comment */\", c = '\"', d = '\\'';",
				"#error can't  ",
			].join('\n'),
		);
	});

	test('goes on with a macro behind a comment of several lines, and only there', () => {
		const text = '#define A \\\n\t1 /* one\n\ttwo */ + 2\n/* out\n   side */\nint a;\n';
		assert.equal(withoutComments(text), '#define A \\\n\t1  \\\n + 2\n \n\nint a;\n');
	});
});

describe('the first lines of a source', () => {
	test('are comments, definitions and the headers of the kernel, up to the last of those', () => {
		const text = [
			'// SPDX-License-Identifier: GPL-2.0-only',
			'/*',
			' * What it does.',
			' */',
			'#define pr_fmt(fmt) "pulse: " fmt',
			'',
			'#include <linux/module.h> /* for all */',
			'#include <net/sock.h>',
			'',
			'#include "pulse.h"',
			'#include <linux/list.h>',
			'static int x;',
			'',
		].join('\n');
		const { preamble, rest } = splitPreamble(text);
		assert.equal(preamble, `${text.split('\n').slice(0, 8).join('\n')}\n`);
		assert.equal(rest, `${'\n'.repeat(8)}${text.split('\n').slice(8).join('\n')}`);
		assert.equal(lines(rest), lines(text));
	});

	test('are none where code or a condition comes first', () => {
		for (const first of ['int x;', '#ifdef X', '#include "own.h"', '#define A \\'])
			assert.deepEqual(splitPreamble(`${first}\n#include <linux/module.h>\n`), {
				preamble: '',
				rest: `${first}\n#include <linux/module.h>\n`,
			});
	});
});

describe('a Kbuild', () => {
	const never: Compiles = async () => assert.fail('nothing is to be compiled for it');

	test('names modules of one file, and of several', async () => {
		const text = '# SPDX\nobj-m := one.o two.o\nobj-m += three.o # so\nthree-y := a.o \\\n\tb.o\n';
		const { modules, flags } = await readKbuild(text, never);
		assert.deepEqual(modules, [
			{ name: 'one', parts: ['one'] },
			{ name: 'two', parts: ['two'] },
			{ name: 'three', parts: ['a', 'b'] },
		]);
		assert.deepEqual(flags, []);
	});

	test('has variables of its own, functions and conditions', async () => {
		const text = `both = -D$(1) -D$(2)
late = $(value)
soon := 1
value = 2
soon := $(soon)$(late)
ccflags-y := -DFIRST
ifeq ($(soon),12)
ccflags-y += $(call both,A,B=$(value))
else
ccflags-y += -DWRONG
endif
ifneq ($(soon),12)
ifeq (a,a)
ccflags-y += -DWRONG
else
ccflags-y += -DWRONG
endif
endif
`;
		const { flags } = await readKbuild(text, never);
		assert.deepEqual(flags, ['-DFIRST', '-DA', '-DB=2']);
	});

	test('asks the compiler what a kernel has', async () => {
		const asked: unknown[] = [];
		const text = `obj-m := one.o
has = $(call try-run,\\
	echo 'int f(int a, int b); int $(1);' | \\
	$(CC) $(LINUXINCLUDE) -include linux/a.h -fsyntax-only -x c -,y)
ifeq ($(call has,x),y)
ccflags-y += -DHAS_X
endif
ifneq ($(call has,y),y)
ccflags-y += -DHAS_NO_Y
endif
`;
		const { flags } = await readKbuild(text, async (probe) => {
			asked.push(probe);
			return probe.text.endsWith('int x;');
		});
		const probe = (name: string) => ({
			text: `int f(int a, int b); int ${name};`,
			included: ['linux/a.h'],
		});
		assert.deepEqual(asked, [probe('x'), probe('y')]);
		assert.deepEqual(flags, ['-DHAS_X', '-DHAS_NO_Y']);
	});

	test('that asks for more says in which line', async () => {
		for (const line of [
			'ccflags-y := -I/usr/include',
			'CFLAGS_one.o := -O0',
			'CFLAGS_one := -O0',
			'obj-$(CONFIG_X) := one.o',
			'obj-y := one.o',
			'one-y := a.c',
			'include x',
			'one.o: one.c',
			'ccflags-y := $(shell date)',
			'ccflags-y := $(CONFIG_X)',
			'ccflags-y := $(call try-run,date,-DA)',
			'ccflags-y := $(call nothing)',
			'ccflags-y = $(ccflags-y)',
			'ccflags-y := $(src',
			'else',
			'endif',
			'ifeq (a)',
			'ifeq (a,a)',
		])
			await assert.rejects(
				readKbuild(`obj-m := one.o\n${line}\n`, never),
				(error) => error instanceof KbuildProblem && error.line === 2,
				line,
			);
	});
});

describe('a module that the kernel would not load', () => {
	const kernel = exportsOf(
		[
			'0x00000000\t_printk\tvmlinux\tEXPORT_SYMBOL\t',
			'0x00000000\tnetlink_unicast\tvmlinux\tEXPORT_SYMBOL\t',
			'0x00000000\tregister_pernet_subsys\tvmlinux\tEXPORT_SYMBOL_GPL\t',
			'0x00000000\tinsert_resource\tvmlinux\tEXPORT_SYMBOL_GPL\tCXL',
			'0x00000000\tonly_kvm\tvmlinux\tEXPORT_SYMBOL_GPL\tmodule:kvm,kvm-intel',
			'',
		].join('\n'),
	);
	const told = (undefined_: string[], info: Record<string, string[]>): string[] =>
		objections('pulse', { undefined: undefined_, info: new Map(Object.entries(info)) }, kernel).map(
			({ text }) => text,
		);

	test('says nothing where it would', () => {
		assert.deepEqual(told(['_printk', 'register_pernet_subsys'], { license: ['GPL'] }), []);
		assert.deepEqual(told(['_printk'], { license: ['Proprietary'] }), []);
		const imports = { license: ['Dual BSD/GPL'], import_ns: ['CXL'] };
		assert.deepEqual(told(['insert_resource'], imports), []);
	});

	test('lacks a licence', () => {
		assert.match(told(['_printk'], {}).join(), /^pulse has no MODULE_LICENSE/);
	});

	test('uses what there is not, with the nearest that there is', () => {
		assert.deepEqual(told(['netlink_unicats'], { license: ['GPL'] }), [
			'netlink_unicats is neither defined in pulse nor exported by the kernel. Did you mean netlink_unicast?',
		]);
		assert.doesNotMatch(told(['frobnicate'], { license: ['GPL'] }).join(), /Did you mean/);
	});

	test('is under another licence than what it uses', () => {
		assert.deepEqual(told(['register_pernet_subsys'], { license: ['Proprietary'] }), [
			'register_pernet_subsys is exported to modules under the GPL only (EXPORT_SYMBOL_GPL), and pulse says MODULE_LICENSE("Proprietary").',
		]);
	});

	test('does not import a namespace, or is not one of the modules that a symbol is for', () => {
		const license = ['GPL'];
		assert.match(told(['insert_resource'], { license }).join(), /MODULE_IMPORT_NS\("CXL"\)/);
		assert.match(told(['only_kvm'], { license }).join(), /to these modules only: kvm,kvm-intel/);
	});
});

describe("GCC's diagnostics", () => {
	test('have a place in characters, an option and notes', () => {
		const point = (line: number, column: number, file = 'pulse.c') => ({
			file,
			line,
			'byte-column': column,
			'display-column': 1,
			column: 1,
		});
		const json = JSON.stringify([
			{
				kind: 'warning',
				message: 'unused variable ‘x’',
				option: '-Wunused-variable',
				locations: [{ caret: point(2, 9), finish: point(2, 12) }],
				children: [
					{
						kind: 'note',
						message: 'declared here',
						locations: [{ caret: point(7, 3, '/linux/include/linux/list.h') }],
					},
				],
			},
		]);
		const sources = new Map([['pulse.c', 'first\n/* ö */ xyz;\n']]);
		const [diagnostic, ...more] = parseDiagnostics(`cc1: noise\n${json}\n`, sources) ?? [];
		assert.deepEqual(more, []);
		assert.ok(diagnostic);
		assert.deepEqual(diagnostic, {
			severity: 'warning',
			text: 'unused variable ‘x’',
			option: '-Wunused-variable',
			place: { file: 'pulse.c', line: 2, column: 8, endLine: 2, endColumn: 11 },
			notes: [
				{
					text: 'declared here',
					place: {
						file: 'include/linux/list.h',
						line: 7,
						column: 3,
						endLine: 7,
						endColumn: 3,
					},
				},
			],
		});
		assert.equal(
			inWords(diagnostic),
			'pulse.c:2:8: warning: unused variable ‘x’ [-Wunused-variable]\ninclude/linux/list.h:7:3: note: declared here',
		);
	});

	test('are missing where the compiler fell over', () => {
		assert.equal(parseDiagnostics('cc1: out of memory\n', new Map()), undefined);
		assert.deepEqual(parseDiagnostics('[]\n', new Map()), []);
	});
});

test('a pack gives back what was packed, wherever its bytes lie', () => {
	const files = new Map([
		['a/ö', Uint8Array.of(1, 2, 3)],
		['empty', new Uint8Array()],
		['b', new TextEncoder().encode('text')],
	]);
	const packed = pack(files);
	const moved = new Uint8Array(packed.length + 3);
	moved.set(packed, 3);
	for (const bytes of [packed, moved.subarray(3)])
		assert.deepEqual(
			[...unpack(bytes)].map(([path, content]) => [path, [...content]]),
			[...files].map(([path, content]) => [path, [...content]]),
		);
});
