import * as netlink from '@both-sides/netlink';
import * as generic from '@both-sides/netlink/generic';
import * as spec from '@both-sides/netlink/spec';
import * as wire from '@both-sides/netlink/wire';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { parse } from 'es-module-lexer/js';
import { inspect } from 'node-inspect-extracted';
import { transform } from 'sucrase';
import type { During } from '../../../../vm/machines/page/relay/lending.ts';
import type { ClientError } from '../machine.ts';
import { afterAll } from './timers.ts';

/** The modules that a client can import beside its own files. */
const packages: Readonly<Record<string, object>> = {
	'@both-sides/netlink': netlink,
	'@both-sides/netlink/generic': generic,
	'@both-sides/netlink/spec': spec,
	'@both-sides/netlink/wire': wire,
	// Types and nothing else.
	'@both-sides/netlink/transport': {},
};

/** What the modules that are made here find under a name that no client has. */
const shelfName = 'netlink-both-sides';
const shelf = `globalThis[Symbol.for('${shelfName}')]`;

type Place = NonNullable<ClientError['place']>;

/** A fault that is seen before anything runs. */
class SourceError extends SyntaxError {
	override readonly name = 'SyntaxError';
	readonly place: Place;

	constructor(message: string, place: Place) {
		super(message);
		this.place = place;
	}
}

/** A file that was made a module. */
interface Module {
	readonly file: string;
	/** From the places in what runs to those in the file. */
	readonly map: TraceMap;
}

/** A client's files as modules that run here. */
export class Program {
	readonly #files: Readonly<Record<string, string>>;
	/** By file or package; undefined while the module is being made. */
	readonly #addresses = new Map<string, string | undefined>();
	/** By address. */
	readonly #modules = new Map<string, Module>();

	constructor(files: Readonly<Record<string, string>>) {
		this.#files = files;
	}

	/**
	 * Evaluates a file and what it imports.
	 *
	 * @param begun called once everything is loaded, before the first statement
	 * @param during runs what is imported later
	 */
	async run(file: string, begun: () => void, during: During): Promise<void> {
		const address = this.#fileAddress(file, { file, line: 1, column: 1 });
		const load = (address: string) => during(() => import(/* @vite-ignore */ address));
		Object.assign(globalThis, { [Symbol.for(shelfName)]: { begun, load, packages } });
		const begin = moduleAddress(`${shelf}.begun();`);
		// Dependencies are evaluated in their order, once all of them are there.
		await import(/* @vite-ignore */ moduleAddress(`import '${begin}';\nimport '${address}';`));
	}

	/** The error as the reader is told of it, with places in his own files: a promise only where a file cannot be read. */
	describe(error: unknown): ClientError | Promise<ClientError> {
		if (error instanceof SyntaxError) return this.#describeFault(error);
		let place: Place | undefined;
		const lines = inspect(error)
			.split('\n')
			.map((line) =>
				line.replace(/(blob:\S+?):(\d+):(\d+)/, (whole, address, row, column) => {
					const found = this.#placeOf(address, Number(row), Number(column));
					place ??= found;
					return found ? `${found.file}:${found.line}:${found.column}` : whole;
				}),
			)
			// The calls between those of the client's own are not his business.
			.filter((line) => !/^\s+at .*blob:/.test(line));
		return { text: lines.join('\n'), place };
	}

	/** A message with names in the place of addresses. */
	#named(message: string): string {
		return [...this.#addresses].reduce(
			(text, [name, address]) => (address ? text.replaceAll(address, name) : text),
			message,
		);
	}

	async #describeFault(error: SyntaxError): Promise<ClientError> {
		const place = await this.#placeOfFault(error);
		const where = place ? [`${place.file}:${place.line}:${place.column}`] : [];
		return { text: [...where, `${error.name}: ${this.#named(error.message)}`].join('\n'), place };
	}

	#placeOf(address: string, line: number, column: number): Place | undefined {
		const module = this.#modules.get(address);
		if (!module) return undefined;
		const original = originalPositionFor(module.map, { line, column: column - 1 });
		return { file: module.file, line, column: (original.column ?? column - 1) + 1 };
	}

	/** Where a file cannot be read. The engine's own error does not tell, its report of it does. */
	#placeOfFault(error: SyntaxError): Promise<Place | undefined> {
		if (error instanceof SourceError) return Promise.resolve(error.place);
		return new Promise((resolve) => {
			const listener = (event: ErrorEvent) => {
				event.preventDefault();
				event.stopImmediatePropagation();
				resolve(this.#placeOf(event.filename, event.lineno, event.colno));
			};
			addEventListener('error', listener, { capture: true, once: true });
			reportError(error);
			afterAll(() => resolve(undefined));
		});
	}

	#addressOf(specifier: string, from: Place): string {
		if (/^\.{1,2}\//.test(specifier)) {
			const file = new URL(specifier, `file:///${from.file}`).pathname.slice(1);
			return this.#fileAddress(file, from);
		}
		const names = packages[specifier];
		if (!names)
			throw new SourceError(
				`There is no module "${specifier}" in the page; a client has ${Object.keys(packages).join(', ')} and its own files here`,
				from,
			);
		return this.#made(specifier, from, () => {
			const list = Object.keys(names).join(', ');
			return moduleAddress(`export const { ${list} } = ${shelf}.packages['${specifier}'];`);
		});
	}

	#fileAddress(file: string, from: Place): string {
		return this.#made(file, from, () => {
			const source = this.#files[file];
			if (source === undefined)
				throw new SourceError(
					`There is no file "${file}"; there are ${Object.keys(this.#files).join(', ')}`,
					from,
				);
			const { code, map } = strip(file, source);
			const address = moduleAddress(this.#linked(file, code));
			this.#modules.set(address, { file, map });
			return address;
		});
	}

	#made(name: string, from: Place, make: () => string): string {
		if (this.#addresses.has(name)) {
			const address = this.#addresses.get(name);
			if (address === undefined)
				throw new SourceError(
					`${name} imports itself, by way of others; the page cannot do that`,
					from,
				);
			return address;
		}
		this.#addresses.set(name, undefined);
		const address = make();
		this.#addresses.set(name, address);
		return address;
	}

	/** The code with addresses in the place of what it imports. */
	#linked(file: string, code: string): string {
		const [imports] = parse(code);
		let linked = code;
		for (const {
			n: specifier,
			ss: statement,
			s: start,
			e: end,
			d: dynamic,
		} of imports.toReversed()) {
			// import.meta, or a specifier that is known only when the client runs.
			if (!specifier) continue;
			const before = code.slice(0, start).split('\n');
			const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
			const address = this.#addressOf(specifier, place);
			const [from, what] =
				dynamic < 0 ? [start, address] : [statement, `${shelf}.load('${address}'`];
			linked = linked.slice(0, from) + what + linked.slice(end);
		}
		return linked;
	}
}

function moduleAddress(code: string): string {
	return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

/**
 * Takes the types out of a file; lines stay what they are. Node does it with swc (amaro), which is 1.4 MB to fetch,
 * the TypeScript compiler with ts-blank-space 1.0 MB; sucrase is 45 KB, and knows `using`. It is more lenient: it passes
 * an enum, which Node refuses.
 *
 * @throws SourceError
 */
function strip(file: string, source: string): { code: string; map: TraceMap } {
	try {
		const { code, sourceMap } = transform(source, {
			transforms: ['typescript'],
			disableESTransforms: true,
			keepUnusedImports: true,
			filePath: file,
			sourceMapOptions: { compiledFilename: file },
		});
		return { code, map: new TraceMap(JSON.stringify(sourceMap)) };
	} catch (error) {
		const { message, loc } = error as Error & { readonly loc?: { line: number; column: number } };
		const { line = 1, column = 1 } = loc ?? {};
		const what = message.replace(/^Error transforming .*?: /, '').replace(/ \(\d+:\d+\)$/, '');
		throw new SourceError(what, { file, line, column });
	}
}
