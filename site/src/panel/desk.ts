/** What lies below the panel's bar: the user's side, the wire, the kernel's side. Loaded with the machine. */
import type { Machine } from '../live/machine.ts';
import { Clients } from './clients.ts';
import { Console } from './console.ts';
import { onPress, setEnabled } from './enabled.ts';
import { KernelLog } from './kernel-log.ts';
import { loadedModules } from './loading.ts';
import { ModuleDesk } from './module-desk.ts';
import { Moments } from './moments.ts';
import { namesFor } from './names.ts';
import { filePanes, part } from './parts.ts';
import { type Line, play, type Started } from './player.ts';
import type { Shell } from './shell.ts';
import { StageFiles } from './stage-files.ts';
import { Tabs } from './tabs.ts';
import { Wire } from './wire.ts';
import { wordsOf } from './words.ts';

/** The id of the sentence that says how focus leaves editors and the console. */
const hint = 'panel-leave';

interface Parts {
	readonly panel: HTMLElement;
	readonly machine: Machine;
	readonly shell: Shell;
	readonly stage: string;
	readonly previous: string | undefined;
	tell(sentence: string): void;
}

export class Desk {
	readonly #parts: Parts;
	readonly #sides: Tabs;
	readonly #kernelTabs: Tabs;
	readonly #clients: Clients;
	readonly #console: Console;
	readonly #files: StageFiles;
	readonly module: ModuleDesk;

	static async open(parts: Parts): Promise<Desk> {
		const { panel, machine, shell, stage } = parts;
		let desk: Desk | undefined;
		const both = {
			hint,
			runAll: () => desk?.runAll(),
			refused: () => {
				part(panel, 'not-kept').hidden = false;
			},
		};
		const [console, files, module, protocolOf] = await Promise.all([
			Console.open(part(panel, 'console'), machine, shell, hint),
			StageFiles.open({
				...both,
				folder: `examples/${stage}`,
				kept: stage,
				panes: filePanes(part(panel, 'user')),
				run: () => desk?.runClient(),
				changed: () => desk?.showEdits(),
			}),
			StageFiles.open({
				...both,
				folder: `kmod/${stage}`,
				kept: `${stage}/module`,
				panes: filePanes(part(panel, 'kernel')),
				run: () => desk?.module.buildAndLoad(),
				changed: (name) => desk?.module.changed(name),
				find: (name, file) => desk?.module.find(name, file),
				complete: async (prefix, file) => (await desk?.module.complete(prefix, file)) ?? [],
			}),
			namesFor(stage),
		]);
		const wire = new Wire(part(panel, 'wire-scroller'), part(panel, 'messages'), protocolOf);
		desk = new Desk(parts, console, files, module, wire);
		return desk;
	}

	private constructor(
		parts: Parts,
		console: Console,
		files: StageFiles,
		module: StageFiles,
		wire: Wire,
	) {
		const { panel, machine, tell } = parts;
		this.#parts = parts;
		this.#console = console;
		this.#files = files;
		this.#clients = this.#openClients();
		this.#userTabs = new Tabs(part(panel, 'user-tabs'), () => this.showEdits());
		this.#kernelTabs = new Tabs(part(panel, 'kernel-tabs'), (name) => this.module.shown(name));
		this.#sides = new Tabs(part(panel, 'sides'));
		sidesAsTabs(panel);

		const log = new KernelLog(part(panel, 'log'));
		machine.on('log', (message) => log.add(message));
		machine.on('crossing', (crossing) => wire.add(crossing));
		const moments = new Moments(
			machine,
			log,
			{
				checkpoint: part(panel, 'checkpoint'),
				rewind: part(panel, 'rewind'),
				reset: part(panel, 'reset'),
			},
			tell,
		);
		this.module = new ModuleDesk({
			files: module,
			panel,
			machine,
			moments,
			hint,
			clients: this.#clients,
			select: (file) => {
				this.#sides.select('kernel');
				this.#kernelTabs.select(file);
			},
		});

		const bytes = part<HTMLInputElement>(panel, 'bytes');
		bytes.addEventListener('change', () => wire.showBytes(bytes.checked));
		part(panel, 'clear').addEventListener('click', () => wire.clear());
		part(panel, 'run').addEventListener('submit', (event) => {
			event.preventDefault();
			this.runClient();
		});
		part(panel, 'original').addEventListener('click', () => this.#files.restore(this.#shownFile));
		this.#showOffer();
		this.showEdits();
	}

	readonly #userTabs: Tabs;

	/** The console is where a reader goes on. */
	focus(): void {
		this.#kernelTabs.select('console');
		this.#console.focus();
	}

	/** Runs the client as it is in the editors, with what stands in the line of arguments. */
	runClient(): void {
		this.#start(part<HTMLInputElement>(this.#parts.panel, 'arguments').value);
	}

	/** Builds the module, loads it, and runs the client. */
	async runAll(): Promise<void> {
		if (await this.module.buildAndLoad()) this.runClient();
	}

	/** Puts a change into the module's C, and says something about it; runs nothing. */
	async putChange(patch: string, about: string): Promise<void> {
		try {
			await this.module.putChange(patch, about);
		} catch (error) {
			this.#parts.tell((error as Error).message);
		}
	}

	/** Plays lines of a transcript, for as long as the machine is there as it is. */
	async play(lines: readonly Line[], signal: AbortSignal): Promise<void> {
		const { machine, shell } = this.#parts;
		const gone = new AbortController();
		const forget = machine.on('state', ({ name }) => {
			if (name !== 'ready' && name !== 'paused')
				gone.abort(new Error('The machine was stopped or taken back while this was played.'));
		});
		void this.#clients.stop();
		await play(
			lines,
			{
				shell: (line, signal) => {
					this.#sides.select('kernel');
					this.#kernelTabs.select('console');
					return shell.run(line, signal);
				},
				client: (args) => {
					this.#sides.select('user');
					const line = args.join(' ');
					part<HTMLInputElement>(this.#parts.panel, 'arguments').value = line;
					return this.#start(line);
				},
				modules: async () => (await loadedModules(machine)).map(({ name }) => name),
			},
			AbortSignal.any([signal, gone.signal]),
		).finally(forget);
	}

	/** Whether the shown file differs from the chapter's. */
	showEdits(): void {
		const { panel } = this.#parts;
		part(panel, 'original').hidden = !this.#files.isEdited(this.#shownFile);
		for (const tab of part(panel, 'user-tabs').querySelectorAll<HTMLElement>('[role="tab"]'))
			tab.toggleAttribute('data-edited', this.#files.isEdited(tab.dataset.name ?? ''));
	}

	get #shownFile(): string {
		const tabs = part(this.#parts.panel, 'user-tabs');
		return tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset.name ?? '';
	}

	#start(line: string): Started {
		this.#files.mark(undefined);
		const started = this.#clients.start(
			{ files: this.#files.texts, args: wordsOf(line) },
			`client ${line}`.trimEnd(),
		);
		this.module.watch(started.ended);
		return started;
	}

	#openClients(): Clients {
		const { panel, machine } = this.#parts;
		const interrupt = part<HTMLButtonElement>(panel, 'interrupt');
		const stop = part<HTMLButtonElement>(panel, 'stop');
		const running = (isRunning: boolean) => {
			setEnabled(interrupt, isRunning);
			setEnabled(stop, isRunning);
		};
		const clients = new Clients(machine, part(panel, 'output'), {
			running,
			error: (place) => this.#files.mark(place),
			visit: (place) => {
				this.#sides.select('user');
				this.#userTabs.select(place.file);
				this.#files.visit(place);
			},
		});
		onPress(interrupt, () => clients.interrupt());
		onPress(stop, () => clients.stop());
		running(false);
		return clients;
	}

	#showOffer(): void {
		const { panel, previous } = this.#parts;
		const offer = this.#files.offerFrom(previous);
		const row = part(panel, 'offer');
		row.hidden = offer === undefined;
		if (!offer) return;
		part(panel, 'offered').textContent = Object.keys(offer).join(' and ');
		const answer = (isWanted: boolean) => {
			this.#files.answerOffer(offer, isWanted);
			row.hidden = true;
		};
		part(panel, 'bring').addEventListener('click', () => answer(true));
		part(panel, 'leave').addEventListener('click', () => answer(false));
	}
}

/** Where there is room for one side only, the sides are panels of tabs. */
function sidesAsTabs(panel: HTMLElement): void {
	const tabs = part(panel, 'sides');
	new ResizeObserver(() => {
		const areTabs = getComputedStyle(tabs).display !== 'none';
		for (const side of panel.querySelectorAll<HTMLElement>('.side'))
			side.role = areTabs ? 'tabpanel' : 'group';
	}).observe(panel);
}
