import {
	type Announcement,
	type Catalogue,
	catalogueName,
	type PublishedFile,
} from '../../../../vm/machines/page/catalogue.ts';

/** What was fetched for a start. */
export interface Parts {
	readonly emulator: WebAssembly.Module;
	/** Packed, as v86 takes it. */
	readonly state: Uint8Array;
	/** The stage's modules by their paths in /stage. */
	readonly modules: ReadonlyMap<string, Uint8Array>;
}

const absent =
	'This copy of the guide was built without a kernel for its pages, so there is none to start here.';

/** How often a server that is still building is asked again, in milliseconds. */
const interval = 1000;

/**
 * Reads what there is to fetch, waiting while the server is still building it.
 *
 * @param folder address of the folder of what is published, with its last slash
 * @param building called with what is being built
 * @throws Error with a sentence for the reader
 */
export async function readCatalogue(
	folder: string,
	building: (what: string) => void,
): Promise<Catalogue> {
	for (;;) {
		const response = await request(folder + catalogueName, { cache: 'no-cache' });
		const found: Catalogue | Announcement = await response.json();
		if ('failed' in found)
			throw new Error(`The kernel for this page could not be built: ${found.failed}`);
		if ('absent' in found) throw new Error(absent);
		if (!('building' in found)) return found;
		building(found.building);
		await new Promise((resolve) => setTimeout(resolve, interval));
	}
}

async function request(address: string, options: RequestInit = {}): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(address, options);
	} catch {
		throw new Error(
			'The kernel could not be fetched: there is no connection to the server that this page came from.',
		);
	}
	if (response.status === 404) throw new Error(absent);
	if (!response.ok)
		throw new Error(
			`The kernel could not be fetched: the server answered ${response.status} ${response.statusText}.`,
		);
	return response;
}

/** Fetches all parts side by side; `progress` is called with the bytes so far and in all. */
export async function download(
	folder: string,
	catalogue: Catalogue,
	stage: string,
	progress: (received: number, total: number) => void,
): Promise<Parts> {
	const modules = Object.entries(catalogue.modules[stage] ?? {});
	const total = [catalogue.emulator, catalogue.state, ...modules.map(([, file]) => file)].reduce(
		(sum, { bytes }) => sum + bytes,
		0,
	);
	let received = 0;
	progress(received, total);
	const open = async ({ path }: PublishedFile) => {
		const { body } = await request(folder + path);
		if (!body) throw new Error(`${path} is empty.`);
		return body.pipeThrough(
			new TransformStream({
				transform(chunk: Uint8Array<ArrayBuffer>, controller) {
					received += chunk.length;
					progress(received, total);
					controller.enqueue(chunk);
				},
			}),
		);
	};
	const read = async (file: PublishedFile) =>
		new Uint8Array(await new Response(await open(file)).arrayBuffer());
	const compile = async (file: PublishedFile) =>
		WebAssembly.compileStreaming(
			new Response((await open(file)).pipeThrough(new DecompressionStream('gzip')), {
				headers: { 'Content-Type': 'application/wasm' },
			}),
		);
	const [emulator, state, ...contents] = await Promise.all([
		compile(catalogue.emulator),
		read(catalogue.state),
		...modules.map(([, file]) => read(file)),
	]);
	return {
		emulator,
		state,
		modules: new Map(modules.map(([name], index) => [name, contents[index] as Uint8Array])),
	};
}
