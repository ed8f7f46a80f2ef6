import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';

/** The packages whose versions decide what comes out. */
const tools = ['emscripten', 'clang-14', 'lld-14', 'llvm-14', 'binaryen'];

/** Changes with Debian's emscripten and what it stands on. */
export function toolVersions(): string[] {
	const { stdout } = spawnSync(
		'dpkg-query',
		['--show', `--showformat=\${Package} \${Version}\\n`, ...tools],
		{ encoding: 'utf8' },
	);
	return (stdout ?? '').trim().split('\n').sort();
}

/** How programs are linked: each becomes a module for any JavaScript, whose file system is in memory and whose main is called by us. */
const linkSettings = [
	'-Os',
	'-sMODULARIZE=1',
	'-sEXPORT_ES6=1',
	// Neither a page nor Node: what it takes from around it we give it.
	'-sENVIRONMENT=shell',
	'-sINVOKE_RUN=0',
	'-sEXIT_RUNTIME=1',
	'-sFORCE_FILESYSTEM=1',
	'-sEXPORTED_RUNTIME_METHODS=FS,callMain',
	'-sTOTAL_STACK=8MB',
	'-sALLOW_MEMORY_GROWTH=1',
	'-sINITIAL_MEMORY=96MB',
	// A program that wants more says that there is no more, instead of taking a telephone down.
	'-sMAXIMUM_MEMORY=768MB',
];

/** emcc's settings: Debian's, but with the Node that runs us. */
const settings = `EMSCRIPTEN_ROOT = '/usr/share/emscripten'
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '14'
CLANG_ADD_VERSION = '14'
BINARYEN_ROOT = '/usr'
NODE_JS = '${process.execPath}'
FROZEN_CACHE = True
`;

/**
 * A compiler as configure scripts want one. Compiling goes straight to clang with the flags that emcc would give it, as emcc's own
 * start takes longer than most files do; what a configure script links only to see whether it links is not optimized.
 */
function wrapper(emcc: string, clang: string, flags: string): string {
	return `#!/bin/sh
for word; do
	case $word in
	-c | -E | -S | -M | -MM) exec ${clang} ${flags} -w -Wno-error=implicit-function-declaration "$@" ;;
	conftest*) trial=yes ;;
	esac
done
if [ "$trial" ]; then
	export EMMAKEN_JUST_CONFIGURE=1
	exec ${emcc} "$@" -O0
fi
exec ${emcc} "$@" ${linkSettings.join(' ')}
`;
}

/** Changes with all that is ours in how things are compiled and linked. */
export const wrapperText = wrapper('', '', '');

/** Writes the compilers into a folder, and gives the environment that configure and make find them in. */
export async function emscripten(folder: string): Promise<NodeJS.ProcessEnv> {
	mkdirSync(folder, { recursive: true });
	const config = join(folder, 'emscripten');
	writeFileSync(config, settings);
	const environment: NodeJS.ProcessEnv = {
		PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`,
		HOME: process.env.HOME,
		LC_ALL: 'C.UTF-8',
		EM_CONFIG: config,
		// Where Debian keeps acorn, which emcc's own scripts ask for.
		NODE_PATH: '/usr/share/nodejs',
		CC: 'wasm-cc',
		CXX: 'wasm-c++',
		AR: 'emar',
		RANLIB: 'emranlib',
		NM: 'llvm-nm-14',
		CFLAGS: '-Os',
		CXXFLAGS: '-Os',
		CC_FOR_BUILD: 'gcc',
		CXX_FOR_BUILD: 'g++',
		CFLAGS_FOR_BUILD: '-O1',
		CXXFLAGS_FOR_BUILD: '-O1',
		// musl declares it and emscripten leaves it out: libiberty is not to define one of its own.
		ac_cv_func_psignal: 'yes',
	};
	for (const [name, emcc, clang] of [
		['wasm-cc', 'emcc', 'clang-14'],
		['wasm-c++', 'em++', 'clang++-14'],
	] as const) {
		const { status, stdout, stderr } = await run(emcc, ['--cflags'], {
			limit: 60_000,
			env: environment,
		});
		if (status !== 0) throw new Problem(`${emcc} --cflags failed:\n${stderr.trim()}`);
		const path = join(folder, name);
		writeFileSync(path, wrapper(emcc, clang, stdout.trim()));
		chmodSync(path, 0o755);
	}
	return environment;
}
