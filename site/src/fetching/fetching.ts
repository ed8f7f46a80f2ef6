/** How a page fetches the files of its kernel and of its compiler. */

/** After so long without a byte nothing more is waited for, in milliseconds. */
const stallLimit = 20_000;

export interface Source {
	/** "The kernel", as the reader is told of it. */
	readonly what: string;
	/** A sentence for the reader where there is no such file. */
	readonly absent?: string;
}

interface Options extends RequestInit {
	/** Told how many bytes have come, each time some did. */
	readonly received?: (bytes: number) => void;
}

/**
 * Fetches a file.
 *
 * @param use what is done with it while it comes
 * @throws Error with a sentence for the reader
 */
export async function fetchFile<Result>(
	{ what, absent }: Source,
	address: string,
	use: (file: Response) => Promise<Result>,
	{ received = () => {}, ...options }: Options = {},
): Promise<Result> {
	const failure = (why: string) => new Error(`${what} could not be fetched: ${why}`);
	const stalled = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => stalled.abort(), stallLimit);
	};
	wait();
	try {
		const response = await fetch(address, { ...options, signal: stalled.signal }).catch(() => {
			throw failure('there is no connection to the server that this page came from.');
		});
		if (response.status === 404 && absent) throw new Error(absent);
		if (!response.ok)
			throw failure(`the server answered ${response.status} ${response.statusText}.`);
		const body = response.body?.pipeThrough(
			new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
				transform(chunk, controller) {
					received(chunk.length);
					wait();
					controller.enqueue(chunk);
				},
				flush: () => clearTimeout(timer),
			}),
		);
		return await use(new Response(body));
	} catch (error) {
		if (stalled.signal.aborted)
			throw failure(`nothing came for ${stallLimit / 1000} s. Try again.`);
		throw error;
	} finally {
		clearTimeout(timer);
	}
}
