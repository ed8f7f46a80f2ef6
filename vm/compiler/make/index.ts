/** What the compiler consists of, made in the cache. */
import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { findPageKernel } from '../../machines/page/kernel.ts';
import { cacheFolder } from '../../setup/cache.mjs';
import type { CompilerFolders } from '../node.ts';
import { kernelPacks } from './kernel-packs.ts';
import { assembler, compiler, findPrograms, programs } from './programs.ts';

/** How long it takes the first time, for people. */
export const buildTime = 'about 20 minutes on two cores, 2 GB while it is built';

/** Whether its programs are in the cache: what takes long. */
export function isCompilerBuilt(): boolean {
	return findPrograms(compiler) !== undefined && findPrograms(assembler) !== undefined;
}

/** Waits until its programs are in the cache, whoever builds them; whether that took any waiting. */
export async function compilerBuilt(): Promise<boolean> {
	if (isCompilerBuilt()) return false;
	const folder = join(cacheFolder(), 'compiler');
	mkdirSync(folder, { recursive: true });
	await new Promise<void>((resolve) => {
		const look = () => {
			if (!isCompilerBuilt()) return;
			watcher.close();
			resolve();
		};
		const watcher = watch(folder, look);
		// It may have come before the watch did.
		look();
	});
	return true;
}

/** The compiler, built where it is not in the cache. */
export async function makeCompiler(): Promise<CompilerFolders> {
	return {
		assembler: await programs(assembler),
		compiler: await programs(compiler),
		kernel: await kernelPacks(),
	};
}

/** The compiler, where all that takes long is in the cache; the headers are packed again where a stage asks for more of them. */
export async function findCompiler(): Promise<CompilerFolders | undefined> {
	return isCompilerBuilt() && (await findPageKernel()) ? makeCompiler() : undefined;
}
