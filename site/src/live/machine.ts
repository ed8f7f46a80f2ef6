/**
 * The machine in the page, as a panel sees it: a Linux kernel on v86 in a worker, and clients that run in a sandbox and talk to it.
 * Importing this loads nothing of either; `start` does.
 */
import type { KernelMessage } from '../../../vm/guest/kernel-message.ts';
import { LiveMachine } from './live-machine.ts';

export type MachineState =
	/** Nothing is loaded: before `start`. */
	| { readonly name: 'new' }
	/** The server that this page comes from is still building the machine. Goes on by itself. */
	| { readonly name: 'building'; readonly what: string }
	/** Bytes as they are transferred; `total` is known from the beginning. */
	| { readonly name: 'downloading'; readonly received: number; readonly total: number }
	/** The saved state is being restored: at the start, after a reset, after a rewind. */
	| { readonly name: 'restoring' }
	| { readonly name: 'ready' }
	/** By the reader, or because the page is hidden; the latter ends when it is shown again. */
	| { readonly name: 'paused'; readonly by: 'reader' | 'page' }
	/** The kernel has panicked, or was halted; `reason` is its own last word. `reset` and `rewind` help. */
	| { readonly name: 'panicked'; readonly reason: string }
	/** It could not start, or broke; `reason` is a sentence for the reader. `start` tries again. */
	| { readonly name: 'failed'; readonly reason: string }
	/** After `dispose`. */
	| { readonly name: 'stopped' };

/** A datagram of a client, as it passes. It may hold several messages: `describeMessage` of the library tells them apart. */
export interface Crossing {
	/** `down` from the client to the kernel (or to another socket), `up` to the client. */
	readonly direction: 'down' | 'up';
	/** The netlink protocol of the client's socket. */
	readonly protocol: number;
	/** The port id of the client's socket. */
	readonly portId: number;
	/** Whom it goes to or comes from: 0 is the kernel. */
	readonly peer: number;
	/** The multicast group that it came by; 0 for none. */
	readonly group: number;
	readonly bytes: Uint8Array;
	/** When it passed, in milliseconds since the epoch. */
	readonly time: number;
}

export interface MachineEvents {
	state: MachineState;
	/** What the console shows, for a terminal to write. */
	console: string;
	/** A message of the kernel's log, as it comes; `isToThePoint` (vm/guest/kernel-message.ts) leaves out what no chapter is about. */
	log: KernelMessage;
	crossing: Crossing;
	/** Something that the reader should know, a sentence: the relay in the guest was killed and is there again. */
	notice: string;
}

/** Everything of the machine at one moment. It belongs to the machine that made it. */
export interface Checkpoint {
	/** In milliseconds since the epoch. */
	readonly time: number;
	/** The memory that it takes. */
	readonly bytes: number;
}

/** What is run in the sandbox. */
export interface Client {
	/** Its TypeScript by file name, `client.ts` and what it imports: `{ 'client.ts': …, 'pulse.ts': … }`. */
	readonly files: Readonly<Record<string, string>>;
	/** The words after `client`. */
	readonly args: readonly string[];
}

/** An error that ended a client: one that was thrown and not caught, or in what its files say. */
export interface ClientError {
	/** As Node prints it: name, message and the calls that led there, in lines. */
	readonly text: string;
	/** The reader's own line that it is about; undefined where there is none. */
	readonly place:
		| { readonly file: string; readonly line: number; readonly column: number }
		| undefined;
}

/** Called while a client runs. */
export interface ClientListener {
	/** What it prints, in pieces as they come: `out` by console.log, `err` by console.error. */
	output(stream: 'out' | 'err', text: string): void;
	/** At most once, before the end. */
	error(error: ClientError): void;
}

export interface ClientRun {
	/** The exit status, once it has ended; 1 after an error, 130 interrupted, 137 stopped. Never rejects. */
	readonly ended: Promise<number>;
	/** Ctrl-C: the client's own SIGINT listener is called; without one it ends. A loop that never pauses does not hear it. */
	interrupt(): void;
	/** Ends it at once, whatever it is at, an endless loop too. Its sockets are closed. */
	stop(): void;
}

/** How a command ended. */
export interface CommandRun {
	/** Its exit status, 128 + n where signal n ended it; rejects where the machine or its relay has gone. */
	readonly ended: Promise<number>;
	/** Kills it and what it started. */
	stop(): void;
}

export interface Machine {
	readonly state: MachineState;
	/** `uname -r` of the kernel; undefined before `start` has read what there is to load. */
	readonly release: string | undefined;

	/** Calls back with each event of a kind from now on, until what it returns is called. */
	on<Kind extends keyof MachineEvents>(
		kind: Kind,
		listener: (event: MachineEvents[Kind]) => void,
	): () => void;

	/**
	 * Loads what is needed and starts the machine with a stage's modules in its folder, /stage. States tell how far it is.
	 *
	 * @throws Error with the sentence of the state `failed`
	 */
	start(stage: string): Promise<void>;
	/** Makes the machine what it was just after `start`; what runs is ended. */
	reset(): Promise<void>;
	/** Keeps everything as it is now, for `rewind`. Some 10 MB of memory. */
	checkpoint(): Promise<Checkpoint>;
	/** Brings everything back: kernel, modules, files, console. What runs is ended. */
	rewind(checkpoint: Checkpoint): Promise<void>;
	/** Frees the memory of a checkpoint. */
	forget(checkpoint: Checkpoint): void;
	pause(): Promise<void>;
	resume(): Promise<void>;
	/** Ends the machine and all that runs, and frees its memory. Leaving the page does it too. */
	dispose(): void;

	/** Types at the console, as a keyboard does: a line ends with `\n`. */
	type(text: string): void;
	/** Runs a line in a shell of its own in the folder /stage, beside the console. */
	command(line: string, output: (stream: 'out' | 'err', text: string) => void): Promise<CommandRun>;
	/** Runs a client against this machine. Several may run. */
	run(client: Client, listener: ClientListener): ClientRun;
	/** Puts a file into /stage, for example a module that the reader has built; a folder on the way is made. */
	addFile(path: string, bytes: Uint8Array): Promise<void>;
}

/** Why there can be no machine in this browser, a sentence; undefined where there can. Costs nothing. */
export function unsupported(): string | undefined {
	if (typeof WebAssembly !== 'object')
		return 'This browser has no WebAssembly, or it is switched off, so no kernel can run in this page.';
	if (typeof Worker !== 'function' || typeof DecompressionStream !== 'function')
		return 'This browser is too old to run a kernel in this page.';
	return undefined;
}

/** A machine that is not started yet. A tab has one: starting another ends the first. */
export function createMachine(): Machine {
	return new LiveMachine();
}
