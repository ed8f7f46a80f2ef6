/**
 * What has passed before. To run everything takes many minutes, and a change seldom touches more than a little of it: so
 * results are kept in the cache by all that went into them, and found there again as long as nothing of that has changed.
 */
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cacheFolder, temporaryPath } from './cache.mjs';
import { sayRemembered, type TestRecord } from './report.ts';

/** Results, and when they were had. */
export interface Remembered {
	/** YYYY-MM-DD. */
	readonly date: string;
	readonly records: readonly TestRecord[];
}

export interface Memory {
	/** The results, where all that goes into them has passed before. */
	recall(): Remembered | undefined;
	/** Keeps results, unless there are none, or one of them is a failure. */
	keep(records: readonly TestRecord[]): void;
}

const project = fileURLToPath(new URL('../..', import.meta.url));

/** What is made, not written. */
const made = new Set(['node_modules', 'build']);

/** The files in a folder and in its folders, without what is made there. */
export function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isFile()) return [path];
		return entry.isDirectory() && !made.has(entry.name) ? filesIn(path) : [];
	});
}

/** What any test may stand on: the npm packages, and the programs of this machine. */
const everywhere = [join(project, 'package-lock.json'), '/var/lib/dpkg/status'];

/**
 * The place of results in the memory, by what goes into them as it is when this is called.
 *
 * @param words what no file says: versions, options
 * @param files by their paths
 */
export function memoryOf(words: unknown, files: Iterable<string>): Memory {
	const hash = createHash('sha256').update(JSON.stringify(words));
	for (const path of [...new Set([...files, ...everywhere])].sort()) {
		if (!existsSync(path)) continue;
		const bytes = readFileSync(path);
		hash.update(`\0${relative(project, path)}\0${bytes.length}\0`).update(bytes);
	}
	const place = join(cacheFolder(), 'results', `${hash.digest('hex').slice(0, 32)}.json`);
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

/**
 * For tests of node:test that the suite does not run again as long as nothing that goes into them has changed: gives the
 * function of such a test its memory. By itself, `node --test`, it always runs.
 *
 * @param goesIn what makes them end as they end, the file of the test among it; asked when a test begins
 */
export function remembering(
	goesIn: () => { words?: unknown; files: Iterable<string> },
): (work: () => Promise<void>) => (context: TestContext) => Promise<void> {
	return (work) => async (context) => {
		const { words, files } = goesIn();
		const { fullName: name, filePath: group = '' } = context;
		const memory = memoryOf([name, words], files);
		const known = memory.recall();
		if (known && process.env.SUITE_RECORD && !process.env.SUITE_AGAIN) {
			context.skip(sayRemembered(known.date));
			return;
		}
		const begin = performance.now();
		await work();
		memory.keep([{ group, name, status: 'passed', milliseconds: performance.now() - begin }]);
	};
}
