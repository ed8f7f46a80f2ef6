import { MalformedMessage } from '../wire/malformed.ts';
import type { DisplayHint } from './tables.ts';

/** Writes values for people and reads them back: what a display hint asks for. */
interface Notation {
	write(bytes: Uint8Array): string | undefined;
	read(text: string): Uint8Array | undefined;
	/** What was expected, for errors. */
	readonly expected: string;
}

const hexadecimal = (bytes: Uint8Array, between: string): string =>
	Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);

function fromHexadecimal(text: string): Uint8Array | undefined {
	if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
	return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

function ipv4Text(bytes: Uint8Array): string {
	return bytes.join('.');
}

/** As RFC 5952 writes it, with the last four bytes of an IPv4 address that is mapped as such. */
function ipv6Text(bytes: Uint8Array): string {
	const groups: number[] = [];
	for (let index = 0; index < 16; index += 2) {
		groups.push(((bytes[index] as number) << 8) | (bytes[index + 1] as number));
	}
	let start = 0;
	let longest = 0;
	for (let index = 0; index < 8; index++) {
		let end = index;
		while (end < 8 && groups[end] === 0) end++;
		if (end - index > longest) {
			longest = end - index;
			start = index;
		}
	}
	if (start === 0 && longest === 5 && groups[5] === 0xffff) {
		return `::ffff:${ipv4Text(bytes.subarray(12))}`;
	}
	const text = (from: number, to: number) =>
		groups
			.slice(from, to)
			.map((group) => group.toString(16))
			.join(':');
	if (longest < 2) return text(0, 8);
	return `${text(0, start)}::${text(start + longest, 8)}`;
}

function ipv4Bytes(text: string): Uint8Array | undefined {
	if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
	const bytes = text.split('.').map(Number);
	return bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : undefined;
}

function ipv6Bytes(text: string): Uint8Array | undefined {
	const dotted = /^(.*:)([\d.]+)$/.exec(text);
	const last = dotted?.[2]?.includes('.') ? ipv4Bytes(dotted[2]) : undefined;
	const whole =
		last && dotted
			? `${dotted[1]}${hexadecimal(last.subarray(0, 2), '')}:${hexadecimal(last.subarray(2), '')}`
			: text;
	const halves = whole.split('::');
	if (halves.length > 2) return undefined;
	const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
	const missing = 8 - before.length - after.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
	if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	return fromHexadecimal(groups.map((group) => group.padStart(4, '0')).join(''));
}

const address: Notation = {
	expected: 'an IP address: 4 or 16 bytes',
	write(bytes) {
		if (bytes.length === 4) return ipv4Text(bytes);
		return bytes.length === 16 ? ipv6Text(bytes) : undefined;
	},
	read: (text) => (text.includes(':') ? ipv6Bytes(text) : ipv4Bytes(text)),
};

const octets: Notation = {
	expected: 'a hardware address: pairs of hexadecimal digits with colons between them',
	write: (bytes) => hexadecimal(bytes, ':'),
	read: (text) =>
		text === '' || /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(text)
			? fromHexadecimal(text.replaceAll(':', ''))
			: undefined,
};

const uuid: Notation = {
	expected: 'a UUID: 16 bytes',
	write: (bytes) =>
		bytes.length === 16
			? hexadecimal(bytes, '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
			: undefined,
	read: (text) =>
		/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
			? fromHexadecimal(text.replaceAll('-', ''))
			: undefined,
};

/** Hints that make a value a string. What is to be shown in hexadecimal stays a number, or bytes. */
const notations: Readonly<Partial<Record<DisplayHint, Notation>>> = {
	mac: octets,
	fddi: octets,
	ipv4: address,
	ipv6: address,
	'ipv4-or-v6': address,
	uuid,
};

/** Whether values with this hint are strings. */
export function isText(hint: DisplayHint | undefined, type: string): boolean {
	if (hint === undefined || notations[hint] === undefined) return false;
	return type === 'binary' || (type === 'u32' && hint === 'ipv4');
}

/**
 * Bytes as the hint asks for.
 *
 * @throws MalformedMessage at `offset` where they cannot be that.
 */
export function textOf(hint: DisplayHint, bytes: Uint8Array, offset: number): string {
	const notation = notations[hint] as Notation;
	const text = notation.write(bytes);
	if (text === undefined) {
		throw new MalformedMessage(offset, notation.expected, `${bytes.length} bytes`);
	}
	return text;
}

/**
 * The bytes of a text that textOf() may have written.
 *
 * @throws TypeError for a text that is none.
 */
export function bytesOf(hint: DisplayHint, text: unknown): Uint8Array {
	const notation = notations[hint] as Notation;
	const bytes = typeof text === 'string' ? notation.read(text) : undefined;
	if (bytes === undefined) {
		throw new TypeError(`${JSON.stringify(text)} is not ${notation.expected}`);
	}
	return bytes;
}
