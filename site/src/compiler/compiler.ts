/** The compiler in a page. */
import { Compiler } from '../../../vm/compiler/compiler.ts';
import type { Reply } from '../../../vm/compiler/service.ts';

export type * from '../../../vm/compiler/compiler.ts';

/** Where the compiler's files are, from the page: vm/compiler/publish.ts put them there. */
const folder = () =>
	new URL(`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}compiler/`, location.href).href;

/** The compiler in a worker of this page: its first order fetches it, some 7 MB. */
export function createCompiler(): Compiler {
	return new Compiler((replied, died) => {
		const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
		worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => replied(data));
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
