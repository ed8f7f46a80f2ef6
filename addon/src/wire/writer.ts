import { keepMemory, takeMemory } from './bytes.ts';

/** Bytes that grow as they are written: what `Type.write` appends to. */
export class Writer {
	#bytes: Uint8Array;
	#length = 0;

	/** With room for `capacity` bytes before it grows. */
	constructor(capacity = 256) {
		this.#bytes = takeMemory(capacity);
	}

	/** Bytes written so far. */
	get length(): number {
		return this.#length;
	}

	/** The memory that `reserve` gave places in: valid until the next `reserve`. */
	get bytes(): Uint8Array {
		return this.#bytes;
	}

	/** Makes room for `size` more bytes, all 0, and says where they start. */
	reserve(size: number): number {
		const start = this.#length;
		const end = start + size;
		if (end > this.#bytes.length) {
			const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
			larger.set(this.#bytes.subarray(0, start));
			this.#bytes = larger;
		}
		this.#length = end;
		return start;
	}

	/** Takes the last `size` bytes back, which must still be 0. */
	release(size: number): void {
		this.#length -= size;
	}

	/** What was written. Nothing more can be. */
	finish(): Uint8Array {
		return keepMemory(this.#bytes, this.#length);
	}
}
