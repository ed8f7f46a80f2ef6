import { createHash } from 'node:crypto';

/** Numbers that look like chance and are a function of the seed alone (sfc32, which PractRand finds no fault with). */
export class Random {
	readonly #state: Uint32Array;

	/** @param seed any text; another text gives other numbers */
	constructor(seed: string) {
		const digest = createHash('sha256').update(seed).digest();
		this.#state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset));
	}

	/** An integer from 0 to below `end`, which is at most 2³². */
	below(end: number): number {
		return Math.floor((this.#next() / 2 ** 32) * end);
	}

	/** True in so many cases of a hundred. */
	percent(share: number): boolean {
		return this.below(100) < share;
	}

	/** One of them, each as likely as another. */
	of<Value>(values: readonly Value[]): Value {
		if (values.length === 0) throw new RangeError('nothing to choose from');
		return values[this.below(values.length)] as Value;
	}

	/** One of the names, each as likely as its weight says. */
	weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
		const entries = Object.entries<number>(weights);
		let rest = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
		for (const [name, weight] of entries) {
			if (rest < weight) return name as Name;
			rest -= weight;
		}
		throw new RangeError('nothing has a weight');
	}

	bytes(length: number): Uint8Array {
		return Uint8Array.from({ length }, () => this.below(256));
	}

	#next(): number {
		const state = this.#state;
		const [a = 0, b = 0, c = 0, d = 0] = state;
		const sum = (a + b + d) >>> 0;
		state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + sum, d + 1]);
		return sum;
	}
}
