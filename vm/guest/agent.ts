/**
 * The host's hand in the guest: takes its orders from the control port, one after another, and reports back
 * over it. When the host is gone it ends, and process 1 with it.
 */
import { spawn } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	createReadStream,
	existsSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Block, Entry } from '../../examples/transcript.ts';
import { reportCoverage } from './coverage.ts';
import { KernelMessages } from './kernel-log.ts';
import { kernelReport } from './kernel-report.ts';
import { playBlock } from './player.ts';
import { Program } from './processes.ts';
import { asciiJson, type Order, type Report, type StageFiles } from './protocol.ts';
import { controlPort, report } from './report.ts';
import { Traces } from './traces.ts';

type Done = Omit<Extract<Report, { kind: 'done' }>, 'kind'>;

const room = '/run/guest';
const hooks = join(room, 'hooks.mjs');

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

/** `node` and `client` become commands of the guest; `client` runs the client.ts of the stage at hand. */
function prepareCommands(): void {
	// Every Node from here on, whoever starts it.
	process.env.NODE_OPTIONS = `--import=${hooks}`;
	symlinkSync(process.execPath, join(room, 'bin/node'));
	const client = join(room, 'bin/client');
	writeFileSync(client, `#!/bin/sh\nexec node "$CLIENT" "$@"\n`);
	chmodSync(client, 0o755);
}

const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
const messages = new KernelMessages();
const traces = new Traces(release);

/** Writes down what crosses between the clients of a block and the kernel. */
class Recorder {
	readonly #clients: { readonly command: string; readonly file: string }[] = [];

	/** What the shell of a client's line is told first. */
	preparation({ to, command }: Entry): string {
		if (to === 'shell') return '';
		const file = join(room, `crossed-${this.#clients.length}`);
		rmSync(file, { force: true });
		this.#clients.push({ command, file });
		const preload = new URL('capture.ts', import.meta.url);
		return `export CAPTURE=${file} NODE_OPTIONS="$NODE_OPTIONS --import=${preload}"\n`;
	}

	/** The block as a capture has it; undefined where no client ran. */
	result(name: string): string | undefined {
		if (this.#clients.length === 0) return undefined;
		const crossed = this.#clients.map(
			({ command, file }) =>
				// A client that opened no socket has written nothing.
				`> ${command}\n${existsSync(file) ? readFileSync(file, 'utf8') : ''}`,
		);
		return [`## ${name} on ${release}\n`, ...crossed].join('');
	}
}

/** Plays a block and reports it; what goes wrong on the way is told with it. */
async function play(block: Block, stage: StageFiles): Promise<void> {
	const begin = performance.now();
	report({ kind: 'start', name: block.name });
	const before = messages.count();
	let answers: Answer[] = [];
	let trouble: string | undefined;
	const recorder = new Recorder();
	try {
		await traces.remove(async () => {});
		answers = await playBlock(
			block,
			// One pipe for both streams, so that what is printed comes in its order.
			(entry, output) => {
				const script = `exec 2>&1\n${recorder.preparation(entry)}${entry.command}`;
				return new Program('sh', ['-c', script], { cwd: stage.modules, output });
			},
			messages,
		);
	} catch (error) {
		trouble = (error as Error).message;
	}
	const complaint = kernelReport(messages.since(before));
	if (complaint) trouble = `the kernel reports:\n${complaint.join('\n')}`;
	const capture = recorder.result(block.name);
	report({
		kind: 'block',
		name: block.name,
		answers,
		duration: performance.now() - begin,
		...(trouble === undefined ? {} : { trouble }),
		...(capture === undefined ? {} : { capture }),
	});
}

/** A shell on the terminal that the host has lent us. */
const terminalShell = [
	'exec </dev/hvc0 >/dev/hvc0 2>&1',
	'stty sane rows "$ROWS" cols "$COLUMNS"',
	'unset ROWS COLUMNS',
	'exec sh -i',
].join('\n');

/** Runs a program to its end, with the control port as its file descriptor 3 and its output told to the host. */
function run(
	command: string,
	args: readonly string[],
	stage: StageFiles,
	environment: Readonly<Record<string, string>> = {},
): Promise<Done> {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: stage.modules,
			env: { ...process.env, ...environment },
			stdio: ['ignore', 'pipe', 'pipe', controlPort],
		});
		const tell = (text: string) => report({ kind: 'output', text });
		child.stdout?.setEncoding('utf8').on('data', tell);
		child.stderr?.setEncoding('utf8').on('data', tell);
		child.on('error', ({ message }) => resolve({ status: 127, problem: message }));
		child.on('close', (status, signal) =>
			resolve(
				signal === null
					? { status: status ?? 0 }
					: { status: 1, problem: `${command} was ended by ${signal}` },
			),
		);
	});
}

/** A name as --test-skip-pattern takes it. */
function exactly(name: string): string {
	return `/^${name.replace(/[\\/^$.*+?()[\]{}|]/g, '\\$&')}$/`;
}

/** Makes a stage the one at hand: its modules in a folder of their own, where commands run, and its client. */
function takeUp(stage: StageFiles): StageFiles {
	const folder = join('/run', stage.name);
	rmSync(folder, { recursive: true, force: true });
	cpSync(stage.modules, folder, { recursive: true });
	process.env.CLIENT = join(stage.examples, 'client.ts');
	return { ...stage, modules: folder };
}

async function carryOut(given: Order): Promise<Done> {
	const order = 'stage' in given ? { ...given, stage: takeUp(given.stage) } : given;
	switch (order.do) {
		case 'update':
			writeFileSync(join(room, 'sources.json'), asciiJson(order.sources));
			return { status: 0 };
		case 'test':
			return run(
				'node',
				[
					'--disable-warning=ExperimentalWarning',
					...[`--test-reporter=${here('test-reporter.ts')}`, '--test-reporter-destination=stderr'],
					// What waits longer than this for something waits for ever.
					...[`--test-timeout=${30_000 * order.slowness}`, '--test-force-exit'],
					...order.except.map((name) => `--test-skip-pattern=${exactly(name)}`),
					...order.only.map((name) => `--test-name-pattern=${exactly(name)}`),
					here('test-runner.ts'),
					JSON.stringify(order.stage),
				],
				order.stage,
				{ SLOWNESS: String(order.slowness) },
			);
		case 'play':
			for (const block of order.blocks) await play(block, order.stage);
			await traces.remove(async () => {});
			reportCoverage();
			return { status: 0 };
		case 'measure':
			return run(
				'node',
				[
					...['--disable-warning=ExperimentalWarning', here('measure-runner.ts')],
					JSON.stringify(order.stage),
				],
				order.stage,
			);
		case 'fuzz': {
			const path = join(room, 'fuzz.json');
			writeFileSync(path, asciiJson(order));
			const player = here('fuzz/player.ts');
			return run('node', ['--disable-warning=ExperimentalWarning', player, path], order.stage, {
				SLOWNESS: String(order.slowness),
			});
		}
		case 'run':
			return run('sh', ['-c', order.command], order.stage);
		case 'shell':
			return run('setsid', ['-c', 'sh', '-c', terminalShell], order.stage, {
				...{ ROWS: String(order.rows), COLUMNS: String(order.columns), TERM: order.terminal },
				PS1: `${order.stage.name} \\$ `,
			});
	}
}

prepareCommands();
report({ kind: 'ready' });
const orders = createInterface({ input: createReadStream('', { fd: controlPort }) });
for await (const line of orders) {
	try {
		report({ kind: 'done', ...(await carryOut(JSON.parse(line))) });
	} catch (error) {
		report({ kind: 'done', status: 1, problem: (error as Error).message });
	}
}
