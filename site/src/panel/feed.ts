/** What is left free above an entry, in pixels. */
const margin = 8;

/** A list that grows at its end, stays scrolled there while the reader has not scrolled away, and forgets its beginning. */
export class Feed {
	readonly #scroller: HTMLElement;
	readonly #list: HTMLElement;
	readonly #most: number;
	readonly #shown: 'beginning' | 'end';
	#waiting: HTMLElement[] = [];
	#forgotten = 0;
	/** How far it was scrolled by itself. */
	#followed = 0;

	/**
	 * @param scroller what is scrolled
	 * @param list where the entries go
	 * @param most how many entries are kept
	 * @param shown what of a last entry that is higher than the pane is shown
	 */
	constructor(
		scroller: HTMLElement,
		list: HTMLElement,
		most: number,
		shown: 'beginning' | 'end' = 'end',
	) {
		this.#scroller = scroller;
		this.#list = list;
		this.#most = most;
		this.#shown = shown;
	}

	/** Entries that come in one go are shown in one go. */
	add(entry: HTMLElement): void {
		if (this.#waiting.push(entry) === 1) requestAnimationFrame(() => this.#show());
		else if (this.#waiting.length > this.#most) this.#forget(this.#waiting.shift());
	}

	/** Calls back to change what is shown, and follows its end, unless the reader has scrolled back. */
	follow(change: () => void): void {
		const isFollowing = this.#scroller.scrollTop >= this.#followed - 8;
		change();
		if (!isFollowing) return;
		const end = this.#scroller.scrollHeight - this.#scroller.clientHeight;
		this.#followed = this.#shown === 'end' ? end : Math.max(0, Math.min(end, this.#topOfLast()));
		this.#scroller.scrollTop = this.#followed;
	}

	/** How far to scroll until the last entry's beginning is at the top. */
	#topOfLast(): number {
		const last = this.#list.lastElementChild;
		if (!last) return 0;
		const above = last.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
		return this.#scroller.scrollTop + above - margin;
	}

	/** How many entries there have been. */
	get length(): number {
		return this.#forgotten + this.#list.childElementCount + this.#waiting.length;
	}

	/** Removes what was added when there had been so many. */
	cut(length: number): void {
		this.#flush();
		while (this.#list.lastElementChild && this.length > length)
			this.#list.lastElementChild.remove();
	}

	#flush(): void {
		this.#list.append(...this.#waiting);
		this.#waiting = [];
		while (this.#list.childElementCount > this.#most) this.#forget(this.#list.firstElementChild);
	}

	#forget(entry: Element | null | undefined): void {
		entry?.remove();
		this.#forgotten += 1;
	}

	#show(): void {
		this.follow(() => this.#flush());
	}
}
