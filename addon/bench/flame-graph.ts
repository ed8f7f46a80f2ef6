/** A flame graph: who called whom, and how much of the time each took. */

/** A function, called by the same ones. */
export interface Frame {
	readonly name: string;
	/** How long it was at work itself. */
	readonly own: number;
	readonly children: readonly Frame[];
}

const width = 1200;
const rowHeight = 18;
/** Frames narrower than this are left out. */
const narrowest = 2;
const characterWidth = 6.6;

/** What a frame's colour says. */
const colours = [
	{ kind: 'the native part and its system calls', colour: '#e8a13a', names: / native\.ts$/ },
	{ kind: 'garbage collection', colour: '#d98880', names: /^\(garbage collector\)$/ },
	{ kind: 'Node and V8: microtasks, promises', colour: '#b3b6b7', names: /^\S+$| node:/ },
	{ kind: 'the benchmark', colour: '#a9cce3', names: / both-sides\.ts$/ },
	{ kind: 'the rest of this library', colour: '#7dcea0', names: / / },
] as const;

/** How long it, or something that it called, was at work. */
export function total(frame: Frame): number {
	return frame.children.reduce((sum, child) => sum + total(child), frame.own);
}

function escapeText(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Draws a frame's children, callers above the called; `root` itself is everything. */
export function flameGraph(title: string, root: Frame): string {
	const whole = total(root);
	const top = 2 * rowHeight + colours.length * rowHeight;
	const drawn: string[] = [];
	let depth = 0;

	function draw(frame: Frame, left: number, row: number): void {
		const size = (total(frame) / whole) * width;
		if (size < narrowest) return;
		depth = Math.max(depth, row + 1);
		const colour = colours.find(({ names }) => names.test(frame.name))?.colour;
		const y = top + row * rowHeight;
		const share = ((total(frame) / whole) * 100).toFixed(1);
		const own = ((frame.own / whole) * 100).toFixed(1);
		const fitting = frame.name.slice(0, Math.max(0, Math.floor((size - 6) / characterWidth)));
		drawn.push(
			`<g><title>${escapeText(frame.name)}: ${share} %, ${own} % itself</title>` +
				`<rect x="${left.toFixed(1)}" y="${y}" width="${(size - 0.5).toFixed(1)}" height="${rowHeight - 1}" fill="${colour}"/>` +
				(fitting.length > 2
					? `<text x="${(left + 3).toFixed(1)}" y="${y + 13}">${escapeText(fitting)}</text>`
					: '') +
				'</g>',
		);
		let from = left;
		for (const child of frame.children.toSorted((a, b) => total(b) - total(a))) {
			draw(child, from, row + 1);
			from += (total(child) / whole) * width;
		}
	}

	let from = 0;
	for (const child of root.children.toSorted((a, b) => total(b) - total(a))) {
		draw(child, from, 0);
		from += (total(child) / whole) * width;
	}
	const legend = colours.map(
		({ kind, colour }, index) =>
			`<rect x="4" y="${(index + 1) * rowHeight + 4}" width="12" height="12" fill="${colour}"/>` +
			`<text x="22" y="${(index + 1) * rowHeight + 14}">${kind}: ${(shareOf(root, index) * 100).toFixed(0)} %</text>`,
	);
	const height = top + depth * rowHeight + 4;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="11">`,
		`<title>${escapeText(title)}</title>`,
		`<rect width="${width}" height="${height}" fill="#fff"/>`,
		`<text x="4" y="14" font-size="13">${escapeText(title)}</text>`,
		...legend,
		...drawn,
		'</svg>\n',
	].join('\n');
}

/** The share of the time in frames of a colour, each counted by itself. */
function shareOf(root: Frame, colour: number): number {
	const own = (frame: Frame): number => {
		const is = colours.findIndex(({ names }) => names.test(frame.name)) === colour;
		return frame.children.reduce((sum, child) => sum + own(child), is ? frame.own : 0);
	};
	return own(root) / total(root);
}
