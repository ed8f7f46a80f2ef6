/** What a web server hands out of the compiler. */
import {
	copyFileSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { catalogueName, type PublishedFile } from '../machines/page/catalogue.ts';
import { pageKernel } from '../machines/page/kernel.ts';
import { copyFiles } from '../machines/page/publish.ts';
import type { CompilerAbsent, CompilerCatalogue } from './catalogue.ts';
import { buildTime, findCompiler } from './make/index.ts';
import { compilerSources } from './make/sources.ts';
import type { CompilerFolders } from './node.ts';

/**
 * Puts into a folder what a page needs to compile modules, where that is in the cache; it is never built for that. Else the catalogue says
 * how to build it.
 *
 * @returns whether it is there
 */
export async function publishCompiler(target: string): Promise<boolean> {
	mkdirSync(target, { recursive: true });
	const folders = await findCompiler();
	if (folders) await put(folders, target);
	else write(target, { absent: true, command: 'npm run vm -- compiler', cost: buildTime });
	return folders !== undefined;
}

async function put(folders: CompilerFolders, target: string): Promise<void> {
	for (const folder of Object.values(folders)) copyFiles(folder, join(target, basename(folder)));
	await copyLicences(join(target, 'licences'));
	const file = (path: string): PublishedFile => ({
		path,
		bytes: statSync(join(target, path)).size,
	});
	const program = (folder: string, name: string) => ({
		start: file(`${basename(folder)}/${name}.mjs`),
		code: file(`${basename(folder)}/${name}.wasm.zst`),
	});
	const catalogue: CompilerCatalogue = {
		release: (await pageKernel()).release,
		programs: {
			cc1: program(folders.compiler, 'cc1'),
			as: program(folders.assembler, 'as'),
			ld: program(folders.assembler, 'ld'),
		},
		packs: Object.fromEntries(
			readdirSync(folders.kernel).map((name) => [
				name.replace(/\.zst$/, ''),
				file(`${basename(folders.kernel)}/${name}`),
			]),
		),
		papers: readdirSync(join(target, 'licences')).map((name) => `licences/${name}`),
	};
	write(target, catalogue);
	const used = [catalogueName, 'licences', ...Object.values(folders).map((f) => basename(f))];
	for (const name of readdirSync(target))
		if (!used.includes(name)) rmSync(join(target, name), { recursive: true });
}

function write(target: string, content: CompilerCatalogue | CompilerAbsent): void {
	const path = join(target, catalogueName);
	writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(content, null, '\t')}\n`);
	renameSync(`${path}.${process.pid}`, path);
}

/** The texts that go along with the programs. */
async function copyLicences(folder: string): Promise<void> {
	const { gcc, binutils } = await compilerSources();
	mkdirSync(folder, { recursive: true });
	const texts = {
		gcc: join(gcc, 'COPYING3'),
		binutils: join(binutils, 'COPYING3'),
		gmp: join(gcc, 'gmp/COPYING.LESSERv3'),
		mpfr: join(gcc, 'mpfr/COPYING.LESSER'),
		mpc: join(gcc, 'mpc/COPYING.LESSER'),
		emscripten: '/usr/share/doc/emscripten/copyright',
	};
	for (const [name, path] of Object.entries(texts)) copyFileSync(path, join(folder, name));
}
