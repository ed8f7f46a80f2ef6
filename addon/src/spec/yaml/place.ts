/** A YAML file as something to be read by a person's rules: each value knows where it stands, and each complaint says so. */
import {
	type Document,
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	LineCounter,
	type Node,
	parseDocument,
} from 'yaml';

/** What is wrong with a specification, and where. */
export interface SpecificationProblem {
	/** As readSpecification() was told. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
	/** Counted from 1. */
	readonly column: number;
	/** The keys and names that lead there, with dots between them; empty where the whole file is meant. */
	readonly path: string;
	/** What is wrong, and what to do. */
	readonly message: string;
}

/**
 * A problem as a line for people.
 *
 * @returns 'FILE:LINE:COLUMN: PATH: MESSAGE'.
 */
export function problemText({ file, line, column, path, message }: SpecificationProblem): string {
	return [`${file}:${line}:${column}`, ...(path ? [path] : []), message].join(': ');
}

/** A specification that makes no sense: everything that is wrong with it. */
export class SpecificationError extends Error {
	override readonly name = 'SpecificationError';
	/** In the order of the file. */
	readonly problems: readonly SpecificationProblem[];

	/** `message` becomes a line for each: 'FILE:LINE:COLUMN: PATH: MESSAGE'. */
	constructor(problems: readonly SpecificationProblem[]) {
		super(problems.map(problemText).join('\n'));
		this.problems = problems;
	}
}

/** Problems, each once: what is used in several places is read several times. */
class Problems {
	readonly #all = new Map<string, SpecificationProblem>();

	add(problem: SpecificationProblem): void {
		const { line, column, message } = problem;
		const id = `${line}:${column}: ${message}`;
		if (!this.#all.has(id)) this.#all.set(id, problem);
	}

	inOrder(): SpecificationProblem[] {
		return [...this.#all.values()].sort((a, b) => a.line - b.line || a.column - b.column);
	}
}

/** A file, and what was found wrong with it. */
class Source {
	readonly text: string;
	readonly file: string;
	readonly document: Document;
	readonly #lines = new LineCounter();
	readonly problems = new Problems();
	readonly warnings = new Problems();

	constructor(text: string, file: string) {
		this.text = text;
		this.file = file;
		this.document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
		for (const { pos, message } of this.document.errors) {
			this.problems.add(this.at(pos[0], '', `this is no YAML: ${message}; mend it first`));
		}
	}

	at(offset: number, path: string, message: string): SpecificationProblem {
		const { line, col } = this.#lines.linePos(offset);
		return { file: this.file, line, column: col, path, message };
	}

	/** @throws SpecificationError where anything is wrong. */
	check(): void {
		const problems = this.problems.inOrder();
		if (problems.length > 0) throw new SpecificationError(problems);
	}
}

/** What stands somewhere in a file. */
export class Place {
	readonly #source: Source;
	readonly #node: Node | null;
	/** Where it stands, where the node itself says nothing of it. */
	readonly #offset: number;
	readonly path: string;

	private constructor(source: Source, node: unknown, offset: number, path: string) {
		this.#source = source;
		this.#offset = (isNode(node) && node.range?.[0]) || offset;
		this.#node = isAlias(node)
			? (node.resolve(source.document) ?? null)
			: isNode(node)
				? node
				: null;
		this.path = path;
	}

	/**
	 * The whole of a file.
	 *
	 * @throws SpecificationError where it is no YAML.
	 */
	static whole(text: string, file: string): Place {
		const source = new Source(text, file);
		source.check();
		return new Place(source, source.document.contents, 0, '');
	}

	/** Notes that something is wrong here. Reading goes on, so that all that is wrong is found. */
	complain(message: string): void {
		this.#source.problems.add(this.#source.at(this.#offset, this.path, message));
	}

	/** Notes that something is odd here, which a client can do without. */
	warn(message: string): void {
		this.#source.warnings.add(this.#source.at(this.#offset, this.path, message));
	}

	/** What warn() was told of, in the whole file. */
	get warnings(): readonly SpecificationProblem[] {
		return this.#source.warnings.inOrder();
	}

	/** @throws SpecificationError where anything was noted. */
	check(): void {
		this.#source.check();
	}

	/** The licence that the file names in a comment at its top. */
	get license(): string | undefined {
		return /^#\s*SPDX-License-Identifier:\s*(.*\S)/.exec(this.#source.text)?.[1];
	}

	/** Whether there is nothing here, as behind `enum-name:`. */
	get isEmpty(): boolean {
		return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
	}

	/** Whether it is an object. */
	get isObject(): boolean {
		return isMap(this.#node);
	}

	/** A piece of text, as it was written. */
	text(): string {
		const node = this.#node;
		// `on` and `802` are text where text is wanted.
		if (isScalar(node) && node.value !== null) return node.source ?? String(node.value);
		this.#expect('a piece of text');
		return '';
	}

	/** One of some words. */
	choice<Word extends string>(words: readonly Word[]): Word | undefined {
		const text = this.text();
		const word = words.find((each) => each === text);
		if (word === undefined && text !== '') {
			this.complain(`${JSON.stringify(text)} is not one of: ${words.join(', ')}`);
		}
		return word;
	}

	/** A whole number, not below `least`; undefined where it is none. */
	integer(least = Number.MIN_SAFE_INTEGER): number | undefined {
		const node = this.#node;
		if (isScalar(node) && Number.isSafeInteger(node.value) && (node.value as number) >= least) {
			return node.value as number;
		}
		const isOpen = least === Number.MIN_SAFE_INTEGER;
		this.#expect(isOpen ? 'a whole number' : `a whole number, ${least} or more,`);
		return undefined;
	}

	/** Whether it is a whole number. */
	get isInteger(): boolean {
		return isScalar(this.#node) && Number.isSafeInteger(this.#node.value);
	}

	/** true or false. */
	boolean(): boolean {
		const node = this.#node;
		if (isScalar(node) && typeof node.value === 'boolean') return node.value;
		this.#expect('true or false');
		return false;
	}

	/** A list's entries, by their names where they have some. */
	entries(): Place[] {
		if (!isSeq(this.#node)) {
			this.#expect('a list');
			return [];
		}
		return this.#node.items.map((item, index) => {
			const place = new Place(this.#source, item, this.#offset, '');
			const name = place.#nameOfEntry() ?? `${index}`;
			return new Place(this.#source, item, this.#offset, this.#below(name));
		});
	}

	/** An object's values by their keys, of which `required` must be there. */
	fields<Key extends string>(
		known: readonly Key[],
		required: readonly NoInfer<Key>[] = [],
	): ReadonlyMap<Key, Place> {
		const fields = new Map<Key, Place>();
		if (!isMap(this.#node)) {
			this.#expect('an object');
			return fields;
		}
		for (const { key, value } of this.#node.items) {
			const word = isScalar(key) ? String(key.value) : '';
			const offset = (isNode(key) && key.range?.[0]) || this.#offset;
			const place = new Place(this.#source, value, offset, this.#below(word));
			const name = known.find((each) => each === word);
			if (name !== undefined) fields.set(name, place);
			else {
				const message = `there is no such key here; there are: ${known.join(', ')}`;
				this.#source.problems.add(this.#source.at(offset, place.path, message));
			}
		}
		for (const name of required) {
			if (!fields.has(name)) this.complain(`${name} is missing: add it`);
		}
		return fields;
	}

	#nameOfEntry(): string | undefined {
		if (!isMap(this.#node)) return undefined;
		const name = this.#node.get('name') ?? this.#node.get('value');
		return typeof name === 'string' ? name : undefined;
	}

	#below(name: string): string {
		return this.path === '' ? name : `${this.path}.${name}`;
	}

	#expect(what: string): void {
		const node = this.#node;
		let found = 'nothing';
		if (isMap(node)) found = 'an object';
		else if (isSeq(node)) found = 'a list';
		else if (isScalar(node) && node.value !== null)
			found = JSON.stringify(node.value) ?? 'something else';
		this.complain(`${what} is wanted here, and this is ${found}`);
	}
}
