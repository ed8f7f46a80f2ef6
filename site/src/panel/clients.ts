import type { Client, ClientError, Machine } from '../live/machine.ts';
import { Feed } from './feed.ts';
import type { Started } from './player.ts';

/** How much of what one run prints is kept, in characters. */
const kept = 50_000;

interface Listeners {
	/** Whether one is running, whenever that changes. */
	running(isRunning: boolean): void;
	/** An error that has a place in the reader's files. */
	error(place: NonNullable<ClientError['place']>, text: string): void;
	/** The reader wants to see that place. */
	visit(place: NonNullable<ClientError['place']>): void;
}

/** The runs of the client, and what they print: an entry a run. */
export class Clients {
	readonly #machine: Machine;
	readonly #feed: Feed;
	readonly #listeners: Listeners;
	readonly #running = new Map<Started, string>();

	constructor(machine: Machine, pane: HTMLElement, listeners: Listeners) {
		this.#machine = machine;
		this.#feed = new Feed(pane, pane, 100);
		this.#listeners = listeners;
	}

	start(client: Client, line: string): Started {
		const entry = document.createElement('div');
		entry.className = 'program';
		const command = document.createElement('p');
		command.className = 'command';
		command.innerHTML = '<span class="prompt" aria-hidden="true">&gt; </span><b></b>';
		(command.lastElementChild as HTMLElement).textContent = line;
		const printed = document.createElement('pre');
		entry.append(command, printed);
		this.#feed.add(entry);

		const spoken = Promise.withResolvers<void>();
		const printer = this.#printer(printed);
		const run = this.#machine.run(client, {
			output: (_, text) => {
				printer.print(text);
				if (text.includes('\n')) spoken.resolve();
			},
			error: ({ text, place }) => {
				printer.print(text.endsWith('\n') ? text : `${text}\n`);
				if (!place) return;
				this.#listeners.error(place, text);
				this.#feed.follow(() => entry.append(this.#placeButton(place)));
			},
		});
		const started: Started = {
			ended: run.ended,
			spoken: spoken.promise,
			interrupt: () => run.interrupt(),
			stop: () => run.stop(),
		};
		this.#running.set(started, line);
		this.#listeners.running(true);
		run.ended.then((status) => {
			spoken.resolve();
			printer.flush();
			this.#running.delete(started);
			this.#listeners.running(this.#running.size > 0);
			if (status !== 0) this.#feed.follow(() => entry.append(statusLine(status)));
		});
		return started;
	}

	/** The lines of those that run. */
	get running(): string[] {
		return [...this.#running.values()];
	}

	interrupt(): void {
		for (const run of this.#running.keys()) run.interrupt();
	}

	/** Returns when all have ended. */
	async stop(): Promise<void> {
		const runs = [...this.#running.keys()];
		for (const run of runs) run.stop();
		await Promise.all(runs.map(({ ended }) => ended));
	}

	clear(): void {
		this.#feed.cut(0);
	}

	/** Prints what comes within a frame at once, for a client may print in an endless loop; `flush` prints what has come so far. */
	#printer(pane: HTMLElement): { print(text: string): void; flush(): void } {
		let all = '';
		let frame: number | undefined;
		const flush = () => {
			if (frame === undefined) return;
			cancelAnimationFrame(frame);
			frame = undefined;
			this.#feed.follow(() => {
				pane.textContent = all.replace(/\n$/, '');
			});
		};
		return {
			print: (text) => {
				all = (all + text).slice(-kept);
				frame ??= requestAnimationFrame(flush);
			},
			flush,
		};
	}

	#placeButton(place: NonNullable<ClientError['place']>): HTMLElement {
		const button = document.createElement('button');
		button.type = 'button';
		button.className = 'place';
		button.textContent = `${place.file}, line ${place.line}`;
		button.addEventListener('click', () => this.#listeners.visit(place));
		return button;
	}
}

function statusLine(status: number): HTMLElement {
	const line = document.createElement('p');
	line.className = 'status';
	line.textContent = `exit status ${status}`;
	return line;
}
