/** What the compiler reads of the kernel that it compiles modules for. */
import { type Files, unpack } from './pack.ts';
import { kernelFolder } from './program.ts';
import { exportsOf, type KernelSymbols } from './symbols.ts';
import { Tree } from './tree.ts';

/** The name of the pack with what every module needs; the headers that few need are in packs of their own. */
export const kernelPack = 'kernel';

/** Where in that pack things lie that are no headers. */
export const places = {
	facts: 'facts.json',
	moduleCommon: 'module-common.o',
	linkerScript: 'module.lds',
	symbols: 'Module.symvers',
} as const;

/** facts.json */
export interface KernelFacts {
	/** `uname -r` */
	readonly release: string;
	/** What kbuild tells the compiler, with W=1, beside the names of module and file. */
	readonly flags: readonly string[];
	/** Packs with more headers, and the paths of those in each. */
	readonly elsewhere: Readonly<Record<string, readonly string[]>>;
}

/** The kernel's half of a build. */
export class Kernel {
	readonly facts: KernelFacts;
	readonly headers: Tree;
	/** An object that is linked into each module: its vermagic. */
	readonly moduleCommon: Uint8Array;
	readonly linkerScript: Uint8Array;
	readonly symbols: KernelSymbols;
	readonly #load: (pack: string) => Promise<Uint8Array>;
	readonly #packOf: ReadonlyMap<string, string>;

	private constructor(files: Files, load: (pack: string) => Promise<Uint8Array>) {
		const get = (path: string): Uint8Array => {
			const content = files.get(path);
			if (!content) throw new Error(`The kernel's pack has no ${path}`);
			return content;
		};
		const text = (path: string): string => new TextDecoder().decode(get(path));
		this.facts = JSON.parse(text(places.facts));
		this.moduleCommon = get(places.moduleCommon);
		this.linkerScript = get(places.linkerScript);
		this.symbols = exportsOf(text(places.symbols));
		this.#load = load;
		const elsewhere = Object.entries(this.facts.elsewhere);
		this.#packOf = new Map(elsewhere.flatMap(([pack, paths]) => paths.map((path) => [path, pack])));
		const folders = this.facts.flags
			.filter((flag) => flag.startsWith(`-I${kernelFolder}/`))
			.map((flag) => flag.slice(`-I${kernelFolder}/`.length));
		this.headers = new Tree(files, folders, [...this.#packOf.keys()]);
	}

	/** @param load gives the bytes of a pack by its name */
	static async open(load: (pack: string) => Promise<Uint8Array>): Promise<Kernel> {
		return new Kernel(unpack(await load(kernelPack)), load);
	}

	/** Fetches the headers that a program looked for and that were not here; whether there were any. */
	async fetchMissed(): Promise<boolean> {
		const packs = new Set([...this.headers.missed].flatMap((path) => this.#packOf.get(path) ?? []));
		for (const pack of packs) this.headers.add(unpack(await this.#load(pack)));
		return packs.size > 0;
	}
}
