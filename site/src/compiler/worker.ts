/**
 * The compiler's worker in a page. Its first message is the address of the folder with the compiler, with its last slash. Beside the
 * replies it tells how much has been fetched.
 */
import { Decompress } from 'fzstd';
import type { CompilerAbsent, CompilerCatalogue } from '../../../vm/compiler/catalogue.ts';
import { type Loader, type Request, serve } from '../../../vm/compiler/service.ts';
import { catalogueName } from '../../../vm/machines/page/catalogue.ts';
import { bytesToFetch, type Fetched, type Progress } from './fetched.ts';

const unreachable =
	'The compiler could not be fetched: there is no connection to the server that this page came from.';

async function request(address: string, options: RequestInit = {}): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(address, options);
	} catch {
		throw new Error(unreachable);
	}
	if (!response.ok)
		throw new Error(
			`The compiler could not be fetched: the server answered ${response.status} ${response.statusText}.`,
		);
	return response;
}

/** After so long without a byte nothing more is waited for, in milliseconds. */
const stallLimit = 20_000;

/**
 * Fetches a file that is packed with zstd, unpacked while it arrives.
 *
 * @param received told how many bytes have come
 * @param use what is done with it
 */
async function unpacked<Result>(
	address: string,
	received: (bytes: number) => void,
	use: (file: Response) => Promise<Result>,
): Promise<Result> {
	const stalled = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => stalled.abort(), stallLimit);
	};
	wait();
	try {
		const { body } = await request(address, { signal: stalled.signal });
		if (!body) throw new Error(`${address} is empty.`);
		let unpack: Decompress;
		const stream = body.pipeThrough(
			new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
				start(controller) {
					unpack = new Decompress((chunk) => controller.enqueue(chunk as Uint8Array<ArrayBuffer>));
				},
				transform(chunk) {
					received(chunk.length);
					unpack.push(chunk);
					wait();
				},
				flush() {
					clearTimeout(timer);
					unpack.push(new Uint8Array(), true);
				},
			}),
		);
		return await use(new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }));
	} catch (error) {
		if (!stalled.signal.aborted) throw error;
		throw new Error(
			`The compiler could not be fetched: nothing came for ${stallLimit / 1000} s. Try again.`,
		);
	} finally {
		clearTimeout(timer);
	}
}

function loaderFor(folder: string, fetched: (progress: Fetched) => void): Loader {
	const catalogue = request(folder + catalogueName, { cache: 'no-cache' }).then(
		async (response): Promise<CompilerCatalogue> => {
			const told: CompilerCatalogue | CompilerAbsent = await response.json();
			if ('absent' in told) throw new Error('This site has no compiler.');
			return told;
		},
	);
	let soFar = 0;
	const counted = async (bytes: number) => {
		soFar += bytes;
		const total = bytesToFetch(await catalogue);
		// Headers that few need come later, one by one.
		if (soFar <= total) fetched({ received: soFar, total });
	};
	return {
		async program(name) {
			const { start, code } = (await catalogue).programs[name];
			const [{ default: begin }, module] = await Promise.all([
				import(/* @vite-ignore */ folder + start.path),
				unpacked(folder + code.path, counted, (file) => WebAssembly.compileStreaming(file)),
			]);
			return { start: begin, code: module };
		},
		async pack(name) {
			const file = (await catalogue).packs[name];
			if (!file) throw new Error(`There is no pack ${name}.`);
			return unpacked(
				folder + file.path,
				counted,
				async (file) => new Uint8Array(await file.arrayBuffer()),
			);
		},
	};
}

let answer: ReturnType<typeof serve> | undefined;

addEventListener('message', ({ data }: MessageEvent<string | Request>) => {
	if (typeof data === 'string')
		answer = serve(
			loaderFor(data, (fetched) => postMessage({ fetched } satisfies Progress)),
			(reply) => postMessage(reply),
		);
	else answer?.(data);
});
