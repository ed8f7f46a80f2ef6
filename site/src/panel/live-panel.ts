/** The panel at the foot of a chapter: nothing but its bar until the reader starts the kernel. */
import { createMachine, type Machine, type MachineState, unsupported } from '../live/machine.ts';
import { changeIn } from './change-link.ts';
import type { Desk } from './desk.ts';
import { Dock } from './dock.ts';
import type { Line } from './player.ts';
import { Shell } from './shell.ts';
import { spokenFor, wordsFor } from './state-words.ts';
import { offerRuns } from './transcripts.ts';
import { offerTries } from './tries.ts';

const unreachable =
	'The panel could not be fetched: there is no connection to the server that this page came from.';

class LivePanel extends HTMLElement {
	#machine: Machine | undefined;
	#shell: Shell | undefined;
	#dock: Dock | undefined;
	#desk: Promise<Desk> | undefined;
	#starting: Promise<Desk> | undefined;
	/** The change that the address carried, until it is in the editor. */
	#change: string | undefined;

	connectedCallback(): void {
		const why = unsupported();
		this.#part('start').hidden = why !== undefined;
		if (why !== undefined) {
			this.#part('words').textContent =
				`${why} What it prints is recorded in the terminals of the text.`;
			return;
		}
		this.#machine = createMachine();
		this.#shell = new Shell(this.#machine);
		this.#dock = new Dock(
			this,
			this.#part('grip'),
			this.#part<HTMLButtonElement>('fold'),
			this.#part('desk'),
		);
		this.#machine.on('state', (state) => this.#show(state));
		this.#machine.on('notice', (sentence) => this.#tell(sentence));
		this.#part('start').addEventListener('click', () => this.#startByHand());
		this.#part('dismiss').addEventListener('click', () => this.#tell(''));
		offerRuns(
			this.dataset.stage ?? '',
			(lines, signal) => this.#play(lines, signal),
			(sentence) => this.#tell(sentence),
		);
		void offerTries(this.dataset.stage ?? '', (patch, about) => this.#put(patch, about));
		window.addEventListener('hashchange', () => this.#readAddress());
		void this.#readAddress();
	}

	#part<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
		return this.querySelector(`[data-part="${name}"]`) as Kind;
	}

	/** A sentence for the reader; an empty one takes the last away. */
	#tell(sentence: string): void {
		this.#part('notice').textContent = sentence;
		this.#part('notice-row').toggleAttribute('data-empty', sentence === '');
	}

	/** The address may carry a change of the module's C. It is shown once there is where to show it, and run by nobody but the reader. */
	async #readAddress(): Promise<void> {
		const carried = this.#part('carried');
		carried.hidden = true;
		try {
			const patch = await changeIn(location.hash);
			if (patch === undefined) return;
			this.#change = patch;
			carried.hidden = this.#desk !== undefined;
			carried.textContent =
				"This link carries a change of the module's C: start the kernel to see it.";
			const desk = await this.#desk;
			if (desk) await this.#takeChange(desk);
		} catch (error) {
			carried.hidden = false;
			carried.textContent = (error as Error).message;
		}
	}

	async #takeChange(desk: Desk): Promise<void> {
		const patch = this.#change;
		if (patch === undefined) return;
		this.#change = undefined;
		this.#part('carried').hidden = true;
		// Once it is in the editor it is kept there; the address would put it there again.
		history.replaceState(history.state, '', location.href.replace(/#.*$/, ''));
		await desk.putChange(patch, 'This change came with the link. Nothing of it was run.');
	}

	async #put(patch: string, about: string): Promise<void> {
		const desk = await this.#started();
		this.#dock?.open();
		this.#dock?.raise();
		await desk.putChange(patch, about);
	}

	#show(state: MachineState): void {
		const { name } = state;
		const release = this.#machine?.release;
		this.dataset.state = name;
		this.#part('words').textContent = wordsFor(state, release);
		const spoken = this.#part('spoken');
		const sentence = spokenFor(state, release);
		if (spoken.textContent !== sentence) spoken.textContent = sentence;
		const progress = this.#part<HTMLProgressElement>('progress');
		progress.hidden = name !== 'downloading';
		if (name === 'downloading') {
			progress.max = Math.max(state.total, 1);
			progress.value = state.received;
		}
		const start = this.#part('start');
		start.hidden = name !== 'failed' && name !== 'stopped' && name !== 'new';
		if (name === 'failed' || name === 'stopped') start.textContent = 'Start it again';
		if (name === 'failed') this.#part('recorded').hidden = false;
		if (name === 'ready') this.#part('recorded').hidden = true;
	}

	async #startByHand(): Promise<void> {
		const start = this.#part('start');
		const hadFocus = document.activeElement === start;
		try {
			const isForChange = this.#change !== undefined;
			const desk = await this.#started();
			if (isForChange) return;
			// The button is gone; nobody who has gone elsewhere meanwhile is called back.
			if (hadFocus && [document.body, start].includes(document.activeElement as HTMLElement))
				desk.focus();
		} catch {
			// The bar says it.
		}
	}

	/** The desk of a machine that runs. */
	#started(): Promise<Desk> {
		const name = this.#machine?.state.name;
		if (name === 'new' || name === 'failed' || name === 'stopped') this.#starting = this.#start();
		return this.#starting as Promise<Desk>;
	}

	async #start(): Promise<Desk> {
		const machine = this.#machine as Machine;
		const started = machine.start(this.dataset.stage ?? '');
		this.#desk ??= this.#openDesk();
		try {
			const [desk] = await Promise.all([this.#desk, started]);
			await this.#takeChange(desk);
			return desk;
		} catch (error) {
			if (machine.state.name !== 'failed') {
				machine.dispose();
				this.#show({ name: 'failed', reason: unreachable });
			}
			throw error;
		}
	}

	async #openDesk(): Promise<Desk> {
		try {
			const { Desk } = await import('./desk.ts');
			// A terminal and an editor measure the room that they have.
			this.#dock?.open();
			return await Desk.open({
				panel: this,
				machine: this.#machine as Machine,
				shell: this.#shell as Shell,
				stage: this.dataset.stage ?? '',
				previous: this.dataset.previous,
				tell: (sentence) => this.#tell(sentence),
			});
		} catch (error) {
			this.#desk = undefined;
			throw error;
		}
	}

	async #play(lines: readonly Line[], signal: AbortSignal): Promise<void> {
		const desk = await this.#started();
		this.#dock?.open();
		await desk.play(lines, signal);
	}
}

customElements.define('live-panel', LivePanel);
