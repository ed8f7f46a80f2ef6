import { describeMessage, type Part, type Protocol } from '@both-sides/netlink/wire';
import { bytesOf } from '../crossings/bytes.ts';
import type { Crossing } from '../live/machine.ts';
import { Feed } from './feed.ts';

function element(name: string, className: string, text = ''): HTMLElement {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

/** The parts of a datagram, message by message. */
function messagesOf(parts: readonly Part[]): Part[][] {
	const messages: Part[][] = [];
	for (const part of parts) {
		const begins = part.name === 'nlmsg_len' && part.depth === 0;
		if (begins || messages.length === 0) messages.push([]);
		messages.at(-1)?.push(part);
	}
	return messages;
}

/** What a message is, in a few words. */
function titleOf(parts: readonly Part[]): string {
	const value = (name: string) =>
		parts.find((part) => part.name === name && part.depth === 0)?.value;
	const type = value('nlmsg_type');
	const error = value('error');
	if (type === undefined) return 'no message';
	const name = /^\d+$/.test(type) ? `type ${type}` : type;
	return error === undefined ? name : `${name} · ${error}`;
}

/** Who speaks to whom. */
function wayOf({ direction, peer, group }: Crossing): string {
	const other = peer === 0 ? 'kernel' : `port ${peer}`;
	if (direction === 'down') return `user → ${other}`;
	return group === 0 ? `${other} → user` : `${other} → group ${group}`;
}

function bytesTable(bytes: Uint8Array, parts: readonly Part[]): HTMLElement {
	const table = document.createElement('table');
	const head = element('thead', 'sr-only');
	head.innerHTML =
		'<tr><th scope="col">Bytes</th><th scope="col">Field</th><th scope="col">Value</th></tr>';
	const body = document.createElement('tbody');
	for (const part of parts) {
		const row = document.createElement('tr');
		const name = element('th', '', part.name) as HTMLTableCellElement;
		name.scope = 'row';
		const value = element('td', '', part.value);
		if (part.note) value.title = part.note;
		row.append(element('td', 'bytes', bytesOf(bytes, part).join(' ')), name, value);
		if (part.depth > 0) row.className = 'inner';
		body.append(row);
	}
	table.append(head, body);
	return table;
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
		for (const parts of messagesOf(describeMessage(bytes, this.#protocolOf(protocol)))) {
			const length = parts.reduce((sum, part) => sum + part.length, 0);
			const details = document.createElement('details');
			details.open = this.#showsBytes;
			const summary = document.createElement('summary');
			summary.append(
				element('span', 'way', wayOf(crossing)),
				' ',
				element('b', '', titleOf(parts)),
				' ',
				element('span', 'size', `${length} bytes`),
			);
			details.append(summary, bytesTable(bytes, parts));
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
