/** The compiler as the panel uses it: started when it is first needed, kept ready, asked again whenever typing stops. */
import {
	type Built,
	type Compiler,
	compilerSize,
	createCompiler,
	type Declaration,
	type Diagnostic,
	type Fetched,
	type Header,
	type Lines,
	type Sources,
} from '../compiler/compiler.ts';

/** After so long without a key, in milliseconds, somebody has stopped typing. */
const pause = 200;
/** After so long the first lines of a file are compiled beforehand once more. */
const longPause = 1500;
/** After so long somebody wants to know what goes on. */
const noticeable = 1000;
/** A compiler that is at one order for so long, while the text is another one by now, is ended. */
const patience = 5000;

export type CompilingState =
	/** Nobody has asked what there is. */
	| { readonly name: 'unknown' }
	/** This site has none. */
	| { readonly name: 'absent'; readonly command: string; readonly cost: string }
	/** There is one of so many bytes, not fetched yet. */
	| { readonly name: 'offered'; readonly bytes: number }
	| ({ readonly name: 'fetching' } & Fetched)
	/** It compiles the kernel's headers beforehand. */
	| { readonly name: 'preparing' }
	| { readonly name: 'ready' }
	/** It looks at a text for longer than it should. */
	| { readonly name: 'busy' }
	/** It could not be had, or fell over; the reason is a sentence. It is tried again with the next order. */
	| { readonly name: 'failed'; readonly reason: string };

interface Options {
	/** All of the module's files, as they are now. */
	sources(): Sources;
	state(state: CompilingState): void;
	/** What it says of the text as it is now. */
	checked(diagnostics: readonly Diagnostic[]): void;
}

export class Compiling {
	readonly #options: Options;
	#state: CompilingState = { name: 'unknown' };
	#asked: Promise<void> | undefined;
	#compiler: Compiler | undefined;
	/** The C file that is looked at: the one that is edited, or that includes the header which is. */
	#file: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** The look at the text that is under way, and when it was begun. */
	#look: Promise<void> | undefined;
	#since = 0;
	#stuckTimer: ReturnType<typeof setTimeout> | undefined;
	#isOutdated = false;

	/** @param file the C file that is looked at until another one is edited */
	constructor(file: string, options: Options) {
		this.#file = file;
		this.#options = options;
	}

	get state(): CompilingState {
		return this.#state;
	}

	/** Learns whether there is a compiler; fetches nothing else. Where there was none, there may be one now. */
	ask(): Promise<void> {
		if (this.#state.name === 'absent') this.#asked = undefined;
		this.#asked ??= (async () => {
			try {
				const size = await compilerSize();
				this.#become(
					typeof size === 'number'
						? { name: 'offered', bytes: size }
						: { name: 'absent', command: size.command, cost: size.cost },
				);
			} catch (error) {
				this.#asked = undefined;
				this.#become({ name: 'failed', reason: (error as Error).message });
			}
		})();
		return this.#asked;
	}

	/** The reader has changed a file: it is looked at once typing stops. */
	touch(file: string): void {
		this.#file = this.#including(file);
		this.#isOutdated = true;
		this.#endIfStuck();
		this.#wait(() => this.#check(), pause);
	}

	/**
	 * Builds the module.
	 *
	 * @throws Error with a sentence for the reader
	 */
	async build(sources: Sources): Promise<Built> {
		clearTimeout(this.#timer);
		this.#endIfStuck();
		await this.#look;
		const compiler = await this.#started();
		try {
			const built = await this.#noticed(compiler.build(sources), compiler);
			this.#wait(() => this.#prepare(), this.#state.name === 'ready' ? longPause : 0);
			return built;
		} catch (error) {
			throw this.#failed(error, compiler);
		}
	}

	/** Which line each instruction of the modules comes from that were built of these files, by the modules' names. */
	async lines(sources: Sources): Promise<ReadonlyMap<string, Lines>> {
		const compiler = await this.#started();
		return compiler.lines(sources);
	}

	/** Where a name is declared that a file can use. */
	async find(name: string, file: string): Promise<Declaration | undefined> {
		const compiler = await this.#started();
		return compiler.find(name, this.#including(file), this.#options.sources());
	}

	/** Names that a file can use and that begin like that. */
	async complete(prefix: string, file: string): Promise<readonly Declaration[]> {
		const compiler = await this.#started();
		return compiler.complete(prefix, this.#including(file), this.#options.sources());
	}

	/** A header of the kernel's by its path. */
	async read(path: string): Promise<Header | undefined> {
		const compiler = await this.#started();
		return compiler.read(path);
	}

	/** The C file by which a file is compiled: a header is by the one that was edited last. */
	#including(file: string): string {
		return file.endsWith('.c') ? file : this.#file;
	}

	#become(state: CompilingState): void {
		this.#state = state;
		this.#options.state(state);
	}

	#wait(work: () => void, time: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(work, time);
	}

	/** The compiler, started where it is not. */
	async #started(): Promise<Compiler> {
		await this.ask();
		if (this.#state.name === 'absent') throw new Error('This site has no compiler.');
		if (!this.#asked && this.#state.name === 'failed') throw new Error(this.#state.reason);
		if (!this.#compiler) {
			this.#compiler = createCompiler((fetched) => {
				if (fetched.received < fetched.total) this.#become({ name: 'fetching', ...fetched });
				else this.#become({ name: 'preparing' });
			});
		}
		return this.#compiler;
	}

	/** Compiles a file's first lines beforehand. Where they are as they were, that is nothing. */
	async #prepare(): Promise<void> {
		const compiler = this.#compiler;
		try {
			await compiler?.prepare(this.#file, this.#options.sources());
			if (this.#compiler === compiler && this.#state.name !== 'ready')
				this.#become({ name: 'ready' });
		} catch (error) {
			this.#failed(error, compiler);
		}
	}

	/** Looks at the text as it is now; while one look is under way, no other one is begun. */
	async #check(): Promise<void> {
		if (this.#look) return;
		this.#isOutdated = false;
		this.#since = performance.now();
		this.#look = this.#lookOnce();
		await this.#look;
		this.#look = undefined;
		clearTimeout(this.#stuckTimer);
		if (this.#isOutdated && this.#state.name !== 'failed') this.#wait(() => this.#check(), pause);
		else this.#wait(() => this.#prepare(), longPause);
	}

	async #lookOnce(): Promise<void> {
		let compiler: Compiler | undefined;
		try {
			const isNew = this.#compiler === undefined;
			compiler = await this.#started();
			if (isNew) void this.#prepare();
			this.#since = performance.now();
			const diagnostics = await this.#noticed(
				compiler.check(this.#file, this.#options.sources()),
				compiler,
			);
			if (!this.#isOutdated) this.#options.checked(diagnostics);
		} catch (error) {
			this.#failed(error, compiler);
		}
	}

	/** Says so where an order takes its time. */
	async #noticed<Answer>(answer: Promise<Answer>, compiler: Compiler): Promise<Answer> {
		const timer = setTimeout(() => {
			if (this.#state.name === 'ready') this.#become({ name: 'busy' });
		}, noticeable);
		try {
			return await answer;
		} finally {
			clearTimeout(timer);
			if (this.#state.name === 'busy' && this.#compiler === compiler)
				this.#become({ name: 'ready' });
		}
	}

	/** A text that the compiler does not come to an end with is not to keep it from the next one. */
	#endIfStuck(): void {
		const look = this.#look;
		if (!look) return;
		clearTimeout(this.#stuckTimer);
		this.#stuckTimer = setTimeout(
			() => {
				// One that is being fetched, or prepares itself, is not stuck.
				if (this.#look !== look || this.#state.name !== 'busy') return;
				this.#compiler?.[Symbol.dispose]();
				this.#compiler = undefined;
			},
			Math.max(0, this.#since + patience - performance.now()),
		);
	}

	/** @param compiler the one that it happened to; another one may be at work by now */
	#failed(error: unknown, compiler: Compiler | undefined): Error {
		const { message } = error as Error;
		if (compiler && compiler === this.#compiler) {
			compiler[Symbol.dispose]();
			this.#compiler = undefined;
			this.#become({ name: 'failed', reason: message });
		}
		return error as Error;
	}
}
