import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { javascript } from '@codemirror/lang-javascript';
import {
	bracketMatching,
	indentOnInput,
	indentUnit,
	syntaxHighlighting,
} from '@codemirror/language';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
	Decoration,
	type DecorationSet,
	drawSelection,
	EditorView,
	highlightActiveLine,
	keymap,
	lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

interface Options {
	/** Its name tells its language. */
	readonly file: string;
	readonly text: string;
	readonly readOnly: boolean;
	/** The id of the sentence that says how focus leaves. */
	readonly hint: string;
	changed?(text: string): void;
	/** Ctrl-Enter. */
	run?(): void;
}

const markLine = StateEffect.define<number | undefined>();

/** The line that an error is about, until the text is changed. */
const markedLine = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update(marked, { docChanged, effects, state }) {
		const effect = effects.find((candidate) => candidate.is(markLine));
		if (!effect) return docChanged ? Decoration.none : marked;
		const line = effect.value;
		if (line === undefined || line < 1 || line > state.doc.lines) return Decoration.none;
		const mark = Decoration.line({ class: 'cm-error-line' });
		return Decoration.set(mark.range(state.doc.line(line).from));
	},
	provide: (field) => EditorView.decorations.from(field),
});

/** A file in a pane, to be read or edited. */
export class Editor {
	readonly #view: EditorView;

	constructor(pane: HTMLElement, { file, text, readOnly, hint, changed, run }: Options) {
		const isC = /\.[ch]$/.test(file);
		this.#view = new EditorView({
			parent: pane,
			state: EditorState.create({
				doc: text,
				extensions: [
					lineNumbers(),
					history(),
					drawSelection(),
					indentOnInput(),
					bracketMatching(),
					highlightActiveLine(),
					markedLine,
					isC ? cpp() : javascript({ typescript: true }),
					syntaxHighlighting(classHighlighter),
					indentUnit.of('\t'),
					EditorState.tabSize.of(isC ? 8 : 2),
					EditorState.readOnly.of(readOnly),
					EditorView.contentAttributes.of({
						tabindex: '0',
						'aria-label': readOnly ? `${file}, to read` : file,
						'aria-describedby': hint,
					}),
					EditorView.updateListener.of((update) => {
						if (update.docChanged) changed?.(this.text);
					}),
					keymap.of([
						{
							key: 'Mod-Enter',
							run: () => {
								run?.();
								return run !== undefined;
							},
						},
						indentWithTab,
						...defaultKeymap,
						...historyKeymap,
					]),
				],
			}),
		});
	}

	get text(): string {
		return this.#view.state.doc.toString();
	}

	/** Puts another text in its place; undo brings the old one back. */
	replace(text: string): void {
		this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
	}

	/** Marks a line, counted from 1, or none. */
	mark(line: number | undefined): void {
		this.#view.dispatch({ effects: markLine.of(line) });
	}

	/** Puts the cursor at a place, counted from 1, and the focus there. */
	visit(line: number, column: number): void {
		const { doc } = this.#view.state;
		const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
		const at = Math.min(from + column - 1, to);
		this.#view.dispatch({
			selection: { anchor: at },
			effects: EditorView.scrollIntoView(at, { y: 'center' }),
		});
		this.#view.focus();
	}
}
