import { format, inspect } from 'node-inspect-extracted';
import { afterAll } from './timers.ts';

type Stream = 'out' | 'err';

/**
 * What a client may print without once pausing, in characters. The page would drown in what a loop prints that never
 * ends.
 */
const mostWithoutPause = 1024 * 1024;

/** The page has work with each piece, however short it is. */
const leastPerPiece = 64;

/** What a client prints. Each piece is on its way when the call returns: whatever runs next may never pause. */
export class ClientOutput {
	readonly #out: (stream: Stream, text: string) => void;
	readonly #tooMuch: (reason: string) => void;
	#withoutPause = 0;

	constructor(out: (stream: Stream, text: string) => void, tooMuch: (reason: string) => void) {
		this.#out = out;
		this.#tooMuch = tooMuch;
	}

	/** Makes the console print here, as Node's does. */
	install(): void {
		const print =
			(stream: Stream) =>
			(...values: unknown[]) => {
				this.write(stream, `${format(...values)}\n`);
			};
		Object.assign(console, {
			log: print('out'),
			info: print('out'),
			debug: print('out'),
			warn: print('err'),
			error: print('err'),
			dir: (value: unknown, options?: object) => this.write('out', `${inspect(value, options)}\n`),
		});
	}

	write(stream: Stream, text: string): boolean {
		if (this.#withoutPause === 0)
			afterAll(() => {
				this.#withoutPause = 0;
			});
		this.#withoutPause += Math.max(text.length, leastPerPiece);
		this.#out(stream, text);
		if (this.#withoutPause > mostWithoutPause)
			this.#tooMuch(`printed more than ${mostWithoutPause >> 20} MiB without a pause`);
		return true;
	}
}
