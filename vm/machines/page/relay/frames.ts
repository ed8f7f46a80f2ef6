/**
 * The relay's frames as bytes: vm/guest/relay/README.md describes them, vm/guest/relay/protocol.h names them for C.
 * All numbers are little-endian.
 */

/** The version of the protocol that this side speaks. */
export const version = 1;

export const Operation = {
	openSocket: 0x01,
	openCommand: 0x02,
	openLog: 0x03,
	ping: 0x10,
	close: 0x11,
	receive: 0x12,
	send: 0x20,
	setOption: 0x21,
	getOption: 0x22,
	signal: 0x30,
	ok: 0x80,
	failed: 0x81,
	credit: 0x90,
	exited: 0x91,
	datagram: 0xa0,
	output: 0xa1,
	record: 0xa2,
	lost: 0xa3,
} as const;

/** A longer payload would be taken for a stream that has lost its place. */
export const payloadLimit = 1024 * 1024;

/** Channels are numbered from 1; 0 is the relay itself. */
export const channelCount = 256;

/** The bytes that begin HELLO and WELCOME, wherever the stream stands. */
export const magic = Uint8Array.from([
	...[0xff, 0xff, 0xff, 0xff],
	...new TextEncoder().encode('netlinkrelay'),
]);

const headerLength = 8;

/** Numbers of 32 bits, one after another. */
export function words(...values: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(values.length * 4);
	const view = new DataView(bytes.buffer);
	for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
	return bytes;
}

/** The number of 32 bits, unsigned, at an offset. */
export function word(bytes: Uint8Array, offset: number): number {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(offset, true);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}

/** One frame: u32 length of what follows, u8 operation, u8 0, u16 channel, payload. */
export function frame(
	operation: number,
	channel: number,
	...payload: readonly Uint8Array[]
): Uint8Array {
	const length = payload.reduce((sum, part) => sum + part.length, 4);
	const header = new Uint8Array(headerLength);
	const view = new DataView(header.buffer);
	view.setUint32(0, length, true);
	view.setUint8(4, operation);
	view.setUint16(6, channel, true);
	return joined([header, ...payload]);
}

export function hello(nonce: number): Uint8Array {
	return joined([magic, words(nonce)]);
}

export interface FrameListener {
	frame(operation: number, channel: number, payload: Uint8Array): void;
	/** A WELCOME; its nonce is the HELLO's, or 0 where the relay has just started. */
	welcome(version: number, nonce: number): void;
}

/** Takes the relay's stream apart. Until the first WELCOME everything is what another host was sent, and ignored. */
export class FrameReader {
	readonly #listener: FrameListener;
	readonly #welcome = new Uint8Array(magic.length + 8);
	/** How much of a WELCOME has come. */
	#matched = 0;
	#welcomed = false;
	readonly #header = new Uint8Array(headerLength);
	#have = 0;
	#payload = new Uint8Array();
	#filled = 0;

	constructor(listener: FrameListener) {
		this.#listener = listener;
	}

	push(bytes: Uint8Array): void {
		let begin = 0;
		for (let at = 0; at < bytes.length; at++) {
			if (!this.#endsWelcome(bytes[at] as number)) continue;
			begin = at + 1;
			this.#welcomed = true;
			this.#have = 0;
			this.#listener.welcome(
				word(this.#welcome, magic.length),
				word(this.#welcome, magic.length + 4),
			);
		}
		if (this.#welcomed) this.#take(bytes.subarray(begin));
	}

	#endsWelcome(byte: number): boolean {
		if (this.#matched < magic.length && byte !== magic[this.#matched]) {
			// The first four bytes are alike, and no other byte is like them.
			if (byte === 0xff) this.#matched = this.#matched === 4 ? 4 : 1;
			else this.#matched = 0;
			return false;
		}
		this.#welcome[this.#matched++] = byte;
		if (this.#matched < this.#welcome.length) return false;
		this.#matched = 0;
		return true;
	}

	#take(bytes: Uint8Array): void {
		for (let rest = bytes; rest.length > 0; ) {
			if (this.#have < headerLength) {
				const part = rest.subarray(0, headerLength - this.#have);
				this.#header.set(part, this.#have);
				this.#have += part.length;
				rest = rest.subarray(part.length);
				if (this.#have < headerLength) return;
				const length = word(this.#header, 0);
				// A WELCOME whose end has not come yet.
				if (length === 0xffffffff) {
					this.#welcomed = false;
					return;
				}
				this.#payload = new Uint8Array(length - 4);
				this.#filled = 0;
			}
			const part = rest.subarray(0, this.#payload.length - this.#filled);
			this.#payload.set(part, this.#filled);
			this.#filled += part.length;
			rest = rest.subarray(part.length);
			if (this.#filled < this.#payload.length) return;
			this.#have = 0;
			const channel = (this.#header[6] as number) | ((this.#header[7] as number) << 8);
			this.#listener.frame(this.#header[4] as number, channel, this.#payload);
		}
	}
}
