/** Which lines of a stage's C have run: what examples/<stage>/coverage.json holds, recorded by `npm run vm -- coverage`. */

/** The lines of a C file that are code, counted from 1. */
export interface FileCoverage {
	/** Of the file as it was when this was recorded, in hexadecimal. */
	readonly sha256: string;
	readonly reached: readonly number[];
	readonly unreached: readonly number[];
}

export interface Coverage {
	/** The kernel that it was recorded on, as uname -r says it. */
	readonly kernel: string;
	/** By name, for example `pulse.c`. */
	readonly files: Readonly<Record<string, FileCoverage>>;
}

/** Numbers in rising order as people write them: "3 5-9". */
function formatLines(lines: readonly number[]): string {
	const ranges: [number, number][] = [];
	for (const line of lines) {
		const last = ranges.at(-1);
		if (last && last[1] === line - 1) last[1] = line;
		else ranges.push([line, line]);
	}
	return ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(' ');
}

function parseLines(text: string): number[] {
	return text
		.split(' ')
		.filter((range) => range !== '')
		.flatMap((range) => {
			const [first = Number.NaN, last = first] = range.split('-').map(Number);
			return Array.from({ length: last - first + 1 }, (_, index) => first + index);
		});
}

/** What a coverage.json says. */
export function parseCoverage(text: string): Coverage {
	const { kernel, files } = JSON.parse(text);
	const parsed = Object.entries<Record<'sha256' | 'reached' | 'unreached', string>>(files).map(
		([name, { sha256, reached, unreached }]) => [
			name,
			{ sha256, reached: parseLines(reached), unreached: parseLines(unreached) },
		],
	);
	return { kernel, files: Object.fromEntries(parsed) };
}

/** The text of a coverage.json. */
export function formatCoverage({ kernel, files }: Coverage): string {
	const shown = Object.entries(files).map(([name, { sha256, reached, unreached }]) => [
		name,
		{ sha256, reached: formatLines(reached), unreached: formatLines(unreached) },
	]);
	return `${JSON.stringify({ kernel, files: Object.fromEntries(shown) }, null, '\t')}\n`;
}
