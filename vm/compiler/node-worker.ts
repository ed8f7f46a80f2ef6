/** The thread that compiles, in Node. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { zstdDecompress } from 'node:zlib';
import type { CompilerFolders } from './node.ts';
import { type Request, serve } from './service.ts';

const folders: CompilerFolders = workerData;

const unpacked = async (path: string): Promise<Uint8Array> =>
	promisify(zstdDecompress)(await readFile(`${path}.zst`));

const answer = serve(
	{
		async program(name) {
			const path = join(name === 'cc1' ? folders.compiler : folders.assembler, name);
			const [{ default: start }, code] = await Promise.all([
				import(pathToFileURL(`${path}.mjs`).href),
				unpacked(`${path}.wasm`).then((bytes) => WebAssembly.compile(bytes)),
			]);
			return { start, code };
		},
		pack: (name) => unpacked(join(folders.kernel, name)),
	},
	(reply) => parentPort?.postMessage(reply),
);

parentPort?.on('message', (request: Request) => answer(request));
