import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type Block, blocksFor } from '../../examples/transcript.ts';
import type { Order, Report, StageFiles } from '../guest/protocol.ts';
import type { TestRecord } from '../setup/report.ts';
import { buildModules } from './build.ts';
import type { Kernel } from './kernels/index.ts';
import { MachineDied, type MachineOptions } from './qemu/machine.ts';
import { sources } from './qemu/sources.ts';
import { type StageMachine, startStageMachine } from './stage-machine.ts';
import { filesOf, projectFolder, type StageFolders } from './stages.ts';
import { difference, otherRequest, readTranscript, transcriptPath } from './transcripts.ts';

export type Part = 'tests' | 'transcript';

/** What is told while it happens. */
export interface Listener {
	/** A test or a transcript's block has ended. */
	result(record: TestRecord): void;
	/** All of a stage has been run on this kernel. */
	end(group: string): void;
	/** A test's own output. */
	output(text: string): void;
	/** How long something took, in milliseconds. */
	time(what: string, milliseconds: number): void;
	/** What a profiled module has counted, as gcov reads it. */
	coverage?(data: Buffer): void;
}

/** What is looked at in a machine after a stage has run in it. */
export interface Inspection {
	/** What holds where nothing is wrong. */
	readonly name: string;
	/** Says what is wrong; undefined where nothing is. */
	look(machine: StageMachine, stage: StageFiles): Promise<string | undefined>;
}

/** Stages, what is run of them on which kernel, and what is looked at after each. */
export interface Pass {
	readonly kernel: Kernel;
	readonly stages: readonly StageFolders[];
	readonly parts: readonly Part[];
	readonly inspections?: readonly Inspection[];
}

/** Builds the modules in a folder for a kernel, into the folder that it gives. */
export type BuildModules = (source: string, kernel: Kernel) => Promise<{ readonly folder: string }>;

export interface RunOptions extends Partial<MachineOptions> {
	readonly inspections?: readonly Inspection[];
	/** With what stages are built; kbuild unless given. */
	readonly build?: BuildModules;
}

/** How often a stage may kill its guest before the rest of it is given up. */
const mostDeaths = 3;

/** How a test file says that a test is for the debug kernel. */
const debugTest = /\btest\(\s*'([^']+)',\s*\{[^}]*\bwithout\([^)]*'debug kernel'/g;

/** What a stage's test file says of the machine that it needs. */
export function needs({ tests }: StageFolders): {
	readonly alone: boolean;
	readonly cpus: number;
	/** The names of the tests that only the debug kernel can run. */
	readonly debugTests: readonly string[];
} {
	const text = existsSync(tests) ? readFileSync(tests, 'utf8') : '';
	return {
		alone: /^export const alone = true;/m.test(text),
		cpus: text.includes("'two CPUs'") ? 2 : 1,
		debugTests: [...text.matchAll(debugTest)].map(([, name = '']) => name),
	};
}

/** A stage that is ready to run, and how far it got. Bugs have no transcript. */
export interface Task {
	readonly group: string;
	readonly folders: StageFolders;
	readonly files: StageFiles;
	readonly parts: Part[];
	/** Names of tests and blocks that have a result. */
	readonly done: Set<string>;
	deaths: number;
}

/** Stages that may share a machine, each such group with the CPUs that it needs. */
function shareMachines(tasks: readonly Task[]): { cpus: number; tasks: Task[] }[] {
	const machines: { cpus: number; tasks: Task[]; alone: boolean }[] = [];
	for (const task of tasks) {
		const { alone, cpus } = needs(task.folders);
		const shared = machines.find((machine) => !machine.alone && !alone && machine.cpus === cpus);
		if (shared) shared.tasks.push(task);
		else machines.push({ cpus, tasks: [task], alone });
	}
	return machines;
}

/** A stage, built for a kernel, of which these parts are to be run. */
export async function prepareTask(
	series: string,
	folders: StageFolders,
	parts: readonly Part[],
	build: (source: string) => ReturnType<BuildModules>,
): Promise<Task> {
	const { folder } = await build(folders.kernelSide);
	return {
		group: `${folders.name} on ${series}`,
		folders,
		files: filesOf(folders, folder),
		parts: parts.filter(
			(part) => part === 'tests' || existsSync(join(folders.userSide, 'transcript')),
		),
		done: new Set(),
		deaths: 0,
	};
}

/** Tests and transcripts of stages on one kernel: one boot for all, but for those that need a machine of their own. */
export async function runStages(
	kernel: Kernel,
	stages: readonly StageFolders[],
	parts: readonly Part[],
	listener: Listener,
	{ inspections = [], build = buildModules, ...options }: RunOptions = {},
): Promise<void> {
	const begin = performance.now();
	const tasks: Task[] = [];
	for (const folders of stages)
		tasks.push(await prepareTask(kernel.series, folders, parts, (source) => build(source, kernel)));
	listener.time('builds', performance.now() - begin);
	for (const { cpus, tasks: sharing } of shareMachines(
		tasks.filter(({ parts }) => parts.length > 0),
	)) {
		// Each round is a boot; a guest that dies leaves its tasks to the next one.
		for (let open = sharing; open.length > 0; open = open.filter((task) => task.parts.length > 0)) {
			await using machine = await startMachine(kernel, open, listener, { cpus, ...options });
			if (machine) await runTasks(machine, open, listener, inspections);
		}
	}
}

/** A machine for these tasks; where there is none to be had, all of them have failed. */
export async function startMachine(
	kernel: Kernel,
	tasks: readonly Task[],
	listener: Listener,
	options: Partial<MachineOptions>,
): Promise<StageMachine | undefined> {
	try {
		const userSides = tasks.map(({ folders }) => folders.userSide);
		const machine = await startStageMachine(kernel, { sources: sources(userSides), ...options });
		listener.time('start of the guest', machine.bootTime);
		return machine;
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		for (const { group, parts } of tasks) {
			fail(listener, group, 'start of the guest', error.explain());
			parts.length = 0;
			listener.end(group);
		}
		return undefined;
	}
}

/** Runs what there is to run of these tasks, until it is done or the machine dies of it: then the rest stays in them, and it gives false. */
export async function runTasks(
	machine: StageMachine,
	tasks: readonly Task[],
	listener: Listener,
	inspections: readonly Inspection[] = [],
): Promise<boolean> {
	for (const task of tasks) {
		for (let part = task.parts[0]; part !== undefined; part = task.parts[0]) {
			const begin = performance.now();
			const outcome = await runPart(machine, task, part, listener);
			let alive = outcome === 'alive';
			listener.time(part, performance.now() - begin);
			if (outcome === 'broken') {
				if (task.folders.only?.every((name) => task.done.has(name))) {
					task.parts.length = 0;
					listener.end(task.group);
				}
				return false;
			}
			if (outcome === 'dead') {
				task.deaths += 1;
				if (task.deaths < mostDeaths) return false;
				fail(listener, task.group, 'the rest', `given up after ${mostDeaths} guests died of it`);
				task.parts.length = 0;
			}
			task.parts.shift();
			task.done.clear();
			if (task.parts.length === 0) {
				if (alive) alive = await inspect(machine, task, listener, inspections);
				listener.end(task.group);
			}
			if (!alive) return false;
		}
	}
	return true;
}

/** Looks at a machine in which a stage has run; false where it died of that. */
async function inspect(
	machine: StageMachine,
	{ group, files }: Task,
	listener: Listener,
	inspections: readonly Inspection[],
): Promise<boolean> {
	for (const { name, look } of inspections) {
		const begin = performance.now();
		try {
			const detail = await look(machine, files);
			const milliseconds = performance.now() - begin;
			const status = detail === undefined ? 'passed' : 'failed';
			listener.result({ group, name, status, milliseconds, ...(detail ? { detail } : {}) });
			listener.time('inspections', milliseconds);
		} catch (error) {
			if (!(error instanceof MachineDied)) throw error;
			fail(listener, group, name, error.explain());
			return false;
		}
	}
	return true;
}

function fail(listener: Listener, group: string, name: string, detail: string): void {
	listener.result({ group, name, status: 'failed', milliseconds: 0, detail });
}

/** How a guest is after one part of a stage: it lives, it died of it, or a test broke it on purpose. */
type Outcome = 'alive' | 'dead' | 'broken';

/** Has one part of a stage run. */
async function runPart(
	machine: StageMachine,
	task: Task,
	part: Part,
	listener: Listener,
): Promise<Outcome> {
	const { series, like = series } = machine.kernel;
	const blocks = part === 'transcript' ? blocksFor(readTranscript(task.folders), like) : [];
	const stage = task.files;
	const order: Order =
		part === 'tests'
			? {
					do: 'test',
					stage,
					except: [...task.done],
					only: task.folders.only ?? [],
					slowness: machine.kernel.slowness ?? 1,
				}
			: { do: 'play', stage, blocks: blocks.filter(({ name }) => !task.done.has(name)) };
	/** Begun and without a result yet: to blame where the guest dies. */
	const begun = new Set<string>();
	/** What the test that runs is to make the kernel say, and whether it has. */
	let breakage: { readonly pattern: RegExp; done: boolean } | undefined;
	const logs = new Map<string, readonly string[]>();
	let output = '';
	let complete = part === 'transcript';
	/** When the last of them was begun. */
	let begin = performance.now();
	const hear = (report: Report) => {
		switch (report.kind) {
			case 'output':
				output += report.text;
				listener.output(report.text);
				break;
			case 'start':
				begun.add(report.name);
				begin = performance.now();
				breakage = undefined;
				break;
			case 'break':
				breakage = { pattern: new RegExp(report.pattern), done: false };
				break;
			case 'broken':
				if (breakage) breakage.done = true;
				break;
			case 'log':
				logs.set(report.name, report.lines);
				break;
			case 'test':
				// One that a suite surrounds has begun too; one that is skipped has not.
				if (begun.delete(report.name) || report.nesting === 0) task.done.add(report.name);
				listener.result(testRecord(task, report, logs.get(report.name)));
				break;
			case 'block':
				begun.delete(report.name);
				task.done.add(report.name);
				listener.result(blockRecord(task, report, blocks));
				break;
			case 'coverage':
				listener.coverage?.(Buffer.from(report.data, 'base64'));
				break;
			case 'complete':
				complete = true;
				break;
		}
	};
	const what = part === 'tests' ? basename(stage.tests) : 'transcript';
	try {
		const { status, problem } = await machine.order(order, hear);
		if (problem !== undefined) fail(listener, task.group, what, problem);
		else if (!complete) {
			const tail = output.trim().split('\n').slice(-20).join('\n');
			const why = `it ended with status ${status} before all of its tests had run`;
			fail(
				listener,
				task.group,
				[...begun].at(-1) ?? what,
				`${why}; the end of its output:\n${tail}`,
			);
		} else if (task.done.size === 0) {
			fail(listener, task.group, what, part === 'tests' ? 'it has no test' : 'it has no block');
		}
		return 'alive';
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		const name = [...begun].at(-1);
		if (name !== undefined) task.done.add(name);
		if (name !== undefined && breakage && (breakage.done || error.says(breakage.pattern))) {
			const milliseconds = performance.now() - begin;
			listener.result({ group: task.group, name, status: 'passed', milliseconds });
			return 'broken';
		}
		fail(listener, task.group, name ?? what, error.explain());
		return 'dead';
	}
}

function testRecord(
	{ group }: Task,
	{ name, outcome, duration, file, line, message }: Extract<Report, { kind: 'test' }>,
	log: readonly string[] = [],
): TestRecord {
	const status = ({ pass: 'passed', fail: 'failed', skip: 'skipped' } as const)[outcome];
	const place = `${relative(projectFolder, file ?? '')}:${line}`;
	const kernelSaid = log.length > 0 ? `\nthe kernel’s log during the test:\n${log.join('\n')}` : '';
	const detail =
		outcome === 'fail' ? `${place}\n${message}${kernelSaid}` : (message ?? 'no reason given');
	return {
		group,
		name,
		status,
		milliseconds: duration,
		...(outcome === 'pass' ? {} : { detail }),
	};
}

function blockRecord(
	{ group, folders }: Task,
	{ name, answers, duration, trouble, capture = '' }: Extract<Report, { kind: 'block' }>,
	blocks: readonly Block[],
): TestRecord {
	const record = { group, name: `transcript: ${name}`, milliseconds: duration };
	const block = blocks.find((candidate) => candidate.name === name);
	const detail =
		trouble !== undefined || !block
			? `${transcriptPath(folders)}, block ${name}: ${trouble}`
			: (difference(folders, block, answers) ?? otherRequest(folders, capture));
	return detail === undefined
		? { ...record, status: 'passed' }
		: { ...record, status: 'failed', detail };
}
