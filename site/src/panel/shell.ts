/** The shell on the machine's console: whether it waits for a line, and when it has done one. */
import type { Machine } from '../live/machine.ts';

/** Control sequences of a terminal (ECMA-48), and the full reset. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const sequences = /\u001b(\[[0-9;?]*[ -/]*[@-~]|[c78=>])/g;

/** The shell's prompt, with what has been typed at it. */
const prompt = /^(?:\/\S* )?# (.*)$/s;

/** Ctrl-E and Ctrl-U: to the end of the line, and away with it. */
const removeLine = '\u0005\u0015';
/** Ctrl-C */
const interrupt = '\u0003';

/** How much of the console's end is looked at, in characters. */
const kept = 4096;

export class Shell {
	readonly #machine: Machine;
	#shown = '';
	/** Lines that the console has begun. */
	#lines = 0;
	#changed = () => {};

	constructor(machine: Machine) {
		this.#machine = machine;
		machine.on('console', (text) => this.#hear(text));
	}

	#hear(text: string): void {
		this.#lines += text.split('\n').length - 1;
		this.#shown = (this.#shown + text).slice(-kept);
		this.#changed();
	}

	/** The end of what the console has shown. */
	get shown(): string {
		return this.#shown;
	}

	/** What has been typed at the prompt so far; undefined where a program has the console. */
	get #typed(): string | undefined {
		const last = this.#shown.replace(sequences, '').split('\n').at(-1) ?? '';
		return prompt.exec(last.split('\r').at(-1) ?? '')?.[1];
	}

	/** Whether it waits for a line. */
	get isWaiting(): boolean {
		return this.#typed !== undefined;
	}

	/**
	 * Types a line, and returns once the shell waits for the next one. What was typed before and not sent is removed;
	 * where the wait is ended, so is what runs.
	 *
	 * @throws Error where a program has the console, or the wait was ended
	 */
	async run(line: string, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (!this.isWaiting)
			throw new Error('A program has the console: end it with Ctrl-C there, then run this again.');
		const before = this.#lines;
		this.#machine.type(`${this.#typed === '' ? '' : removeLine}${line}\n`);
		await new Promise<void>((resolve, reject) => {
			const abort = () => {
				this.#machine.type(interrupt);
				reject(signal.reason);
			};
			signal.addEventListener('abort', abort, { once: true });
			this.#changed = () => {
				if (this.#lines === before || this.#typed !== '') return;
				signal.removeEventListener('abort', abort);
				resolve();
			};
		}).finally(() => {
			this.#changed = () => {};
		});
	}
}
