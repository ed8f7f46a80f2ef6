/** What the page's compiler makes is what Debian's own compiler for i386 makes of the same sources. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { flagsFor, type Unit } from '../../../compiler/c-compiler.ts';
import { type KernelFacts, kernelPack, places } from '../../../compiler/kernel.ts';
import { compilerIn } from '../../../compiler/node.ts';
import { unpack } from '../../../compiler/pack.ts';
import { kernelFolder } from '../../../compiler/program.ts';
import type { Sources } from '../../../compiler/sources.ts';
import { patched, readSources } from '../../../compiler/stage.ts';
import { make, patchesOf } from '../../../machines/build.ts';
import { unpacked } from '../../../machines/kernels/sets.ts';
import { unpackAll } from '../../../machines/kernels/unpack.ts';
import { type PageKernel, pageKernel } from '../../../machines/page/kernel.ts';
import { foldersOf, testedNames } from '../../../machines/stages.ts';
import { run } from '../../../setup/run.ts';
import { folders, needsCompiler } from '../compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

/** Debian's cc1 for i386: its loader, and how that finds its libraries. */
async function reference(): Promise<string[]> {
	const { folder } = await unpacked(
		'compiler-reference',
		"Debian's compiler for i386",
		"to compare the page's compiler with",
		unpackAll,
	);
	const libraries = ['lib', 'usr/lib'].map((path) => join(folder, path, 'i386-linux-gnu'));
	return [
		join(folder, 'lib/i386-linux-gnu/ld-linux.so.2'),
		'--library-path',
		libraries.join(':'),
		join(folder, 'usr/lib/gcc/i686-linux-gnu/12/cc1'),
	];
}

/** The code and data of an object, section by section; not who compiled it, nor the checksum that this goes into. */
function contents(object: Uint8Array): Map<string, string> {
	const bytes = Buffer.from(object);
	const table = bytes.readUInt32LE(0x20);
	const header = (index: number) => table + index * bytes.readUInt16LE(0x2e);
	const content = (index: number) => {
		const start = bytes.readUInt32LE(header(index) + 16);
		return bytes.subarray(start, start + bytes.readUInt32LE(header(index) + 20));
	};
	const names = content(bytes.readUInt16LE(0x32));
	const sections = new Map<string, string>();
	for (let index = 0; index < bytes.readUInt16LE(0x30); index += 1) {
		const start = bytes.readUInt32LE(header(index));
		const name = names.toString('utf8', start, names.indexOf(0, start));
		const hasBytes = bytes.readUInt32LE(header(index) + 4) !== 8;
		if (name !== '.comment' && name !== '.note.gnu.build-id')
			sections.set(name, hasBytes ? content(index).toString('hex') : 'no bytes');
	}
	return sections;
}

/** The names of the sections that two objects do not have alike. */
function differences(one: Uint8Array, other: Uint8Array): string[] {
	const [ours, theirs] = [contents(one), contents(other)];
	const names = new Set([...ours.keys(), ...theirs.keys()]);
	return [...names].filter((name) => ours.get(name) !== theirs.get(name));
}

describe("the page's compiler", { ...needsCompiler, timeout: 1_800_000 }, () => {
	let kernel: PageKernel;
	let cc1: string[];
	let facts: KernelFacts;
	const folder = mkdtempSync(join(tmpdir(), 'both-sides-code-'));
	after(() => rmSync(folder, { recursive: true }));

	before(async () => {
		assert.ok(folders);
		kernel = await pageKernel();
		cc1 = await reference();
		const files = unpack(
			zstdDecompressSync(readFileSync(join(folders.kernel, `${kernelPack}.zst`))),
		);
		facts = JSON.parse(new TextDecoder().decode(files.get(places.facts)));
	});

	async function tool(command: string, words: readonly string[]): Promise<void> {
		const { status, output } = await run(command, words, { cwd: folder, limit: 120_000 });
		assert.equal(status, 0, output);
	}

	/** Compiles and assembles one file with Debian's programs, against the headers as they are, comments and all. */
	async function assemble(unit: Unit): Promise<string> {
		const [loader = '', ...words] = cc1;
		const place = new RegExp(`^(-I|-ffile-prefix-map=|)${kernelFolder}/`);
		const flags = flagsFor(unit, facts).map((flag) => flag.replace(place, `$1${kernel.headers}/`));
		await tool(loader, [...words, '-quiet', ...flags, unit.file, '-o', 'out.s']);
		const object = unit.file.replace(/\.c$/, '.o');
		await tool('as', ['--32', '-o', object, 'out.s']);
		return object;
	}

	/** The module as Debian's programs make it; its .mod.c is the one that modpost wrote. */
	async function referenceModule(
		name: string,
		sources: Sources,
		workshop: string,
	): Promise<Uint8Array> {
		for (const [file, text] of sources) writeFileSync(join(folder, file), text);
		const generated = `${name}.mod.c`;
		writeFileSync(join(folder, generated), readFileSync(join(workshop, generated)));
		// What Kbuild found out of the kernel, as kbuild itself does.
		const told = readFileSync(join(workshop, `.${name}.o.cmd`), 'utf8');
		const flags = [...told.matchAll(/ (-DHAVE_\w+)/g)].map(([, flag]) => flag ?? '');
		const objects = [
			await assemble({ module: name, file: `${name}.c`, flags }),
			await assemble({ module: name, file: generated, flags: [] }),
		];
		await tool('ld', [
			...['-r', '-m', 'elf_i386', '-z', 'noexecstack', '--no-warn-rwx-segments'],
			...['--build-id=sha1', '--force-group-allocation'],
			...['-T', join(kernel.headers, 'scripts/module.lds')],
			...['-o', 'out.ko', ...objects, join(workshop, '.module-common.o')],
		]);
		return readFileSync(join(folder, 'out.ko'));
	}

	for (const name of testedNames())
		test(`makes the code of ${name} that Debian's makes`, async () => {
			assert.ok(compiler);
			const { kernelSide } = foldersOf(name);
			const plain = await make(kernelSide, kernel, []);
			const stage = readSources(kernelSide);
			for (const patch of [undefined, ...patchesOf(kernelSide)]) {
				const what = patch ?? 'as it is';
				const text = patch && readFileSync(join(kernelSide, patch), 'utf8');
				const sources = text ? patched(stage, text, what) : stage;
				// kbuild answers its own questions; for most patches as for the stage.
				const { workshop } =
					sources.get('Kbuild') === stage.get('Kbuild')
						? plain
						: await make(kernelSide, kernel, [], patch);
				const { modules, diagnostics } = await compiler.build(sources);
				assert.deepEqual(diagnostics, [], what);
				assert.ok(modules.size > 0, what);
				for (const [file, ours] of modules) {
					const theirs = await referenceModule(basename(file, '.ko'), sources, workshop);
					assert.deepEqual(differences(ours, theirs), [], `${what}: ${file}`);
				}
			}
		});
});
