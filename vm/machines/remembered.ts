/**
 * What has passed before. To run all stages on all kernels takes minutes, and a change seldom touches more than a few of
 * them: so the results of a stage on a kernel are kept in the cache by all that went into them, and found there again as
 * long as nothing of that has changed. A stage in which anything failed is not kept.
 */
import { createHash, type Hash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { cacheFolder, temporaryPath } from '../setup/cache.mjs';
import type { TestRecord } from '../setup/report.ts';
import type { Pass } from './run-stages.ts';
import { projectFolder, type StageFolders } from './stages.ts';

/** The results of a stage on a kernel, and when they were had. */
export interface Remembered {
	/** YYYY-MM-DD. */
	readonly date: string;
	readonly records: readonly TestRecord[];
}

/** What is made, not written. */
const made = new Set(['node_modules', 'build']);

function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isFile()) return [path];
		return entry.isDirectory() && !made.has(entry.name) ? filesIn(path) : [];
	});
}

/** A TypeScript file and all that it imports by a relative path, and so on. */
function importsOf(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path) || !existsSync(path)) return seen;
	seen.add(path);
	for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(/'(\.[^']*\.ts)'/g))
		importsOf(resolve(dirname(path), specifier), seen);
	return seen;
}

/** Below the project: what runs stages, and what their clients stand on. */
const common = ['addon/src', 'addon/native', 'vm/guest', 'vm/machines'];
const examples = join(projectFolder, 'examples');

/** The guest's programs are this machine's. */
const packages = '/var/lib/dpkg/status';

function addFiles(hash: Hash, paths: Iterable<string>): void {
	for (const path of [...paths].sort()) {
		const bytes = readFileSync(path);
		hash.update(`\0${relative(projectFolder, path)}\0${bytes.length}\0`).update(bytes);
	}
}

/** All that decides how a stage's run on a kernel ends, as one word. */
function keyOf({ kernel, parts, inspections = [] }: Pass, stage: StageFolders): string {
	const hash = createHash('sha256').update(
		JSON.stringify([
			...[stage.name, stage.only, parts, inspections.map(({ name }) => name)],
			...[kernel.series, basename(kernel.folder), kernel.parameters, kernel.slowness],
		]),
	);
	const rooms = common.map((folder) => join(projectFolder, folder));
	addFiles(
		hash,
		new Set([
			...[...rooms, stage.kernelSide, stage.userSide].flatMap(filesIn),
			...importsOf(stage.tests),
			...readdirSync(examples, { withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map(({ name }) => join(examples, name)),
			join(projectFolder, 'package-lock.json'),
			...(existsSync(packages) ? [packages] : []),
		]),
	);
	return hash.digest('hex').slice(0, 32);
}

/** A stage's place in the memory, on a kernel, with all that goes into it as it is when this is called. */
export function memoryOf(
	pass: Pass,
	stage: StageFolders,
): {
	/** The results of the stage, where it has passed before. */
	recall(): Remembered | undefined;
	/** Keeps the results of the stage, which has run to its end, unless one of them is a failure. */
	keep(records: readonly TestRecord[]): void;
} {
	const place = join(cacheFolder(), 'results', `${keyOf(pass, stage)}.json`);
	return {
		recall: () => (existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : undefined),
		keep(records) {
			if (records.length === 0 || records.some(({ status }) => status === 'failed')) return;
			const content: Remembered = { date: new Date().toISOString().slice(0, 10), records };
			const path = temporaryPath();
			writeFileSync(path, JSON.stringify(content));
			mkdirSync(dirname(place), { recursive: true });
			renameSync(path, place);
		},
	};
}
