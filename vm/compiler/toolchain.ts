/** From C to a kernel module: cc1, as and ld in the order in which kbuild runs them. */
import { CCompiler, type Unit } from './c-compiler.ts';
import {
	type Declaration,
	type Declarations,
	declarationsIn,
	type Header,
	ownDeclarations,
} from './declarations.ts';
import { type Diagnostic, problem } from './diagnostics.ts';
import { type Kbuild, type ModuleParts, readKbuild } from './kbuild.ts';
import type { Kernel } from './kernel.ts';
import { type Lines, readLines } from './lines.ts';
import { KbuildProblem } from './makefile.ts';
import { modpost } from './modpost.ts';
import type { Files } from './pack.ts';
import { splitPreamble } from './preamble.ts';
import { type Program, run } from './program.ts';
import type { Sources } from './sources.ts';

/** What became of a build. */
export interface Built {
	/** The modules by name, "pulse.ko"; none where anything is wrong that is no mere warning. */
	readonly modules: Files;
	readonly diagnostics: readonly Diagnostic[];
}

/** In characters; people who write modules stay far below, and a compiler that is given more is busy for minutes. */
const sourceLimit = 1_000_000;

/** Where what is said of a build goes, as it comes. */
class Report {
	readonly diagnostics: Diagnostic[] = [];

	/** @throws {Refused} where one of them is an error */
	tell(diagnostics: readonly Diagnostic[]): void {
		this.diagnostics.push(...diagnostics);
		if (diagnostics.some(isError)) throw new Refused();
	}

	refuse(text: string, file?: string, line?: number): never {
		this.diagnostics.push(problem(text, file, line));
		throw new Refused();
	}
}

/** A build cannot go on; its report says why. */
class Refused extends Error {}

function isError({ severity }: Diagnostic): boolean {
	return severity === 'error';
}

export class Toolchain {
	readonly #compiler: CCompiler;
	readonly #as: Program;
	readonly #ld: Program;
	readonly #kernel: Kernel;
	/** What the kernel's headers declare that a file includes; the last one's only. */
	#declared: { readonly key: string; readonly declarations: Declarations } | undefined;

	constructor(programs: Readonly<Record<'cc1' | 'as' | 'ld', Program>>, kernel: Kernel) {
		this.#compiler = new CCompiler(programs.cc1, kernel);
		this.#as = programs.as;
		this.#ld = programs.ld;
		this.#kernel = kernel;
	}

	/** Gets ready for compiling a file whose first lines stay as they are. */
	async prepare(file: string, sources: Sources): Promise<void> {
		if (!tooLarge(sources)) await this.#compiler.prepare(await this.#unit(file, sources), sources);
	}

	/** What the compiler says of one of a module's files. */
	async check(file: string, sources: Sources): Promise<readonly Diagnostic[]> {
		const refused = tooLarge(sources);
		if (refused) return [refused];
		const { diagnostics } = await this.#compiler.compile(await this.#unit(file, sources), sources);
		return diagnostics;
	}

	/** Builds all modules that Kbuild asks for. */
	async build(sources: Sources): Promise<Built> {
		const report = new Report();
		const modules = new Map<string, Uint8Array>();
		try {
			const refused = tooLarge(sources);
			if (refused) report.tell([refused]);
			const kbuild = await this.#kbuild(sources);
			if (kbuild.modules.length === 0)
				report.refuse('There is no obj-m in Kbuild, so no module is asked for.', 'Kbuild');
			for (const parts of kbuild.modules)
				modules.set(
					`${parts.name}.ko`,
					await this.#buildModule(parts, kbuild.flags, sources, report),
				);
		} catch (error) {
			modules.clear();
			if (error instanceof KbuildProblem)
				report.diagnostics.push(problem(error.message, 'Kbuild', error.line));
			else if (!(error instanceof Refused)) throw error;
		}
		return { modules, diagnostics: report.diagnostics };
	}

	/** Which lines the modules' instructions come from. */
	async lines(sources: Sources): Promise<ReadonlyMap<string, Lines>> {
		const { modules, flags } = await this.#kbuild(sources);
		const lines = new Map<string, Lines>();
		for (const parts of modules) {
			// With these the code stays as it is.
			const marked = [...flags, '-g1', '-gdwarf-4'];
			const whole = await this.#buildWhole(parts, marked, sources, new Report());
			lines.set(parts.name.replaceAll('-', '_'), readLines(whole));
		}
		return lines;
	}

	/** The declarations of a name, or of names that begin like it, that a file can use: its module's own first. */
	async declarations(
		file: string,
		sources: Sources,
		isWanted: (name: string) => boolean,
	): Promise<Declaration[]> {
		if (tooLarge(sources)) return [];
		const all = [ownDeclarations(sources), await this.#kernelDeclarations(file, sources)];
		return all.flatMap((some) => [...some.values()].filter(({ name }) => isWanted(name)));
	}

	/** A header of the kernel's, by its path in the kernel's source. */
	read(path: string): Header | undefined {
		const bytes = this.#kernel.headers.read(path);
		return bytes && { path, text: new TextDecoder().decode(bytes) };
	}

	async #kernelDeclarations(file: string, sources: Sources): Promise<Declarations> {
		const unit = await this.#unit(file, sources);
		const key = JSON.stringify([unit, splitPreamble(sources.get(file) ?? '').preamble]);
		if (this.#declared?.key !== key) {
			const text = await this.#compiler.preprocess(unit, sources);
			this.#declared = { key, declarations: declarationsIn(text) };
		}
		return this.#declared.declarations;
	}

	#kbuild(sources: Sources): Promise<Kbuild> {
		return readKbuild(sources.get('Kbuild') ?? '', (probe) => this.#compiler.compiles(probe));
	}

	/** A file as Kbuild has it compiled; as a module of its own where Kbuild does not say. */
	async #unit(file: string, sources: Sources): Promise<Unit> {
		const part = file.replace(/\.c$/, '');
		try {
			const { modules, flags } = await this.#kbuild(sources);
			const found = modules.find(({ parts }) => parts.includes(part));
			return { module: found?.name ?? part, file, flags };
		} catch (error) {
			if (error instanceof KbuildProblem) return { module: part, file, flags: [] };
			throw error;
		}
	}

	/** The object of all of a module's files. */
	async #buildWhole(
		{ name, parts }: ModuleParts,
		flags: readonly string[],
		sources: Sources,
		report: Report,
	): Promise<Uint8Array> {
		const objects = new Map<string, Uint8Array>();
		for (const part of parts) {
			const file = `${part}.c`;
			if (!sources.has(file))
				report.refuse(`Kbuild asks for ${part}.o, and there is no ${file}.`, 'Kbuild');
			objects.set(
				`${part}.o`,
				await this.#assemble({ module: name, file, flags }, sources, report),
			);
		}
		const [first = new Uint8Array()] = objects.values();
		return parts.length === 1 ? first : this.#link('whole.o', [], objects, report);
	}

	async #buildModule(
		parts: ModuleParts,
		flags: readonly string[],
		sources: Sources,
		report: Report,
	): Promise<Uint8Array> {
		const { name } = parts;
		const whole = await this.#buildWhole(parts, flags, sources, report);
		const { description, diagnostics } = modpost(name, whole, sources, this.#kernel.symbols);
		report.tell(diagnostics);
		const file = `${name}.mod.c`;
		const unit = { module: name, file, flags: [] };
		const generated = await this.#assemble(unit, new Map([[file, description]]), report);
		return this.#link(
			`${name}.ko`,
			['--build-id=sha1', '--force-group-allocation', '-T', 'module.lds'],
			new Map([
				[`${name}.o`, whole],
				[`${name}.mod.o`, generated],
				['.module-common.o', this.#kernel.moduleCommon],
			]),
			report,
		);
	}

	/** The object of a file. */
	async #assemble(unit: Unit, sources: Sources, report: Report): Promise<Uint8Array> {
		const { assembly, diagnostics } = await this.#compiler.compile(unit, sources);
		report.tell(diagnostics);
		const { file } = unit;
		const text = assembly ?? report.refuse('The compiler made nothing of it.', file);
		// The line table, where there is one, is to be read.
		const words = ['--32', '--nocompress-debug-sections', '-o', 'out.o', 'in.s'];
		const inputs = new Map([['in.s', text]]);
		const { errors, outputs } = await run('as', this.#as, words, inputs, ['out.o']);
		return outputs.get('out.o') ?? report.refuse(`The assembler says: ${errors.trim()}`, file);
	}

	/** cmd_ld_ko_o in scripts/Makefile.modfinal, and cmd_link_multi-m in scripts/Makefile.build */
	async #link(
		output: string,
		more: readonly string[],
		objects: Files,
		report: Report,
	): Promise<Uint8Array> {
		const common = ['-r', '-m', 'elf_i386', '-z', 'noexecstack', '--no-warn-rwx-segments'];
		const words = [...common, ...more, '-o', output, ...objects.keys()];
		const inputs = new Map([...objects, ['module.lds', this.#kernel.linkerScript]]);
		const { errors, outputs } = await run('ld', this.#ld, words, inputs, [output]);
		return outputs.get(output) ?? report.refuse(`The linker says: ${errors.trim()}`);
	}
}

function tooLarge(sources: Sources): Diagnostic | undefined {
	for (const [file, { length }] of sources)
		if (length > sourceLimit)
			return problem(
				`${file} has ${length} characters; files of up to ${sourceLimit} are compiled here.`,
				file,
			);
	return undefined;
}
