/** The words of a line as a shell makes them, as far as a client's arguments need it: blanks part them, quotes hold them together. */
export function wordsOf(line: string): string[] {
	return [...line.matchAll(/(?:'[^']*'?|"[^"]*"?|[^\s'"])+/g)].map(([word]) =>
		word.replace(/'([^']*)'?|"([^"]*)"?/g, (_, single, double) => single ?? double ?? ''),
	);
}
