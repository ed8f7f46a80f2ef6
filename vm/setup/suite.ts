/**
 * `npm test`: runs the scripts named `test:*` in the package.json of the project and of each workspace, side by side
 * where there are cores, and counts what they record. They start in the order in which they stand there, so the longest
 * stand first. With --all the `test-all:*` scripts too; with words, the parts whose name contains one of them. A script
 * `pretest:*` (`pretest-all:*`) runs before all parts, where it can still ask people something. A part may leave out what
 * has passed before and has not changed since; --again, and --all, tell it not to, by SUITE_AGAIN in its environment.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Problem } from './problem.mjs';
import { type Counts, describe, describeFailure, noCounts, type TestRecord } from './report.ts';

/** How long a part may take, a part for --all, and how long it has to clean up once it is told to end; in milliseconds. */
const partLimit = 40 * 60_000;
const longPartLimit = 180 * 60_000;
const endLimit = 15_000;

interface Part {
	/** "vm:units"; a part of the project itself has no workspace before the colon. */
	readonly name: string;
	readonly folder: string;
	readonly command: string;
	/** What to run before all parts. */
	readonly before: string | undefined;
	/** How long it may take, in milliseconds. */
	readonly limit: number;
}

function readPackage(folder: string): {
	workspaces?: string[];
	scripts?: Record<string, string>;
} {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function findParts(root: string, all: boolean): Part[] {
	const parts: Part[] = [];
	for (const workspace of ['', ...(readPackage(root).workspaces ?? [])]) {
		const folder = join(root, workspace);
		const { scripts = {} } = readPackage(folder);
		for (const [script, command] of Object.entries(scripts)) {
			const [, kind, name] = /^(test|test-all):(.+)$/.exec(script) ?? [];
			// `test:all` is what people type to run the whole suite.
			if (!name || script === 'test:all' || (kind === 'test-all' && !all)) continue;
			parts.push({
				name: workspace ? `${workspace}:${name}` : name,
				folder,
				command,
				before: scripts[`pre${script}`],
				limit: kind === 'test' ? partLimit : longPartLimit,
			});
		}
	}
	return parts;
}

/** One file a part, which the tests of the part are recorded in. */
const records = mkdtempSync(join(tmpdir(), 'both-sides-suite-'));
process.on('exit', () => rmSync(records, { recursive: true, force: true }));

/** The process groups of the scripts that run now. */
const running = new Set<number>();
let interrupted = false;

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// It has just ended.
	}
}

/** Waits until nothing is left of a part whose script has ended; what does not go is killed. */
async function emptied(pid: number): Promise<void> {
	const limit = Date.now() + endLimit;
	try {
		for (;;) {
			process.kill(-pid, Date.now() < limit ? 0 : 'SIGKILL');
			await sleep(20);
		}
	} catch {
		// Nothing is left.
	}
}

/** Ends all parts; each has machines to stop and folders to remove. */
function interrupt(signal: NodeJS.Signals): void {
	if (interrupted) return;
	interrupted = true;
	const status = 128 + constants.signals[signal];
	process.exitCode = status;
	for (const pid of running) signalGroup(pid, signal === 'SIGPIPE' ? 'SIGTERM' : signal);
	setTimeout(() => {
		for (const pid of running) signalGroup(pid, 'SIGKILL');
		process.exit(status);
	}, endLimit).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => interrupt(signal));
// Nobody reads on: `npm test | head`.
process.stdout.on('error', () => interrupt('SIGPIPE'));

function environmentOf(root: string, folder: string, record: string): NodeJS.ProcessEnv {
	const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
	return {
		...environment,
		PATH: [
			dirname(process.execPath),
			join(folder, 'node_modules/.bin'),
			join(root, 'node_modules/.bin'),
			process.env.PATH,
		].join(delimiter),
		NODE_OPTIONS:
			`${process.env.NODE_OPTIONS ?? ''} --test-reporter=${new URL('reporter.ts', import.meta.url).href}`.trim(),
		SUITE_RECORD: record,
	};
}

function readRecords(path: string): TestRecord[] {
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line));
}

/** How many of the results are from before. */
let notRunAgain = 0;

/** What failed, in full: told again at the end, where thousands of lines do not stand before it. */
const failures: string[] = [];

/** Runs a part to its end, printing what it prints, and counts. */
async function runPart(root: string, { name, folder, command, limit }: Part): Promise<Counts> {
	const record = join(records, name);
	const start = Date.now();
	const child = spawn('/bin/sh', ['-c', command], {
		cwd: folder,
		env: environmentOf(root, folder, record),
		// A process group of its own: what the script started ends with it.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	// The shell is always there; without it nothing could be run at all.
	const group = child.pid ?? 0;
	running.add(group);
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		signalGroup(group, 'SIGTERM');
		setTimeout(() => signalGroup(group, 'SIGKILL'), endLimit).unref();
	}, limit);
	for (const stream of [child.stdout, child.stderr])
		createInterface({ input: stream }).on('line', (line) => console.log(`${name} │ ${line}`));
	const status = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	clearTimeout(timer);
	await emptied(group);
	running.delete(group);

	const counts = noCounts();
	const hasRecord = existsSync(record);
	for (const result of hasRecord ? readRecords(record) : []) {
		counts[result.status] += 1;
		if (result.remembered) notRunAgain += 1;
		if (result.status === 'failed') failures.push(`${name}: ${describeFailure(result)}`);
	}
	const fail = (why: string): void => {
		counts.failed += 1;
		failures.push(`${name}: ${why}\n`);
		console.log(`${name} │ ✗ ${name}: ${why}`);
	};
	if (late) fail(`ended after ${limit / 60_000} minutes, the limit`);
	else if (status !== 0 && counts.failed === 0) fail(`"${command}" ended with status ${status}`);
	else if (hasRecord && counts.passed + counts.failed + counts.skipped === 0)
		fail('it ran no test');
	else if (!hasRecord && status === 0) counts.passed = 1;
	const mark = counts.failed > 0 ? '✗' : '✓';
	console.log(
		`${name} │ ${mark} ${name}: ${describe(counts)} (${((Date.now() - start) / 1000).toFixed(1)} s)`,
	);
	return counts;
}

/** Runs what a part needs before it, with the terminal, so that it can ask. */
async function runBefore(root: string, { name, folder, before = '' }: Part): Promise<void> {
	const child = spawn('/bin/sh', ['-c', before], {
		cwd: folder,
		env: environmentOf(root, folder, '/dev/null'),
		stdio: ['inherit', 'inherit', 'inherit'],
	});
	const status = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	if (status !== 0) throw new Problem(`${name}: what it needs could not be got, see above`);
}

async function runAll(root: string, words: readonly string[], all: boolean): Promise<Counts> {
	const known = findParts(root, all);
	const wanted = known.filter(
		({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
	);
	if (wanted.length === 0)
		throw new Problem(
			`No part of the tests has "${words.join('" or "')}" in its name; there are ${known.map(({ name }) => name).join(', ')}.`,
		);
	const seen = new Set<string>();
	for (const part of wanted) {
		const key = `${part.folder}\0${part.before}`;
		if (interrupted || part.before === undefined || seen.has(key)) continue;
		seen.add(key);
		await runBefore(root, part);
	}
	const total = noCounts();
	const queue = [...wanted];
	const work = async (): Promise<void> => {
		for (let part = queue.shift(); part && !interrupted; part = queue.shift()) {
			const counts = await runPart(root, part);
			for (const status of ['passed', 'failed', 'skipped'] as const)
				total[status] += counts[status];
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, work));
	return total;
}

try {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			all: { type: 'boolean', default: false },
			again: { type: 'boolean', default: false },
		},
	});
	if (process.env.SUITE_RECORD)
		throw new Problem('A part of the suite runs the suite, which would never end.');
	if (values.all || values.again) process.env.SUITE_AGAIN = '1';
	const counts = await runAll(process.cwd(), positionals, values.all);
	if (failures.length > 0) console.log(`What failed:\n${failures.join('')}`);
	if (interrupted) console.log('Interrupted: not all was run.');
	if (notRunAgain > 0)
		console.log(
			`${notRunAgain} of these are from before: nothing that goes into them has changed. To run them too: npm test -- --again`,
		);
	console.log(describe(counts));
	if (counts.failed > 0) process.exitCode ||= 1;
} catch (error) {
	if (!(error instanceof Error) || !('code' in error || error instanceof Problem)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
