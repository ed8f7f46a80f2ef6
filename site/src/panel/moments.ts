import type { Checkpoint, Machine } from '../live/machine.ts';
import { onPress, setEnabled } from './enabled.ts';
import type { KernelLog } from './kernel-log.ts';

interface Buttons {
	readonly checkpoint: HTMLButtonElement;
	readonly rewind: HTMLButtonElement;
	readonly reset: HTMLButtonElement;
}

/** The machine at one moment, with what the panel showed of its log. */
interface Moment {
	readonly checkpoint: Checkpoint;
	readonly logged: number;
}

/**
 * The buttons that keep a moment, go back to it, and go back to the beginning. One moment is kept: the last. The one before a module was
 * replaced is kept beside it.
 */
export class Moments {
	readonly #machine: Machine;
	readonly #log: KernelLog;
	readonly #buttons: Buttons;
	readonly #tell: (sentence: string) => void;
	#moment: Moment | undefined;
	#beforeLoad: Moment | undefined;
	#isBusy = false;

	/** @param tell called with what became of it, a sentence */
	constructor(
		machine: Machine,
		log: KernelLog,
		buttons: Buttons,
		tell: (sentence: string) => void,
	) {
		this.#machine = machine;
		this.#log = log;
		this.#buttons = buttons;
		this.#tell = tell;
		onPress(buttons.checkpoint, () => this.#do(() => this.#checkpoint()));
		onPress(buttons.rewind, () => this.#do(() => this.#rewind()));
		onPress(buttons.reset, () => this.reset());
		machine.on('state', ({ name }) => {
			// What was kept went with the machine.
			if (name === 'failed' || name === 'stopped') {
				this.#moment = undefined;
				this.#beforeLoad = undefined;
			}
			this.#show();
		});
		this.#show();
	}

	#show(): void {
		const { name } = this.#machine.state;
		const hasMachine = name === 'ready' || name === 'paused' || name === 'panicked';
		const can = hasMachine && !this.#isBusy;
		setEnabled(this.#buttons.checkpoint, can && name !== 'panicked');
		setEnabled(this.#buttons.rewind, can && this.#moment !== undefined);
		setEnabled(this.#buttons.reset, can);
	}

	async #do(work: () => Promise<void>): Promise<void> {
		this.#isBusy = true;
		this.#show();
		try {
			await work();
		} catch (error) {
			this.#tell((error as Error).message);
		} finally {
			this.#isBusy = false;
			this.#show();
		}
	}

	/** Keeps the machine as it is before a module is replaced. */
	async keepBeforeLoad(): Promise<void> {
		this.#beforeLoad = await this.#keep(this.#beforeLoad);
	}

	/** Brings back the machine as it was before a module was replaced; what the kernel has said since is there to be read. */
	async rewindLoad(): Promise<void> {
		const checkpoint = this.#beforeLoad?.checkpoint;
		if (!checkpoint) return;
		await this.#do(async () => {
			await this.#machine.rewind(checkpoint);
			this.#log.note('taken back to the moment before the load');
		});
	}

	/** Brings back the machine as it was when it started. */
	async reset(): Promise<void> {
		await this.#do(() => this.#reset());
	}

	/** Keeps this moment in the place of another one. */
	async #keep(other: Moment | undefined): Promise<Moment> {
		const logged = this.#log.length;
		const checkpoint = await this.#machine.checkpoint();
		if (other) this.#machine.forget(other.checkpoint);
		return { checkpoint, logged };
	}

	async #checkpoint(): Promise<void> {
		this.#moment = await this.#keep(this.#moment);
		const { checkpoint } = this.#moment;
		const time = new Date(checkpoint.time).toLocaleTimeString();
		this.#buttons.rewind.title = `To the checkpoint of ${time}`;
		this.#tell(`The whole machine is kept as it is at ${time}. Rewind brings it back.`);
	}

	async #rewind(): Promise<void> {
		if (!this.#moment) return;
		const { checkpoint, logged } = this.#moment;
		await this.#machine.rewind(checkpoint);
		this.#log.rewind(logged);
		const time = new Date(checkpoint.time).toLocaleTimeString();
		this.#tell(`The machine is as it was at ${time}.`);
	}

	async #reset(): Promise<void> {
		await this.#machine.reset();
		this.#log.rewind(0);
		this.#tell('The machine is as it was when it started.');
	}
}
