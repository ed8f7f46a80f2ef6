import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Coverage, FileCoverage } from '../../../examples/coverage.ts';
import { temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { buildModules } from '../build.ts';
import type { Kernel } from '../kernels/index.ts';
import { type Listener, runStages } from '../run-stages.ts';
import type { StageFolders } from '../stages.ts';
import { debugPasses } from './passes.ts';

/**
 * The compiler counts what is left once it has simplified a function. Without these it would leave a line such as `return -ENOMEM` out: no code
 * of its own remains of it, and it would be neither reached nor unreached. The kernel does not build without optimization.
 */
const simplifications = [
	...['early-inlining', 'tree-ccp', 'tree-copy-prop', 'tree-forwprop', 'tree-fre', 'tree-vrp'],
	// As in the kernel's Makefile: counters are to be written where the code is that they count.
	'tree-loop-im',
];

/** A kernel whose modules count how often each of their lines runs; scripts/Makefile.lib. */
function profiling(kernel: Kernel): Kernel {
	const flags = [
		'-fprofile-arcs',
		'-ftest-coverage',
		...simplifications.map((name) => `-fno-${name}`),
	];
	return { ...kernel, moduleFlags: ['GCOV_PROFILE=y', `CFLAGS_GCOV=${flags.join(' ')}`] };
}

/** What gcov says of a module, of which we read this much. */
interface GcovReport {
	readonly files: readonly {
		readonly file: string;
		readonly lines: readonly { readonly line_number: number; readonly count: number }[];
	}[];
}

/** Notes and counters of one compilation hold the same stamp, behind magic number and version (gcc/gcov-io.h). */
function stampOf(bytes: Buffer): number {
	return bytes.readUInt32LE(8);
}

/** What the compiler has noted of a stage's own modules, by stamp; not of those with a mistake. */
function notesIn(modules: string): Map<number, string> {
	return new Map(
		globSync('*.gcno', { cwd: modules })
			.map((name) => join(modules, name))
			.map((path) => [stampOf(readFileSync(path)), path]),
	);
}

/** How often each line of a C file ran, by its name and the line's number. */
type Counts = Map<string, Map<number, number>>;

/** Adds what one module has counted. */
async function add(counts: Counts, notes: string, data: Buffer): Promise<void> {
	const folder = temporaryPath();
	mkdirSync(folder);
	const name = basename(notes, '.gcno');
	writeFileSync(join(folder, `${name}.gcno`), readFileSync(notes));
	writeFileSync(join(folder, `${name}.gcda`), data);
	const { status, stdout, stderr } = await run(
		'gcov-12',
		['--json-format', '--stdout', `${name}.gcda`],
		{
			cwd: folder,
			limit: 30_000,
		},
	);
	rmSync(folder, { recursive: true });
	if (status !== 0) throw new Problem(`gcov cannot read what ${name}.ko counted: ${stderr.trim()}`);
	const { files }: GcovReport = JSON.parse(stdout);
	for (const { file, lines } of files) {
		if (!file.endsWith('.c')) continue;
		const ofFile = counts.get(basename(file)) ?? new Map<number, number>();
		counts.set(basename(file), ofFile);
		for (const { line_number, count } of lines)
			ofFile.set(line_number, (ofFile.get(line_number) ?? 0) + count);
	}
}

/** The SHA-256 of each C file of a stage, by its name. */
function hashesOf(folder: string): Map<string, string> {
	return new Map(
		globSync('*.c', { cwd: folder }).map((name) => {
			const bytes = readFileSync(join(folder, name));
			return [name, createHash('sha256').update(bytes).digest('hex')];
		}),
	);
}

function describe(sha256: string, counts: ReadonlyMap<number, number>): FileCoverage {
	const lines = [...counts.keys()].sort((a, b) => a - b);
	return {
		sha256,
		reached: lines.filter((line) => counts.get(line) !== 0),
		unreached: lines.filter((line) => counts.get(line) === 0),
	};
}

/**
 * Runs a stage's tests and its transcript on the debug kernel, and gives which lines of its C they have reached. A test that breaks the kernel
 * takes what it has counted along.
 */
export async function measure(
	kernel: Kernel,
	stage: StageFolders,
	listener: Listener,
): Promise<Coverage> {
	const profiled = profiling(kernel);
	// Before they are built: somebody may edit them while the tests run.
	const hashes = hashesOf(stage.kernelSide);
	const notes = notesIn((await buildModules(stage.kernelSide, profiled)).folder);
	const counted: Buffer[] = [];
	for (const { stages, parts, inspections = [] } of debugPasses(
		profiled,
		[stage],
		['tests', 'transcript'],
	).slice(0, 1))
		await runStages(
			profiled,
			stages,
			parts,
			{ ...listener, coverage: (data) => counted.push(data) },
			{ inspections },
		);
	const counts: Counts = new Map();
	for (const data of counted) {
		const found = notes.get(stampOf(data));
		if (found) await add(counts, found, data);
	}
	const files = [...counts]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, ofFile]) => [name, describe(hashes.get(name) ?? '', ofFile)]);
	return { kernel: kernel.release, files: Object.fromEntries(files) };
}
