import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demandRoom } from '../../machines/kernels/download.ts';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { missingPackages, need } from '../../setup/debian.ts';
import { packages } from '../../setup/packages.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import { compressed } from './compress.ts';
import { emscripten, toolVersions, wrapperText } from './emscripten.ts';
import { compilerSources, type Sources, sourceKey } from './sources.ts';

/** How programs are made of one of the sources. */
interface Recipe {
	readonly title: string;
	/** How long that takes, for people. */
	readonly time: string;
	readonly source: keyof Sources;
	/** Beside those for all. */
	readonly options: readonly string[];
	/** What configure is to take for known, as it cannot run what it compiles. */
	readonly known: Readonly<Record<string, string>>;
	/** What make is told to make. */
	readonly targets: readonly string[];
	/** Files to put into the build's folder, where make finds them before those of the source: the path there, the name here. */
	readonly files: Readonly<Record<string, string>>;
	/** Programs that configure asks what the target's assembler and linker can: what a shell runs, by name. */
	readonly tools: Readonly<Record<string, string>>;
	/** What comes of it: each program's path in the build's folder, where emscripten leaves <path> and <path>.wasm. */
	readonly programs: Readonly<Record<string, string>>;
	/** About how many files are compiled for it. */
	readonly count: number;
}

const common = [
	'--build=x86_64-linux-gnu',
	'--host=wasm32-unknown-emscripten',
	'--target=i686-linux-gnu',
	'--prefix=/usr',
	'--disable-nls',
	'--disable-shared',
	'--disable-werror',
	'--without-zstd',
];

export const assembler: Recipe = {
	title: 'as and ld as WebAssembly',
	time: '2 minutes on two cores',
	source: 'binutils',
	options: [
		'--disable-plugins',
		'--disable-gdb',
		'--disable-gdbserver',
		'--disable-sim',
		'--disable-gprofng',
		'--disable-gprof',
		'--disable-gold',
		'--disable-readline',
		'--disable-libctf',
		'--disable-x86-used-note',
		'--enable-default-hash-style=gnu',
		'--without-debuginfod',
		'--without-msgpack',
	],
	known: {},
	targets: ['all-gas', 'all-ld'],
	files: {},
	tools: {},
	programs: { as: 'gas/as-new', ld: 'ld/ld-new' },
	count: 400,
};

export const compiler: Recipe = {
	title: 'cc1 as WebAssembly',
	time: '15 minutes on two cores',
	source: 'gcc',
	options: [
		// As Debian configures its compiler for i386, where that has a say in what code it makes.
		'--with-arch-32=i686',
		'--with-arch=i686',
		'--with-tune=generic',
		'--enable-default-pie',
		'--enable-checking=release',
		'--enable-linker-build-id',
		'--enable-gnu-unique-object',
		'--with-pkgversion=Debian 12.2.0-14, WebAssembly',
		// C, from the text to the assembler's text, and no more.
		'--enable-languages=c',
		'--disable-analyzer',
		'--disable-bootstrap',
		'--disable-gcov',
		'--disable-libcc1',
		'--disable-lto',
		'--disable-multilib',
		'--disable-plugin',
		'--without-isl',
	],
	known: {
		ac_cv_func_mmap: 'no',
		gcc_cv_func_mmap_file: 'no',
		gcc_cv_func_mmap_anon: 'no',
		gcc_cv_func_mmap_dev_zero: 'no',
	},
	targets: ['all-gcc', 'TARGET-gcc=cc1'],
	files: { 'gcc/host-default.cc': 'host-default.cc' },
	// Ours run in no shell; this machine's know i386 too, and are of the same version.
	tools: {
		'i686-linux-gnu-as': 'as --32',
		'i686-linux-gnu-ld': 'ld -m elf_i386',
		'i686-linux-gnu-nm': 'nm',
		'i686-linux-gnu-objdump': 'objdump',
		'i686-linux-gnu-readelf': 'readelf',
	},
	programs: { cc1: 'gcc/cc1' },
	count: 1200,
};

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

async function tell(
	what: string,
	command: readonly string[],
	options: { cwd: string; env: NodeJS.ProcessEnv; heard?: (text: string) => void },
): Promise<void> {
	const [program = '', ...args] = command;
	const { status, output } = await run(program, args, { ...options, limit: 5_400_000 });
	if (status === 0) return;
	if (/No space left/.test(output))
		throw new Problem(
			`No room on the disk to build ${what} in ${options.cwd}: make room, then run this again; it goes on where it was.`,
		);
	const log = join(options.cwd, 'failed.log');
	writeFileSync(log, output);
	const last = output.trim().split('\n').slice(-20).join('\n');
	throw new Problem(
		`${what} does not build (${program} in ${options.cwd}; all that was printed is in ${log}):\n${last}`,
	);
}

/** Configures, where that is not done yet, and makes; an interrupted build goes on where it ended. */
async function build(
	recipe: Recipe,
	workshop: string,
	progress: (line: string) => void,
): Promise<void> {
	const sources = await compilerSources();
	mkdirSync(workshop, { recursive: true });
	const tools = `${workshop}-tools`;
	const env = { ...(await emscripten(tools)), ...recipe.known };
	for (const [name, command] of Object.entries(recipe.tools))
		writeFileSync(join(tools, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
	const configured = join(workshop, 'configured');
	if (!existsSync(configured)) {
		progress('configuring');
		// By a relative path, so that no path of this machine gets into what is built.
		const script = join(relative(workshop, sources[recipe.source]), 'configure');
		await tell(recipe.title, [script, ...common, ...recipe.options], { cwd: workshop, env });
		for (const [to, from] of Object.entries(recipe.files)) {
			mkdirSync(dirname(join(workshop, to)), { recursive: true });
			copyFileSync(here(from), join(workshop, to));
		}
		writeFileSync(configured, '');
	}
	let count = 0;
	await tell(
		recipe.title, // What configure found of makeinfo is of no use: no manual is wanted.
		['make', `-j${availableParallelism()}`, 'MAKEINFO=true', ...recipe.targets],
		{
			cwd: workshop,
			env,
			heard: (text) => {
				count += text.match(/wasm-c(c|\+\+) .* -c /g)?.length ?? 0;
				progress(`${count} of about ${recipe.count} files`);
			},
		},
	);
}

/** Where a recipe's programs lie in the cache once they are there; nothing is fetched to know it. */
function findPlace({ options, known, targets, files, tools, programs }: Recipe): {
	name: string;
	folder: string;
} {
	const key = createHash('sha256')
		.update(
			JSON.stringify([
				sourceKey(),
				toolVersions(),
				wrapperText,
				[...common, ...options],
				known,
				targets,
				...Object.values(files).map((name) => readFileSync(here(name), 'utf8')),
				...Object.entries(tools),
			]),
		)
		.digest('hex')
		.slice(0, 12);
	const name = `${Object.keys(programs).join('-')}-${key}`;
	return { name, folder: join(cacheFolder(), 'compiler', name) };
}

/** The folder of a recipe's programs, where it is in the cache. */
export function findPrograms(recipe: Recipe): string | undefined {
	// Without the tools they were never built here.
	if (missingPackages(Object.keys(packages.compiler)).length > 0) return undefined;
	const { folder } = findPlace(recipe);
	return existsSync(folder) ? folder : undefined;
}

/** The folder that holds <name>.mjs and <name>.wasm.zst of each of a recipe's programs, built where it is not in the cache. */
export async function programs(recipe: Recipe): Promise<string> {
	await need('compiler');
	const { name, folder } = findPlace(recipe);
	return step({
		name: recipe.title,
		why: `for building modules in a page; ${recipe.time}. Ctrl-C: the next run goes on where this one ended`,
		lock: `compiler-${name}`,
		done: () => (existsSync(folder) ? folder : undefined),
		work: async (progress) => {
			await demandRoom(1e9, recipe.title);
			const workshop = join(cacheFolder(), 'building', name);
			await build(recipe, workshop, progress);
			const result = temporaryPath();
			mkdirSync(result);
			for (const [program, path] of Object.entries(recipe.programs)) {
				progress(`packing ${program}`);
				copyFileSync(join(workshop, path), join(result, `${program}.mjs`));
				const code = readFileSync(join(workshop, `${path}.wasm`));
				writeFileSync(join(result, `${program}.wasm.zst`), await compressed(code));
			}
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(result, folder);
			progress(`removing ${workshop}`);
			rmSync(workshop, { recursive: true });
			rmSync(`${workshop}-tools`, { recursive: true });
			return folder;
		},
	});
}
