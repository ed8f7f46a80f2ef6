/** The browser's own; the compiler knows Node's too. */
const { setTimeout, setInterval, clearTimeout } =
	globalThis as unknown as WindowOrWorkerGlobalScope;

/** Runs a task once all has run that can run now, the word of a promise that nobody looks after among it. */
export function afterAll(task: () => void): void {
	setTimeout(() => setTimeout(task));
}

/** A timer as Node has it: unless it is told not to, it keeps its process alive. */
class Timer {
	readonly #id: number;
	readonly #running: Set<number>;

	/** @param running ids of those that keep the process alive */
	constructor(id: number, running: Set<number>) {
		this.#id = id;
		this.#running = running.add(id);
	}

	unref(): this {
		this.#running.delete(this.#id);
		return this;
	}

	[Symbol.toPrimitive](): number {
		return this.#id;
	}
}

type Task = (...args: unknown[]) => void;

/** The timers of one client. */
export class ClientTimers {
	readonly #running = new Set<number>();
	readonly #settled: () => void;

	/** @param settled called when one has run, or was cleared */
	constructor(settled: () => void) {
		this.#settled = settled;
	}

	/** Whether any keeps the process alive. */
	get areRunning(): boolean {
		return this.#running.size > 0;
	}

	/** Makes them the timers of this worker. */
	install(): void {
		const once = (task: Task, delay?: number, ...args: unknown[]) => {
			const id = setTimeout(() => {
				try {
					task(...args);
				} finally {
					this.#end(id);
				}
			}, delay);
			return new Timer(id, this.#running);
		};
		const repeated = (task: Task, delay?: number, ...args: unknown[]) =>
			new Timer(setInterval(task, delay, ...args), this.#running);
		const clear = (timer: Timer | number | undefined) => {
			if (timer === undefined) return;
			clearTimeout(Number(timer));
			this.#end(Number(timer));
		};
		Object.assign(globalThis, {
			setTimeout: once,
			setInterval: repeated,
			setImmediate: (task: Task, ...args: unknown[]) => once(task, 0, ...args),
			clearTimeout: clear,
			clearInterval: clear,
			clearImmediate: clear,
		});
	}

	#end(id: number): void {
		if (this.#running.delete(id)) this.#settled();
	}
}
