import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A candidate at work: takes a command as a line on its standard input, and answers with a line. */
export class Program implements AsyncDisposable {
	readonly #name: string;
	readonly #child: ChildProcess;
	readonly #lines: AsyncIterator<string>;

	constructor(name: string, [command = '', ...args]: readonly string[]) {
		this.#name = name;
		this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
		this.#child.on('error', () => {}); // Its standard output ends, which is noticed.
		this.#child.stdin?.on('error', () => {});
		const { stdout } = this.#child;
		if (!stdout) throw new Error('spawn() made no pipe');
		this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
	}

	/** @throws Error where it ends, or takes longer than `limit` milliseconds; it is of no use then. */
	async ask(command: string, limit: number): Promise<string> {
		this.#child.stdin?.write(`${command}\n`);
		return this.line(command, limit);
	}

	/** The next line that it prints. */
	async line(command: string, limit: number): Promise<string> {
		const timer = setTimeout(() => this.#child.kill('SIGKILL'), limit);
		const { value, done } = await this.#lines.next();
		clearTimeout(timer);
		if (!done) return value;
		const how = this.#child.killed ? `took longer than ${limit / 1000} s` : 'ended early';
		throw new Error(`${this.#name} ${how}: ${command}`);
	}

	/** Nanoseconds that its threads have run so far, by the kernel's count (/proc/PID/task/TID/schedstat). */
	get processorTime(): number {
		const tasks = `/proc/${this.#child.pid}/task`;
		return readdirSync(tasks)
			.map((task) => readFileSync(`${tasks}/${task}/schedstat`, 'utf8'))
			.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const ended = once(this.#child, 'close');
		this.#child.kill('SIGKILL');
		await ended;
	}
}
