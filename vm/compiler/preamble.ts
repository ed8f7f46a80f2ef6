/** The first lines of a C file that a precompiled header can stand for. */

/** A file, cut in two. */
export interface Split {
	/** Comments, definitions and the kernel's headers, up to the last of them; '' where there are none. */
	readonly preamble: string;
	/** The whole with blank lines in the preamble's place. */
	readonly rest: string;
}

/** Lines that mean the same in a precompiled header: nothing that names a file of the module's own, nothing that depends on it. */
const harmless = /^[ \t]*(#[ \t]*(include[ \t]*<[^>\n]+>|define\b.*)|)[ \t]*$/;

export function splitPreamble(source: string): Split {
	const lines = source.split('\n');
	// Line by line, as the comments that follow a line of code may be long ones.
	const bare = withoutComments(source).split('\n');
	let end = 0;
	for (const [index, line] of bare.entries()) {
		if (!harmless.test(line) || line.endsWith('\\')) break;
		if (line.includes('#include')) end = index + 1;
	}
	return {
		preamble: end === 0 ? '' : `${lines.slice(0, end).join('\n')}\n`,
		rest: '\n'.repeat(end) + lines.slice(end).join('\n'),
	};
}

/** Whether a place in a text belongs to a directive, which ends with its line unless a backslash is there. */
function isInDirective(text: string, offset: number): boolean {
	let start = text.lastIndexOf('\n', offset - 1);
	while (start > 0 && text[start - 1] === '\\') start = text.lastIndexOf('\n', start - 1);
	return /^[ \t]*#/.test(text.slice(start + 1, offset));
}

/**
 * The text with a blank for each comment, on the same lines.
 * A quote that no other one on its line closes is none: it is an apostrophe in an #error.
 */
export function withoutComments(text: string): string {
	return text.replaceAll(
		/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|\/\/(?:\\\n|[^\n])*/g,
		(all, literal, offset) => {
			if (literal !== undefined) return literal;
			// A macro's definition goes on behind a comment of several lines.
			const lineEnd = isInDirective(text, offset) ? '\\\n' : '\n';
			return ` ${lineEnd.repeat(all.split('\n').length - 1)}`;
		},
	);
}
