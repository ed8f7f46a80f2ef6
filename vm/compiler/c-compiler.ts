/** cc1: from C to the assembler's text, with the flags of kbuild. */
import { type Diagnostic, parseDiagnostics, problem } from './diagnostics.ts';
import type { Probe } from './kbuild.ts';
import type { Kernel, KernelFacts } from './kernel.ts';
import type { Files } from './pack.ts';
import { splitPreamble } from './preamble.ts';
import { type Ended, kernelFolder, type Program, run } from './program.ts';
import type { Sources } from './sources.ts';

/** An assembler's text, where there is one, and what the compiler had to say. */
export interface Compiled {
	readonly assembly: Uint8Array | undefined;
	readonly diagnostics: readonly Diagnostic[];
}

/** A file as it is compiled for a module. */
export interface Unit {
	readonly module: string;
	readonly file: string;
	/** ccflags-y in Kbuild */
	readonly flags: readonly string[];
}

/** What kbuild tells the compiler of a module's file: c_flags in scripts/Makefile.lib. */
export function flagsFor({ module, file, flags: more }: Unit, { flags }: KernelFacts): string[] {
	// kbuild's name-fix: in code a name has no hyphen.
	const inCode = (name: string): string => name.replaceAll('-', '_');
	return [
		...flags,
		// A header's __FILE__ is its path in the kernel's source, wherever the compiler runs.
		`-ffile-prefix-map=${kernelFolder}/=`,
		`-DKBUILD_BASENAME="${inCode(file.replace(/\.c$/, ''))}"`,
		`-DKBUILD_MODNAME="${inCode(module)}"`,
		`-D__KBUILD_MODNAME=${inCode(module)}`,
		...more,
	];
}

const ownFlags = ['-quiet', '-fdiagnostics-format=json'];

/** The name of the precompiled header's text; GCC looks for the precompiled header beside it. */
const headerName = 'preamble.h';
const precompiledName = `${headerName}.gch`;
const outputName = 'out.s';
const preprocessedName = 'out.i';

/** How many results are kept for being asked for again. */
const kept = 16;

/** A file's first lines, compiled. */
interface Precompiled {
	/** Changes with those lines and with all that they depend on. */
	readonly key: string;
	readonly header: Uint8Array;
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

export class CCompiler {
	readonly #cc1: Program;
	readonly #kernel: Kernel;
	readonly #results = new Map<string, Compiled>();
	/** By what was asked; the kernel's headers stay as they are. */
	readonly #probes = new Map<string, Promise<boolean>>();
	/** The last one only, as each is tens of megabytes. */
	#precompiled: Precompiled | undefined;

	constructor(cc1: Program, kernel: Kernel) {
		this.#cc1 = cc1;
		this.#kernel = kernel;
	}

	/** What the preprocessor makes of a file's first lines, with the definitions of macros, and marks of where each line comes from. */
	async preprocess(unit: Unit, sources: Sources): Promise<string> {
		const { words, text } = this.#preambleOf(unit, sources);
		const { outputs } = await this.#run(
			[...words, '-E', '-dD', headerName, '-o', preprocessedName],
			new Map([[headerName, text]]),
			preprocessedName,
		);
		return new TextDecoder().decode(outputs.get(preprocessedName));
	}

	/** Makes the precompiled header for a file's first lines, so that it is compiled in a fraction of the time. */
	async prepare(unit: Unit, sources: Sources): Promise<void> {
		const { file } = unit;
		const { preamble } = splitPreamble(sources.get(file) ?? '');
		const key = JSON.stringify([unit, preamble]);
		if (preamble === '' || this.#precompiled?.key === key) return;
		const { words, text } = this.#preambleOf(unit, sources);
		const { errors, outputs } = await this.#run(
			[...words, headerName, `--output-pch=${precompiledName}`],
			new Map([[headerName, text]]),
			precompiledName,
		);
		const header = outputs.get(precompiledName);
		// Where there is something to say of it the file itself is compiled, and says it.
		const isUsable = header && parseDiagnostics(errors, sources)?.length === 0;
		this.#precompiled = isUsable ? { key, header } : undefined;
	}

	/** A file's first lines as a header of their own, with those that are included before any. */
	#preambleOf(unit: Unit, sources: Sources): { words: string[]; text: string } {
		const { words, included } = split(flagsFor(unit, this.#kernel.facts));
		const { preamble } = splitPreamble(sources.get(unit.file) ?? '');
		const before = included.map((path) => `#include "${path}"`);
		return { words, text: [...before, `#line 1 "${unit.file}"`, preamble].join('\n') };
	}

	/** Compiles a module's file; what was compiled a moment ago is not compiled again. */
	async compile(unit: Unit, sources: Sources): Promise<Compiled> {
		const key = JSON.stringify([unit, [...sources]]);
		const known = this.#results.get(key);
		if (known) return known;
		const compiled = await this.#compile(unit, sources);
		const [oldest] = this.#results.keys();
		if (oldest !== undefined && this.#results.size >= kept) this.#results.delete(oldest);
		this.#results.set(key, compiled);
		return compiled;
	}

	/** Whether a text can be compiled with the flags of a module's file. */
	compiles(probe: Probe): Promise<boolean> {
		const key = JSON.stringify(probe);
		const known = this.#probes.get(key) ?? this.#probe(probe);
		this.#probes.set(key, known);
		return known;
	}

	async #probe({ text, included }: Probe): Promise<boolean> {
		const file = 'probe.c';
		const flags = flagsFor({ module: 'probe', file, flags: [] }, this.#kernel.facts);
		const words = [...flags, ...included.flatMap((path) => ['-include', path]), '-fsyntax-only'];
		const { status } = await this.#run([...words, file], new Map([[file, text]]), outputName);
		return status === 0;
	}

	async #compile(unit: Unit, sources: Sources): Promise<Compiled> {
		const { status, errors, outputs } = await this.#translate(unit, sources);
		const diagnostics = parseDiagnostics(errors, sources);
		const assembly = status === 0 ? outputs.get(outputName) : undefined;
		if (!diagnostics || (!assembly && diagnostics.length === 0))
			return {
				assembly: undefined,
				diagnostics: [problem(`The compiler gave up: ${errors.trim()}`, unit.file)],
			};
		const isElsewhere = ({ place }: Diagnostic) => place && !sources.has(place.file);
		if (!diagnostics.some(isElsewhere)) return { assembly, diagnostics };

		// A macro that is used wrongly is told of where it is defined, in a header. Without tracking, where it is used.
		const untracked = ['-ftrack-macro-expansion=0'];
		const again = await this.#translate(unit, sources, untracked);
		const used = parseDiagnostics(again.errors, sources) ?? [];
		return {
			assembly,
			diagnostics: diagnostics.map((told) => {
				if (!isElsewhere(told)) return told;
				const index = used.findIndex(({ text }) => text === told.text);
				const [same] = index < 0 ? [] : used.splice(index, 1);
				if (!same?.place || isElsewhere(same)) return told;
				const note = { ...told, text: 'in the definition of a macro that is used there' };
				const { text, place = same.place } = note;
				return { ...told, place: same.place, notes: [...told.notes, { text, place }] };
			}),
		};
	}

	/** Runs cc1 on a file, with the precompiled header where it stands for the file's first lines. */
	#translate(unit: Unit, sources: Sources, more: readonly string[] = []): Promise<Ended> {
		const { file } = unit;
		const flags = [...flagsFor(unit, this.#kernel.facts), ...more, '-o', outputName];
		const { preamble, rest } = splitPreamble(sources.get(file) ?? '');
		const key = JSON.stringify([unit, preamble]);
		if (this.#precompiled?.key !== key) return this.#run([...flags, file], sources, outputName);
		const unused = '#error The precompiled header is not used.\n';
		return this.#run(
			[...split(flags).words, '-include', headerName, file],
			new Map([...sources, [file, rest], [headerName, unused]]),
			outputName,
			new Map([[precompiledName, this.#precompiled.header]]),
		);
	}

	/** Runs cc1; where it looks for headers that can be had, they are fetched, and it is run again. */
	async #run(
		words: readonly string[],
		sources: Sources,
		output: string,
		more: Files = new Map(),
	): Promise<Ended> {
		const encoder = new TextEncoder();
		const inputs = new Map(more);
		for (const [name, text] of sources) inputs.set(name, encoder.encode(text));
		for (;;) {
			const { headers } = this.#kernel;
			const ended = await run('cc1', this.#cc1, [...ownFlags, ...words], inputs, [output], headers);
			if (!(await this.#kernel.fetchMissed())) return ended;
		}
	}
}
