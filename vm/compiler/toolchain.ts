/** From C to a kernel module: cc1, as and ld in the order in which kbuild runs them. */
import { type Diagnostic, parseDiagnostics } from './diagnostics.ts';
import { KbuildProblem, type ModuleParts, modulesOf } from './kbuild.ts';
import type { Kernel, KernelFacts } from './kernel.ts';
import { type ObjectFacts, readObject } from './object.ts';
import type { Files } from './pack.ts';
import { splitPreamble } from './preamble.ts';
import { type Ended, kernelFolder, type Program, run } from './program.ts';
import { objections } from './symbols.ts';

/** A module's own files by name: Kbuild, *.c, *.h; others do no harm. */
export type Sources = ReadonlyMap<string, string>;

/** What became of a build. */
export interface Built {
	/** The modules by name, "pulse.ko"; none where anything is wrong that is no mere warning. */
	readonly modules: Files;
	readonly diagnostics: readonly Diagnostic[];
}

/** In bytes; people who write modules stay far below, and a compiler that is given more is busy for minutes. */
export const sourceLimit = 1_000_000;

/** The name of the precompiled header, and of the text that it is made from. */
const header = 'preamble.h';

/** How many results are kept for being asked for again. */
const kept = 16;

function problem(text: string, file?: string, line = 1): Diagnostic {
	const place = { line, column: 1, endLine: line, endColumn: 1 };
	return {
		severity: 'error',
		text,
		notes: [],
		...(file === undefined ? {} : { place: { file, ...place } }),
	};
}

function isError({ severity }: Diagnostic): boolean {
	return severity === 'error';
}

/** An assembler's text, and what the compiler had to say. */
interface Compiled {
	readonly assembly: Uint8Array | undefined;
	readonly diagnostics: readonly Diagnostic[];
}

interface Assembled {
	readonly object: Uint8Array | undefined;
	readonly diagnostics: readonly Diagnostic[];
}

const commonWords = ['-quiet', '-fdiagnostics-format=json'];

/** What kbuild tells the compiler of a module's file: c_flags in scripts/Makefile.lib. */
export function flagsFor(module: string, file: string, { flags }: KernelFacts): string[] {
	// kbuild's name-fix: in code a name has no hyphen.
	const inCode = (name: string): string => name.replaceAll('-', '_');
	return [
		...flags,
		// A header's __FILE__ is its path in the kernel's source, wherever the compiler runs.
		`-ffile-prefix-map=${kernelFolder}/=`,
		`-DKBUILD_BASENAME="${inCode(file.replace(/\.c$/, ''))}"`,
		`-DKBUILD_MODNAME="${inCode(module)}"`,
		`-D__KBUILD_MODNAME=${inCode(module)}`,
	];
}

/** A command line's words, and the files that it includes before any other: a precompiled header has to be the first, and holds them. */
function split(flags: readonly string[]): { words: string[]; included: string[] } {
	const words: string[] = [];
	const included: string[] = [];
	for (const [index, word] of flags.entries())
		if (flags[index - 1] === '-include') included.push(word);
		else if (word !== '-include') words.push(word);
	return { words, included };
}

export class Toolchain {
	readonly #cc1: Program;
	readonly #as: Program;
	readonly #ld: Program;
	readonly #kernel: Kernel;
	readonly #compiled = new Map<string, Compiled>();
	/** Precompiled headers by what they stand for; the last one only, as each is some 20 MB. */
	readonly #precompiled = new Map<string, Uint8Array>();

	constructor(programs: Readonly<Record<'cc1' | 'as' | 'ld', Program>>, kernel: Kernel) {
		this.#cc1 = programs.cc1;
		this.#as = programs.as;
		this.#ld = programs.ld;
		this.#kernel = kernel;
	}

	/** Makes the precompiled header for a file's first lines, so that it is compiled in a fraction of the time. */
	async prepare(file: string, sources: Sources): Promise<void> {
		const name = moduleOf(file, sources);
		const { preamble } = splitPreamble(sources.get(file) ?? '');
		const key = this.#preambleKey(name, file, preamble);
		if (preamble === '' || this.#precompiled.has(key)) return;
		this.#precompiled.clear();
		const output = `${header}.gch`;
		const { words, included } = split(flagsFor(name, file, this.#kernel.facts));
		const text = [
			...included.map((path) => `#include "${path}"`),
			`#line 1 "${file}"`,
			preamble,
		].join('\n');
		const { errors, outputs } = await this.#runCompiler(
			[...commonWords, ...words, header, `--output-pch=${output}`],
			new Map([[header, text]]),
			new Map(),
			[output],
		);
		const bytes = outputs.get(output);
		// Where there is something to say of it the file itself is compiled, and says it.
		if (bytes && parseDiagnostics(errors, sources)?.length === 0) this.#precompiled.set(key, bytes);
	}

	/** What the compiler says of one of a module's files. */
	async check(file: string, sources: Sources): Promise<readonly Diagnostic[]> {
		const refused = tooLarge(sources);
		if (refused) return [refused];
		return (await this.#compile(moduleOf(file, sources), file, sources)).diagnostics;
	}

	/** Builds all modules that Kbuild asks for. */
	async build(sources: Sources): Promise<Built> {
		const nothing = new Map<string, Uint8Array>();
		const refused = tooLarge(sources);
		if (refused) return { modules: nothing, diagnostics: [refused] };
		const modules = new Map<string, Uint8Array>();
		const diagnostics: Diagnostic[] = [];
		try {
			const wanted = modulesOf(sources.get('Kbuild') ?? '');
			if (wanted.length === 0)
				diagnostics.push(
					problem('There is no obj-m in Kbuild, so no module is asked for.', 'Kbuild'),
				);
			for (const parts of wanted) {
				const { object, diagnostics: more } = await this.#buildModule(parts, sources);
				diagnostics.push(...more);
				if (object) modules.set(`${parts.name}.ko`, object);
			}
		} catch (error) {
			if (!(error instanceof KbuildProblem)) throw error;
			diagnostics.push(problem(error.message, 'Kbuild', error.line));
		}
		return { modules: diagnostics.some(isError) ? nothing : modules, diagnostics };
	}

	async #buildModule({ name, parts }: ModuleParts, sources: Sources): Promise<Assembled> {
		const diagnostics: Diagnostic[] = [];
		const objects = new Map<string, Uint8Array>();
		for (const part of parts) {
			const file = `${part}.c`;
			if (!sources.has(file)) {
				diagnostics.push(problem(`Kbuild asks for ${part}.o, and there is no ${file}.`, 'Kbuild'));
				continue;
			}
			const { object, diagnostics: more } = await this.#assemble(name, file, sources);
			diagnostics.push(...more);
			if (object) objects.set(`${part}.o`, object);
		}
		if (objects.size < parts.length || diagnostics.some(isError))
			return { object: undefined, diagnostics };

		const whole =
			objects.size > 1 ? await this.#link('whole.o', objects) : [...objects.values()][0];
		if (!(whole instanceof Uint8Array))
			return { object: undefined, diagnostics: [...diagnostics, problem(whole ?? '')] };
		const facts = readObject(whole);
		for (const { text, symbol } of objections(name, facts, this.#kernel.symbols))
			diagnostics.push(symbol === undefined ? problem(text) : mention(text, symbol, sources));
		if (facts.exports.length > 0)
			diagnostics.push(
				problem(
					`${name} exports ${facts.exports.join(', ')}: modules that export symbols cannot be built here.`,
				),
			);
		if (diagnostics.some(isError)) return { object: undefined, diagnostics };

		const description = `${name}.mod.c`;
		const generated = await this.#assemble(
			name,
			description,
			new Map([[description, modC(facts)]]),
		);
		if (!generated.object) return generated;
		const module = await this.#link(
			`${name}.ko`,
			new Map([
				[`${name}.o`, whole],
				[`${name}.mod.o`, generated.object],
				['.module-common.o', this.#kernel.moduleCommon],
			]),
			this.#kernel.linkerScript,
		);
		return module instanceof Uint8Array
			? { object: module, diagnostics }
			: { object: undefined, diagnostics: [...diagnostics, problem(module)] };
	}

	#preambleKey(module: string, file: string, preamble: string): string {
		return [module, file, preamble].join('\0');
	}

	/** Runs cc1; where it looks for headers that can be had, they are fetched, and it is run again. */
	async #runCompiler(
		words: readonly string[],
		sources: Sources,
		more: Files,
		outputs: readonly string[],
	): Promise<Ended> {
		const encoder = new TextEncoder();
		const inputs = new Map(more);
		for (const [name, text] of sources) inputs.set(name, encoder.encode(text));
		for (;;) {
			const ended = await run('cc1', this.#cc1, words, inputs, outputs, this.#kernel.headers);
			if (!(await this.#kernel.fetchMissed())) return ended;
		}
	}

	async #compile(module: string, file: string, sources: Sources): Promise<Compiled> {
		const key = JSON.stringify([module, file, [...sources]]);
		const known = this.#compiled.get(key);
		if (known) return known;
		const compiled = await this.#compileAnew(module, file, sources);
		const [oldest] = this.#compiled.keys();
		if (oldest !== undefined && this.#compiled.size >= kept) this.#compiled.delete(oldest);
		this.#compiled.set(key, compiled);
		return compiled;
	}

	async #compileAnew(module: string, file: string, sources: Sources): Promise<Compiled> {
		const output = 'out.s';
		const flags = flagsFor(module, file, this.#kernel.facts);
		const { preamble, rest } = splitPreamble(sources.get(file) ?? '');
		const precompiled = this.#precompiled.get(this.#preambleKey(module, file, preamble));
		const compile = (more: readonly string[]) =>
			precompiled
				? this.#runCompiler(
						[
							...commonWords,
							...split(flags).words,
							...more,
							'-include',
							header,
							file,
							'-o',
							output,
						],
						new Map([
							...sources,
							[file, rest],
							[header, '#error The precompiled header is not used.\n'],
						]),
						new Map([[`${header}.gch`, precompiled]]),
						[output],
					)
				: this.#runCompiler(
						[...commonWords, ...flags, ...more, file, '-o', output],
						sources,
						new Map(),
						[output],
					);
		const { status, errors, outputs } = await compile([]);
		let diagnostics = parseDiagnostics(errors, sources);
		if (diagnostics === undefined)
			return {
				assembly: undefined,
				diagnostics: [problem(`The compiler gave up: ${errors.trim()}`, file)],
			};
		// What is wrong in a macro's argument is told at the macro, in a header; the reader is to hear of it where it is used.
		if (diagnostics.some(({ place }) => place !== undefined && !sources.has(place.file))) {
			const again = await compile(['-ftrack-macro-expansion=0']);
			const used = parseDiagnostics(again.errors, sources) ?? [];
			diagnostics = diagnostics.map((told) => {
				if (told.place === undefined || sources.has(told.place.file)) return told;
				const index = used.findIndex(({ text }) => text === told.text);
				const [same] = index < 0 ? [] : used.splice(index, 1);
				if (!same?.place || !sources.has(same.place.file)) return told;
				const note = { text: 'in the definition of a macro that is used there', place: told.place };
				return { ...told, place: same.place, notes: [...told.notes, note] };
			});
		}
		return { assembly: status === 0 ? outputs.get(output) : undefined, diagnostics };
	}

	async #assemble(module: string, file: string, sources: Sources): Promise<Assembled> {
		const { assembly, diagnostics } = await this.#compile(module, file, sources);
		if (!assembly) return { object: undefined, diagnostics };
		const { status, errors, outputs } = await run(
			'as',
			this.#as,
			['--32', '-o', 'out.o', 'in.s'],
			new Map([['in.s', assembly]]),
			['out.o'],
		);
		const object = status === 0 ? outputs.get('out.o') : undefined;
		return object
			? { object, diagnostics }
			: {
					object,
					diagnostics: [...diagnostics, problem(`The assembler says: ${errors.trim()}`, file)],
				};
	}

	/** The linked object, or what is wrong, in words. */
	async #link(name: string, objects: Files, script?: Uint8Array): Promise<Uint8Array | string> {
		// cmd_ld_ko_o in scripts/Makefile.modfinal, and cmd_link_multi-m in scripts/Makefile.build
		const words = ['-r', '-m', 'elf_i386', '-z', 'noexecstack', '--no-warn-rwx-segments'];
		const inputs = new Map(objects);
		if (script) {
			words.push('--build-id=sha1', '--force-group-allocation', '-T', 'module.lds');
			inputs.set('module.lds', script);
		}
		words.push('-o', name, ...objects.keys());
		const { status, errors, outputs } = await run('ld', this.#ld, words, inputs, [name]);
		const object = status === 0 ? outputs.get(name) : undefined;
		return object ?? `The linker says: ${errors.trim()}`;
	}
}

function tooLarge(sources: Sources): Diagnostic | undefined {
	for (const [file, text] of sources)
		if (text.length > sourceLimit)
			return problem(
				`${file} has ${text.length} characters; files of up to ${sourceLimit} are compiled here.`,
				file,
			);
	return undefined;
}

/** The module that a file is a part of: its own name where Kbuild does not say. */
function moduleOf(file: string, sources: Sources): string {
	const part = file.replace(/\.c$/, '');
	try {
		const found = modulesOf(sources.get('Kbuild') ?? '').find(({ parts }) => parts.includes(part));
		return found?.name ?? part;
	} catch (error) {
		if (error instanceof KbuildProblem) return part;
		throw error;
	}
}

/** A problem with a symbol, at the first place that mentions it. */
function mention(text: string, symbol: string, sources: Sources): Diagnostic {
	for (const [file, source] of sources)
		for (const [index, line] of source.split('\n').entries()) {
			const start = line.search(new RegExp(`\\b${symbol}\\b`));
			if (start < 0) continue;
			const place = { file, line: index + 1, column: start + 1, endLine: index + 1 };
			return {
				severity: 'error',
				text,
				notes: [],
				place: { ...place, endColumn: start + symbol.length },
			};
		}
	return problem(text);
}

/** What add_header() and add_depends() in scripts/mod/modpost.c write. */
function modC({ defined }: ObjectFacts): string {
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
