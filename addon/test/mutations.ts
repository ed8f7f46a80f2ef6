/** Bytes that were a message once: flips, cuts, lengths that lie. Reproducible from a seed. */
export class Mutator {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0 || 1;
	}

	/** An integer from 0 to below `end` (xorshift32). */
	below(end: number): number {
		let state = this.#state;
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		this.#state = state >>> 0;
		return this.#state % end;
	}

	mutate(original: Uint8Array): Uint8Array {
		let bytes = original.slice();
		for (let change = this.below(4); change >= 0 && bytes.length > 0; change--) {
			const at = this.below(bytes.length);
			switch (this.below(6)) {
				case 0:
					bytes[at] = this.below(256);
					break;
				case 1:
					bytes[at] = (bytes[at] as number) ^ (1 << this.below(8));
					break;
				case 2:
					bytes = bytes.subarray(0, at);
					break;
				case 3: {
					// A length field says something else: they stand at multiples of 4.
					const field = at & ~3;
					bytes[field] = this.below(256);
					if (field + 1 < bytes.length)
						bytes[field + 1] = this.below(3) === 0 ? this.below(256) : 0;
					break;
				}
				case 4:
					bytes = Uint8Array.from([
						...bytes.subarray(0, at),
						...bytes.subarray(this.below(at + 1)),
					]);
					break;
				default:
					bytes.fill([0, 0xff, 0x7f][this.below(3)] as number, at, at + this.below(8));
			}
		}
		return bytes;
	}
}
