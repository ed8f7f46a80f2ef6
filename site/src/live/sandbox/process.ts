import type { During } from '../../../../vm/machines/page/relay/lending.ts';
import type { Client, ClientError } from '../machine.ts';
import { ClientOutput } from './output.ts';
import type { Signal, Word } from './talk.ts';
import { afterAll, ClientTimers } from './timers.ts';

/** Exit statuses as Node and shells have them. */
const failed = 1;
const unsettled = 13;
const interrupted = 130;

type Listener = (event: string) => void;

/** Thrown to leave whatever calls process.exit(); nobody is told of it. */
class Leaving extends Error {}

/**
 * What a client knows as its process, and when it ends: as in Node once nothing is waited for any more.
 */
export class ClientProcess {
	#exitCode: number | undefined;
	readonly #args: readonly string[];
	readonly #say: (word: Word) => void;
	readonly #describe: (error: unknown) => ClientError | Promise<ClientError>;
	readonly #output: ClientOutput;
	readonly #timers = new ClientTimers(() => this.#look());
	readonly #listeners = new Map<string, Set<Listener>>();
	#pid = 0;
	/** Calls that are waited for. */
	#calls = 0;
	#evaluated = false;
	#failing = false;
	#ended = false;

	constructor(
		args: Client['args'],
		say: (word: Word) => void,
		describe: (error: unknown) => ClientError | Promise<ClientError>,
	) {
		this.#args = args;
		this.#say = say;
		this.#describe = describe;
		this.#output = new ClientOutput(
			(stream, output) => this.#ended || say({ stream, output }),
			(reason) => this.#fail(new Error(reason)),
		);
	}

	/** Makes it the process of this worker. */
	install(): void {
		this.#output.install();
		this.#timers.install();
		addEventListener('error', (event) => {
			event.preventDefault();
			this.#fail(event.error ?? new Error(event.message));
		});
		addEventListener('unhandledrejection', (event) => {
			event.preventDefault();
			this.#fail(event.reason);
		});
		const on = (name: string, listener: Listener) => {
			const listeners = this.#listeners.get(name) ?? new Set();
			this.#listeners.set(name, listeners.add(listener));
			return process;
		};
		const off = (name: string, listener: Listener) => {
			this.#listeners.get(name)?.delete(listener);
			return process;
		};
		const self = this;
		const process = {
			argv: ['node', 'client.ts', ...this.#args],
			env: {},
			platform: 'linux',
			/** Of the process in the machine that has the first socket. */
			get pid() {
				return self.#pid;
			},
			get exitCode() {
				return self.#exitCode;
			},
			set exitCode(status) {
				self.#exitCode = status;
			},
			exit: (status = self.#exitCode ?? 0) => {
				self.#end(status);
				throw new Leaving();
			},
			stdout: { write: (text: string) => this.#output.write('out', text) },
			stderr: { write: (text: string) => this.#output.write('err', text) },
			on,
			off,
			once: (name: string, listener: Listener) => {
				const heard = (event: string) => {
					off(name, heard);
					listener(event);
				};
				return on(name, heard);
			},
		};
		Object.assign(globalThis, { process });
	}

	/** The machine has opened a socket for it. */
	opened(portId: number): void {
		// There is a process in the machine for each socket, and the kernel made the port id of its pid.
		this.#pid ||= portId;
	}

	readonly during: During = async (call) => {
		this.#calls += 1;
		try {
			return await call();
		} finally {
			this.#calls -= 1;
			this.#look();
		}
	};

	/** Runs its program; `begun` is to be called when its first statement is about to run. */
	evaluate(run: (begun: () => void) => Promise<void>): void {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.during(() => promise);
		run(resolve).then(
			() => {
				this.#evaluated = true;
				this.#look();
			},
			(error) => this.#fail(error),
		);
	}

	signal(signal: Signal['signal']): void {
		const listeners = this.#listeners.get(signal);
		if (!listeners?.size) this.#end(interrupted);
		else for (const listener of [...listeners]) listener(signal);
	}

	/** Ends it if it has nothing left to wait for, once all has run that can. */
	#look(): void {
		if (this.#isBusy()) return;
		afterAll(() => {
			if (this.#isBusy() || this.#ended) return;
			if (this.#evaluated) return this.#end(this.#exitCode ?? 0);
			this.#output.write('err', 'Warning: Detected unsettled top-level await\n');
			this.#end(unsettled);
		});
	}

	#isBusy(): boolean {
		return this.#calls > 0 || this.#timers.areRunning;
	}

	#fail(error: unknown): void {
		if (this.#failing || this.#ended || error instanceof Leaving) return;
		this.#failing = true;
		const tell = (error: ClientError) => {
			this.#say({ error });
			this.#end(failed);
		};
		const described = this.#describe(error);
		// At once where that can be: a loop may be running that leaves no time for anything later.
		if (described instanceof Promise) described.then(tell);
		else tell(described);
	}

	#end(status: number): void {
		if (this.#ended) return;
		for (const listener of this.#listeners.get('exit') ?? []) listener('exit');
		this.#ended = true;
		this.#say({ ended: status });
	}
}
