import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { findStage, projectFolder, stageNames } from '../machines/stages.ts';
import { temporaryPath } from '../setup/cache.mjs';
import { Problem } from '../setup/problem.mjs';

/** What became of a change in one file of a later stage. */
export interface Forwarded {
	/** Below the project's folder. */
	readonly path: string;
	readonly outcome: 'merged' | 'copied' | 'has it already' | 'conflict';
	/** Where it could not be merged: lines of the file as it stands, counted from 1. */
	readonly conflicts: readonly number[];
}

function git(root: string, ...args: string[]): { status: number; stdout: Buffer } {
	const { status, stdout, stderr, error } = spawnSync('git', args, {
		cwd: root,
		timeout: 30_000,
		maxBuffer: 64 * 1024 * 1024,
	});
	if (error || status === null || status >= 128)
		throw new Problem(`git ${args.join(' ')}: ${error?.message ?? stderr.toString().trim()}`);
	return { status, stdout };
}

/** The files of a stage, below the project's folder, that are not as HEAD has them: those that git knows or would take. */
function changedFiles(root: string, stage: string): string[] {
	const folders = [`kmod/${stage}`, `examples/${stage}`];
	const list = (...args: string[]) =>
		git(root, ...args, '-z', '--', ...folders)
			.stdout.toString()
			.split('\0')
			.filter((path) => path !== '');
	const changed = list('diff', '--name-only', '--no-renames', 'HEAD');
	const added = list('ls-files', '--others', '--exclude-standard');
	// A transcript is recorded, never merged.
	return [...changed, ...added].filter((path) => !path.endsWith('/transcript')).sort();
}

function atHead(root: string, path: string): Buffer | undefined {
	if (git(root, 'ls-tree', '--name-only', 'HEAD', '--', path).stdout.length === 0) return undefined;
	return git(root, 'show', `HEAD:${path}`).stdout;
}

/** Lines of the current file at which a merged text with conflict marks has its conflicts. */
function conflictLines(merged: string): number[] {
	const lines: number[] = [];
	let current = 1;
	let side: 'both' | 'ours' | 'theirs' = 'both';
	for (const line of merged.split('\n')) {
		if (line.startsWith('<<<<<<< ')) {
			lines.push(current);
			side = 'ours';
		} else if (side === 'ours' && line === '=======') side = 'theirs';
		else if (side === 'theirs' && line.startsWith('>>>>>>> ')) side = 'both';
		else if (side !== 'theirs') current += 1;
	}
	return lines;
}

/** Brings what changed in `from` since HEAD to the same file of the next stage. */
function mergeFile(root: string, from: string, to: string): Forwarded | undefined {
	const [source, target] = [join(root, from), join(root, to)];
	// A file that was removed may still be needed later on; that is for people to say.
	if (!existsSync(source)) return undefined;
	const base = atHead(root, from);
	if (!existsSync(target)) {
		// A later stage that has done away with the file has no use for its changes.
		if (base !== undefined) return undefined;
		copyFileSync(source, target);
		return { path: to, outcome: 'copied', conflicts: [] };
	}
	const work = temporaryPath();
	mkdirSync(work);
	writeFileSync(join(work, 'base'), base ?? '');
	const { status, stdout } = git(
		root,
		...['merge-file', '-p', '-L', to, '-L', `${from} in HEAD`, '-L', from],
		...[target, join(work, 'base'), source],
	);
	if (status > 0)
		return { path: to, outcome: 'conflict', conflicts: conflictLines(stdout.toString()) };
	if (stdout.equals(readFileSync(target)))
		return { path: to, outcome: 'has it already', conflicts: [] };
	writeFileSync(target, stdout);
	return { path: to, outcome: 'merged', conflicts: [] };
}

/**
 * Merges what has changed in a stage since HEAD into all later stages, each from the one before it. Where a file cannot be
 * merged it is left as it is, and so is it in the stages after.
 *
 * @param root the folder with kmod/ and examples/, in a git repository
 * @param names of all stages, in their order
 * @throws {Problem} where git fails
 */
export function forwardChanges(root: string, stage: string, names: readonly string[]): Forwarded[] {
	const results: Forwarded[] = [];
	const later = names.slice(names.indexOf(stage) + 1);
	for (const path of changedFiles(root, stage)) {
		let from = path;
		let previous = stage;
		for (const next of later) {
			const to = from.replace(`/${previous}/`, `/${next}/`);
			const result = mergeFile(root, from, to);
			if (result) results.push(result);
			if (!result || result.outcome === 'conflict') break;
			[from, previous] = [to, next];
		}
	}
	return results;
}

export const forward = new Command('forward')
	.description('merge what you changed in a stage since the last commit into the later stages')
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.addHelpText('after', '\nExample: npm run vm -- forward 01-create')
	.action((stage: string) => {
		const results = forwardChanges(projectFolder, stage, stageNames());
		for (const { path, outcome, conflicts } of results) {
			if (outcome === 'conflict')
				console.log(`✗ ${path}: not merged, left as it is; look at line ${conflicts.join(', ')}`);
			else console.log(`✓ ${path}: ${outcome}`);
		}
		if (results.length === 0)
			console.log(
				`Nothing to forward: kmod/${stage} and examples/${stage} are as in the last commit.`,
			);
		if (results.some(({ outcome }) => outcome === 'conflict')) process.exitCode = 1;
		else if (results.length > 0)
			console.log('Their transcripts may have changed: npm run vm -- transcript <stage> --update');
	});
