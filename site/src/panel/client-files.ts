import { Editor } from './editor.ts';
import { declineEdits, type Edits, keepEdits, offeredEdits, readEdits } from './edits.ts';
import { sourceOf } from './sources.ts';

interface Options {
	readonly stage: string;
	readonly previous: string | undefined;
	/** The panes of the editors, by the name of the file. */
	readonly panes: ReadonlyMap<string, HTMLElement>;
	/** The id of the sentence that says how focus leaves. */
	readonly hint: string;
	run(): void;
	/** Called when a file has come to differ from the chapter's or to be the same. */
	changed(): void;
	/** The browser does not keep what is edited. */
	refused(): void;
}

/** The files of a stage's client in their editors, and what the reader makes of them. */
export class ClientFiles {
	readonly #options: Options;
	readonly #originals = new Map<string, string>();
	readonly #editors = new Map<string, Editor>();

	private constructor(options: Options) {
		this.#options = options;
	}

	static async open(options: Options): Promise<ClientFiles> {
		const files = new ClientFiles(options);
		const { stage, panes, hint, run } = options;
		const edits = readEdits(stage);
		const names = [...panes.keys()];
		const texts = await Promise.all(names.map((name) => sourceOf(`examples/${stage}/${name}`)));
		for (const [index, name] of names.entries()) {
			const original = texts[index] ?? '';
			files.#originals.set(name, original);
			const editor = new Editor(panes.get(name) as HTMLElement, {
				file: name,
				text: edits[name] ?? original,
				readOnly: false,
				hint,
				run,
				changed: () => files.#keep(),
			});
			files.#editors.set(name, editor);
		}
		return files;
	}

	/** By name, as they are to be run. */
	get texts(): Record<string, string> {
		return Object.fromEntries([...this.#editors].map(([name, editor]) => [name, editor.text]));
	}

	isEdited(name: string): boolean {
		return this.#editors.get(name)?.text !== this.#originals.get(name);
	}

	/** As in the chapter. */
	restore(name: string): void {
		this.#editors.get(name)?.replace(this.#originals.get(name) ?? '');
	}

	/** What can be brought along from the chapter before. */
	get offer(): Edits | undefined {
		const { stage, previous, panes } = this.#options;
		return offeredEdits(stage, previous, [...panes.keys()]);
	}

	/** Brings it along, or leaves it there. */
	answerOffer(offer: Edits, isWanted: boolean): void {
		if (isWanted)
			for (const [name, text] of Object.entries(offer)) this.#editors.get(name)?.replace(text);
		else declineEdits(this.#options.stage, offer);
	}

	/** Shows where an error is, if it is in one of these files. */
	mark(place: { readonly file: string; readonly line: number } | undefined): void {
		for (const [name, editor] of this.#editors)
			editor.mark(name === place?.file ? place.line : undefined);
	}

	visit({ file, line, column }: { file: string; line: number; column: number }): void {
		this.#editors.get(file)?.visit(line, column);
	}

	#keep(): void {
		const edits = Object.entries(this.texts).filter(([name]) => this.isEdited(name));
		const isKept = keepEdits(this.#options.stage, Object.fromEntries(edits));
		if (!isKept) this.#options.refused();
		this.#options.changed();
	}
}
