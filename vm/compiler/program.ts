/** Programs that emscripten made, each run as a function from files to files. */
import type { Files } from './pack.ts';
import type { FileSystem, Tree } from './tree.ts';

interface Instance {
	readonly FS: FileSystem;
	callMain(words: string[]): number;
}

/** What the .mjs of a program exports. */
export type Start = (settings: {
	thisProgram: string;
	print(line: string): void;
	printErr(line: string): void;
	quit(status: number, exit: Error): never;
	instantiateWasm(
		imports: WebAssembly.Imports,
		ready: (instance: WebAssembly.Instance, code: WebAssembly.Module) => void,
	): WebAssembly.Exports;
}) => Promise<Instance>;

/** A program, compiled and not started. */
export interface Program {
	readonly start: Start;
	readonly code: WebAssembly.Module;
}

/** How a run ended. */
export interface Ended {
	/** The exit status; undefined where the program fell over. */
	readonly status: number | undefined;
	/** What it printed on standard error, or why it fell over. */
	readonly errors: string;
	/** What it left, of what was asked for. */
	readonly outputs: Files;
}

/** Where a program finds its own files; it is started there. */
export const workFolder = '/module';
/** Where it finds the kernel's. */
export const kernelFolder = '/linux';

/**
 * Runs a program once, in an instance of its own.
 *
 * @param words of its command line, without its name
 * @param inputs by their paths below `workFolder`
 * @param outputs paths there, to be read when it has ended
 */
export async function run(
	name: string,
	{ start, code }: Program,
	words: readonly string[],
	inputs: Files,
	outputs: readonly string[],
	kernel?: Tree,
): Promise<Ended> {
	let errors = '';
	let status: number | undefined;
	const { FS, callMain } = await start({
		thisProgram: name,
		print: () => {},
		printErr: (line) => {
			errors += `${line}\n`;
		},
		quit: (given, exit) => {
			status = given;
			throw exit;
		},
		instantiateWasm: (imports, ready) => {
			const instance = new WebAssembly.Instance(code, imports);
			ready(instance, code);
			return instance.exports;
		},
	});
	FS.mkdir(workFolder);
	for (const [path, content] of inputs) {
		const folders = path.split('/').slice(0, -1);
		for (let depth = 1; depth <= folders.length; depth += 1)
			makeFolder(FS, `${workFolder}/${folders.slice(0, depth).join('/')}`);
		FS.writeFile(`${workFolder}/${path}`, content);
	}
	kernel?.mount(FS, kernelFolder);
	FS.chdir(workFolder);
	try {
		status = callMain([...words]);
	} catch (error) {
		if (status === undefined) errors += `${error}\n`;
	}
	const left = outputs.flatMap((path): [string, Uint8Array][] => {
		try {
			return [[path, FS.readFile(`${workFolder}/${path}`)]];
		} catch {
			return [];
		}
	});
	return { status, errors, outputs: new Map(left) };
}

function makeFolder(fs: FileSystem, path: string): void {
	try {
		fs.mkdir(path);
	} catch {
		// It is there.
	}
}
