import { format, inspect } from 'node-inspect-extracted';
import { afterAll } from './timers.ts';

type Stream = 'out' | 'err';

/** Pieces go out together up to this length, in characters. */
const pieceLength = 16 * 1024;

/**
 * What a client may print without once pausing, in characters. The page would drown in what a loop
 * prints that never ends.
 */
const mostWithoutPause = 1024 * 1024;

/** What a client prints, gathered. */
export class ClientOutput {
	readonly #out: (stream: Stream, text: string) => void;
	readonly #tooMuch: (reason: string) => void;
	#stream: Stream = 'out';
	#gathered = '';
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
		if (stream !== this.#stream) this.flush();
		if (this.#gathered === '') queueMicrotask(() => this.flush());
		if (this.#withoutPause === 0)
			afterAll(() => {
				this.#withoutPause = 0;
			});
		this.#stream = stream;
		this.#gathered += text;
		this.#withoutPause += text.length;
		if (this.#gathered.length > pieceLength) this.flush();
		if (this.#withoutPause > mostWithoutPause)
			this.#tooMuch(`printed more than ${mostWithoutPause >> 20} MiB without a pause`);
		return true;
	}

	flush(): void {
		if (this.#gathered !== '') this.#out(this.#stream, this.#gathered);
		this.#gathered = '';
	}
}
