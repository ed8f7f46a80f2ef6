/** Tabs as the ARIA Authoring Practices have them: arrow keys move and select, Tab goes on into the panel. */
export class Tabs {
	readonly #tabs: readonly HTMLElement[];
	readonly #selected: (name: string) => void;

	/**
	 * @param list an element of the role tablist, whose tabs have `data-name` and `aria-controls`
	 * @param selected called with the name of the tab that was chosen
	 */
	constructor(list: HTMLElement, selected: (name: string) => void = () => {}) {
		this.#selected = selected;
		this.#tabs = [...list.querySelectorAll<HTMLElement>('[role="tab"]')];
		for (const tab of this.#tabs)
			tab.addEventListener('click', () => this.select(tab.dataset.name ?? ''));
		list.addEventListener('keydown', (event) => this.#onKey(event));
	}

	select(name: string): void {
		for (const tab of this.#tabs) {
			const isSelected = tab.dataset.name === name;
			tab.setAttribute('aria-selected', String(isSelected));
			tab.tabIndex = isSelected ? 0 : -1;
			const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
			panel?.toggleAttribute('data-closed', !isSelected);
		}
		this.#selected(name);
	}

	#onKey(event: KeyboardEvent): void {
		const tabs = this.#tabs.filter(({ hidden }) => !hidden);
		const at = tabs.indexOf(document.activeElement as HTMLElement);
		const count = tabs.length;
		const next: Partial<Record<string, number>> = {
			ArrowRight: (at + 1) % count,
			ArrowLeft: (at + count - 1) % count,
			Home: 0,
			End: count - 1,
		};
		const tab = tabs[next[event.key] ?? -1];
		if (at < 0 || !tab) return;
		event.preventDefault();
		tab.focus();
		this.select(tab.dataset.name ?? '');
	}
}
