import type { Declaration, Diagnostic } from '../compiler/compiler.ts';
import { Editor } from './editor.ts';
import { declineEdits, type Edits, keepEdits, offeredEdits, readEdits } from './edits.ts';
import { sourceOf } from './sources.ts';

interface Options {
	/** Where the files are, from the project's top: "examples/03-replies". */
	readonly folder: string;
	/** The name that the reader's versions of them are kept by. */
	readonly kept: string;
	/** The panes of the editors, by the name of the file. */
	readonly panes: ReadonlyMap<string, HTMLElement>;
	/** The id of the sentence that says how focus leaves. */
	readonly hint: string;
	/** Ctrl-Enter */
	run(): void;
	/** Ctrl-Shift-Enter */
	runAll(): void;
	/** F12 in a file: the reader wants to see where a name is declared. */
	find?(name: string, file: string): void;
	/** Ctrl-Space in a file: names that go on like that. */
	complete?(prefix: string, file: string): Promise<readonly Declaration[]>;
	/** Called with the name of a file that was changed. */
	changed(name: string): void;
	/** The browser does not keep what is edited. */
	refused(): void;
}

/** The files of one half of a stage in their editors, and what the reader makes of them. */
export class StageFiles {
	readonly #options: Options;
	readonly #originals = new Map<string, string>();
	readonly #editors = new Map<string, Editor>();

	private constructor(options: Options) {
		this.#options = options;
	}

	static async open(options: Options): Promise<StageFiles> {
		const files = new StageFiles(options);
		const { folder, kept, panes, hint, run, runAll, find, complete } = options;
		const edits = readEdits(kept);
		const names = [...panes.keys()];
		const texts = await Promise.all(names.map((name) => sourceOf(`${folder}/${name}`)));
		for (const [index, name] of names.entries()) {
			const original = texts[index] ?? '';
			files.#originals.set(name, original);
			const editor = new Editor(panes.get(name) as HTMLElement, {
				file: name,
				text: edits[name] ?? original,
				hint,
				run,
				runAll,
				...(find && { find: (word: string) => find(word, name) }),
				...(complete && { complete: (prefix: string) => complete(prefix, name) }),
				changed: () => files.#keep(name),
			});
			files.#editors.set(name, editor);
		}
		return files;
	}

	/** By name, as they are in the editors. */
	get texts(): Record<string, string> {
		return Object.fromEntries([...this.#editors].map(([name, editor]) => [name, editor.text]));
	}

	/** By name, as the chapter has them. */
	get originals(): ReadonlyMap<string, string> {
		return this.#originals;
	}

	isEdited(name: string): boolean {
		return this.#editors.get(name)?.text !== this.#originals.get(name);
	}

	get isAnyEdited(): boolean {
		return [...this.#editors.keys()].some((name) => this.isEdited(name));
	}

	/** Other texts in the place of those in the editors; undo brings the old ones back. */
	replace(texts: Edits): void {
		for (const [name, text] of Object.entries(texts)) this.#editors.get(name)?.replace(text);
	}

	/** As in the chapter. */
	restore(name: string): void {
		this.replace({ [name]: this.#originals.get(name) ?? '' });
	}

	/** Whether they can only be read. */
	freeze(isFrozen: boolean): void {
		for (const editor of this.#editors.values()) editor.freeze(isFrozen);
	}

	/** What can be brought along from the chapter before. */
	offerFrom(previous: string | undefined): Edits | undefined {
		return offeredEdits(this.#options.kept, previous, [...this.#editors.keys()]);
	}

	/** Brings it along, or leaves it there. */
	answerOffer(offer: Edits, isWanted: boolean): void {
		if (isWanted) this.replace(offer);
		else declineEdits(this.#options.kept, offer);
	}

	/** Shows where an error is, if it is in one of these files. */
	mark(place: { readonly file: string; readonly line: number } | undefined): void {
		for (const [name, editor] of this.#editors)
			editor.mark(name === place?.file ? place.line : undefined);
	}

	/** Underlines what a compiler has said of these files. */
	diagnose(diagnostics: readonly Diagnostic[]): void {
		for (const [name, editor] of this.#editors)
			editor.diagnose(diagnostics.filter(({ place }) => place?.file === name));
	}

	/** Shows what the reader has changed, in place, or stops it. */
	async compare(isWanted: boolean): Promise<void> {
		await Promise.all(
			[...this.#editors].map(([name, editor]) =>
				editor.compare(isWanted ? this.#originals.get(name) : undefined),
			),
		);
	}

	focus(name: string): void {
		this.#editors.get(name)?.focus();
	}

	visit({ file, line, column }: { file: string; line: number; column: number }): void {
		this.#editors.get(file)?.visit(line, column);
	}

	#keep(changed: string): void {
		const edits = Object.entries(this.texts).filter(([name]) => this.isEdited(name));
		const isKept = keepEdits(this.#options.kept, Object.fromEntries(edits));
		if (!isKept) this.#options.refused();
		this.#options.changed(changed);
	}
}
