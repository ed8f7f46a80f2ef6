/**
 * The format of `examples/NN-name/capture`: what crossed between client and kernel while a machine played the
 * transcript, recorded together with it.
 *
 *     ## name on 6.12.117     a block of the transcript, and the release of the kernel that it was played on
 *     > client send hello     a client of it, in the transcript's order
 *     down protocol 31 port 171: 18 00 00 00 …      a datagram from the client's socket to the kernel
 *     up protocol 31 port 171 group 2: 24 00 …      a datagram from the kernel to that socket
 *     12 more                 datagrams that were not kept
 *
 * A datagram that is not from or to the kernel has `peer N`, the other's port id, behind its port; one that sendmsg(2)
 * failed to send has `failed ECONNREFUSED`. Pure functions: this runs in Node, in the guest and in a browser.
 */
import { NLMSG_ERROR, NLMSG_HDRLEN } from '@both-sides/netlink/wire';

/** A datagram as the client's socket gave it to sendmsg(2) or got it from recvmsg(2). */
export interface CapturedDatagram {
	/** Down is to the kernel. */
	readonly direction: 'down' | 'up';
	/** The netlink protocol number. */
	readonly protocol: number;
	/** Of the client's socket. */
	readonly portId: number;
	/** Port id of the other side; 0 is the kernel. */
	readonly peer: number;
	/** The multicast group that it came by, counted from 1; 0 where it came by none. */
	readonly group: number;
	/** Name of the errno where sendmsg(2) failed. */
	readonly failed?: string;
	readonly bytes: Uint8Array;
}

/** What crossed between one client and the kernel. */
export interface Crossed {
	/** In their order. */
	readonly datagrams: readonly CapturedDatagram[];
	/** How many more crossed and were not kept. */
	readonly more: number;
}

export interface CapturedClient extends Crossed {
	/** As the transcript has it. */
	readonly command: string;
}

export interface CapturedBlock {
	readonly name: string;
	/** uname -r of the kernel. */
	readonly release: string;
	readonly clients: readonly CapturedClient[];
}

/** A capture that is not in the format. */
export class CaptureError extends Error {
	override readonly name = 'CaptureError';

	constructor(line: number, what: string) {
		super(`line ${line}: ${what}`);
	}
}

function formatDatagram(datagram: CapturedDatagram): string {
	const { direction, protocol, portId, peer, group, failed, bytes } = datagram;
	const who = [
		...[direction, 'protocol', protocol, 'port', portId],
		...(peer === 0 ? [] : ['peer', peer]),
		...(group === 0 ? [] : ['group', group]),
		...(failed === undefined ? [] : ['failed', failed]),
	];
	const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
	return `${who.join(' ')}: ${digits.join(' ')}`;
}

const datagramLine =
	/^(down|up) protocol (\d+) port (\d+)(?: peer (\d+))?(?: group (\d+))?(?: failed (\w+))?: ((?:[0-9a-f]{2}(?: |$))*)$/;

/** A datagram from its line; undefined where the line is none. */
function parseDatagram(line: string): CapturedDatagram | undefined {
	const [, direction, protocol, portId, peer = '0', group = '0', failed, digits] =
		datagramLine.exec(line) ?? [];
	if (digits === undefined) return undefined;
	return {
		direction: direction === 'up' ? 'up' : 'down',
		protocol: Number(protocol),
		portId: Number(portId),
		peer: Number(peer),
		group: Number(group),
		...(failed === undefined ? {} : { failed }),
		bytes: Uint8Array.from(digits.match(/\S+/g) ?? [], (pair) => Number.parseInt(pair, 16)),
	};
}

/** What crossed of one client, as lines of a capture; each ends with a line feed. */
export function formatCrossed({ datagrams, more }: Crossed): string {
	const lines = [...datagrams.map(formatDatagram), ...(more > 0 ? [`${more} more`] : [])];
	return lines.map((line) => `${line}\n`).join('');
}

export function formatCapture(blocks: readonly CapturedBlock[]): string {
	const texts = blocks.map(({ name, release, clients }) =>
		[
			`## ${name} on ${release}\n`,
			...clients.map((client) => `> ${client.command}\n${formatCrossed(client)}`),
		].join(''),
	);
	return texts.join('\n');
}

/** @throws {CaptureError} */
export function parseCapture(text: string): CapturedBlock[] {
	const blocks: OpenBlock[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		const client = blocks.at(-1)?.clients.at(-1);
		const [, name, release] = /^## (\S+) on (\S+)$/.exec(line) ?? [];
		const [, command] = /^> (.*)$/.exec(line) ?? [];
		const [, more] = /^(\d+) more$/.exec(line) ?? [];
		const datagram = parseDatagram(line);
		if (name !== undefined && release !== undefined) blocks.push({ name, release, clients: [] });
		else if (command !== undefined && blocks.length > 0)
			blocks.at(-1)?.clients.push({ command, datagrams: [], more: 0 });
		else if (datagram && client) client.datagrams.push(datagram);
		else if (more !== undefined && client) client.more = Number(more);
		else if (line !== '')
			throw new CaptureError(index + 1, `"${line}" has no place in a capture; record it again`);
	}
	return blocks;
}

interface OpenClient {
	readonly command: string;
	readonly datagrams: CapturedDatagram[];
	more: number;
}

interface OpenBlock extends Omit<CapturedBlock, 'clients'> {
	readonly clients: OpenClient[];
}

/** Where a datagram has its sender's or receiver's port id: in the header of each message, and of the request in an error. */
function* portIdsOf(view: DataView): Generator<number> {
	for (let start = 0; start + NLMSG_HDRLEN <= view.byteLength; ) {
		yield start + 12;
		if (view.getUint16(start + 4, true) === NLMSG_ERROR) yield start + NLMSG_HDRLEN + 4 + 12;
		start += Math.max(NLMSG_HDRLEN, (view.getUint32(start, true) + 3) & ~3);
	}
}

/** A client's datagrams as they are compared: with the port id of its socket, which differs from run to run, taken out. */
function comparable({ datagrams, more, command }: CapturedClient): string {
	const lines = datagrams.map((datagram) => {
		const bytes = datagram.bytes.slice();
		const view = new DataView(bytes.buffer);
		for (const offset of portIdsOf(view)) {
			if (offset + 4 > bytes.length) continue;
			if (view.getUint32(offset, true) === datagram.portId) view.setUint32(offset, 0);
		}
		return formatDatagram({ ...datagram, portId: 0, bytes });
	});
	return [command, ...lines, more].join('\n');
}

/** Whether two clients sent the same first, but for port ids. */
export function sameRequest(one: CapturedClient, other: CapturedClient): boolean {
	const [left, right] = [one, other].map(({ command, datagrams }) => {
		const first = datagrams.filter(({ direction }) => direction === 'down').slice(0, 1);
		return comparable({ command, datagrams: first, more: 0 });
	});
	return left === right;
}

/** Whether the same crossed in both, but for port ids; nothing is the same as nothing. */
export function sameCrossed(
	one: CapturedBlock | undefined,
	other: CapturedBlock | undefined,
): boolean {
	const [left, right] = [one, other].map((block) => block?.clients.map(comparable).join('\n'));
	return left === right;
}
