/** What was produced and not yet consumed, with a capacity that asks the producer to wait. */
export class Queue<Item> {
	readonly #capacity: number;
	#items: Item[] = [];
	#ended = false;
	#error: unknown;
	#wake: (() => void) | undefined;

	constructor(capacity: number) {
		if (typeof capacity !== 'number' || !(capacity >= 1))
			throw new RangeError(`capacity: ${capacity} is no number of 1 or more`);
		this.#capacity = capacity;
	}

	/** Whether there is room: a producer that goes on all the same is not refused. */
	get hasRoom(): boolean {
		return !this.#ended && this.#items.length < this.#capacity;
	}

	push(item: Item): void {
		if (this.#ended) return;
		this.#items.push(item);
		this.#wakeUp();
	}

	/** Nothing follows; with `error`, what waits for more gets it once the items are consumed. */
	end(error?: unknown): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#error = error;
		this.#wakeUp();
	}

	/** All there is, at least one item; waits for it. Undefined at the end. */
	async take(): Promise<Item[] | undefined> {
		while (this.#items.length === 0) {
			if (this.#error !== undefined) throw this.#error;
			if (this.#ended) return undefined;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
		const items = this.#items;
		this.#items = [];
		return items;
	}

	#wakeUp(): void {
		this.#wake?.();
		this.#wake = undefined;
	}
}
