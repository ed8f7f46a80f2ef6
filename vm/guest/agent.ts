/**
 * The host's hand in the guest: takes its orders from the control port, one after another, and reports back
 * over it. When the host is gone it ends, and process 1 with it.
 */
import { spawn } from 'node:child_process';
import { chmodSync, createReadStream, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Block } from '../../examples/transcript.ts';
import { KernelMessages } from './kernel-log.ts';
import { kernelReport } from './kernel-report.ts';
import { playBlock } from './player.ts';
import type { Order, Report, StageFiles } from './protocol.ts';
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
	symlinkSync(process.execPath, join(room, 'bin/node'));
	const client = join(room, 'bin/client');
	writeFileSync(client, `#!/bin/sh\nexec node --import ${hooks} "$CLIENT" "$@"\n`);
	chmodSync(client, 0o755);
}

const messages = new KernelMessages();
const traces = new Traces(readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim());

/** Plays a block and reports it; what goes wrong on the way is told with it. */
async function play(block: Block, stage: StageFiles): Promise<void> {
	const begin = performance.now();
	report({ kind: 'start', name: block.name });
	const before = messages.count();
	let answers: Answer[] = [];
	let trouble: string | undefined;
	try {
		answers = await playBlock(block, stage.modules, messages, traces);
	} catch (error) {
		trouble = (error as Error).message;
	}
	const complaint = kernelReport(messages.since(before));
	if (complaint) trouble = `the kernel reports:\n${complaint.join('\n')}`;
	report({
		kind: 'block',
		name: block.name,
		answers,
		duration: performance.now() - begin,
		...(trouble === undefined ? {} : { trouble }),
	});
}

/** Runs a program to its end, with the control port as its file descriptor 3 and its output told to the host. */
function run(command: string, args: readonly string[], stage: StageFiles): Promise<Done> {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: stage.modules,
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

async function carryOut(order: Order): Promise<Done> {
	if ('stage' in order) process.env.CLIENT = join(order.stage.examples, 'client.ts');
	switch (order.do) {
		case 'update':
			writeFileSync(join(room, 'sources.json'), JSON.stringify(order.sources));
			return { status: 0 };
		case 'test':
			return run(
				'node',
				[
					...['--import', hooks, '--disable-warning=ExperimentalWarning'],
					...[`--test-reporter=${here('test-reporter.ts')}`, '--test-reporter-destination=stderr'],
					// What waits longer than this for something waits for ever.
					...['--test-timeout=30000', '--test-force-exit'],
					...order.except.map((name) => `--test-skip-pattern=${exactly(name)}`),
					here('test-runner.ts'),
					JSON.stringify(order.stage),
				],
				order.stage,
			);
		case 'play':
			for (const block of order.blocks) await play(block, order.stage);
			await traces.remove(async () => {});
			return { status: 0 };
		case 'run':
			return run('sh', ['-c', order.command], order.stage);
		default:
			return { status: 1, problem: `the guest does not know how to ${order.do}` };
	}
}

prepareCommands();
report({ kind: 'ready' });
const orders = createInterface({ input: createReadStream('', { fd: controlPort }) });
for await (const line of orders) {
	const done = await carryOut(JSON.parse(line) as Order);
	report({ kind: 'done', ...done });
}
