/** The guide as a folder of files: built where the sources changed since, and put in place whole. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atExit } from '../vm/setup/cleanup.mjs';
import { Problem } from '../vm/setup/problem.mjs';
import { run } from '../vm/setup/run.ts';
import { step } from '../vm/setup/steps.mjs';

const site = fileURLToPath(new URL('.', import.meta.url));
const top = join(site, '..');

/** Where the built guide lies. */
export const dist = join(site, 'dist');
/** Where the machine for its pages lies, once it is published. */
export const machineFolder = join(dist, 'live');
/** Where the compiler for its pages lies, once it is published. */
export const compilerFolder = join(dist, 'compiler');
/** Says of which sources it was built. */
const record = join(site, '.astro', 'built');

/** Everything that a page is made of. */
const sources = [
	'site/{checks,config,public,sources,src}/**',
	'site/*.{ts,mjs,json}',
	'kmod/*/*',
	'kmod/*/wrong/*',
	'examples/*/*',
	'examples/*.ts',
	'addon/src/**/*.ts',
	'addon/native/*.{cc,h}',
	'addon/test/ipv4.ts',
	'addon/*.json',
	'addon/bench/results.json',
	'vm/machines/kernels/lock.json',
	'vm/machines/page/**/*.ts',
	'vm/compiler/*.ts',
	'vm/guest/*.ts',
	'package-lock.json',
];

function fingerprint(): string {
	const hash = createHash('sha256');
	const { SITE, BASE_PATH, REPOSITORY } = process.env;
	hash.update(JSON.stringify([SITE, BASE_PATH, REPOSITORY]));
	const files = globSync(sources, { cwd: top, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
	return hash.digest('hex');
}

async function buildAnew(print: string): Promise<void> {
	const fresh = join(site, '.astro', `build-${process.pid}`);
	const forget = atExit(() => rmSync(fresh, { recursive: true, force: true }));
	const { status, output } = await run(process.execPath, [join(site, 'pages.ts'), fresh], {
		limit: 300_000,
	});
	if (status !== 0) throw new Problem(`The guide cannot be built.\n${output.trim()}`);
	rmSync(record, { force: true });
	rmSync(dist, { recursive: true, force: true });
	renameSync(fresh, dist);
	writeFileSync(record, print);
	forget();
}

/**
 * Builds the guide into `dist` where the sources changed since the last build, or what SITE, BASE_PATH and REPOSITORY say.
 *
 * @throws Problem where a page and the sources do not agree, or a page cannot be built; it names the place
 */
export async function builtGuide(): Promise<void> {
	await step<true>({
		name: 'The guide',
		why: 'building its pages and their search, some seconds',
		lock: `guide-${createHash('sha256').update(site).digest('hex').slice(0, 12)}`,
		done: () => {
			const print = existsSync(record) && existsSync(dist) && readFileSync(record, 'utf8');
			return print === fingerprint() || undefined;
		},
		work: async () => {
			await buildAnew(fingerprint());
			return true;
		},
	});
}
