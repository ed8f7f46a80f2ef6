/** The compiler as its users see it, in a page and in Node: it works in a worker, which can be ended. */
import type { Declaration, Header } from './declarations.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { Lines } from './lines.ts';
import type { Answers, Order, Reply, Request } from './service.ts';
import type { Sources } from './sources.ts';
import type { Built } from './toolchain.ts';

export type { Declaration, Header } from './declarations.ts';
export type { Diagnostic, Note, Place } from './diagnostics.ts';
export type { Lines } from './lines.ts';
export type { Sources } from './sources.ts';
export type { Built } from './toolchain.ts';

/** A worker that answers requests as `serve` does. */
export interface CompilerWorker {
	send(request: Request): void;
	end(): void;
}

/** Starts a worker; it tells of each reply, and of its own end where nobody asked for it. */
export type StartWorker = (
	replied: (reply: Reply) => void,
	died: (why: string) => void,
) => CompilerWorker;

/** How long an order may take once it has been begun, in milliseconds: far longer than any takes, on a machine that is slow or busy too. */
const limit = 120_000;

interface Waiting {
	answered(answer: unknown): void;
	failed(error: Error): void;
	timer?: ReturnType<typeof setTimeout>;
}

/** The compiler cannot do what it was asked for; its message says why, for people. */
export class CompilerFailure extends Error {
	override readonly name = 'CompilerFailure';
}

/** Compiles kernel modules for the page's kernel. */
export class Compiler {
	readonly #start: StartWorker;
	#worker: CompilerWorker | undefined;
	#next = 1;
	readonly #waiting = new Map<number, Waiting>();

	constructor(start: StartWorker) {
		this.#start = start;
	}

	/**
	 * Gets ready for compiling a file: with its first lines, comments, definitions and the kernel's headers, compiled beforehand, later
	 * orders take a fraction of the time until those lines change. Nothing waits for it but later orders.
	 */
	async prepare(file: string, sources: Sources): Promise<void> {
		await this.#order({ do: 'prepare', file, sources });
	}

	/**
	 * What GCC says of one of a module's files, with the warnings of W=1.
	 *
	 * @param file its name, "pulse.c"
	 * @param sources that file, the headers that it includes by `#include "..."`, and Kbuild, by name
	 * @throws {CompilerFailure}
	 */
	check(file: string, sources: Sources): Promise<readonly Diagnostic[]> {
		return this.#order({ do: 'check', file, sources });
	}

	/**
	 * Builds the modules that Kbuild asks for: obj-m, and the objects of each.
	 *
	 * @param sources Kbuild, C files and headers, by name
	 * @throws {CompilerFailure}
	 */
	build(sources: Sources): Promise<Built> {
		return this.#order({ do: 'build', sources });
	}

	/**
	 * Which lines the instructions come from of the modules that `build` makes of these files, by the modules' names: what makes a line of the
	 * kernel's report of a fault, "pulse_input+0x1b/0x90 [pulse]", a line of the source.
	 *
	 * @throws {CompilerFailure}
	 */
	lines(sources: Sources): Promise<ReadonlyMap<string, Lines>> {
		return this.#order({ do: 'lines', sources });
	}

	/**
	 * Where a name is declared that a file can use: in its module, or in a header of the kernel that it includes.
	 *
	 * @throws {CompilerFailure}
	 */
	find(name: string, file: string, sources: Sources): Promise<Declaration | undefined> {
		return this.#order({ do: 'find', name, file, sources });
	}

	/**
	 * Names that a file can use and that begin like that, the shortest first, some tens at most.
	 *
	 * @throws {CompilerFailure}
	 */
	complete(prefix: string, file: string, sources: Sources): Promise<readonly Declaration[]> {
		return this.#order({ do: 'complete', prefix, file, sources });
	}

	/**
	 * A header of the kernel's, by its path in the kernel's source; undefined for one that no order has come upon.
	 *
	 * @throws {CompilerFailure}
	 */
	read(path: string): Promise<Header | undefined> {
		return this.#order({ do: 'read', path });
	}

	/** Ends the worker; what is under way fails. */
	[Symbol.dispose](): void {
		this.#fail('The compiler was closed.');
	}

	#order<Name extends Order['do']>(order: Order & { do: Name }): Promise<Answers[Name]> {
		const id = this.#next++;
		this.#worker ??= this.#start(
			(reply) => this.#hear(reply),
			(why) => this.#fail(why),
		);
		const worker = this.#worker;
		return new Promise<Answers[Name]>((answered, failed) => {
			this.#waiting.set(id, { answered: answered as (answer: unknown) => void, failed });
			worker.send({ id, order });
		});
	}

	#hear(reply: Reply): void {
		const waiting = this.#waiting.get(reply.id);
		if (!waiting) return;
		if ('begun' in reply) {
			waiting.timer = setTimeout(
				() => this.#fail(`The compiler was stopped: it took longer than ${limit / 1000} s.`),
				limit,
			);
			return;
		}
		// It could not load what it needs: another worker may.
		if ('failed' in reply && waiting.timer === undefined) {
			this.#fail(reply.failed);
			return;
		}
		this.#waiting.delete(reply.id);
		clearTimeout(waiting.timer);
		if ('failed' in reply) waiting.failed(new CompilerFailure(reply.failed));
		else waiting.answered(reply.answer);
	}

	/** Ends the worker, and fails what waits for it; the next order starts another one. */
	#fail(why: string): void {
		this.#worker?.end();
		this.#worker = undefined;
		for (const { failed, timer } of this.#waiting.values()) {
			clearTimeout(timer);
			failed(new CompilerFailure(why));
		}
		this.#waiting.clear();
	}
}
