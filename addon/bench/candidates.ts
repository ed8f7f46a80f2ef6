/** The programs that are measured: what each is, how it is got ready, what it says it is. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { buildAddon } from '../../vm/setup/addon.ts';
import { cacheFolder, temporaryPath } from '../../vm/setup/cache.mjs';
import { need } from '../../vm/setup/debian.ts';
import { Problem } from '../../vm/setup/problem.mjs';
import { run } from '../../vm/setup/run.ts';
import { step } from '../../vm/setup/steps.mjs';

const here = import.meta.dirname;
const programs = join(here, 'programs');
/** By its path: another Python that is first in PATH does not see Debian's packages. */
const python = '/usr/bin/python3';
const npmPackage = join(programs, 'npm-netlink');

/** What is measured. */
export type Part = 'requests' | 'batched' | 'dump' | 'events';

export interface Candidate {
	readonly name: string;
	/** Library and language, with versions. */
	readonly version: string;
	readonly command: readonly string[];
	/** Parts that it cannot take part in, and why. */
	readonly without: Partial<Readonly<Record<Part, string>>>;
}

/** The one that the others are held against. */
export const yardstick = 'libmnl';

/**
 * Gets all candidates ready, which go to the folder given where they have to be compiled.
 *
 * @returns the candidates in the order in which they take turns, and why others could not be had
 */
export async function prepareCandidates(
	folder: string,
): Promise<{ candidates: Candidate[]; missing: string[] }> {
	await need('bench');
	await buildAddon();
	mkdirSync(folder, { recursive: true });
	const candidates = [await libmnl(folder), await mdlayher(folder), pyroute2()];
	const missing: string[] = [];
	try {
		candidates.push(await npmNetlink());
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		missing.push(`npm netlink: ${error.message}`);
	}
	for (const level of ['transport', 'socket'] as const) {
		const { version } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'));
		candidates.push({
			name: `both-sides ${level}`,
			version: `@both-sides/netlink ${version}, Node ${process.versions.node}`,
			command: [process.execPath, join(programs, 'both-sides.ts'), level],
			without: {},
		});
	}
	return { candidates, missing };
}

async function libmnl(folder: string): Promise<Candidate> {
	const program = join(folder, 'libmnl');
	const source = join(programs, 'libmnl.c');
	await compile('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source, '-lmnl']);
	return {
		name: yardstick,
		version: `libmnl ${debianVersion('libmnl-dev')}, gcc ${debianVersion('gcc')}`,
		command: [program],
		without: {},
	};
}

async function mdlayher(folder: string): Promise<Candidate> {
	const program = join(folder, 'mdlayher');
	const source = join(programs, 'mdlayher.go');
	await compile('go', ['build', '-o', program, source], {
		...process.env,
		GO111MODULE: 'off',
		GOPATH: '/usr/share/gocode',
		GOCACHE: join(folder, 'go'),
	});
	return {
		name: 'Go mdlayher/netlink',
		version: `mdlayher/netlink ${debianVersion('golang-github-mdlayher-netlink-dev')}, Go ${debianVersion('golang-go')}`,
		command: [program],
		without: {},
	};
}

function pyroute2(): Candidate {
	return {
		name: 'pyroute2',
		version: `pyroute2 ${debianVersion('python3-pyroute2')}, Python ${debianVersion('python3')}`,
		command: [python, join(programs, 'pyroute2_client.py')],
		without: {},
	};
}

async function npmNetlink(): Promise<Candidate> {
	const { dependencies } = JSON.parse(readFileSync(join(npmPackage, 'package.json'), 'utf8'));
	const folder = join(cacheFolder(), 'benchmark', `npm-netlink-${dependencies.netlink}`);
	await step({
		name: 'npm package netlink',
		why: 'the benchmark is held against it; 5 s',
		lock: 'bench-npm',
		done: () => (existsSync(folder) ? folder : undefined),
		work: async () => {
			const work = temporaryPath();
			mkdirSync(work, { recursive: true });
			for (const name of ['package.json', 'package-lock.json'])
				copyFileSync(join(npmPackage, name), join(work, name));
			// It brings its native part built, so nothing of it has to run.
			const { status, output } = await run('npm', ['ci', '--ignore-scripts', '--fetch-retries=1'], {
				cwd: work,
				limit: 120_000,
			});
			if (status !== 0) throw new Problem(`npm ci failed: ${output.trim()}`);
			mkdirSync(join(folder, '..'), { recursive: true });
			renameSync(work, folder);
			return folder;
		},
	});
	return {
		name: 'npm netlink',
		version: `netlink ${dependencies.netlink}, Node ${process.versions.node}`,
		command: [process.execPath, join(npmPackage, 'client.ts'), folder],
		without: {
			batched: 'it sends one message at a time',
			events: 'an overrun aborts its process',
		},
	};
}

async function compile(
	command: string,
	args: readonly string[],
	env?: NodeJS.ProcessEnv,
): Promise<void> {
	const { status, output } = await run(command, args, {
		limit: 120_000,
		...(env ? { env } : {}),
	});
	if (status !== 0) throw new Problem(`${command} ${args.join(' ')} failed:\n${output.trim()}`);
}

/** The version of an installed Debian package. */
function debianVersion(name: string): string {
	const { stdout } = spawnSync('dpkg-query', ['--show', `--showformat=\${Version}`, name], {
		encoding: 'utf8',
	});
	return stdout || 'of unknown version';
}
