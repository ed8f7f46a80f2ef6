/** GCC's diagnostics, -fdiagnostics-format=json, as the GCC manual describes them. */
import { kernelFolder } from './program.ts';

/** A stretch of a file. */
export interface Place {
	/** A file of the module by the name that it was given, or one of the kernel's by its path in the kernel's source. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
	/** Counted from 1, in UTF-16 units, as JavaScript counts. */
	readonly column: number;
	/** The last character, not the one after it. */
	readonly endLine: number;
	readonly endColumn: number;
}

/** What explains a diagnostic: "declared here". */
export interface Note {
	readonly text: string;
	readonly place?: Place;
}

export interface Diagnostic extends Note {
	readonly severity: 'error' | 'warning';
	/** The option that asks for it: "-Wunused-variable". */
	readonly option?: string;
	readonly notes: readonly Note[];
}

interface Point {
	readonly file: string;
	readonly line: number;
	readonly 'byte-column': number;
}

interface Reported {
	readonly kind: string;
	readonly message: string;
	readonly option?: string;
	readonly locations: readonly {
		readonly caret: Point;
		readonly start?: Point;
		readonly finish?: Point;
	}[];
	readonly children?: readonly Reported[];
}

/** The column of a byte in a line of UTF-8, both counted from 1. */
function columnOf(line: string | undefined, byteColumn: number): number {
	if (line === undefined) return byteColumn;
	const before = new TextEncoder().encode(line).subarray(0, byteColumn - 1);
	return new TextDecoder().decode(before).length + 1;
}

/**
 * What the compiler printed on standard error, as diagnostics.
 *
 * @param sources texts of the module's files, by name: what columns are counted in
 * @returns undefined where there are none in it: it fell over before it could say
 */
export function parseDiagnostics(
	errors: string,
	sources: ReadonlyMap<string, string>,
): Diagnostic[] | undefined {
	const json = errors.split('\n').find((line) => line.startsWith('['));
	if (json === undefined) return undefined;
	const lines = new Map([...sources].map(([name, text]) => [name, text.split('\n')]));
	const point = ({ file, line, 'byte-column': column }: Point) => {
		const name = file.startsWith(`${kernelFolder}/`) ? file.slice(kernelFolder.length + 1) : file;
		return { file: name, line, column: columnOf(lines.get(name)?.[line - 1], column) };
	};
	const note = ({ message, locations: [location] }: Reported): Note => {
		if (!location) return { text: message };
		const from = point(location.start ?? location.caret);
		const end = point(location.finish ?? location.caret);
		return { text: message, place: { ...from, endLine: end.line, endColumn: end.column } };
	};
	return (JSON.parse(json) as Reported[])
		.filter(({ kind }) => kind !== 'note')
		.map((reported): Diagnostic => {
			const { kind, option, children = [] } = reported;
			return {
				...note(reported),
				severity: kind === 'warning' ? 'warning' : 'error',
				...(option === undefined ? {} : { option }),
				notes: children.map(note),
			};
		});
}

/** Something that is said by us and not by GCC, of a line or of the whole. */
export function problem(text: string, file?: string, line = 1): Diagnostic {
	const place =
		file === undefined ? {} : { place: { file, line, column: 1, endLine: line, endColumn: 1 } };
	return { severity: 'error', text, notes: [], ...place };
}

function at(place: Place | undefined): string {
	return place ? `${place.file}:${place.line}:${place.column}: ` : '';
}

/** As GCC would print it, without the source's line. */
export function describe({ place, severity, text, option, notes }: Diagnostic): string {
	const lines = [`${at(place)}${severity}: ${text}${option ? ` [${option}]` : ''}`];
	for (const note of notes) lines.push(`${at(note.place)}note: ${note.text}`);
	return lines.join('\n');
}
