import type {
	Checkpoint,
	Client,
	ClientListener,
	ClientRun,
	CommandRun,
	Machine,
	MachineEvents,
	MachineState,
} from './machine.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import type { Call, Calls, Events, Said } from './worker/protocol.ts';

type Listener<Kind extends keyof MachineEvents> = (event: MachineEvents[Kind]) => void;

type Listeners = { readonly [Kind in keyof MachineEvents]: Set<Listener<Kind>> };

interface Waiting {
	resolve(value: unknown): void;
	reject(reason: unknown): void;
}

interface OpenCommand {
	output(stream: 'out' | 'err', text: string): void;
	resolve(status: number): void;
	reject(reason: unknown): void;
}

/** Where the machine's files are, from the page: vm/machines/page/publish.ts put them there. */
const folder = () =>
	new URL(`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}live/`, location.href).href;

const broken =
	'The machine in this page has broken down. Starting it again helps; what was done in it is gone.';

const unreachable =
	'The kernel could not be fetched: there is no connection to the server that this page came from.';

/** One machine a tab: it takes a tenth of a gigabyte. */
let current: LiveMachine | undefined;

/** The page's side of the machine: the worker has all of it, the sandbox has its clients. */
export class LiveMachine implements Machine {
	state: MachineState = { name: 'new' };
	release: string | undefined;
	readonly #listeners: Listeners = {
		state: new Set(),
		console: new Set(),
		log: new Set(),
		crossing: new Set(),
		notice: new Set(),
	};
	#worker: Worker | undefined;
	#sandbox: Sandbox | undefined;
	#count = 0;
	#waiting = new Map<number, Waiting>();
	#commands = new Map<number, OpenCommand>();
	readonly #runs = new Set<ClientRun>();
	readonly #checkpoints = new Map<Checkpoint, number>();

	on<Kind extends keyof MachineEvents>(kind: Kind, listener: Listener<Kind>): () => void {
		this.#listeners[kind].add(listener);
		return () => this.#listeners[kind].delete(listener);
	}

	async start(stage: string): Promise<void> {
		current?.dispose();
		current = this;
		this.#become({ name: 'downloading', received: 0, total: 0 });
		const worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
		this.#worker = worker;
		worker.addEventListener('message', ({ data }: MessageEvent<Said>) => this.#hear(data));
		// Without a message it is the file that could not be had.
		worker.addEventListener('error', ({ message }) => this.#fail(message ? broken : unreachable));
		document.addEventListener('visibilitychange', this.#hidden);
		addEventListener('pagehide', this.#left);
		// Its frame loads meanwhile.
		this.#sandbox = new Sandbox();
		try {
			await this.#call('start', [folder(), stage]);
		} catch (error) {
			// It may have been disposed of meanwhile.
			if (this.#worker === worker) this.#fail((error as Error).message);
			throw error;
		}
	}

	async reset(): Promise<void> {
		this.#stopClients();
		await this.#call('reset', []);
	}

	async checkpoint(): Promise<Checkpoint> {
		const { id, bytes } = await this.#call('checkpoint', []);
		const checkpoint = { time: Date.now(), bytes };
		this.#checkpoints.set(checkpoint, id);
		return checkpoint;
	}

	async rewind(checkpoint: Checkpoint): Promise<void> {
		const id = this.#checkpoints.get(checkpoint);
		if (id === undefined) throw new Error('This checkpoint was forgotten.');
		this.#stopClients();
		await this.#call('rewind', [id]);
	}

	forget(checkpoint: Checkpoint): void {
		const id = this.#checkpoints.get(checkpoint);
		this.#checkpoints.delete(checkpoint);
		if (id !== undefined) this.#do('forget', id);
	}

	async pause(): Promise<void> {
		await this.#call('pause', ['reader']);
	}

	async resume(): Promise<void> {
		await this.#call('resume', []);
	}

	dispose(): void {
		this.#close('The machine was stopped.');
		this.#become({ name: 'stopped' });
	}

	type(text: string): void {
		this.#do('type', text);
	}

	async command(line: string, output: OpenCommand['output']): Promise<CommandRun> {
		const id = ++this.#count;
		const ended = new Promise<number>((resolve, reject) =>
			this.#commands.set(id, { output, resolve, reject }),
		);
		// Whoever does not wait for its end does not have to hear of a machine that has gone.
		ended.catch(() => {});
		await this.#call('command', [id, line]);
		return { ended, stop: () => this.#do('kill', id) };
	}

	run(client: Client, listener: ClientListener): ClientRun {
		if (!this.#sandbox) throw new Error('The machine is not started.');
		const id = ++this.#count;
		const sockets = new MessageChannel();
		this.#call('lend', [id, sockets.port1], [sockets.port1]).catch(() => {});
		const run = this.#sandbox.run(client, sockets.port2, listener);
		this.#runs.add(run);
		run.ended.then(() => {
			this.#runs.delete(run);
			this.#do('takeBack', id);
		});
		return run;
	}

	async addFile(path: string, bytes: Uint8Array): Promise<void> {
		await this.#call('addFile', [path, bytes]);
	}

	#become(state: MachineState): void {
		this.state = state;
		this.#tell('state', state);
		if (state.name === 'panicked' || state.name === 'failed') this.#stopClients();
		if (state.name === 'ready' && document.hidden) this.#do('pause', 'page');
	}

	#tell<Kind extends keyof MachineEvents>(kind: Kind, event: MachineEvents[Kind]): void {
		for (const listener of this.#listeners[kind]) listener(event);
	}

	#fail(reason: string): void {
		this.#close(reason);
		this.#become({ name: 'failed', reason });
	}

	/** Ends all that there is; whatever is waited for rejects with the reason. */
	#close(reason: string): void {
		if (current === this) current = undefined;
		document.removeEventListener('visibilitychange', this.#hidden);
		removeEventListener('pagehide', this.#left);
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#stopClients();
		this.#sandbox?.dispose();
		this.#sandbox = undefined;
		this.#checkpoints.clear();
		for (const { reject } of [...this.#waiting.values(), ...this.#commands.values()])
			reject(new Error(reason));
		this.#waiting.clear();
		this.#commands.clear();
	}

	#stopClients(): void {
		for (const run of this.#runs) run.stop();
	}

	readonly #hidden = (): void => {
		if (document.hidden) this.#do('pause', 'page');
		else if (this.state.name === 'paused' && this.state.by === 'page') this.#do('resume');
	};

	readonly #left = (): void => this.dispose();

	#call<Name extends keyof Calls>(
		name: Name,
		args: Parameters<Calls[Name]>,
		transfer: Transferable[] = [],
	): Promise<Awaited<ReturnType<Calls[Name]>>> {
		const worker = this.#worker;
		if (!worker) return Promise.reject(new Error('The machine is not started.'));
		const id = ++this.#count;
		worker.postMessage({ id, name, args } satisfies Call, transfer);
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
		});
	}

	/** Calls for what nobody waits for: a machine that has gone meanwhile does not do it, and that is all right. */
	#do<Name extends keyof Calls>(name: Name, ...args: Parameters<Calls[Name]>): void {
		this.#call(name, args).catch(() => {});
	}

	#hear(said: Said): void {
		if ('answer' in said) {
			const waiting = this.#waiting.get(said.answer);
			this.#waiting.delete(said.answer);
			if ('problem' in said) waiting?.reject(new Error(said.problem));
			else waiting?.resolve(said.value);
			return;
		}
		if (said.kind === 'state') this.#become(said.event);
		else if (said.kind === 'release') this.release = said.event;
		else if (said.kind === 'output') this.#commandOutput(said.event);
		else if (said.kind === 'ended') this.#commandEnded(said.event);
		else this.#tell(said.kind, said.event);
	}

	#commandOutput({ command, stream, text }: Events['output']): void {
		this.#commands.get(command)?.output(stream, text);
	}

	#commandEnded({ command: id, status, reason }: Events['ended']): void {
		const command = this.#commands.get(id);
		this.#commands.delete(id);
		if (status === undefined) command?.reject(new Error(reason));
		else command?.resolve(status);
	}
}
