/** The module's half of the desk: its C in editors, the compiler beside them, and the way into the machine. */

import { lineAt } from '../../../vm/compiler/lines.ts';
import type { Built, Declaration, Diagnostic, Place, Sources } from '../compiler/compiler.ts';
import type { Machine } from '../live/machine.ts';
import { addressWith } from './change-link.ts';
import type { Clients } from './clients.ts';
import { Compiling, type CompilingState } from './compiling.ts';
import { Editor } from './editor.ts';
import { onPress, setEnabled } from './enabled.ts';
import { LoadProblem, load, loadedModules } from './loading.ts';
import type { Moments } from './moments.ts';
import { part } from './parts.ts';
import { countOf, Problems } from './problems.ts';
import type { StageFiles } from './stage-files.ts';
import { megabytes } from './state-words.ts';

/** What the kernel says when it has come upon something that should not be (arch/x86/mm/fault.c, lib/bug.c, kernel/panic.c). */
const complaint = /^(BUG: |kernel BUG at |WARNING: |Oops: |general protection fault)/;

/** A place in a module, as the kernel names it: `pulse_input+0x1b/0x90 [pulse]` (sprint_symbol() in kernel/kallsyms.c). */
const inModule = /(?<!\? )\b([\w.]+)\+0x([0-9a-f]+)\/0x[0-9a-f]+ \[(\w+)\]/;

/** Whether a path is that of one of the kernel's headers. */
function isHeader(path: string): boolean {
	return path.includes('/') && path.endsWith('.h');
}

/** A client that runs for so long may wait for a kernel that has stopped, in milliseconds. */
const suspicious = 5000;

interface Parts {
	readonly panel: HTMLElement;
	readonly machine: Machine;
	readonly files: StageFiles;
	readonly clients: Clients;
	readonly moments: Moments;
	/** The id of the sentence that says how focus leaves. */
	readonly hint: string;
	/** Shows a file's tab. */
	select(file: string): void;
}

/** Something that the reader can do about what was said. */
interface Remedy {
	readonly label: string;
	work(): Promise<unknown>;
}

function wordsFor(state: CompilingState): string {
	switch (state.name) {
		case 'unknown':
			return '';
		case 'absent':
			return `This site has no compiler, so this is to be read. Whoever has the project at hand gets one by ${state.command} (${state.cost}); npm start then offers it here.`;
		case 'offered':
			return `GCC runs in this page: ${megabytes(state.bytes)}, fetched once you change something.`;
		case 'fetching':
			return `Fetching GCC: ${megabytes(state.received)} of ${megabytes(state.total)}`;
		case 'preparing':
			return "Compiling the kernel's headers";
		case 'ready':
			return 'GCC is ready';
		case 'busy':
			return 'GCC is still at it';
		case 'failed':
			return state.reason;
	}
}

export class ModuleDesk {
	readonly #parts: Parts;
	readonly #compiling: Compiling;
	readonly #problems: Problems;
	#diagnostics: readonly Diagnostic[] | undefined;
	#isBusy = false;
	/** What the module that was loaded was built of; undefined where the machine is as it was before. */
	#built: Sources | undefined;
	/** The kernel has complained since then. */
	#isDamaged = false;
	/** Where it came upon what it complained of has been looked for. */
	#isLocated = false;
	#shown = 'console';

	constructor(parts: Parts) {
		this.#parts = parts;
		const { panel, machine, files } = parts;
		const [first = ''] = [...files.originals.keys()].filter((name) => name.endsWith('.c'));
		this.#compiling = new Compiling(first, {
			sources: () => this.#sources,
			state: (state) => this.#showState(state),
			checked: (diagnostics) => this.#diagnose(diagnostics),
		});
		this.#problems = new Problems(
			part(panel, 'problems'),
			(file) => files.originals.has(file) || isHeader(file),
			(place) => this.#visit(place),
		);
		onPress(part(panel, 'load'), () => this.buildAndLoad());
		onPress(part(panel, 'remedy'), () => this.#remedy?.work());
		part(panel, 'module-original').addEventListener('click', () => files.restore(this.#shown));
		const compare = part<HTMLInputElement>(panel, 'compare');
		compare.addEventListener('change', () => this.#compare(compare.checked));
		part(panel, 'share').addEventListener('click', () => this.#share());
		machine.on('log', ({ text }) => {
			if (this.#built && complaint.test(text)) this.#complain(text);
			if (this.#isDamaged) void this.#locate(text);
		});
		machine.on('state', ({ name }) => {
			if (name === 'panicked' && this.#built) this.#complain('it has stopped');
			if (name === 'restoring') this.#forgive();
			this.#showButton();
		});
		this.#showButton();
		this.#showEdits();
	}

	#remedy: Remedy | undefined;

	/** A tab of the kernel's side was chosen. */
	shown(name: string): void {
		const { panel, files } = this.#parts;
		this.#shown = name;
		part(panel, 'module').hidden = name === 'console';
		if (files.originals.has(name)) void this.#compiling.ask();
		this.#showEdits();
	}

	/** The reader has changed a file. */
	changed(name: string): void {
		this.#showEdits();
		if (!this.#remedy) this.#say('');
		this.#compiling.touch(name);
	}

	/**
	 * Builds the module, and puts it into the machine in the place of the one that is there.
	 *
	 * @returns whether it is there
	 */
	async buildAndLoad(): Promise<boolean> {
		const { machine } = this.#parts;
		if (this.#isBusy || machine.state.name !== 'ready') return false;
		const start = performance.now();
		this.#isBusy = true;
		this.#showButton();
		this.#say('');
		try {
			const sources = this.#sources;
			const built = await this.#compiling.build(sources);
			this.#diagnose(built.diagnostics);
			if (built.modules.size === 0) {
				const [first] = built.diagnostics.filter(({ severity }) => severity === 'error');
				const where = first?.place ? ` ${first.place.file}, line ${first.place.line}:` : '';
				this.#say(`Not built: ${countOf(built.diagnostics)}.${where} ${first?.text ?? ''}`);
				return false;
			}
			await this.#load(built, sources);
			const time = ((performance.now() - start) / 1000).toFixed(2);
			const warnings = countOf(built.diagnostics);
			if (!this.#isDamaged)
				this.#say(`Built and loaded in ${time} s${warnings === '' ? '' : `, with ${warnings}`}.`);
			return true;
		} catch (error) {
			this.#explain(error as Error);
			return false;
		} finally {
			this.#isBusy = false;
			this.#showButton();
		}
	}

	/**
	 * Puts a change of the chapter's files into the editors; where the reader has made one, they are asked.
	 *
	 * @param patch a unified one of the stage's files
	 * @param about what the reader is told of it
	 * @throws Error with a sentence for the reader, where it does not fit
	 */
	async putChange(patch: string, about: string): Promise<void> {
		const { files, select } = this.#parts;
		const { patched } = await import('./patches.ts');
		const texts = patched(files.originals, patch);
		const first = [...texts.keys()].find((name) => name.endsWith('.c')) ?? 'Kbuild';
		const put = async () => {
			for (const name of files.originals.keys()) if (!texts.has(name)) files.restore(name);
			files.replace(Object.fromEntries(texts));
			this.#compare(true);
			this.#say(about);
		};
		select(first);
		files.focus(first);
		if (!files.isAnyEdited) await put();
		else
			this.#say(`${about} You have changed the C of this chapter yourself.`, {
				label: 'Put this change in the place of mine',
				work: put,
			});
	}

	/** Shows where a name is declared that stands in a file. */
	async find(name: string, file: string): Promise<void> {
		try {
			const found = await this.#compiling.find(name, file);
			if (found) this.#visit({ ...found, column: 1 });
			else this.#say(`${name} is declared neither here nor in what is included.`);
		} catch (error) {
			this.#say((error as Error).message);
		}
	}

	/** Names that a file can use and that begin like that. */
	complete(prefix: string, file: string): Promise<readonly Declaration[]> {
		return this.#compiling.complete(prefix, file).catch(() => []);
	}

	/** A client has been started: if the kernel stops in the middle of what it asked for, nobody else would say so. */
	watch(ended: Promise<unknown>): void {
		if (!this.#built) return;
		const { machine } = this.#parts;
		const timer = setTimeout(async () => {
			try {
				await loadedModules(machine);
			} catch (error) {
				// What it has complained of says more.
				if (error instanceof LoadProblem && !this.#isDamaged) this.#explain(error);
			}
		}, suspicious);
		ended.then(() => clearTimeout(timer));
	}

	/** Gives the reader an address that carries what they have changed. */
	async #share(): Promise<void> {
		const { files } = this.#parts;
		const { patchFrom } = await import('./patches.ts');
		const patch = patchFrom(files.originals, new Map(Object.entries(files.texts)));
		const address = await addressWith(patch);
		try {
			await navigator.clipboard.writeText(address);
			this.#say(`A link with your change is copied: ${address.length} characters.`);
		} catch {
			history.replaceState(history.state, '', address);
			this.#say('The address of this page carries your change now: copy it from there.');
		}
	}

	#compare(isWanted: boolean): void {
		part<HTMLInputElement>(this.#parts.panel, 'compare').checked = isWanted;
		void this.#parts.files.compare(isWanted);
	}

	get #sources(): Sources {
		return new Map(Object.entries(this.#parts.files.texts));
	}

	async #load({ modules }: Built, sources: Sources): Promise<void> {
		const { machine, moments } = this.#parts;
		// A machine that answers no more is nothing to go back to, and neither is one that has complained.
		await loadedModules(machine);
		if (!this.#isDamaged) await moments.keepBeforeLoad();
		this.#built = sources;
		await load(machine, modules);
	}

	#explain(error: Error): void {
		const { clients, moments } = this.#parts;
		if (!(error instanceof LoadProblem)) {
			this.#say(error.message);
			return;
		}
		const { kind, message } = error;
		if (kind === 'hangs') {
			this.#isDamaged = true;
			this.#say(`${message} A loop that does not end keeps the only processor.`, this.#rewind);
		} else if (kind === 'refused') {
			this.#say(`${message} The kernel's log may say more.`);
		} else if (clients.running.length > 0) {
			const who = clients.running.join(' and ');
			const verb = clients.running.length > 1 ? 'have' : 'has';
			this.#say(`${message} ${who}, which you run here, ${verb} a socket open.`, {
				label: 'Stop it and load',
				work: async () => {
					await clients.stop();
					await this.buildAndLoad();
				},
			});
		} else {
			this.#say(message, {
				label: 'Reset the machine and load',
				work: async () => {
					await moments.reset();
					await this.buildAndLoad();
				},
			});
		}
	}

	get #rewind(): Remedy {
		const { moments } = this.#parts;
		return { label: 'Rewind to before the load', work: () => moments.rewindLoad() };
	}

	#complain(text: string): void {
		// The first word is the one that leads to the cause.
		if (this.#isDamaged) return;
		this.#isDamaged = true;
		this.#say(`The kernel complains: ${text}`, this.#rewind);
	}

	/** Looks for the reader's line that a line of the kernel's report is about: the first that names a place in the module. */
	async #locate(text: string): Promise<void> {
		const [, name, offset, module] = inModule.exec(text) ?? [];
		if (!name || !offset || !module || !this.#built || this.#isLocated) return;
		this.#isLocated = true;
		const { files } = this.#parts;
		const tables = await this.#compiling.lines(this.#built).catch(() => undefined);
		// Of the functions that called, the kernel knows where they will go on.
		const isExact = text.startsWith('EIP: ') || complaint.test(text);
		const at = Number.parseInt(offset, 16) - (isExact ? 0 : 1);
		const lines = tables?.get(module);
		const start = lines && lineAt(lines, name, at, (file) => files.originals.has(file));
		if (!start || !this.#isDamaged) return;
		const { file, line } = start;
		files.mark({ file, line });
		const place = { file, line, column: 1, endLine: line, endColumn: 1 };
		this.#sayWhere(`${file}, line ${line}, in ${name}()`, () => this.#visit(place));
	}

	/** Adds a place to what was said. */
	#sayWhere(name: string, visit: () => void): void {
		const where = part(this.#parts.panel, 'where');
		where.hidden = false;
		where.textContent = name;
		where.onclick = visit;
	}

	/** The machine is another one than that which was complained of. */
	#forgive(): void {
		this.#built = undefined;
		this.#isDamaged = false;
		this.#isLocated = false;
		this.#parts.files.mark(undefined);
		if (this.#remedy) this.#say('');
	}

	/** A sentence about what became of a build, code in backquotes; an empty one takes the last away. */
	#say(sentence: string, remedy?: Remedy): void {
		const { panel } = this.#parts;
		this.#remedy = remedy;
		part(panel, 'outcome').replaceChildren(
			...sentence.split('`').map((text, index) => {
				if (index % 2 === 0) return text;
				const code = document.createElement('code');
				code.textContent = text;
				return code;
			}),
		);
		part(panel, 'outcome-row').toggleAttribute('data-empty', sentence === '');
		part(panel, 'where').hidden = true;
		const button = part(panel, 'remedy');
		button.hidden = remedy === undefined;
		button.textContent = remedy?.label ?? '';
	}

	#diagnose(diagnostics: readonly Diagnostic[]): void {
		this.#diagnostics = diagnostics;
		this.#parts.files.diagnose(diagnostics);
		this.#problems.show(diagnostics);
		this.#showState(this.#compiling.state);
	}

	#visit(place: Pick<Place, 'file' | 'line' | 'column'>): void {
		if (isHeader(place.file)) {
			void this.#showHeader(place.file, place.line);
			return;
		}
		this.#parts.select(place.file);
		this.#parts.files.visit(place);
	}

	/** Opens one of the kernel's headers at a line. */
	async #showHeader(path: string, line: number): Promise<void> {
		const { panel, hint, select } = this.#parts;
		const header = await this.#compiling.read(path).catch(() => undefined);
		if (!header) return;
		const tab = part(panel, 'header-tab');
		tab.hidden = false;
		tab.textContent = path.replace(/^.*\//, '');
		tab.title = `${path}, without its comments`;
		select('header');
		const pane = part(panel, 'header');
		pane.replaceChildren();
		const find = (name: string) => this.find(name, '');
		const editor = new Editor(pane, { file: path, text: header.text, hint, find });
		editor.freeze(true);
		editor.visit(line, 1);
	}

	#showState(state: CompilingState): void {
		const { panel, files } = this.#parts;
		files.freeze(state.name === 'absent');
		const count = this.#diagnostics === undefined ? undefined : countOf(this.#diagnostics);
		part(panel, 'compiling').textContent =
			state.name === 'ready' && count !== undefined
				? `GCC: ${count === '' ? 'no complaints' : count}`
				: wordsFor(state);
		const progress = part<HTMLProgressElement>(panel, 'compiling-progress');
		progress.hidden = state.name !== 'fetching';
		if (state.name === 'fetching') {
			progress.max = state.total;
			progress.value = state.received;
		}
		this.#showButton();
	}

	#showButton(): void {
		const { panel, machine } = this.#parts;
		const button = part<HTMLButtonElement>(panel, 'load');
		button.hidden = this.#compiling.state.name === 'absent';
		setEnabled(button, !this.#isBusy && machine.state.name === 'ready');
		button.textContent = this.#isBusy ? 'Building' : 'Build and load';
	}

	#showEdits(): void {
		const { panel, files } = this.#parts;
		part(panel, 'module-original').hidden = !files.isEdited(this.#shown);
		part(panel, 'compare-label').hidden = !files.isAnyEdited;
		part(panel, 'share').hidden = !files.isAnyEdited;
		for (const tab of part(panel, 'kernel-tabs').querySelectorAll<HTMLElement>('[role="tab"]')) {
			const name = tab.dataset.name ?? '';
			tab.toggleAttribute('data-edited', files.originals.has(name) && files.isEdited(name));
		}
	}
}
