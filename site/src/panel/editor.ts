import { autocompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { javascript } from '@codemirror/lang-javascript';
import {
	bracketMatching,
	indentOnInput,
	indentUnit,
	syntaxHighlighting,
} from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
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
import type { Declaration, Diagnostic } from '../compiler/compiler.ts';
import { underlinesFor } from './underlines.ts';

interface Options {
	/** Its name tells its language. */
	readonly file: string;
	readonly text: string;
	/** The id of the sentence that says how focus leaves. */
	readonly hint: string;
	changed?(): void;
	/** Ctrl-Enter */
	run?(): void;
	/** Ctrl-Shift-Enter */
	runAll?(): void;
	/** F12 or a click with Ctrl: the reader wants to see where a name is declared. */
	find?(name: string): void;
	/** Ctrl-Space: names that go on like that. */
	complete?(prefix: string): Promise<readonly Declaration[]>;
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

/** A key that does something where there is something for it to do. */
function command(key: string, work: (() => void) | undefined) {
	return {
		key,
		run: () => {
			work?.();
			return work !== undefined;
		},
	};
}

function languageOf(file: string) {
	if (file.endsWith('.ts')) return javascript({ typescript: true });
	return /\.[ch]$/.test(file) ? cpp() : [];
}

/** The name at a place of a text; '' where there is none. */
function nameAt(state: EditorState, at: number): string {
	const word = state.wordAt(at);
	return word ? state.sliceDoc(word.from, word.to) : '';
}

/** Leads to where names are declared. */
function finding(find: (name: string) => void) {
	return EditorView.domEventHandlers({
		mousedown(event, view) {
			if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
			const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
			const name = at === null ? '' : nameAt(view.state, at);
			if (name === '') return false;
			find(name);
			return true;
		},
		keydown(event, view) {
			if (event.key !== 'F12') return false;
			const name = nameAt(view.state, view.state.selection.main.head);
			if (name !== '') find(name);
			return true;
		},
	});
}

/** Offers names when it is asked to; by itself it would be in the way of Enter. */
function completing(complete: (prefix: string) => Promise<readonly Declaration[]>) {
	return autocompletion({
		activateOnTyping: false,
		// It opens for who asks for it, and so takes the first key.
		interactionDelay: 0,
		icons: false,
		override: [
			async (context) => {
				const word = context.matchBefore(/\w+/);
				if (!word) return null;
				const found = await complete(word.text);
				return {
					from: word.from,
					options: found.map(({ name, kind, file }) => ({
						label: name,
						detail: `${kind}, ${file}`,
					})),
				};
			},
		],
	});
}

function toEdit(file: string) {
	return EditorView.contentAttributes.of({ 'aria-label': file });
}

function toRead(file: string) {
	return [
		EditorState.readOnly.of(true),
		EditorView.contentAttributes.of({ 'aria-label': `${file}, to read` }),
	];
}

/** A file in a pane, to be read or edited. */
export class Editor {
	readonly #view: EditorView;
	readonly #file: string;
	readonly #use = new Compartment();
	readonly #comparison = new Compartment();

	constructor(pane: HTMLElement, options: Options) {
		const { file, text, hint, changed, run, runAll, find, complete } = options;
		this.#file = file;
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
					languageOf(file),
					syntaxHighlighting(classHighlighter),
					indentUnit.of('\t'),
					EditorState.tabSize.of(file.endsWith('.ts') ? 2 : 8),
					this.#use.of(toEdit(file)),
					this.#comparison.of([]),
					find ? finding(find) : [],
					complete ? completing(complete) : [],
					EditorView.contentAttributes.of({ tabindex: '0', 'aria-describedby': hint }),
					EditorView.updateListener.of((update) => {
						if (update.docChanged) changed?.();
					}),
					keymap.of([
						command('Mod-Enter', run),
						command('Mod-Shift-Enter', runAll),
						indentWithTab,
						...lintKeymap,
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

	/** Whether it can only be read. */
	freeze(isFrozen: boolean): void {
		if (this.#view.state.readOnly === isFrozen) return;
		const use = isFrozen ? toRead(this.#file) : toEdit(this.#file);
		this.#view.dispatch({ effects: this.#use.reconfigure(use) });
	}

	focus(): void {
		this.#view.focus();
	}

	/** Marks a line, counted from 1, or none. */
	mark(line: number | undefined): void {
		this.#view.dispatch({ effects: markLine.of(line) });
	}

	/** Underlines what a compiler has said of it, in the place of what it said before. */
	diagnose(diagnostics: readonly Diagnostic[]): void {
		const { state } = this.#view;
		this.#view.dispatch(setDiagnostics(state, underlinesFor(state.doc, diagnostics)));
	}

	/** Shows how the text differs from another one, line by line, its first difference in sight; without one no longer. */
	async compare(original: string | undefined): Promise<void> {
		if (original === undefined) {
			this.#view.dispatch({ effects: this.#comparison.reconfigure([]) });
			return;
		}
		const { getChunks, unifiedMergeView } = await import('@codemirror/merge');
		const comparison = unifiedMergeView({ original, mergeControls: false, gutter: true });
		this.#view.dispatch({ effects: this.#comparison.reconfigure(comparison) });
		const [first] = getChunks(this.#view.state)?.chunks ?? [];
		if (first)
			this.#view.dispatch({ effects: EditorView.scrollIntoView(first.fromB, { y: 'center' }) });
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
