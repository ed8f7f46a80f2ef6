/** The compiler's worker in a page. Its first message is the address of the folder with the compiler, with its last slash. */
import { Decompress } from 'fzstd';
import type { CompilerCatalogue } from '../../../vm/compiler/catalogue.ts';
import { type Loader, type Request, serve } from '../../../vm/compiler/service.ts';
import { catalogueName } from '../../../vm/machines/page/catalogue.ts';

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

/** A file that is packed with zstd, unpacked while it arrives. */
async function unpacked(address: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	const { body } = await request(address);
	if (!body) throw new Error(`${address} is empty.`);
	let unpack: Decompress;
	return body.pipeThrough(
		new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
			start(controller) {
				unpack = new Decompress((chunk) => controller.enqueue(chunk as Uint8Array<ArrayBuffer>));
			},
			transform(chunk) {
				unpack.push(chunk);
			},
			flush() {
				unpack.push(new Uint8Array(), true);
			},
		}),
	);
}

function loaderFor(folder: string): Loader {
	const catalogue = request(folder + catalogueName, { cache: 'no-cache' }).then(
		async (response): Promise<CompilerCatalogue> => {
			const told: CompilerCatalogue | { absent: true } = await response.json();
			if ('absent' in told) throw new Error('This site has no compiler.');
			return told;
		},
	);
	return {
		async program(name) {
			const { start, code } = (await catalogue).programs[name];
			const [{ default: begin }, module] = await Promise.all([
				import(/* @vite-ignore */ folder + start.path),
				unpacked(folder + code.path).then((stream) =>
					WebAssembly.compileStreaming(
						new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }),
					),
				),
			]);
			return { start: begin, code: module };
		},
		async pack(name) {
			const file = (await catalogue).packs[name];
			if (!file) throw new Error(`There is no pack ${name}.`);
			const stream = await unpacked(folder + file.path);
			return new Uint8Array(await new Response(stream).arrayBuffer());
		},
	};
}

let answer: ReturnType<typeof serve> | undefined;

addEventListener('message', ({ data }: MessageEvent<string | Request>) => {
	if (typeof data === 'string') answer = serve(loaderFor(data), (reply) => postMessage(reply));
	else answer?.(data);
});
