/**
 * Walks through the bytes of the messages on a page: what is pointed at or focused is marked, with its field and with the lines
 * of code that the field is about. Arrow keys go from byte to byte and from field to field. It listens on the document, so
 * messages may come and go.
 */

const message = '.wire-message';

/** The bytes of the message that a byte is in, in their order. */
function bytesAround(byte: HTMLElement): HTMLElement[] {
	return [...(byte.closest(message)?.querySelectorAll<HTMLElement>('.byte') ?? [])];
}

function rowOf(byte: HTMLElement): HTMLElement | null {
	return byte.closest('tr');
}

/** The lines of code that are about a byte's field. */
function linesOf(byte: HTMLElement): HTMLElement[] {
	const mark = rowOf(byte)?.dataset.mark;
	const both = byte.closest('.both-sides');
	if (mark === undefined || !both) return [];
	return [...both.querySelectorAll<HTMLElement>(`.ec-line[data-marks~="${mark}"]`)];
}

/** What there is to say of a byte. */
interface Words {
	readonly place: string;
	readonly field: string;
	readonly value: string;
	/** Code by the side that it is on. */
	readonly code: readonly { readonly side: string; readonly line: string }[];
}

function wordsOf(byte: HTMLElement): Words {
	const row = rowOf(byte);
	const textOf = (element: Element | null | undefined) => element?.textContent?.trim() ?? '';
	return {
		place: `byte ${bytesAround(byte).indexOf(byte)}`,
		field: textOf(row?.querySelector('th')),
		value: textOf(row?.querySelector('.value')),
		code: linesOf(byte).map((line) => ({
			side: textOf(line.closest('.source')?.querySelector('.side')),
			line: textOf(line.querySelector('.code')),
		})),
	};
}

const hint = 'Point at a byte, or walk through them with the arrow keys.';

/** The place where the bytes of a message are put into words. */
function detailOf(inside: Element): HTMLElement | null | undefined {
	return inside.closest('.wire')?.querySelector<HTMLElement>('.wire-detail');
}

function element(name: string, ...content: (string | Node)[]): HTMLElement {
	const made = document.createElement(name);
	made.append(...content);
	return made;
}

function describe(byte: HTMLElement): void {
	const { place, field, value, code } = wordsOf(byte);
	detailOf(byte)?.replaceChildren(
		element('span', `${place}, `, element('b', field), value && `: ${value}`),
		...code.map(({ side, line }) => element('span', `${side}: `, element('code', line))),
	);
}

/** Marks a byte, its field and its lines of code, and takes the marks off what had them. */
function look(byte: HTMLElement | undefined): void {
	for (const marked of document.querySelectorAll('.looked-at'))
		marked.classList.remove('looked-at');
	if (!byte) return;
	for (const marked of [byte, rowOf(byte), ...linesOf(byte)]) marked?.classList.add('looked-at');
	describe(byte);
}

/** Makes a byte the one that Tab reaches in its message. */
function reach(byte: HTMLElement): void {
	for (const other of bytesAround(byte)) other.tabIndex = other === byte ? 0 : -1;
}

/** Where a key leads from a byte; undefined for a key that leads nowhere. */
function next(byte: HTMLElement, key: string): HTMLElement | undefined {
	const all = bytesAround(byte);
	const row = rowOf(byte);
	const firstOf = (other: Element | null | undefined) =>
		other?.querySelector<HTMLElement>('.byte') ?? undefined;
	switch (key) {
		case 'ArrowRight':
			return all[all.indexOf(byte) + 1];
		case 'ArrowLeft':
			return all[all.indexOf(byte) - 1];
		case 'ArrowDown':
			return firstOf(row?.nextElementSibling);
		case 'ArrowUp':
			return firstOf(row?.previousElementSibling);
		case 'Home':
			return all[0];
		case 'End':
			return all.at(-1);
		default:
			return undefined;
	}
}

const keys = new Set(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End']);

function byteAt(target: EventTarget | null): HTMLElement | undefined {
	if (!(target instanceof Element)) return undefined;
	const byte = target.closest<HTMLElement>(`${message} .byte`);
	if (byte) return byte;
	// A row is its field: its first byte stands for it.
	const row = target.closest(`${message} tbody tr`);
	return row?.querySelector<HTMLElement>('.byte') ?? undefined;
}

/** The byte that has the focus. */
function focused(): HTMLElement | undefined {
	const active = document.activeElement;
	return active?.matches(`${message} .byte`) ? byteAt(active) : undefined;
}

/** Makes the bytes of a message reachable with the keyboard. */
export function makeReachable(table: Element): void {
	for (const byte of table.querySelectorAll<HTMLElement>('.byte')) {
		const { place, field, value, code } = wordsOf(byte);
		byte.role = 'button';
		byte.ariaLabel = [
			`${byte.textContent}, ${place}, ${field}: ${value}`,
			...code.map(({ side, line }) => `${side}: ${line}`),
		].join('; ');
	}
	const first = table.querySelector<HTMLElement>('.byte');
	if (first) reach(first);
	const detail = detailOf(table);
	if (detail) detail.textContent = hint;
}

/** Lets people walk through the messages of this page; call it once. */
export function walk(): void {
	document.addEventListener('pointerover', ({ target }) => look(byteAt(target) ?? focused()));
	document.addEventListener('click', ({ target }) => byteAt(target)?.focus());
	document.addEventListener('focusin', () => {
		const byte = focused();
		if (byte) reach(byte);
		look(byte);
	});
	document.addEventListener('keydown', (event) => {
		const byte = focused();
		if (!byte || event.ctrlKey || event.altKey || event.metaKey) return;
		if (event.key === 'Escape') look(undefined);
		if (!keys.has(event.key)) return;
		event.preventDefault();
		next(byte, event.key)?.focus();
	});
	for (const table of document.querySelectorAll(message)) makeReachable(table);
}
