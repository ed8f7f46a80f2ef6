/** The compiler in Node: its files come from the cache. */
import { Worker } from 'node:worker_threads';
import { Compiler } from './compiler.ts';
import type { Reply } from './service.ts';

/** Folders of the compiler in the cache. */
export interface CompilerFolders {
	/** Holds cc1.mjs and cc1.wasm.zst. */
	readonly compiler: string;
	/** Holds as and ld in the same way. */
	readonly assembler: string;
	/** Holds the packs of the kernel's files. */
	readonly kernel: string;
}

/** The compiler in a thread of this process; it is started by the first order, and lives until it is disposed of. */
export function compilerIn(folders: CompilerFolders): Compiler {
	return new Compiler((replied, died) => {
		const worker = new Worker(new URL('node-worker.ts', import.meta.url), {
			workerData: folders,
			// The compiler's parser goes as deep as the source nests.
			resourceLimits: { stackSizeMb: 16 },
		});
		worker.on('message', (reply: Reply) => replied(reply));
		worker.on('error', (error) => died(`The compiler fell over: ${error.message}`));
		return {
			send: (request) => worker.postMessage(request),
			end: () => {
				void worker.terminate();
			},
		};
	});
}
