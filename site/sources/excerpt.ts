/** What `<Source>` shows: a whole file, or some of its definitions. */
import { closest, distance } from 'fastest-levenshtein';
import { type Definition, definitionsOf, statementAt } from './definitions.ts';
import { PageError, readSource, root } from './project.ts';

/** Names as a page writes them: separated by spaces, `struct pulse` being one. */
export function namesIn(symbols: string): string[] {
	return symbols.trim().match(/(?:(?:struct|union|enum) )?\S+/g) ?? [];
}

/** Of some names, the ones that somebody may have meant, the nearest first. */
export function nearest(name: string, names: readonly string[]): string {
	const known = [...new Set(names)];
	const best = closest(name, known);
	const near = known
		.map((other) => ({ other, far: distance(name, other) }))
		.filter(({ other, far }) => other === best || far <= name.length / 2)
		.sort((a, b) => a.far - b.far)
		.slice(0, 3);
	return near.map(({ other }) => other).join(', ');
}

/** The definitions of a file that have one of these names, in the file's order. Throws a PageError where a name has none. */
export async function find(
	file: string,
	text: string,
	names: readonly string[],
): Promise<readonly Definition[]> {
	const all = await definitionsOf(file, text);
	for (const name of names) {
		if (all.some((definition) => definition.name === name)) continue;
		const near = nearest(
			name,
			all.map((definition) => definition.name),
		);
		throw new PageError(
			`${file} defines no ${name}${near && `; the nearest names in it are ${near}`}`,
		);
	}
	return all.filter(({ name }) => names.includes(name));
}

/**
 * The lines of definitions, each without the indentation that it has in its class; a blank line between those that don't follow one
 * another directly.
 */
export function linesOf(text: string, definitions: readonly Definition[]): string[] {
	const lines = text.split('\n');
	const shown: string[] = [];
	let last: number | undefined;
	for (const { start, end } of [...definitions].sort((a, b) => a.start - b.start)) {
		if (last !== undefined && start > last) shown.push('');
		shown.push(...withoutIndent(lines.slice(Math.max(start, last ?? 0), end)));
		last = Math.max(end, last ?? 0);
	}
	return shown;
}

/** Lines without the indentation of the first. */
function withoutIndent(lines: readonly string[]): string[] {
	const indent = /^\s*/.exec(lines[0] ?? '')?.[0] ?? '';
	return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/**
 * The text of a file, or of some of its definitions.
 *
 * @param file its path from the project's top folder
 * @param symbols names of definitions, separated by spaces; the whole file without them
 * @throws PageError where there is no such file or name
 */
export async function excerpt(file: string, symbols?: string, top = root): Promise<string> {
	const text = readSource(file, top);
	if (symbols === undefined) return text.trimEnd();
	return linesOf(text, await find(file, text, namesIn(symbols))).join('\n');
}

/**
 * The first statement of a file that holds some text, without its indentation.
 *
 * @throws PageError where there is no such file or text
 */
export async function statement(file: string, part: string, top = root): Promise<string> {
	const text = readSource(file, top);
	const range = await statementAt(file, text, part);
	if (!range) throw new PageError(`${file} has no statement with ${part} in it`);
	return withoutIndent(text.split('\n').slice(range.start, range.end)).join('\n');
}
