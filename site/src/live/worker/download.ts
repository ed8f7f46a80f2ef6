import {
	type Announcement,
	type Catalogue,
	catalogueName,
	type PublishedFile,
} from '../../../../vm/machines/page/catalogue.ts';
import { fetchFile } from '../../fetching/fetching.ts';

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

const source = { what: 'The kernel', absent };

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
		const found = await fetchFile<Catalogue | Announcement>(
			source,
			folder + catalogueName,
			(file) => file.json(),
			{ cache: 'no-cache' },
		);
		if ('failed' in found)
			throw new Error(`The kernel for this page could not be built: ${found.failed}`);
		if ('absent' in found) throw new Error(absent);
		if (!('building' in found)) return found;
		building(found.building);
		await new Promise((resolve) => setTimeout(resolve, interval));
	}
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
	const counted = (bytes: number) => {
		received += bytes;
		progress(received, total);
	};
	const open = <Result>({ path }: PublishedFile, use: (file: Response) => Promise<Result>) =>
		fetchFile(source, folder + path, use, { received: counted });
	const read = (file: PublishedFile) =>
		open(file, async (response) => new Uint8Array(await response.arrayBuffer()));
	const compile = (file: PublishedFile) =>
		open(file, ({ body }) =>
			WebAssembly.compileStreaming(
				new Response(body?.pipeThrough(new DecompressionStream('gzip')), {
					headers: { 'Content-Type': 'application/wasm' },
				}),
			),
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
