/** What a compiler says, as an editor underlines it. */
import type { Diagnostic as Underline } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Diagnostic, Place } from '../compiler/compiler.ts';

/** Where a place begins and ends in a text; it may be one that the text had before it was changed. */
function stretch(doc: Text, { line, column, endLine, endColumn }: Place): [number, number] {
	const at = (line: number, column: number): number => {
		const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
		return Math.min(from + column, to);
	};
	const from = at(line, column - 1);
	return [from, Math.max(from, at(endLine, endColumn))];
}

/** What a diagnostic says besides its place: its text, the option that asks for it, the notes that explain it. */
export function saidOf({ text, option, notes }: Diagnostic): string {
	const lines = [`${text}${option === undefined ? '' : ` [${option}]`}`];
	for (const note of notes) {
		const place = note.place ? `${note.place.file}:${note.place.line}: ` : '';
		lines.push(`${place}${note.text}`);
	}
	return lines.join('\n');
}

/** So many at most: an editor would stand still for more, and nobody would read them. */
const most = 100;

/** @param diagnostics those that are about this text */
export function underlinesFor(doc: Text, diagnostics: readonly Diagnostic[]): Underline[] {
	return diagnostics.slice(0, most).flatMap((diagnostic): Underline[] => {
		const { place, severity } = diagnostic;
		if (!place) return [];
		const [from, to] = stretch(doc, place);
		const message = saidOf(diagnostic);
		return [{ from, to, severity, message, source: 'GCC' }];
	});
}
