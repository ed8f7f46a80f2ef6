/**
 * The compiler's worker in a page. Its first message is the address of the folder with the compiler, with its last slash. Beside the
 * replies it tells how much has been fetched.
 */
import { Decompress } from 'fzstd';
import type { CompilerAbsent, CompilerCatalogue } from '../../../vm/compiler/catalogue.ts';
import { type Loader, type Request, serve } from '../../../vm/compiler/service.ts';
import { catalogueName } from '../../../vm/machines/page/catalogue.ts';
import { fetchFile } from '../fetching/fetching.ts';
import { bytesToFetch, type Fetched, type Progress } from './fetched.ts';

const source = { what: 'The compiler' };

/**
 * Fetches a file that is packed with zstd, unpacked while it arrives.
 *
 * @param received told how many bytes have come
 * @param use what is done with it
 */
function unpacked<Result>(
	address: string,
	received: (bytes: number) => void,
	use: (file: Response) => Promise<Result>,
): Promise<Result> {
	const unpack = (file: Response) => {
		let zstd: Decompress;
		const stream = file.body?.pipeThrough(
			new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
				start(controller) {
					zstd = new Decompress((chunk) => controller.enqueue(chunk as Uint8Array<ArrayBuffer>));
				},
				transform: (chunk) => zstd.push(chunk),
				flush: () => zstd.push(new Uint8Array(), true),
			}),
		);
		return use(new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }));
	};
	return fetchFile(source, address, unpack, { received });
}

function loaderFor(folder: string, fetched: (progress: Fetched) => void): Loader {
	const catalogue = fetchFile(
		source,
		folder + catalogueName,
		async (file): Promise<CompilerCatalogue> => {
			const told: CompilerCatalogue | CompilerAbsent = await file.json();
			if ('absent' in told) throw new Error('This site has no compiler.');
			return told;
		},
		{ cache: 'no-cache' },
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
