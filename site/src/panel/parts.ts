/** Elements of the panel by `data-part`. */
export function part<Kind extends HTMLElement = HTMLElement>(
	root: HTMLElement,
	name: string,
): Kind {
	const found = root.querySelector<Kind>(`[data-part="${name}"]`);
	if (!found) throw new Error(`The panel has no ${name}.`);
	return found;
}

/** The panes of files in a part of it, by name. */
export function filePanes(side: HTMLElement): Map<string, HTMLElement> {
	const panes = side.querySelectorAll<HTMLElement>('[data-file]');
	return new Map([...panes].map((pane) => [pane.dataset.file ?? '', pane]));
}
