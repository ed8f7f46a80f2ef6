/** What the compiler says, as a list below the code. */
import type { Diagnostic, Note, Place } from '../compiler/compiler.ts';

/** A slip in the first lines of a file may have thousands of others follow; nobody reads on for so long. */
const most = 100;

function element(name: string, className: string, text: string): HTMLElement {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

/** How many of each there are, in words: "2 errors, 1 warning". */
export function countOf(diagnostics: readonly Diagnostic[]): string {
	const counts = (['error', 'warning'] as const).map((kind) => {
		const count = diagnostics.filter(({ severity }) => severity === kind).length;
		return count === 0 ? '' : `${count} ${kind}${count === 1 ? '' : 's'}`;
	});
	return counts.filter((count) => count !== '').join(', ');
}

export class Problems {
	readonly #list: HTMLElement;
	readonly #canVisit: (file: string) => boolean;
	readonly #visit: (place: Place) => void;
	#shown = '[0,[]]';

	/**
	 * @param canVisit whether a file can be shown
	 * @param visit the reader wants to see a place in one of those
	 */
	constructor(
		list: HTMLElement,
		canVisit: (file: string) => boolean,
		visit: (place: Place) => void,
	) {
		this.#list = list;
		this.#canVisit = canVisit;
		this.#visit = visit;
	}

	show(all: readonly Diagnostic[]): void {
		const diagnostics = all.slice(0, most);
		const wanted = JSON.stringify([all.length, diagnostics]);
		// Whoever is walking through it stays where they are.
		if (wanted === this.#shown) return;
		this.#shown = wanted;
		this.#list.hidden = diagnostics.length === 0;
		this.#list.replaceChildren(
			...diagnostics.map((diagnostic) => {
				const { severity, option, notes } = diagnostic;
				const item = element('li', severity, '');
				item.append(...this.#line(severity, diagnostic));
				if (option !== undefined) item.append(' ', element('code', 'option', `[${option}]`));
				for (const note of notes) {
					const line = element('p', 'note', '');
					line.append(...this.#line('note', note));
					item.append(line);
				}
				return item;
			}),
		);
		const more = all.length - diagnostics.length;
		if (more > 0) this.#list.append(element('li', 'note', `${more} more follow from these`));
	}

	#line(kind: string, { place, text }: Note): (HTMLElement | string)[] {
		const said = [element('b', '', kind), ' ', element('span', 'text', text)];
		return place ? [this.#where(place), ' ', ...said] : said;
	}

	#where(place: Place): HTMLElement {
		const name = `${place.file}, line ${place.line}`;
		if (!this.#canVisit(place.file)) return element('span', 'where', name);
		const button = element('button', 'place', name) as HTMLButtonElement;
		button.type = 'button';
		button.addEventListener('click', () => this.#visit(place));
		return button;
	}
}
