/** The compiler as a built guide has it. */
import { dirname, join } from 'node:path';
import type { BuiltGuide } from '../machines/page/built-guide.ts';
import { Problem } from '../setup/problem.mjs';
import type { CompilerAbsent, CompilerCatalogue } from './catalogue.ts';
import type { CompilerFolders } from './node.ts';

/**
 * @param release of the kernel that modules are to be built for: `uname -r`
 * @throws {Problem} where the guide has no compiler for it
 */
export async function fetchCompiler(guide: BuiltGuide, release: string): Promise<CompilerFolders> {
	const catalogue = (await guide.catalogue('compiler')) as CompilerCatalogue | CompilerAbsent;
	if ('absent' in catalogue)
		throw new Problem(
			`That guide was built without a compiler: ${catalogue.command}, where it was built, makes one (${catalogue.cost}).`,
		);
	if (catalogue.release !== release)
		throw new Problem(
			`That guide's compiler is for Linux ${catalogue.release}, and its machine runs ${release}: it has to be built again.`,
		);
	const { programs, packs } = catalogue;
	const files = [
		...Object.values(programs).flatMap(({ start, code }) => [start, code]),
		...Object.values(packs),
	];
	const folder = await guide.keep('compiler', files);
	const holding = (path = '') => join(folder, dirname(path));
	return {
		compiler: holding(programs.cc1.start.path),
		assembler: holding(programs.as.start.path),
		kernel: holding(Object.values(packs)[0]?.path),
	};
}
