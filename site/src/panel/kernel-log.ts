import { isToThePoint, type KernelMessage } from '../../../vm/guest/kernel-message.ts';
import { Feed } from './feed.ts';

/** From here on down the kernel warns (include/linux/kern_levels.h). */
const KERN_WARNING = 4;

function seconds(microseconds: number): string {
	return (microseconds / 1e6).toFixed(3).padStart(8);
}

function entryFor({ time, level, text }: KernelMessage): HTMLElement {
	const line = document.createElement('p');
	const stamp = document.createElement('time');
	stamp.textContent = `${seconds(time)} `;
	line.append(stamp, text);
	if (level <= KERN_WARNING) line.className = 'warning';
	return line;
}

/** The kernel's messages of this machine. */
export class KernelLog {
	readonly #feed: Feed;

	constructor(pane: HTMLElement) {
		this.#feed = new Feed(pane, pane, 1000);
	}

	add(message: KernelMessage): void {
		if (isToThePoint(message)) this.#feed.add(entryFor(message));
	}

	/** A word of ours between the kernel's. */
	note(text: string): void {
		const line = document.createElement('p');
		line.className = 'note';
		line.textContent = text;
		this.#feed.add(line);
	}

	/** How much has been said. */
	get length(): number {
		return this.#feed.length;
	}

	/** The machine is as it was when so much had been said. */
	rewind(length: number): void {
		this.#feed.cut(length);
	}
}
