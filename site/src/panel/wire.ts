import type { Protocol } from '@both-sides/netlink/wire';
import type { Crossing } from '../live/machine.ts';
import { messagesOf, tableOf, titleOf } from '../wire/message.ts';
import { makeReachable } from '../wire/walk.ts';
import { Feed } from './feed.ts';

function element(name: string, className: string, text = ''): HTMLElement {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

/** Who speaks to whom. */
function wayOf({ direction, peer, group }: Crossing): string {
	const other = peer === 0 ? 'kernel' : `port ${peer}`;
	if (direction === 'down') return `user → ${other}`;
	return group === 0 ? `${other} → user` : `${other} → group ${group}`;
}

/** The messages between the clients and the machine, as they pass. */
export class Wire {
	readonly #feed: Feed;
	readonly #list: HTMLElement;
	readonly #protocolOf: (protocol: number) => Protocol | undefined;
	#showsBytes = true;

	/** @param protocolOf what is known of a netlink protocol by number */
	constructor(
		scroller: HTMLElement,
		list: HTMLElement,
		protocolOf: (protocol: number) => Protocol | undefined,
	) {
		this.#list = list;
		this.#feed = new Feed(scroller, list, 200, 'beginning');
		this.#protocolOf = protocolOf;
	}

	add(crossing: Crossing): void {
		const { bytes, protocol } = crossing;
		for (const message of messagesOf(bytes, this.#protocolOf(protocol))) {
			const details = document.createElement('details');
			details.open = this.#showsBytes;
			const summary = document.createElement('summary');
			summary.append(
				element('span', 'way', wayOf(crossing)),
				' ',
				element('b', '', titleOf(message)),
				' ',
				element('span', 'size', `${message.bytes.length} bytes`),
			);
			details.append(summary);
			details.insertAdjacentHTML('beforeend', tableOf(message));
			makeReachable(details);
			const item = element('li', crossing.direction === 'down' ? 'user' : 'kernel');
			item.append(details);
			this.#feed.add(item);
		}
	}

	/** Unfolds all messages, those to come too, or folds them. */
	showBytes(shown: boolean): void {
		this.#showsBytes = shown;
		this.#feed.follow(() => {
			for (const details of this.#list.querySelectorAll('details')) details.open = shown;
		});
	}

	clear(): void {
		this.#feed.cut(0);
	}
}
