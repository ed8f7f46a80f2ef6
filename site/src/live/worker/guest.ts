import type { PageMachine } from '../../../../vm/machines/page/machine.ts';
import type { Command } from '../../../../vm/machines/page/relay/command.ts';
import { Lender, type LentFrame } from '../../../../vm/machines/page/relay/lending.ts';
import type { Port } from '../../../../vm/machines/page/relay/port.ts';
import { Relay } from '../../../../vm/machines/page/relay/relay.ts';
import type { MachineState } from '../machine.ts';
import { Crossings } from './crossings.ts';
import { download, type Parts, readCatalogue } from './download.ts';
import type { Events } from './protocol.ts';

const SIGKILL = 9;

/** What a terminal that shows the console is told first: to forget everything. */
const resetTerminal = '\u001bc';

/** The shell waits at its prompt in the saved machine. */
const savedConsole = '# ';

/** How much of the console is kept for a checkpoint, in characters. */
const consoleKept = 64 * 1024;

/** What the kernel says last. */
const lastWords =
	/(Kernel panic - not syncing: .*|reboot: (?:Restarting|System halted|Power down).*)\r\n/;

/** At most, in characters. */
const longestWords = 1024;

/** How long a kernel that has said so is waited for, in milliseconds; it writes about it meanwhile. */
const panicTime = 500;

/** Everything of the machine at one moment. */
interface Moment {
	/** As PageMachine saves it, or packed. */
	readonly state: Uint8Array;
	/** What its console showed. */
	readonly console: string;
}

/** The page's machine as its worker holds it. */
export class Guest {
	readonly #tell: <Kind extends keyof Events>(kind: Kind, event: Events[Kind]) => void;
	#parts: Parts | undefined;
	#machine: PageMachine | undefined;
	#port: Port | undefined;
	#relay: Relay | undefined;
	#state: MachineState['name'] = 'new';
	readonly #moments = new Map<number, Moment>();
	readonly #commands = new Map<number, Command>();
	/** What ends each loan. */
	readonly #loans = new Map<number, () => void>();
	/** The end of what the console has shown since the machine was last restored. */
	#console = '';
	/** The end of what the console has shown, where a kernel's last words are looked for. */
	#heard = '';
	#count = 0;

	constructor(tell: <Kind extends keyof Events>(kind: Kind, event: Events[Kind]) => void) {
		this.#tell = tell;
	}

	/**
	 * @param folder address of the folder of what is published, with its last slash
	 * @throws Error with a sentence for the reader
	 */
	async start(folder: string, stage: string): Promise<void> {
		// On its way while the rest is fetched.
		const code = import('../../../../vm/machines/page/machine.ts');
		const catalogue = await readCatalogue(folder, (what) =>
			this.#become({ name: 'building', what }),
		);
		this.#tell('release', catalogue.release);
		this.#parts = await download(folder, catalogue, stage, (received, total) =>
			this.#become({ name: 'downloading', received, total }),
		);
		this.#become({ name: 'restoring' });
		const { PageMachine, relayPort } = await code;
		this.#machine = await PageMachine.restore(this.#parts);
		this.#port = this.#machine.port(relayPort);
		this.#machine.onConsole((text) => this.#show(text));
		this.#tell('console', resetTerminal);
		this.#show(savedConsole);
		await this.#connect();
		await this.#addModules();
		this.#become({ name: 'ready' });
	}

	async reset(): Promise<void> {
		const { state } = this.#needed(this.#parts);
		await this.#restore({ state, console: savedConsole });
		await this.#addModules();
		this.#become({ name: 'ready' });
	}

	async checkpoint(): Promise<{ id: number; bytes: number }> {
		const state = await this.#needed(this.#machine).save();
		const id = ++this.#count;
		this.#moments.set(id, { state, console: this.#console });
		return { id, bytes: state.length };
	}

	async rewind(id: number): Promise<void> {
		const moment = this.#moments.get(id);
		if (!moment) throw new Error('This checkpoint was forgotten.');
		await this.#restore(moment);
		this.#become({ name: 'ready' });
	}

	forget(id: number): void {
		this.#moments.delete(id);
	}

	async pause(by: 'reader' | 'page'): Promise<void> {
		if (this.#state !== 'ready') return;
		await this.#needed(this.#machine).pause();
		this.#become({ name: 'paused', by });
	}

	async resume(): Promise<void> {
		if (this.#state !== 'paused') return;
		await this.#needed(this.#machine).resume();
		this.#become({ name: 'ready' });
	}

	type(text: string): void {
		this.#needed(this.#machine).type(text);
	}

	/** @param id the page's own number for it */
	async command(id: number, line: string): Promise<void> {
		const decoders = [new TextDecoder(), new TextDecoder()];
		const command = await this.#needed(this.#relay).run(line, (stream, bytes) => {
			const text = decoders[stream - 1]?.decode(bytes, { stream: true }) ?? '';
			this.#tell('output', { command: id, stream: stream === 1 ? 'out' : 'err', text });
		});
		this.#commands.set(id, command);
		const ended = (status: number | undefined, reason: string) => {
			this.#commands.delete(id);
			this.#tell('ended', { command: id, status, reason });
		};
		command.ended.then(
			(status) => ended(status, ''),
			(error) => ended(undefined, error.message),
		);
	}

	async kill(id: number): Promise<void> {
		// It may have ended a moment ago.
		await this.#commands
			.get(id)
			?.signal(SIGKILL)
			.catch(() => {});
	}

	/**
	 * Lends sockets to a client at the other end of a port.
	 *
	 * @param id the page's own number for it
	 */
	lend(id: number, port: MessagePort): void {
		const crossings = new Crossings((crossing) => this.#tell('crossing', crossing));
		const lender = new Lender(this.#needed(this.#relay), (frame) => {
			crossings.up(frame);
			port.postMessage(frame);
		});
		port.onmessage = ({ data }: MessageEvent<LentFrame>) => {
			crossings.down(data);
			lender.hear(data);
		};
		this.#loans.set(id, () => {
			port.close();
			lender.close();
		});
	}

	/** The client has ended: its sockets go. */
	takeBack(id: number): void {
		this.#loans.get(id)?.();
		this.#loans.delete(id);
	}

	async addFile(path: string, bytes: Uint8Array): Promise<void> {
		await this.#addFiles(new Map([[path, bytes]]));
	}

	#needed<Thing>(thing: Thing | undefined): Thing {
		if (thing === undefined) throw new Error('The machine is not started.');
		return thing;
	}

	#become(state: MachineState): void {
		this.#state = state.name;
		this.#tell('state', state);
	}

	#show(text: string): void {
		this.#console = (this.#console + text).slice(-consoleKept);
		this.#tell('console', text);
		this.#heard = (this.#heard + text).slice(-longestWords);
		const [, reason] = lastWords.exec(this.#heard) ?? [];
		if (reason === undefined || this.#state !== 'ready') return;
		this.#heard = '';
		this.#suspect(reason);
	}

	/** Anybody can print such words: a kernel that has said them answers nothing any more. */
	async #suspect(reason: string): Promise<void> {
		const relay = this.#needed(this.#relay);
		const alive = await Promise.race([
			relay.ping().then(
				() => true,
				() => false,
			),
			new Promise<boolean>((resolve) => setTimeout(() => resolve(false), panicTime)),
		]);
		// It may have been taken back meanwhile; and such words come twice.
		if (alive || relay !== this.#relay || this.#state !== 'ready') return;
		relay.close(`the kernel answers no more: ${reason}`);
		this.#become({ name: 'panicked', reason });
		await this.#machine?.pause();
	}

	async #connect(): Promise<void> {
		const relay = await Relay.connect(this.#needed(this.#port));
		this.#relay = relay;
		relay.onLost = () => this.#reconnect();
		await relay.log((message) => this.#tell('log', message));
	}

	async #reconnect(): Promise<void> {
		try {
			await this.#connect();
			this.#tell(
				'notice',
				'The relay in the machine was ended and has been started again: sockets and commands that were open are gone.',
			);
		} catch (error) {
			this.#become({
				name: 'failed',
				reason: `The machine cannot be talked to any more: ${(error as Error).message}.`,
			});
		}
	}

	async #restore({ state, console }: Moment): Promise<void> {
		const machine = this.#needed(this.#machine);
		this.#become({ name: 'restoring' });
		this.#relay?.close('the machine was taken back to an earlier moment');
		await machine.pause();
		await machine.rewind(state);
		this.#console = '';
		this.#heard = '';
		this.#tell('console', resetTerminal);
		this.#show(console);
		await machine.resume();
		await this.#connect();
	}

	#addModules(): Promise<void> {
		return this.#addFiles(this.#needed(this.#parts).modules);
	}

	/** By their paths in /stage. */
	async #addFiles(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
		const folders = [...files.keys()]
			.filter((path) => path.includes('/'))
			.map((path) => `'${path.replace(/\/[^/]*$/, '').replaceAll("'", "'\\''")}'`);
		if (folders.length > 0) {
			const command = await this.#needed(this.#relay).run(
				`mkdir -p ${folders.join(' ')}`,
				() => {},
			);
			await command.ended;
		}
		for (const [path, bytes] of files) await this.#needed(this.#machine).addFile(path, bytes);
	}
}
