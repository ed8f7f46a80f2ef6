import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Order, Report, StageFiles } from '../../guest/protocol.ts';
import { cacheFolder } from '../../setup/cache.mjs';
import { atExit } from '../../setup/cleanup.mjs';
import type { RunningKernel } from '../kernels/index.ts';
import { type SavedMachine, savedParts } from './artefacts.ts';
import { PageGuest } from './guest.ts';

type Done = Extract<Report, { kind: 'done' }>;

/** How long a process may be without a word, in milliseconds: longer than any test may take. */
const silence = 60_000;

function here(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

/** A name as --test-skip-pattern takes it. */
function exactly(name: string): string {
	return `/^${name.replace(/[\\/^$.*+?()[\]{}|]/g, '\\$&')}$/`;
}

/** The page's machine where stages run in machines: takes the orders that QEMU's guest takes. */
export class PageStageMachine implements AsyncDisposable {
	readonly kernel: RunningKernel;
	/** Nothing is started before there is an order. */
	readonly bootTime = 0;
	/** Each order has machines of its own, and they end with it. */
	readonly console: readonly string[] = [];
	readonly #saved: SavedMachine;

	constructor(saved: SavedMachine) {
		this.kernel = saved.kernel;
		this.#saved = saved;
	}

	/** Has an order carried out; its reports come as they are made, except for the last. */
	async order(order: Order, listener: (report: Report) => void = () => {}): Promise<Done> {
		switch (order.do) {
			case 'update':
				return { kind: 'done', status: 0 };
			case 'test':
				return this.#process(
					[
						'--disable-warning=ExperimentalWarning',
						`--test-reporter=${here('../../guest/test-reporter.ts')}`,
						'--test-reporter-destination=stderr',
						...['--test-timeout=30000', '--test-force-exit'],
						...order.except.map((name) => `--test-skip-pattern=${exactly(name)}`),
						...order.only.map((name) => `--test-name-pattern=${exactly(name)}`),
						here('test-runner.ts'),
						JSON.stringify(order.stage),
						JSON.stringify(this.#saved),
					],
					'',
					listener,
				);
			case 'play':
				return this.#process(
					[here('player.ts'), JSON.stringify(order.stage), JSON.stringify(this.#saved)],
					JSON.stringify(order.blocks),
					listener,
				);
			case 'run':
				return this.#run(order.command, order.stage, listener);
			default:
				return {
					kind: 'done',
					status: 1,
					problem: `the page's machine does not know how to ${order.do}`,
				};
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {}

	async #run(
		command: string,
		{ modules }: StageFiles,
		listener: (report: Report) => void,
	): Promise<Done> {
		await using guest = await PageGuest.start(await savedParts(this.#saved), modules);
		const { status } = await guest.run(command, (text) => listener({ kind: 'output', text }));
		return { kind: 'done', status };
	}

	/** Runs a program of ours with its reports on file descriptor 3. */
	#process(
		args: readonly string[],
		input: string,
		listener: (report: Report) => void,
	): Promise<Done> {
		// The suite's reporter, which comes by NODE_OPTIONS, is not for these programs; nor are they a part of a test that starts them.
		const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
		// Each client is a process, and all read the same files: here those lie without their types, and compiled.
		const env = { ...environment, NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled') };
		return new Promise((resolve) => {
			const child = spawn(process.execPath, args, {
				// A group of its own, so that clients are ended with it.
				detached: true,
				env,
				stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
			});
			let problem: string | undefined;
			const kill = () => {
				if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			};
			const forget = atExit(kill);
			const timer = setTimeout(() => {
				problem = `not a word for ${silence / 1000} s`;
				kill();
			}, silence);
			const tell = (text: string) => listener({ kind: 'output', text });
			child.stdin?.on('error', () => {}); // It ended without reading all; its status tells.
			child.stdin?.end(input);
			child.stdout?.setEncoding('utf8').on('data', tell);
			child.stderr?.setEncoding('utf8').on('data', tell);
			createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
				timer.refresh();
				listener(JSON.parse(line) as Report);
			});
			child.on('error', (error) => {
				problem = error.message;
			});
			child.on('close', (status, signal) => {
				clearTimeout(timer);
				forget();
				if (signal !== null) problem ??= `it was ended by ${signal}`;
				resolve({
					kind: 'done',
					status: status ?? 1,
					...(problem === undefined ? {} : { problem }),
				});
			});
		});
	}
}
