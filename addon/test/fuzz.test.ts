/** Real messages, mutated: nothing but the library's own error comes of them, and nothing takes long. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { controllerAttributes } from '../src/generic/controller.ts';
import {
	attributes,
	binary,
	decodeAcknowledgement,
	decodeMessages,
	describeMessage,
	layout,
	MalformedMessage,
	NLMSG_DONE,
	NLMSG_ERROR,
	padding,
	s32,
	string,
	struct,
	u8,
	u16,
	u32,
	walkAttributes,
} from '../src/wire/index.ts';
import { corpus } from './corpus.ts';
import { Mutator } from './mutations.ts';

/** How many buffers: `test-all` sets more. */
const count = Number(process.env.FUZZ_BUFFERS ?? 100_000);
/** Another run, other buffers; a failure names the seed. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 0xffffffff);

const link = layout(
	struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: u32, change: u32 }),
	attributes({
		address: [1, binary],
		name: [3, string],
		mtu: [4, u32],
		linkInformation: [18, attributes({ kind: [1, string] })],
	}),
);
const generic = layout(struct({ command: u8, version: u8, reserved: u16 }), controllerAttributes);
const protocol = {
	messages: {
		16: { name: 'message', layout: generic },
		17: {
			name: 'short',
			layout: layout(struct({ one: u8, two: u16 }), attributes({ all: [1, struct({ one: u8 })] })),
		},
	},
};

/** All that reads. */
function read(bytes: Uint8Array): void {
	for (const message of decodeMessages(bytes)) {
		if (message.type === NLMSG_ERROR || message.type === NLMSG_DONE) decodeAcknowledgement(message);
		else (message.payload[0] ? generic : link).decode(message.payload);
		for (const { end } of walkAttributes(message.payload)) assert.ok(end <= message.payload.length);
	}
}

/** Whether it was read; any error but MalformedMessage is thrown on. */
function isRead(bytes: Uint8Array): boolean {
	try {
		read(bytes);
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
				for (const message of decodeMessages(datagram)) {
					if (message.type === NLMSG_ERROR || message.type === NLMSG_DONE)
						decodeAcknowledgement(message);
				}
				assert.ok(!describeMessage(datagram).some((part) => part.name === 'malformed'));
			}
		});
	}

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
	const originals = [...corpus().values()].flat();

	test(`${count} buffers, seed ${seed}`, (context) => {
		const mutator = new Mutator(seed);
		let accepted = 0;
		let slowest = 0;
		for (let number = 0; number < count; number++) {
			const original = originals[number % originals.length] as Uint8Array;
			const bytes = mutator.mutate(original);
			const start = performance.now();
			try {
				if (isRead(bytes)) accepted++;
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
