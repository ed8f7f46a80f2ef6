/** Builds a folder of modules as kbuild does, and with no kbuild: for the page's kernel, by the page's compiler. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import { isKept, patchesOf, sourcesOf } from '../machines/build.ts';
import type { RunningKernel } from '../machines/kernels/index.ts';
import { projectFolder } from '../machines/stages.ts';
import { cacheFolder, temporaryPath } from '../setup/cache.mjs';
import { Problem } from '../setup/problem.mjs';
import { step } from '../setup/steps.mjs';
import type { Compiler, Sources } from './compiler.ts';
import { describe } from './diagnostics.ts';
import type { CompilerFolders } from './node.ts';

/** The files of a stage, as the compiler takes them. */
export function readSources(folder: string): Sources {
	const names = sourcesOf(folder).filter((name) => name !== 'Makefile');
	return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * The files with a patch applied.
 *
 * @param what the patch, for people
 * @throws {Problem} where it does not fit
 */
export function patched(sources: Sources, patch: string, what: string): Sources {
	const files = new Map(sources);
	for (const part of parsePatch(patch)) {
		const name = part.oldFileName?.replace(/^a\//, '') ?? '';
		const text = applyPatch(files.get(name) ?? '', part, { fuzzFactor: 0 });
		if (text === false) throw new Problem(`${what} does not fit its stage: ${name}.`);
		files.set(name, text);
	}
	return files;
}

/** Builds modules into a folder that is made for them. */
async function buildInto(
	result: string,
	compiler: Compiler,
	sources: Sources,
	what: string,
): Promise<void> {
	const { modules, diagnostics } = await compiler.build(sources);
	if (diagnostics.length > 0)
		throw new Problem(`${what} does not build:\n${diagnostics.map(describe).join('\n')}`);
	mkdirSync(result, { recursive: true });
	for (const [name, content] of [...modules, ...sources])
		if (isKept.test(name)) writeFileSync(join(result, name), content);
}

/**
 * What builds the modules in a folder and those of its patches, or finds them built, as `buildModules` does.
 *
 * @param folders where the compiler lies
 */
export function builderWith(
	compiler: Compiler,
	folders: CompilerFolders,
): (source: string, kernel: RunningKernel) => Promise<{ folder: string }> {
	return (source, kernel) => {
		const shown = relative(projectFolder, source);
		const sources = readSources(source);
		const patches = patchesOf(source).map((path): [string, string] => [
			path,
			readFileSync(join(source, path), 'utf8'),
		]);
		const compilers = Object.values(folders).map((folder) => basename(folder));
		const key = createHash('sha256')
			.update(JSON.stringify([shown, compilers, [...sources], patches]))
			.digest('hex')
			.slice(0, 16);
		const folder = join(cacheFolder(), 'modules', key);
		return step({
			name: `${shown} for Linux ${kernel.series}`,
			why: "building its modules with the page's compiler",
			lock: `modules-${key}`,
			done: () => (existsSync(folder) ? { folder } : undefined),
			work: async () => {
				const result = temporaryPath();
				const files = [...sources.keys()].filter((name) => name.endsWith('.c'));
				// Its variants, and what is built at the next save, begin with the same lines.
				if (files.length === 1) await compiler.prepare(files[0] ?? '', sources);
				await buildInto(result, compiler, sources, shown);
				for (const [path, patch] of patches) {
					const what = join(shown, path);
					const place = join(result, path.slice(0, -'.patch'.length));
					await buildInto(place, compiler, patched(sources, patch, what), what);
				}
				mkdirSync(dirname(folder), { recursive: true });
				renameSync(result, folder);
				return { folder };
			},
		});
	};
}
