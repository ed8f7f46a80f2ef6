/** What the compiler consists of, made in the cache. */
import type { CompilerFolders } from '../node.ts';
import { findKernelPacks, kernelPacks } from './kernel-packs.ts';
import { assembler, compiler, findPrograms, programs } from './programs.ts';

/** How long it takes the first time, for people. */
export const buildTime = 'about 20 minutes on two cores, 2 GB while it is built';

/** The compiler, where it is in the cache. */
export async function findCompiler(): Promise<CompilerFolders | undefined> {
	const found = {
		compiler: findPrograms(compiler),
		assembler: findPrograms(assembler),
		kernel: await findKernelPacks(),
	};
	const { compiler: cc1, assembler: as, kernel } = found;
	return cc1 && as && kernel ? { compiler: cc1, assembler: as, kernel } : undefined;
}

/** The compiler, built where it is not in the cache. */
export async function makeCompiler(): Promise<CompilerFolders> {
	return {
		assembler: await programs(assembler),
		compiler: await programs(compiler),
		kernel: await kernelPacks(),
	};
}
