/** Real messages, mutated: nothing but the library's own error comes of them, and nothing takes long. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { controllerAttributes } from '../src/generic/controller.ts';
import {
	attributes,
	be16,
	binary,
	byNumber,
	decodeAcknowledgement,
	decodeMessages,
	describeMessage,
	layout,
	MalformedMessage,
	NLMSG_DONE,
	NLMSG_ERROR,
	NLMSG_MIN_TYPE,
	padding,
	string,
	struct,
	u8,
	u16,
	u32,
	u64,
} from '../src/wire/index.ts';
import { corpus } from './corpus.ts';
import { address, link, route } from './kernel/route.ts';
import { Mutator } from './mutations.ts';

/** How many buffers: `test-all` sets more. */
const count = Number(process.env.FUZZ_BUFFERS ?? 100_000);
/** Another run, other buffers; a failure names the seed. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 0xffffffff);

const generic = layout(struct({ command: u8, version: u8, reserved: u16 }), controllerAttributes);
const unix = layout(
	struct({ family: u8, type: u8, state: u8, pad: padding(1), inode: u32, cookie: u64 }),
	attributes({ name: [0, binary] }),
);
const tcp = layout(
	struct({
		family: u8,
		state: u8,
		timer: u8,
		retransmits: u8,
		sourcePort: be16,
		rest: padding(66),
	}),
	attributes({ congestion: [4, string] }),
);
const frequency = attributes({ megahertz: [1, u32] });
const band = attributes({ frequencies: [1, byNumber(frequency)] });
const radio = layout(
	struct({ command: u8, version: u8, reserved: u16 }),
	attributes({ name: [2, string], bands: [22, byNumber(band)] }),
);

/** A header of this many bytes, and attributes that are passed over. */
function plain(length: number): Layout {
	return layout(struct({ header: padding(length) }), attributes({}));
}

interface Layout {
	decode(payload: Uint8Array): unknown;
}

/** How the messages of each conversation are read, but for those of errors. */
const layouts: Readonly<Record<string, Layout>> = {
	links: link,
	addresses: address,
	routes: route,
	neighbours: plain(12),
	rules: plain(12),
	queueing: plain(20),
	families: generic,
	policy: generic,
	'nl80211-policy': generic,
	'nl80211-radios': radio,
	'nl80211-interfaces': plain(4),
	'nl80211-regulation': plain(4),
	'unix-sockets': unix,
	'tcp-sockets': tcp,
	'netlink-sockets': plain(28),
};

const protocol = {
	messages: {
		16: { name: 'message', layout: generic },
		17: {
			name: 'short',
			layout: layout(struct({ one: u8, two: u16 }), attributes({ all: [1, struct({ one: u8 })] })),
		},
	},
};

/** Reads what is like a datagram of a conversation. */
function read(bytes: Uint8Array, conversation: string): void {
	for (const message of decodeMessages(bytes)) {
		if (message.type === NLMSG_ERROR || message.type === NLMSG_DONE) decodeAcknowledgement(message);
		else layouts[conversation]?.decode(message.payload);
	}
}

/** Whether it was read; any error but MalformedMessage is thrown on. */
function isRead(bytes: Uint8Array, conversation: string): boolean {
	try {
		read(bytes, conversation);
		return true;
	} catch (error) {
		if (!(error instanceof MalformedMessage)) throw error;
		assert.ok(error.offset >= 0 && error.offset <= bytes.length, `offset ${error.offset}`);
		return false;
	}
}

suite('recorded messages', () => {
	for (const [name, datagrams] of corpus()) {
		test(`${name}: messages, acknowledgements and attributes are whole`, () => {
			for (const datagram of datagrams) {
				read(datagram, name);
				assert.ok(!describeMessage(datagram).some((part) => part.name === 'malformed'));
			}
		});
	}

	/** The payloads of a conversation's messages, without the one that ends it. */
	function payloads(name: string): Uint8Array[] {
		const messages = (corpus().get(name) ?? []).flatMap((datagram) => [
			...decodeMessages(datagram),
		]);
		return messages.filter(({ type }) => type >= NLMSG_MIN_TYPE).map(({ payload }) => payload);
	}

	test('there is something of each kind', () => {
		for (const name of Object.keys(layouts)) assert.ok(payloads(name).length > 0, name);
	});

	test('the unix socket has its name, the TCP socket its port', () => {
		const names = payloads('unix-sockets').map((payload) => unix.decode(payload).name ?? []);
		assert.ok(names.some((name) => Buffer.from(name).toString() === '\0corpus'));
		const ports = payloads('tcp-sockets').map((payload) => tcp.decode(payload));
		assert.ok(ports.some(({ sourcePort }) => sourcePort === 4711));
	});

	test('the radios have names, and frequencies three nests deep', () => {
		const pieces = payloads('nl80211-radios').map((payload) => radio.decode(payload));
		assert.deepEqual(new Set(pieces.map(({ name }) => name)), new Set(['phy0', 'phy1']));
		const frequencies = pieces
			.flatMap(({ bands = [] }) => [...bands])
			.flatMap(([, { frequencies = [] }]) => [...frequencies])
			.map(([, { megahertz }]) => megahertz);
		for (const megahertz of [2412, 5180]) assert.ok(frequencies.includes(megahertz));
	});

	test('the links have their names', () => {
		const names = (corpus().get('links') ?? []).flatMap((datagram) =>
			[...decodeMessages(datagram)]
				.filter(({ type }) => type === 16)
				.map(({ payload }) => link.decode(payload).name),
		);
		assert.deepEqual(names.toSorted(), ['lo', 'one', 'two']);
	});

	test('the error about an attribute has its extended acknowledgement', () => {
		const [datagram] = corpus().get('error-attribute') ?? [];
		assert.ok(datagram);
		const [message] = decodeMessages(datagram);
		assert.ok(message);
		const { errno, extended } = decodeAcknowledgement(message);
		assert.equal(errno, 34);
		assert.equal(extended.policy?.maximumLength, 15);
		assert.equal(extended.offset, 32);
	});
});

suite('mutated messages', { timeout: 600_000 }, () => {
	/** Datagrams, and each of their messages as one of its own: a mutation spoils all that follows it. */
	const originals = [...corpus()].flatMap(([name, datagrams]) =>
		datagrams.flatMap((datagram) => [
			{ name, bytes: datagram },
			...Array.from(decodeMessages(datagram), ({ offset, length }) => ({
				name,
				bytes: datagram.subarray(offset, offset + length),
			})),
		]),
	);

	test(`${count} buffers, seed ${seed}`, (context) => {
		const mutator = new Mutator(seed);
		let accepted = 0;
		let slowest = 0;
		for (let number = 0; number < count; number++) {
			const original = originals[number % originals.length] as (typeof originals)[number];
			const bytes = mutator.mutate(original.bytes);
			const start = performance.now();
			try {
				if (isRead(bytes, original.name)) accepted++;
				if (number % 16 === 0) {
					if (number % 32 === 0 && bytes.length > 4) bytes[4] = 17;
					let end = 0;
					for (const part of describeMessage(bytes, protocol)) {
						assert.equal(part.offset, end);
						end += part.length;
					}
					assert.equal(end, bytes.length);
				}
			} catch (error) {
				const dump = Buffer.from(bytes).toString('hex');
				throw new Error(`seed ${seed}, buffer ${number}: ${dump}`, { cause: error });
			}
			slowest = Math.max(slowest, performance.now() - start);
		}
		assert.ok(accepted > 0 && accepted < count, 'some were read and some refused');
		context.diagnostic(
			`${accepted} were read all the same; the slowest took ${slowest.toFixed(1)} ms`,
		);
		// A buffer has a few kilobytes; the rest of this is the machine's own business.
		assert.ok(slowest < 500, `${slowest} ms`);
	});
});
