/** Stands in for a panel: starts machines, and keeps what they tell. */

import { createCompiler } from '../../../src/compiler/compiler.ts';
import type {
	Client,
	ClientError,
	ClientRun,
	Crossing,
	Machine,
} from '../../../src/live/machine.ts';
import { createMachine, unsupported } from '../../../src/live/machine.ts';

/** What a client or a command left behind. */
export interface Left {
	readonly status: number;
	readonly out: string;
	readonly err: string;
	readonly error?: ClientError;
}

/** How long anything may take here, in milliseconds. */
const limit = 20_000;

export class Harness {
	readonly unsupported = unsupported();
	machine: Machine = createMachine();
	readonly compiler = createCompiler();
	console = '';
	readonly states: string[] = [];
	readonly log: string[] = [];
	readonly notices: string[] = [];
	readonly crossings: Crossing[] = [];
	#run: { readonly run: ClientRun; readonly left: Promise<Left>; out: string } | undefined;

	constructor() {
		this.#listen();
	}

	/** Another machine in the place of this one. */
	renew(): void {
		this.machine = createMachine();
		this.console = '';
		this.#listen();
	}

	#listen(): void {
		this.machine.on('state', ({ name }) => this.states.at(-1) !== name && this.states.push(name));
		this.machine.on('console', (text) => {
			this.console += text;
		});
		this.machine.on('log', ({ text }) => this.log.push(text));
		this.machine.on('notice', (notice) => this.notices.push(notice));
		this.machine.on('crossing', (crossing) => this.crossings.push(crossing));
	}

	/** Resolves once that holds; throws, with what is there instead, where it does not within the limit. */
	async until(holds: () => boolean, what: string, there: () => unknown): Promise<void> {
		const end = performance.now() + limit;
		while (!holds()) {
			if (performance.now() > end)
				throw new Error(`${what}: not within ${limit / 1000} s; ${JSON.stringify(there())}`);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	state(name: string): Promise<void> {
		return this.until(
			() => this.machine.state.name === name,
			`state ${name}`,
			() => this.machine.state,
		);
	}

	shows(text: string): Promise<void> {
		return this.until(
			() => this.console.includes(text),
			`"${text}" on the console`,
			() => this.console.slice(-2000),
		);
	}

	logs(text: string): Promise<void> {
		return this.until(
			() => this.log.some((line) => line.includes(text)),
			`"${text}" in the log`,
			() => this.log,
		);
	}

	notes(text: string): Promise<void> {
		return this.until(
			() => this.notices.some((notice) => notice.includes(text)),
			`notice "${text}"`,
			() => this.notices,
		);
	}

	/** Runs a line in the machine's shell. */
	async shell(line: string): Promise<Left> {
		const texts = { out: '', err: '' };
		const { ended } = await this.machine.command(line, (stream, text) => {
			texts[stream] += text;
		});
		return { status: await ended, ...texts };
	}

	/** Starts a client and leaves it running. */
	start(client: Client): void {
		const texts = { out: '', err: '' };
		let error: ClientError | undefined;
		const run = this.machine.run(client, {
			output: (stream, text) => {
				texts[stream] += text;
				if (stream === 'out' && this.#run) this.#run.out += text;
			},
			error: (what) => {
				error = what;
			},
		});
		const left = run.ended.then((status) => ({ status, ...texts, ...(error && { error }) }));
		this.#run = { run, left, out: '' };
	}

	/** Waits until the client that was started last has printed that. */
	printed(text: string): Promise<void> {
		return this.until(
			() => this.#run?.out.includes(text) ?? false,
			`"${text}" printed`,
			() => this.#run?.out,
		);
	}

	interrupt(): void {
		this.#run?.run.interrupt();
	}

	stop(): void {
		this.#run?.run.stop();
	}

	/** Waits for the client that was started last. */
	left(): Promise<Left> {
		return this.#run?.left ?? Promise.reject(new Error('no client was started'));
	}

	/** Runs a client to its end. */
	client(client: Client): Promise<Left> {
		this.start(client);
		return this.left();
	}
}

Object.assign(globalThis, { harness: new Harness() });
