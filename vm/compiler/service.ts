/** The compiler's half of a worker: what it is asked for, and what it answers. */
import type { Diagnostic } from './diagnostics.ts';
import { Kernel } from './kernel.ts';
import type { Program } from './program.ts';
import type { Sources } from './sources.ts';
import { type Built, Toolchain } from './toolchain.ts';

export type ProgramName = 'cc1' | 'as' | 'ld';

/** Where a worker gets what it works with: from files, or over the network. */
export interface Loader {
	program(name: ProgramName): Promise<Program>;
	/** A pack of the kernel's files, unpacked from its compression. */
	pack(name: string): Promise<Uint8Array>;
}

/** What the other side asks for. */
export type Order =
	| { readonly do: 'prepare'; readonly file: string; readonly sources: Sources }
	| { readonly do: 'check'; readonly file: string; readonly sources: Sources }
	| { readonly do: 'build'; readonly sources: Sources };

/** What is answered, by what was asked for. */
export interface Answers {
	readonly prepare: undefined;
	readonly check: readonly Diagnostic[];
	readonly build: Built;
}

export interface Request {
	readonly id: number;
	readonly order: Order;
}

/** What comes back: that it has been begun, when all is loaded that it needs; and how it ended. */
export type Reply =
	| { readonly id: number; readonly begun: true }
	| { readonly id: number; readonly answer: Answers[keyof Answers] }
	/** What kept it from answering, for people. */
	| { readonly id: number; readonly failed: string };

/** Gives a function that answers requests, one after the other, in the order in which they come. */
export function serve(loader: Loader, reply: (reply: Reply) => void): (request: Request) => void {
	const toolchain = (async () => {
		const [cc1, as, ld, kernel] = await Promise.all([
			loader.program('cc1'),
			loader.program('as'),
			loader.program('ld'),
			Kernel.open((name) => loader.pack(name)),
		]);
		return new Toolchain({ cc1, as, ld }, kernel);
	})();
	const answer = async (tools: Toolchain, order: Order): Promise<Answers[keyof Answers]> => {
		if (order.do === 'check') return tools.check(order.file, order.sources);
		if (order.do === 'build') return tools.build(order.sources);
		await tools.prepare(order.file, order.sources);
		return undefined;
	};
	let last: Promise<void> = Promise.resolve();
	return ({ id, order }) => {
		last = last.then(async () => {
			try {
				const tools = await toolchain;
				reply({ id, begun: true });
				reply({ id, answer: await answer(tools, order) });
			} catch (error) {
				reply({ id, failed: error instanceof Error ? error.message : String(error) });
			}
		});
	};
}
