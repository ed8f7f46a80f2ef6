/** What scripts/mod/modpost.c does in kbuild: it looks at a module's object, and writes what is linked to it. */
import { type Diagnostic, problem } from './diagnostics.ts';
import { type ObjectFacts, readObject } from './object.ts';
import { withoutComments } from './preamble.ts';
import type { Sources } from './sources.ts';
import { type KernelSymbols, objections } from './symbols.ts';

/** What came of looking. */
export interface Posted {
	/** The text of <name>.mod.c. */
	readonly description: string;
	readonly diagnostics: readonly Diagnostic[];
}

export function modpost(
	name: string,
	object: Uint8Array,
	sources: Sources,
	kernel: KernelSymbols,
): Posted {
	const facts = readObject(object);
	const diagnostics = objections(name, facts, kernel).map(({ text, symbol }) =>
		symbol === undefined ? problem(text) : mention(text, symbol, sources),
	);
	if (facts.exports.length > 0) {
		const names = facts.exports.join(', ');
		diagnostics.push(
			problem(`${name} exports ${names}: modules that export symbols cannot be built here.`),
		);
	}
	return { description: describeModule(facts), diagnostics };
}

/** A problem with a symbol, at the first place that mentions it. */
function mention(text: string, symbol: string, sources: Sources): Diagnostic {
	for (const [file, source] of sources) {
		if (!/\.[ch]$/.test(file)) continue;
		for (const [index, line] of withoutComments(source).split('\n').entries()) {
			const start = line.search(new RegExp(`\\b${symbol}\\b`));
			if (start < 0) continue;
			const place = { file, line: index + 1, column: start + 1, endLine: index + 1 };
			return { ...problem(text), place: { ...place, endColumn: start + symbol.length } };
		}
	}
	return problem(text);
}

/** What add_header() and add_depends() write. */
function describeModule({ defined }: ObjectFacts): string {
	const lines = [
		'#include <linux/module.h>',
		'#include <linux/export-internal.h>',
		'#include <linux/compiler.h>',
		'',
		'MODULE_INFO(name, KBUILD_MODNAME);',
		'',
		'__visible struct module __this_module',
		'__section(".gnu.linkonce.this_module") = {',
		'\t.name = KBUILD_MODNAME,',
		...(defined.has('init_module') ? ['\t.init = init_module,'] : []),
		...(defined.has('cleanup_module')
			? ['#ifdef CONFIG_MODULE_UNLOAD', '\t.exit = cleanup_module,', '#endif']
			: []),
		'\t.arch = MODULE_ARCH_INIT,',
		'};',
		'',
		// The page's kernel has no modules of its own that another one could depend on.
		'MODULE_INFO(depends, "");',
	];
	return `${lines.join('\n')}\n`;
}
