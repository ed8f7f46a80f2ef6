/** The compiler's half of a worker: what it is asked for, and what it answers. */
import type { Declaration, Header } from './declarations.ts';
import type { Diagnostic } from './diagnostics.ts';
import { Kernel } from './kernel.ts';
import type { Lines } from './lines.ts';
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
	| { readonly do: 'build'; readonly sources: Sources }
	| { readonly do: 'lines'; readonly sources: Sources }
	| { readonly do: 'find'; readonly name: string; readonly file: string; readonly sources: Sources }
	| {
			readonly do: 'complete';
			readonly prefix: string;
			readonly file: string;
			readonly sources: Sources;
	  }
	| { readonly do: 'read'; readonly path: string };

/** What is answered, by what was asked for. */
export interface Answers {
	readonly prepare: undefined;
	readonly check: readonly Diagnostic[];
	readonly build: Built;
	readonly lines: ReadonlyMap<string, Lines>;
	readonly find: Declaration | undefined;
	readonly complete: readonly Declaration[];
	readonly read: Header | undefined;
}

/** How many names are offered at most for what somebody has begun to type. */
const mostNames = 50;

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
		switch (order.do) {
			case 'prepare':
				await tools.prepare(order.file, order.sources);
				return undefined;
			case 'check':
				return tools.check(order.file, order.sources);
			case 'build':
				return tools.build(order.sources);
			case 'lines':
				return tools.lines(order.sources);
			case 'find': {
				const { file, sources, name: wanted } = order;
				return (await tools.declarations(file, sources, (name) => name === wanted))[0];
			}
			case 'complete': {
				const { file, sources, prefix } = order;
				const all = await tools.declarations(file, sources, (name) => name.startsWith(prefix));
				return all.sort((one, other) => one.name.length - other.name.length).slice(0, mostNames);
			}
			case 'read':
				return tools.read(order.path);
		}
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
