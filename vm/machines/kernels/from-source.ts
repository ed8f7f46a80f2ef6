import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { demandRoom } from './download.ts';
import { mainlineSeries } from './newest.ts';
import { currentSet, keyOf, unpacked } from './sets.ts';
import { only, unpackAll } from './unpack.ts';

/** The compiler of all that is built from the kernel's source. */
export const compiler = 'gcc-12';

/** The set that holds the source of the current mainline series, as Debian packages it. */
const sourceSet = 'mainline-source';

/** Changes with the source and with the compiler; nothing is fetched to know it. */
export async function sourceKey(): Promise<readonly string[]> {
	const { stdout } = await run(compiler, ['--version'], { limit: 10_000 });
	return [keyOf(currentSet(sourceSet)), stdout.split('\n', 1)[0] ?? ''];
}

/** The path of the source's archive. */
export async function sourceArchive(): Promise<string> {
	await need('kernels');
	const { folder } = await unpacked(
		sourceSet,
		`source of Linux ${mainlineSeries}`,
		"Debian's, to build kernels of our own from",
		unpackAll,
	);
	return only(join(folder, 'usr/src'), /^linux-source-.*\.tar\.xz$/);
}

/** Lines of a configuration, in the form that .config has. */
function settings(config: string): string[] {
	return config.split('\n').filter((line) => /^(CONFIG_|# CONFIG_\w+ is not set$)/.test(line));
}

/** The settings that were asked for and are not what came of it: an option that is gone, or that another one forces. */
export function unmet(asked: string, got: string): string[] {
	const lines = new Set(settings(got));
	return settings(asked).filter((line) => {
		const [, off] = /^# (CONFIG_\w+) is not set$/.exec(line) ?? [];
		// An option that nothing offers is off without a word.
		if (off !== undefined) return [...lines].some((other) => other.startsWith(`${off}=`));
		return !lines.has(line);
	});
}

/** How a kernel is made of the source. */
export interface Recipe {
	/** As people are told of it: "Linux 7.3 for debugging". */
	readonly title: string;
	/** Path of the settings on top of tinyconfig. */
	readonly config: string;
	/** What make is told beside the compiler and what to make: "ARCH=i386". */
	readonly arguments: readonly string[];
	/** What is made. */
	readonly targets: readonly string[];
	/** About how many files are compiled for it. */
	readonly files: number;
}

/** The kernel's source, unpacked in the cache, and what is built in it. */
export class KernelTree {
	readonly folder: string;
	readonly #recipe: Recipe;
	/** When Debian packed the source. */
	readonly #date: Date;
	readonly #progress: (line: string) => void;

	private constructor(
		folder: string,
		recipe: Recipe,
		date: Date,
		progress: (line: string) => void,
	) {
		this.folder = folder;
		this.#recipe = recipe;
		this.#date = date;
		this.#progress = progress;
	}

	/**
	 * The tree of this name; it stays when a build is interrupted, so that the next run goes on where that one ended.
	 *
	 * @param name changes with all that goes into the kernel
	 */
	static async open(
		name: string,
		recipe: Recipe,
		progress: (line: string) => void,
	): Promise<KernelTree> {
		const archive = await sourceArchive();
		const folder = join(cacheFolder(), 'building', name);
		const { mtime } = statSync(archive);
		if (!existsSync(folder)) {
			await demandRoom(2.7e9, `building ${recipe.title}`);
			progress('unpacking the source');
			const temporary = temporaryPath();
			mkdirSync(temporary);
			const { status, stderr } = await run(
				'tar',
				['-xJf', archive, '-C', temporary, '--strip-components=1'],
				{ limit: 600_000 },
			);
			if (status !== 0)
				throw new Problem(
					/No space left/.test(stderr)
						? `No room on the disk to unpack ${archive}: make room, then run this again.`
						: `${archive} cannot be unpacked: ${stderr.trim()}`,
				);
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(temporary, folder);
		}
		return new KernelTree(folder, recipe, mtime, progress);
	}

	get #arguments(): string[] {
		return [...this.#recipe.arguments, `CC=${compiler}`, `HOSTCC=${compiler}`];
	}

	async make(targets: readonly string[], heard: (text: string) => void = () => {}): Promise<void> {
		const { status, output } = await run(
			'nice',
			['make', '-C', this.folder, `-j${availableParallelism()}`, ...this.#arguments, ...targets],
			{
				limit: 3_600_000,
				env: {
					...process.env,
					LC_ALL: 'C.UTF-8',
					MAKEFLAGS: '',
					// What is built from the same source is the same, to the byte.
					KBUILD_BUILD_TIMESTAMP: this.#date.toUTCString(),
					KBUILD_BUILD_USER: 'netlink',
					KBUILD_BUILD_HOST: 'both-sides',
				},
				heard,
			},
		);
		if (status === 0) return;
		if (/No space left/.test(output))
			throw new Problem(
				`No room on the disk to build ${this.#recipe.title} in ${this.folder}: make room, then run this again; it goes on where it was.`,
			);
		const last = output.trim().split('\n').slice(-20).join('\n');
		throw new Problem(
			`${this.#recipe.title} does not build (make ${targets.join(' ')} in ${this.folder}):\n${last}`,
		);
	}

	/**
	 * Gives the tree its configuration.
	 *
	 * @throws {Problem} that names each setting that did not survive
	 */
	async configure(): Promise<void> {
		const { config, title } = this.#recipe;
		const asked = readFileSync(config, 'utf8');
		const path = join(this.folder, '.config');
		if (existsSync(path) && unmet(asked, readFileSync(path, 'utf8')).length === 0) return;
		this.#progress('configuring');
		await this.make(['tinyconfig']);
		// The last word of a setting counts.
		writeFileSync(path, `${readFileSync(path, 'utf8')}\n${asked}`);
		await this.make(['olddefconfig']);
		const missing = unmet(asked, readFileSync(path, 'utf8'));
		if (missing.length === 0) return;
		// So that it is not taken for a good one.
		rmSync(path);
		throw new Problem(`${config} asks for what ${title} does not give:\n${missing.join('\n')}`);
	}

	/** Makes what the recipe says. */
	async compile(): Promise<void> {
		const { files, targets } = this.#recipe;
		let count = readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter(
			(path) => path.endsWith('.o') && !/^(scripts|tools)\//.test(path),
		).length;
		await this.make(targets, (text) => {
			for (const [, path] of text.matchAll(/^ {2}(?:CC|AS) +(\S+)/gm)) {
				count += 1;
				this.#progress(`${count} of about ${files} files: ${path}`);
			}
		});
	}

	/** Copies files of the tree, each to a path below a folder. */
	copy(target: string, files: Readonly<Record<string, string>>): void {
		for (const [from, to] of Object.entries(files)) {
			mkdirSync(dirname(join(target, to)), { recursive: true });
			copyFileSync(join(this.folder, from), join(target, to));
		}
	}

	/** Copies what modules are built against, so that `make -C target M=...` builds one. */
	async copyHeaders(target: string): Promise<void> {
		this.#progress('copying the headers');
		const { status, output } = await run('sh', ['scripts/package/install-extmod-build', target], {
			cwd: this.folder,
			limit: 120_000,
			env: { ...process.env, srctree: '.', SRCARCH: 'x86', CC: compiler, HOSTCC: compiler },
		});
		if (status !== 0)
			throw new Problem(`The headers of ${this.#recipe.title} cannot be copied:\n${output.trim()}`);
		// What the kernel was built with, modules are; Debian's own headers say it in the same way.
		writeFileSync(
			join(target, 'GNUmakefile'),
			`%:\n\t@$(MAKE) --no-print-directory -f Makefile ${this.#arguments.join(' ')} $@\n\nMakefile GNUmakefile: ;\n`,
		);
	}

	/** Gives the finished build its place, in one go, and clears the tree away. */
	finish(result: string, place: string): void {
		mkdirSync(dirname(place), { recursive: true });
		renameSync(result, place);
		this.#progress(`removing ${basename(this.folder)}`);
		rmSync(this.folder, { recursive: true });
	}
}
