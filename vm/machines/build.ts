import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { cacheFolder, temporaryPath } from '../setup/cache.mjs';
import { need } from '../setup/debian.ts';
import { Problem } from '../setup/problem.mjs';
import { run } from '../setup/run.ts';
import { step } from '../setup/steps.mjs';
import type { Kernel } from './kernels/index.ts';
import { projectFolder } from './stages.ts';

/** What a build left. */
export interface Built {
	/** Holds the .ko files, those of each patch in wrong/<its name>/ or right/<its name>/, and the stage's specification. */
	readonly folder: string;
	/** What make printed. */
	readonly log: string;
}

function flagsFor({ moduleFlags = [] }: Kernel): string[] {
	return [
		'W=1',
		// 6.12's headers hold a vmlinux with nothing but BTF in it, and kbuild would call for pahole.
		'CONFIG_DEBUG_INFO_BTF_MODULES=',
		...moduleFlags,
	];
}

/** What of a build is kept: the modules, what gcov needs to tell their lines, and the specification, for the tools that read it. */
export const isKept = /^[^.].*(?<!\.mod)\.(ko|gcno|yaml)$/;

/** A stage's files but for its patches, as paths below its folder; what an earlier make left there is none of them. */
export function sourcesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => /^(Kbuild|Makefile|[^.].*\.([ch]|yaml))$/.test(basename(path)))
		.filter((path) => !path.endsWith('.mod.c'))
		.sort();
}

/** What is built beside the modules: mistakes that a chapter makes on purpose, wrong/<name>.patch, and mended bugs, right/<name>.patch. */
export function patchesOf(folder: string): string[] {
	return ['wrong', 'right']
		.filter((name) => existsSync(join(folder, name)))
		.flatMap((name) => readdirSync(join(folder, name)).map((patch) => join(name, patch)))
		.filter((path) => path.endsWith('.patch'))
		.sort();
}

/** The lines in which make and kbuild tell what they do. */
const isProgress = /^ {2}[A-Z]+ (\[M\])? |^make(\[\d+\])?: (Entering|Leaving)/;

function isComplaint(line: string): boolean {
	return /\b(warning|error):/i.test(line) && !/the compiler differs from the one used/.test(line);
}

/** What kbuild said about a folder's modules, and the folder that it worked in. */
interface Made {
	readonly workshop: string;
	/** With the paths that people know. */
	readonly log: string;
	/** What is wrong, in the compiler's words; undefined where nothing is. */
	readonly complaint: string | undefined;
}

/**
 * Has kbuild make the modules in a copy of a folder.
 *
 * @param more what else make is told, for example C=2 to have sparse look at each file too
 * @param patch to apply first, below the folder
 * @throws {Problem} where the patch does not fit
 */
export async function make(
	source: string,
	kernel: Kernel,
	more: readonly string[],
	patch?: string,
): Promise<Made> {
	await need('stages');
	const shown = relative(projectFolder, source);
	const workshop = temporaryPath();
	for (const path of sourcesOf(source)) {
		mkdirSync(dirname(join(workshop, path)), { recursive: true });
		copyFileSync(join(source, path), join(workshop, path));
	}
	const options = { limit: 300_000, env: { ...process.env, LC_ALL: 'C.UTF-8', MAKEFLAGS: '' } };
	if (patch) {
		const { status, output } = await run(
			'patch',
			['--strip=1', '--fuzz=0', `--directory=${workshop}`, `--input=${join(source, patch)}`],
			options,
		);
		if (status !== 0)
			throw new Problem(`${join(shown, patch)} does not fit its stage:\n${output.trim()}`);
	}
	const { status, output } = await run(
		'make',
		[
			'-C',
			kernel.headers,
			`M=${workshop}`,
			...flagsFor(kernel),
			...more,
			// So that a WARN_ON in the kernel's log names the file that people edit.
			`KCFLAGS=-ffile-prefix-map=${workshop}=${shown}`,
			'modules',
		],
		options,
	);
	const log = output.replaceAll(workshop, shown);
	const lines = log.split('\n');
	const complaint =
		status === 0 && !lines.some(isComplaint)
			? undefined
			: lines
					.filter((line) => !isProgress.test(line))
					.join('\n')
					.trim();
	return { workshop, log, complaint };
}

/**
 * Builds a folder's modules once, with or without a patch, into a folder that is made for them.
 *
 * @returns what make printed
 */
async function buildInto(
	result: string,
	source: string,
	kernel: Kernel,
	patch?: string,
): Promise<string> {
	const what = join(relative(projectFolder, source), patch ?? '');
	const { workshop, log, complaint } = await make(source, kernel, [], patch);
	if (complaint !== undefined)
		throw new Problem(`${what} does not build for Linux ${kernel.series}:\n${complaint}`);
	const kept = readdirSync(workshop).filter((name) => isKept.test(name));
	if (!kept.some((name) => name.endsWith('.ko')))
		throw new Problem(`${what}: its Kbuild names no module in obj-m, so there is none`);
	mkdirSync(result, { recursive: true });
	for (const name of kept) copyFileSync(join(workshop, name), join(result, name));
	return log;
}

/**
 * Builds the modules in a folder for a kernel, and those of its patches, or finds them built.
 *
 * @param source holds Kbuild and the C sources
 * @throws {Problem} with the compiler's text, where anything is wrong, be it a warning
 */
export async function buildModules(source: string, kernel: Kernel): Promise<Built> {
	const shown = relative(projectFolder, source);
	const patches = patchesOf(source);
	const hash = createHash('sha256').update(
		JSON.stringify([shown, basename(kernel.folder), ...flagsFor(kernel)]),
	);
	for (const path of [...sourcesOf(source), ...patches]) {
		const bytes = readFileSync(join(source, path));
		hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
	}
	const key = hash.digest('hex').slice(0, 16);
	const folder = join(cacheFolder(), 'modules', key);
	const built: Built = { folder, log: join(folder, 'log') };
	return step({
		name: `${shown} for Linux ${kernel.series}`,
		why: 'building its modules against the headers of the kernel that loads them',
		lock: `modules-${key}`,
		done: () => (existsSync(folder) ? built : undefined),
		work: async () => {
			const result = temporaryPath();
			const log = await buildInto(result, source, kernel);
			for (const patch of patches)
				await buildInto(join(result, patch.slice(0, -'.patch'.length)), source, kernel, patch);
			writeFileSync(join(result, 'log'), log);
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(result, folder);
			return built;
		},
	});
}

/** Builds a stage, kmod/<stage>, for a kernel, or finds it built; throws as `buildModules`. */
export function buildStage(stage: string, kernel: Kernel): Promise<Built> {
	return buildModules(join(projectFolder, 'kmod', stage), kernel);
}
