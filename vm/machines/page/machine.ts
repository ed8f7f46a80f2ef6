import { V86, type V86Options } from 'v86';
import type { Port } from './relay/port.ts';

/** In MiB; a saved state fits only a machine of the same size. */
const memorySize = 64;

/** The ports of the virtio console that something in the guest reads: vm/guest/page/start. */
export const relayPort = 1;

/** What v86 calls what it gives and its types do not. */
interface Bus {
	send(event: string, value: Uint8Array): void;
	register(event: string, listener: (value: Uint8Array) => void, owner: object): void;
	unregister(event: string, listener: (value: Uint8Array) => void): void;
}

/** What a machine is started with for the first time. */
export interface BootParts {
	/** v86.wasm */
	readonly emulator: WebAssembly.Module;
	readonly bios: Uint8Array;
	readonly vgaBios: Uint8Array;
	/** A bzImage. */
	readonly kernel: Uint8Array;
	/** The kernel's command line. */
	readonly commandLine: string;
	/** What the machine finds in the folder that it shares. */
	readonly files: Readonly<Record<string, Uint8Array>>;
}

/** What a machine goes on from. */
export interface SavedParts {
	/** v86.wasm */
	readonly emulator: WebAssembly.Module;
	/** What `save` gave, as it is or packed with zstd. */
	readonly state: Uint8Array;
}

function buffer(bytes: Uint8Array): { buffer: ArrayBuffer } {
	return { buffer: bytes.slice().buffer };
}

/**
 * v86 sets its time stamp counter relative to where that was, and forgets that there was an offset already: a guest that is restored
 * would find its clock anywhere, and timers would not fire for seconds. So the offset is taken back first, by setting the
 * counter to what it says.
 */
function withClock(exports: WebAssembly.Exports): WebAssembly.Exports {
	const { read_tsc, set_tsc } = exports as {
		read_tsc(): bigint;
		set_tsc(low: number, high: number): void;
	};
	return {
		...exports,
		set_tsc(low: number, high: number): void {
			const now = read_tsc();
			set_tsc(Number(BigInt.asIntN(32, now)), Number(BigInt.asIntN(32, now >> 32n)));
			set_tsc(low, high);
		},
	};
}

/** How much of the console is kept, in characters. */
const consoleKept = 64 * 1024;

/**
 * The guide's small i386 machine: v86, in Node and in a browser. Its serial line is the console, with a shell; the ports of its
 * virtio console are bytes for the relay; it shares a folder with us, /stage in the guest.
 */
export class PageMachine implements AsyncDisposable {
	/** What the console has shown, at least its end. */
	console = '';
	readonly #emulator: V86;
	readonly #consoleListeners = new Set<(text: string) => void>();

	private constructor(emulator: V86) {
		this.#emulator = emulator;
		const decoder = new TextDecoder();
		let bytes: number[] = [];
		emulator.add_listener('serial0-output-byte', (byte) => {
			bytes.push(byte);
			if (bytes.length > 1) return;
			queueMicrotask(() => {
				const text = decoder.decode(Uint8Array.from(bytes), { stream: true });
				bytes = [];
				this.console = (this.console + text).slice(-consoleKept);
				for (const listener of this.#consoleListeners) listener(text);
			});
		});
	}

	/** Starts a machine from its firmware on: seconds. */
	static async boot(parts: BootParts): Promise<PageMachine> {
		const machine = await PageMachine.#create(parts.emulator, {
			bios: buffer(parts.bios),
			vga_bios: buffer(parts.vgaBios),
			bzimage: buffer(parts.kernel),
			cmdline: parts.commandLine,
		});
		for (const [name, bytes] of Object.entries(parts.files)) await machine.addFile(name, bytes);
		await machine.resume();
		return machine;
	}

	/** Lets a saved machine go on: a fraction of a second. */
	static async restore(parts: SavedParts): Promise<PageMachine> {
		const machine = await PageMachine.#create(parts.emulator, {
			initial_state: buffer(parts.state),
		});
		await machine.resume();
		return machine;
	}

	static async #create(emulator: WebAssembly.Module, options: V86Options): Promise<PageMachine> {
		const v86 = new V86({
			wasm_fn: async (imports) =>
				withClock((await WebAssembly.instantiate(emulator, imports)).exports),
			memory_size: memorySize << 20,
			vga_memory_size: 1 << 20,
			filesystem: {},
			virtio_console: { type: 'none' },
			disable_keyboard: true,
			disable_mouse: true,
			disable_speaker: true,
			fastboot: true,
			autostart: false,
			...options,
		});
		const machine = new PageMachine(v86);
		await new Promise<void>((resolve) => v86.add_listener('emulator-ready', () => resolve()));
		return machine;
	}

	/** Types at the console. */
	type(text: string): void {
		this.#emulator.serial0_send(text);
	}

	/** Calls back with what the console shows from now on, until what it returns is called. */
	onConsole(listener: (text: string) => void): () => void {
		this.#consoleListeners.add(listener);
		return () => this.#consoleListeners.delete(listener);
	}

	/** One of the ports of the virtio console, /dev/hvc<number> in the guest. */
	port(number: number): Port {
		const { bus } = this.#emulator as unknown as { bus: Bus };
		return {
			send: (bytes) => bus.send(`virtio-console${number}-input-bytes`, bytes),
			listen: (listener) => {
				const event = `virtio-console${number}-output-bytes`;
				bus.register(event, listener, this);
				return () => bus.unregister(event, listener);
			},
		};
	}

	/** Puts a file into the folder that the guest has as /stage; one of the same name is replaced. */
	async addFile(name: string, bytes: Uint8Array): Promise<void> {
		await this.#emulator.create_file(name, bytes);
	}

	/** The whole machine as it is, not compressed. */
	async save(): Promise<Uint8Array> {
		return new Uint8Array(await this.#emulator.save_state());
	}

	/** Brings the machine to a state that it, or one like it, had, as it is or packed: its console, its kernel, its files. */
	async rewind(state: Uint8Array): Promise<void> {
		await this.#emulator.restore_state(state.slice().buffer);
	}

	async pause(): Promise<void> {
		await this.#emulator.stop();
	}

	async resume(): Promise<void> {
		await this.#emulator.run();
	}

	/** Ends the machine and frees its memory. */
	async [Symbol.asyncDispose](): Promise<void> {
		await this.#emulator.destroy();
	}
}
