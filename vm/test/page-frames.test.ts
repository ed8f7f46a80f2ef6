/** The host's side of the relay's protocol, without a machine: what comes in any pieces, and what is lost on the way. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { FrameReader, frame, joined, magic, words } from '../machines/page/relay/frames.ts';
import { Sender } from '../machines/page/relay/port.ts';

type Seen = readonly [operation: number, channel: number, payload: string] | string;

function reader(): { reader: FrameReader; seen: Seen[] } {
	const seen: Seen[] = [];
	return {
		seen,
		reader: new FrameReader({
			frame: (operation, channel, payload) =>
				seen.push([operation, channel, Buffer.from(payload).toString('hex')]),
			welcome: (version, nonce) => seen.push(`welcome ${version} ${nonce}`),
		}),
	};
}

function welcome(nonce: number): Uint8Array {
	return joined([magic, words(1, nonce)]);
}

/** Cuts bytes at places, which may be the same or beyond the end. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
	const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
	return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const frames = fc.array(fc.tuple(fc.nat(255), fc.nat(65_535), fc.uint8Array({ maxLength: 60 })), {
	maxLength: 10,
});

describe('frames', () => {
	test('are read whole, in whatever pieces they come', () => {
		fc.assert(
			fc.property(frames, fc.array(fc.nat(400)), (sent, cuts) => {
				const { reader: from, seen } = reader();
				const stream = joined([
					welcome(7),
					...sent.map(([operation, channel, payload]) => frame(operation, channel, payload)),
				]);
				for (const piece of pieces(stream, cuts)) from.push(piece);
				assert.deepEqual(seen, [
					'welcome 1 7',
					...sent.map(([operation, channel, payload]) => [
						operation,
						channel,
						Buffer.from(payload).toString('hex'),
					]),
				]);
			}),
		);
	});

	test('count from the first WELCOME on, and again after one that cuts into a frame', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(fc.nat(200)), (before, cuts) => {
				const { reader: from, seen } = reader();
				const cut = frame(0xa0, 3, new Uint8Array(500)).subarray(0, 100);
				const stream = joined([before, welcome(1), cut, welcome(0), frame(0x80, 2, words(5))]);
				for (const piece of pieces(stream, cuts)) from.push(piece);
				assert.deepEqual(seen, ['welcome 1 1', 'welcome 1 0', [0x80, 2, '05000000']]);
			}),
		);
	});
});

describe('the sender', () => {
	test('has never more than eight chunks of 4,096 bytes unread, and loses nothing', async () => {
		const sent: Uint8Array[] = [];
		const unread: number[] = [];
		const sender = new Sender({
			send: (bytes) => {
				sent.push(bytes);
				unread.push(bytes.length);
				assert.ok(bytes.length <= 4096 && unread.length <= 8);
			},
			listen: () => () => {},
		});
		const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
		for (let at = 0; at < bytes.length; at += 777) sender.write(bytes.subarray(at, at + 777));
		await Promise.resolve();
		// The guest reads by its own measure.
		for (let left = 0; unread.length > 0; left = (left + 1) % 3) {
			const take = unread[0] as number;
			const part = left === 0 ? Math.max(1, take >> 1) : take;
			if (part === take) unread.shift();
			else unread[0] = take - part;
			sender.credit(part);
		}
		assert.deepEqual(joined(sent), bytes);
	});
});
