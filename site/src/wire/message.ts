/** A message as people see it: rows of bytes with names. The pages are built with this, and the panel shows with it what passes. */
import { describeMessage, type Part, type Protocol } from '@both-sides/netlink/wire';

/** A message and what its bytes are. */
export interface Described {
	readonly bytes: Uint8Array;
	/** In the order of the bytes, with offsets in them. */
	readonly parts: readonly Part[];
}

/** The messages of a datagram, each with its padding; bytes that are no message count as one. */
export function messagesOf(datagram: Uint8Array, protocol?: Protocol): Described[] {
	const messages: Part[][] = [];
	for (const part of describeMessage(datagram, protocol)) {
		const begins = part.name === 'nlmsg_len' && part.depth === 0;
		if (begins || messages.length === 0) messages.push([]);
		messages.at(-1)?.push(part);
	}
	return messages.map((parts) => {
		const start = parts[0]?.offset ?? 0;
		const length = parts.reduce((sum, part) => sum + part.length, 0);
		return {
			bytes: datagram.subarray(start, start + length),
			parts: parts.map((part) => ({ ...part, offset: part.offset - start })),
		};
	});
}

/** What a message is, in a few words: `PULSE_ADD`, `NLMSG_ERROR · -ERANGE`. */
export function titleOf({ parts }: Described): string {
	const value = (name: string) =>
		parts.find((part) => part.name === name && part.depth === 0)?.value;
	const type = value('nlmsg_type');
	const error = value('error');
	if (type === undefined) return 'no message';
	const name = /^\d+$/.test(type) ? `type ${type}` : type;
	return error === undefined ? name : `${name} · ${error}`;
}

/**
 * What a page calls the fields of a message, part by part: `nlmsg_type`, `error`; by the name of the attribute its header and its
 * value; `request.nlmsg_type` in the copy of the request that an answer has in it.
 */
export function fieldsOf({ parts }: Described): string[] {
	let inRequest = false;
	return parts.map(({ name, depth, note = '' }) => {
		inRequest = depth > 0 && (inRequest || name === 'nlmsg_len');
		if (name === 'nla_len' || name === 'nla_type') return note;
		return inRequest ? `request.${name}` : name;
	});
}

/** The bytes of a part as people write them: `15`, `00`, `00`, `00`. */
export function bytesOf(bytes: Uint8Array, { offset, length }: Part): string[] {
	return Array.from(bytes.subarray(offset, offset + length), (byte) =>
		byte.toString(16).padStart(2, '0'),
	);
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function kindOf({ name, depth }: Part): string {
	const kinds = { nlmsg: 'header', nla: 'header attribute', padding: 'padding' } as const;
	const kind = kinds[name.split('_')[0] as keyof typeof kinds] ?? 'payload';
	return depth > 0 ? `${kind} inner` : kind;
}

/**
 * A message as an HTML table, a row a field: its bytes, its name, its value. wire.css has its looks, walk.ts lets people walk
 * through its bytes.
 *
 * @param title the table's caption
 * @param marks by field, what is marked in the code beside it when one of the field's bytes is looked at
 */
export function tableOf(
	message: Described,
	{ title, marks = {} }: { title?: string; marks?: Readonly<Record<string, string>> } = {},
): string {
	const fields = fieldsOf(message);
	const rows = message.parts.map((part, index) => {
		const { name, value, note = '' } = part;
		const mark = marks[fields[index] ?? ''];
		const bytes = bytesOf(message.bytes, part).map((byte) => `<span class="byte">${byte}</span>`);
		const fours = bytes.flatMap((_, first) =>
			first % 4 === 0 ? `<span class="four">${bytes.slice(first, first + 4).join(' ')}</span>` : [],
		);
		const aside = value && note ? ` <small>${escaped(note)}</small>` : '';
		return [
			`<tr class="${kindOf(part)}" style="--bytes: ${Math.min(part.length, 8)}"${mark ? ` data-mark="${escaped(mark)}"` : ''}>`,
			`<td class="digits">${fours.join(' ')}</td>`,
			`<th scope="row">${escaped(name)}</th>`,
			`<td class="value">${escaped(value || note)}${aside}</td></tr>`,
		].join('');
	});
	const caption = title === undefined ? '' : `<caption>${escaped(title)}</caption>`;
	const head = ['Bytes', 'Field', 'Value'].map((word) => `<th scope="col">${word}</th>`).join('');
	return `<table class="wire-message">${caption}<thead class="sr-only"><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
