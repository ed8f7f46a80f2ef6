import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Finished, Running } from '../../examples/lab.ts';
import { slowness } from './slowness.ts';

/** What a command may take, in milliseconds. */
const commandLimit = 30_000 * slowness;

interface Options {
	readonly cwd: string;
	/** Called with each piece of output, whichever stream it comes on. */
	readonly output?: (text: string) => void;
	/** Opens a channel for messages, and is given the process that has its other end. */
	readonly messages?: (child: ChildProcess) => void;
}

/** A program of the guest, from its start to its end. */
export class Program implements Running {
	readonly pid: number | undefined;
	readonly #child: ChildProcess;
	readonly #name: string;
	readonly #ended: Promise<Finished>;
	#finished: Finished | undefined;
	#stdout = '';
	#stderr = '';
	/** Wakes those that wait for a line. */
	#changed: () => void = () => {};

	constructor(
		command: string,
		args: readonly string[],
		{ cwd, output = () => {}, messages }: Options,
	) {
		this.#name = [command, ...args].join(' ');
		// A group of its own, so that it is ended with all that it started.
		this.#child = spawn(command, args, {
			cwd,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe', ...(messages ? ['ipc' as const] : [])],
			serialization: 'advanced',
		});
		messages?.(this.#child);
		this.pid = this.#child.pid;
		const collect = (stream: Readable | null, take: (text: string) => void) =>
			stream?.setEncoding('utf8').on('data', (text: string) => {
				take(text);
				output(text);
				this.#changed();
			});
		collect(this.#child.stdout, (text) => {
			this.#stdout += text;
		});
		collect(this.#child.stderr, (text) => {
			this.#stderr += text;
		});
		this.#ended = new Promise((resolve, reject) => {
			this.#child.on('error', reject);
			this.#child.on('close', (code, signal) => {
				const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
				this.#finished = { status, stdout: this.#stdout, stderr: this.#stderr };
				resolve(this.#finished);
				this.#changed();
			});
		});
		this.#ended.catch(() => this.#changed());
	}

	/** Whether it runs still. */
	get running(): boolean {
		return this.#finished === undefined;
	}

	/** Waits for its end; what takes longer than half a minute is ended, and an error says so. */
	async end(): Promise<Finished> {
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			this.#signal('SIGKILL');
		}, commandLimit);
		try {
			const finished = await this.#ended;
			if (late)
				throw new Error(
					`${this.#name}: did not end within ${commandLimit / 1000} s\n${finished.stdout}${finished.stderr}`,
				);
			return finished;
		} finally {
			clearTimeout(timer);
		}
	}

	async line(pattern: RegExp, usualLimit = 5000): Promise<string> {
		const limit = usualLimit * slowness;
		const deadline = AbortSignal.timeout(limit);
		for (;;) {
			const lines = this.#stdout.split('\n');
			// The last one is not whole yet.
			const found = lines.slice(0, -1).find((line) => pattern.test(line));
			if (found !== undefined) return found;
			const so = `${this.#stdout}${this.#stderr}`.trim();
			if (this.#finished)
				throw new Error(
					`${this.#name}: ended with status ${this.#finished.status} before it printed ${pattern}; it printed:\n${so}`,
				);
			if (deadline.aborted)
				throw new Error(
					`${this.#name}: printed no line that matches ${pattern} within ${limit} ms; it printed:\n${so}`,
				);
			await new Promise<void>((resolve) => {
				this.#changed = resolve;
				deadline.addEventListener('abort', () => resolve(), { once: true });
			});
		}
	}

	async stop(): Promise<Finished> {
		this.#signal('SIGTERM');
		const timer = setTimeout(() => this.#signal('SIGKILL'), 2000);
		try {
			return await this.#ended;
		} finally {
			clearTimeout(timer);
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.stop();
	}

	#signal(signal: NodeJS.Signals): void {
		if (this.pid === undefined || !this.running) return;
		try {
			process.kill(-this.pid, signal);
		} catch (error) {
			// It ended a moment ago.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}
