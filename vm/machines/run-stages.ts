import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Block, blocksFor } from '../../examples/transcript.ts';
import type { Order, Report, StageFiles } from '../guest/protocol.ts';
import type { TestRecord } from '../setup/report.ts';
import { buildModules } from './build.ts';
import type { Kernel } from './kernels/index.ts';
import { type Limits, Machine, MachineDied } from './qemu/machine.ts';
import { sources } from './qemu/sources.ts';
import { projectFolder, type StageFolders } from './stages.ts';
import { difference, readTranscript, transcriptPath } from './transcripts.ts';

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
}

/** How often a stage may kill its guest before the rest of it is given up. */
const mostDeaths = 3;

/** What a stage's test file says of the machine that it needs. */
function needs(userSide: string): { readonly alone: boolean; readonly cpus: number } {
	const path = join(userSide, 'client.test.ts');
	const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
	return {
		alone: /^export const alone = true;/m.test(text),
		cpus: text.includes("'two CPUs'") ? 2 : 1,
	};
}

/** A stage that is ready to run, and how far it got. */
interface Task {
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
		const { alone, cpus } = needs(task.folders.userSide);
		const shared = machines.find((machine) => !machine.alone && !alone && machine.cpus === cpus);
		if (shared) shared.tasks.push(task);
		else machines.push({ cpus, tasks: [task], alone });
	}
	return machines;
}

/** Tests and transcripts of stages on one kernel: one boot for all, but for those that need a machine of their own. */
export async function runStages(
	kernel: Kernel,
	stages: readonly StageFolders[],
	parts: readonly Part[],
	listener: Listener,
	limits: Partial<Limits> = {},
): Promise<void> {
	const begin = performance.now();
	const tasks: Task[] = [];
	for (const folders of stages) {
		const { folder } = await buildModules(folders.kernelSide, kernel);
		tasks.push({
			group: `${folders.name} on ${kernel.series}`,
			folders,
			files: { name: folders.name, examples: folders.userSide, modules: folder },
			parts: [...parts],
			done: new Set(),
			deaths: 0,
		});
	}
	listener.time('builds', performance.now() - begin);
	for (const { cpus, tasks: sharing } of shareMachines(tasks)) {
		// Each round is a boot; a guest that dies leaves its tasks to the next one.
		for (let open = sharing; open.length > 0; open = open.filter((task) => task.parts.length > 0))
			await runOnMachine(kernel, cpus, open, listener, limits);
	}
}

async function runOnMachine(
	kernel: Kernel,
	cpus: number,
	tasks: readonly Task[],
	listener: Listener,
	limits: Partial<Limits>,
): Promise<void> {
	let machine: Machine;
	try {
		const userSides = tasks.map(({ folders }) => folders.userSide);
		machine = await Machine.start(kernel, { sources: sources(userSides), cpus, limits });
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		for (const { group, parts } of tasks) {
			fail(listener, group, 'start of the guest', error.explain());
			parts.length = 0;
			listener.end(group);
		}
		return;
	}
	await using running = machine;
	listener.time('start of the guest', running.bootTime);
	for (const task of tasks) {
		while (task.parts[0] !== undefined) {
			const begin = performance.now();
			const alive = await runPart(running, task, task.parts[0], listener);
			listener.time(task.parts[0], performance.now() - begin);
			if (!alive) {
				task.deaths += 1;
				if (task.deaths < mostDeaths) return;
				fail(listener, task.group, 'the rest', `given up after ${mostDeaths} guests died of it`);
				task.parts.length = 1;
			}
			task.parts.shift();
			if (task.parts.length === 0) listener.end(task.group);
			if (!alive) return;
		}
	}
}

function fail(listener: Listener, group: string, name: string, detail: string): void {
	listener.result({ group, name, status: 'failed', milliseconds: 0, detail });
}

/** Has one part of a stage run; false where the guest died of it. */
async function runPart(
	machine: Machine,
	task: Task,
	part: Part,
	listener: Listener,
): Promise<boolean> {
	const blocks =
		part === 'transcript' ? blocksFor(readTranscript(task.folders), machine.kernel.series) : [];
	const order: Order =
		part === 'tests'
			? { do: 'test', stage: task.files, except: [...task.done] }
			: {
					do: 'play',
					stage: task.files,
					blocks: blocks.filter(({ name }) => !task.done.has(name)),
				};
	/** Begun and without a result yet: to blame where the guest dies. */
	const begun = new Set<string>();
	const logs = new Map<string, readonly string[]>();
	const hear = (report: Report) => {
		if (report.kind === 'output') listener.output(report.text);
		if (report.kind === 'start') begun.add(report.name);
		if (report.kind === 'log') logs.set(report.name, report.lines);
		if (report.kind === 'test' || report.kind === 'block') {
			if (report.kind === 'block' || report.nesting === 0) {
				begun.delete(report.name);
				task.done.add(report.name);
			}
			listener.result(
				report.kind === 'test'
					? testRecord(task, report, logs.get(report.name))
					: blockRecord(task, report, blocks),
			);
		}
	};
	try {
		const { status, problem } = await machine.order(order, hear);
		if (problem !== undefined) fail(listener, task.group, part, problem);
		else if (part === 'tests' && status !== 0 && task.done.size === 0)
			fail(
				listener,
				task.group,
				'client.test.ts',
				`ended with status ${status} before its first test`,
			);
		return true;
	} catch (error) {
		if (!(error instanceof MachineDied)) throw error;
		const name = [...begun].at(-1);
		if (name !== undefined) task.done.add(name);
		fail(listener, task.group, name ?? part, error.explain());
		return false;
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
	{ name, answers, duration, trouble }: Extract<Report, { kind: 'block' }>,
	blocks: readonly Block[],
): TestRecord {
	const record = { group, name: `transcript: ${name}`, milliseconds: duration };
	const block = blocks.find((candidate) => candidate.name === name);
	const detail =
		trouble !== undefined || !block
			? `${transcriptPath(folders)}, block ${name}: ${trouble}`
			: difference(folders, block, answers);
	return detail === undefined
		? { ...record, status: 'passed' }
		: { ...record, status: 'failed', detail };
}
