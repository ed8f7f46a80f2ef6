import { keep, readKept } from './kept.ts';

/** The least that is of use, and what is left of the page above it, in pixels. */
const least = 180;
const leftAbove = 140;
/** How much of the window it takes at first. */
const share = 0.46;
/** How much where a change of the C, what to look for and the kernel's log are to be seen at once. */
const largeShare = 0.68;
/** What an arrow key does. */
const step = 24;

/**
 * The panel at the foot of the window: how high it is, and whether it is folded to its bar. The page ends above it, so
 * that all of the text can be scrolled into view.
 */
export class Dock {
	readonly #panel: HTMLElement;
	readonly #grip: HTMLElement;
	readonly #fold: HTMLButtonElement;
	readonly #desk: HTMLElement;
	#height: number;
	/** Whether the reader has set the height. */
	#isSet: boolean;
	#folded = false;

	constructor(panel: HTMLElement, grip: HTMLElement, fold: HTMLButtonElement, desk: HTMLElement) {
		this.#panel = panel;
		this.#grip = grip;
		this.#fold = fold;
		this.#desk = desk;
		const kept = readKept('height');
		this.#isSet = typeof kept === 'number';
		this.#height = typeof kept === 'number' ? kept : Math.round(window.innerHeight * share);
		grip.addEventListener('pointerdown', (event) => this.#drag(event));
		grip.addEventListener('keydown', (event) => this.#onKey(event));
		fold.addEventListener('click', () => this.open(this.#folded));
		window.addEventListener('resize', () => this.#lay());
		new ResizeObserver(() => this.#makeRoom()).observe(panel);
		this.#makeRoom();
	}

	/** Shows what is below the bar, or folds it away. */
	open(isOpen = true): void {
		this.#folded = !isOpen;
		this.#desk.hidden = this.#folded;
		this.#grip.hidden = this.#folded;
		this.#fold.hidden = false;
		this.#fold.setAttribute('aria-expanded', String(isOpen));
		this.#panel.toggleAttribute('data-open', isOpen);
		this.#lay();
	}

	/** Takes more of the window, unless the reader has set how much. */
	raise(): void {
		if (this.#isSet) return;
		this.#height = Math.max(this.#height, Math.round(window.innerHeight * largeShare));
		this.#lay();
	}

	get #most(): number {
		return Math.max(least, window.innerHeight - leftAbove);
	}

	#lay(): void {
		const height = Math.min(Math.max(this.#height, least), this.#most);
		this.#panel.style.blockSize = this.#folded || this.#desk.hidden ? '' : `${height}px`;
		this.#grip.setAttribute('aria-valuemin', String(least));
		this.#grip.setAttribute('aria-valuemax', String(this.#most));
		this.#grip.setAttribute('aria-valuenow', String(height));
	}

	#makeRoom(): void {
		document.documentElement.style.setProperty('--panel-height', `${this.#panel.offsetHeight}px`);
	}

	#resize(height: number): void {
		this.#height = Math.min(Math.max(height, least), this.#most);
		this.#isSet = true;
		this.#lay();
		keep('height', this.#height);
	}

	#drag(start: PointerEvent): void {
		start.preventDefault();
		const from = this.#panel.offsetHeight + start.clientY;
		this.#grip.setPointerCapture(start.pointerId);
		const move = ({ clientY }: PointerEvent) => this.#resize(Math.round(from - clientY));
		this.#grip.addEventListener('pointermove', move);
		this.#grip.addEventListener(
			'lostpointercapture',
			() => this.#grip.removeEventListener('pointermove', move),
			{ once: true },
		);
	}

	#onKey(event: KeyboardEvent): void {
		const height = this.#panel.offsetHeight;
		const wanted: Partial<Record<string, number>> = {
			ArrowUp: height + step,
			ArrowDown: height - step,
			Home: least,
			End: this.#most,
		};
		const next = wanted[event.key];
		if (next === undefined) return;
		event.preventDefault();
		this.#resize(next);
	}
}
