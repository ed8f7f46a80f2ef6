/** The compiler in a page. */
import type { CompilerAbsent, CompilerCatalogue } from '../../../vm/compiler/catalogue.ts';
import { Compiler } from '../../../vm/compiler/compiler.ts';
import type { Reply } from '../../../vm/compiler/service.ts';
import { catalogueName } from '../../../vm/machines/page/catalogue.ts';
import { bytesToFetch, type Fetched, type Progress } from './fetched.ts';

export type * from '../../../vm/compiler/compiler.ts';
export type { Fetched } from './fetched.ts';

/** Where the compiler's files are, from the page: vm/compiler/publish.ts put them there. */
const folder = () =>
	new URL(`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}compiler/`, location.href).href;

/**
 * How many bytes there are to fetch before the compiler can do anything, or that this site has none.
 *
 * @throws Error with a sentence for the reader, where the server does not say
 */
export async function compilerSize(): Promise<number | CompilerAbsent> {
	let told: CompilerCatalogue | CompilerAbsent;
	try {
		const response = await fetch(folder() + catalogueName, { cache: 'no-cache' });
		if (!response.ok) throw new Error(`the server answered ${response.status}`);
		told = await response.json();
	} catch (error) {
		const { message } = error as Error;
		const reason = error instanceof TypeError ? 'there is no connection to the server' : message;
		throw new Error(`Whether this site has a compiler could not be learned: ${reason}.`);
	}
	return 'absent' in told ? told : bytesToFetch(told);
}

/**
 * The compiler in a worker of this page: its first order fetches it, some 7 MB.
 *
 * @param fetched told how far that is
 */
export function createCompiler(fetched: (progress: Fetched) => void = () => {}): Compiler {
	return new Compiler((replied, died) => {
		const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
		worker.addEventListener('message', ({ data }: MessageEvent<Reply | Progress>) => {
			if ('fetched' in data) fetched(data.fetched);
			else replied(data);
		});
		worker.addEventListener('error', ({ message }) =>
			died(message ? `The compiler fell over: ${message}` : 'The compiler could not be fetched.'),
		);
		worker.postMessage(folder());
		return {
			send: (request) => worker.postMessage(request),
			end: () => worker.terminate(),
		};
	});
}
