/** A port of the machine's virtio console, as bytes. */
export interface Port {
	/** Hands the guest at most 4,096 bytes. Where it has no buffer left they are lost. */
	send(bytes: Uint8Array): void;
	/** Calls back with what the guest writes, until what it returns is called. */
	listen(listener: (bytes: Uint8Array) => void): () => void;
}

/** The guest's buffers have this many bytes each… */
const chunkLength = 4096;
/** …and there are 16 of them; half of them are left to what is on its way. */
const chunksInFlight = 8;

/** Sends without ever filling the guest's buffers: a chunk counts until the guest says that it has read it. */
export class Sender {
	readonly #port: Port;
	#queue: Uint8Array[] = [];
	/** What the guest has not read yet of each chunk, in bytes. */
	#inFlight: number[] = [];
	#scheduled = false;

	constructor(port: Port) {
		this.#port = port;
	}

	/** Sends bytes after all that was written before; what is written in one turn goes out together. */
	write(bytes: Uint8Array): void {
		this.#queue.push(bytes);
		if (this.#scheduled) return;
		this.#scheduled = true;
		queueMicrotask(() => {
			this.#scheduled = false;
			this.#pump();
		});
	}

	/** The guest has read that many bytes. */
	credit(bytes: number): void {
		let left = bytes;
		while (left > 0 && this.#inFlight.length > 0) {
			const first = this.#inFlight[0] as number;
			if (first > left) this.#inFlight[0] = first - left;
			else this.#inFlight.shift();
			left -= first;
		}
		this.#pump();
	}

	/** Forgets what is not sent yet and what is on its way: whoever was to read it is gone. */
	reset(): void {
		this.#queue = [];
		this.#inFlight = [];
	}

	#pump(): void {
		while (this.#queue.length > 0 && this.#inFlight.length < chunksInFlight) {
			const chunk = this.#next();
			this.#inFlight.push(chunk.length);
			this.#port.send(chunk);
		}
	}

	#next(): Uint8Array {
		const chunk = new Uint8Array(chunkLength);
		let length = 0;
		while (length < chunkLength) {
			const first = this.#queue[0];
			if (!first) break;
			const part = first.subarray(0, chunkLength - length);
			chunk.set(part, length);
			length += part.length;
			if (part.length === first.length) this.#queue.shift();
			else this.#queue[0] = first.subarray(part.length);
		}
		return chunk.subarray(0, length);
	}
}
