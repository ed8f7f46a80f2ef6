/** A list that grows at its end, stays scrolled there while the reader has not scrolled away, and forgets its beginning. */
export class Feed {
	readonly #scroller: HTMLElement;
	readonly #list: HTMLElement;
	readonly #most: number;
	#waiting: HTMLElement[] = [];
	#forgotten = 0;

	/**
	 * @param scroller what is scrolled
	 * @param list where the entries go
	 * @param most how many entries are kept
	 */
	constructor(scroller: HTMLElement, list: HTMLElement, most: number) {
		this.#scroller = scroller;
		this.#list = list;
		this.#most = most;
	}

	/** Entries that come in one go are shown in one go. */
	add(entry: HTMLElement): void {
		if (this.#waiting.push(entry) === 1) requestAnimationFrame(() => this.#show());
		else if (this.#waiting.length > this.#most) this.#forget(this.#waiting.shift());
	}

	/** Calls back to change what is shown, and follows its end as before. */
	follow(change: () => void): void {
		const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
		const wasAtEnd = scrollTop + clientHeight >= scrollHeight - 8;
		change();
		if (wasAtEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
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
