import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
	CTRL_CMD_GETFAMILY,
	CTRL_CMD_NEWFAMILY,
	controllerAttributes,
	Generic,
	type GenericMessage,
	genericRequest,
	readGeneric,
} from '../src/generic/index.ts';
import { Socket } from '../src/index.ts';
import {
	attributes,
	encodeMessage,
	extendedAcknowledgement,
	type Message,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	u32,
} from '../src/wire/index.ts';
import { FakeTransport } from './fake-transport.ts';

const limit = { timeout: 60_000 };
const values = attributes({ value: [1, u32] });
const ENOENT = 2;

/** nlctrl and one family, whose id changes with each registration. */
class FakeKernel {
	id: number | undefined = 30;
	readonly seen: string[] = [];
	readonly generic: Generic;
	readonly transport: FakeTransport;

	constructor() {
		this.transport = new FakeTransport((message) => this.#handle(message));
		this.generic = new Generic(new Socket(this.transport));
	}

	announce(): void {
		this.transport.arrive(encodeMessage({ type: 16, payload: this.#description() }), { group: 16 });
	}

	#description(): Uint8Array {
		const body = controllerAttributes.body({
			name: 'pulse',
			id: this.id,
			version: 2,
			groups: [{ name: 'beats', id: (this.id ?? 0) + 100 }],
		});
		return genericRequest(16, CTRL_CMD_NEWFAMILY, 1, body).payload as Uint8Array;
	}

	#handle(message: Message): void {
		const { command, version, payload } = readGeneric(message);
		this.seen.push(`${message.type} ${command} ${version}`);
		if (message.type === 16 && command === CTRL_CMD_GETFAMILY) {
			const isDump = payload.length === 0;
			const { name } = controllerAttributes.decode(payload);
			if (this.id !== undefined && (isDump || name === 'pulse')) {
				this.transport.answer(message, { type: 16, payload: this.#description() });
			} else if (!isDump) {
				this.transport.acknowledge(message, ENOENT);
			}
			if (isDump) this.transport.done(message);
		} else if (message.type !== this.id || command === 9) {
			this.transport.acknowledge(message, ENOENT);
		} else if (command === 8) {
			const extended = extendedAcknowledgement.encode({ offset: 16 + 4 });
			this.transport.acknowledge(message, 22, NLM_F_CAPPED | NLM_F_ACK_TLVS, extended);
		} else {
			this.transport.answer(message, { type: this.id, payload: message.payload });
			if (command === 5) this.transport.done(message);
		}
	}
}

suite('families', limit, () => {
	test('a command goes to the family’s id with its version, the reply comes back without the header', async () => {
		const { generic, seen } = new FakeKernel();
		const pulse = await generic.family('pulse');
		assert.deepEqual([...pulse.description.groups], [['beats', 130]]);
		const reply = await pulse.request(4, values.body({ value: 7 }));
		assert.equal(reply.command, 4);
		assert.deepEqual(values.decode(reply.payload), { value: 7 });
		assert.deepEqual(seen, ['16 3 1', '30 4 2']);
	});

	test('an error names the attribute behind the generic header', async () => {
		const { generic } = new FakeKernel();
		const pulse = await generic.family('pulse');
		await assert.rejects(pulse.request(8, values.body({ value: 7 })), { attribute: 'value' });
	});

	for (const [kind, run] of [
		['request', (pulse) => pulse.request(5, values.body({ value: 1 }))],
		['list', async (pulse) => (await pulse.list(5, values.body({ value: 1 })))[0]],
		['dump', async (pulse) => (await pulse.dump(5, values.body({ value: 1 })).next()).value],
	] as [string, (pulse: Awaited<ReturnType<Generic['family']>>) => Promise<GenericMessage>][]) {
		test(`a family that went away and came back with another id is found again: ${kind}`, async () => {
			const kernel = new FakeKernel();
			const pulse = await kernel.generic.family('pulse');
			kernel.id = 31;
			assert.deepEqual(values.decode((await run(pulse)).payload), { value: 1 });
			assert.equal(pulse.description.id, 31);
			assert.deepEqual(kernel.seen, ['16 3 1', '30 5 2', '16 3 1', '31 5 2']);
		});
	}

	test('a family that is gone says so', async () => {
		const kernel = new FakeKernel();
		const pulse = await kernel.generic.family('pulse');
		kernel.id = undefined;
		await assert.rejects(pulse.request(4), {
			code: 'ENOENT',
			message: /no generic netlink family is named "pulse"/,
		});
	});

	test('an operation’s own ENOENT is left alone', async () => {
		const kernel = new FakeKernel();
		const pulse = await kernel.generic.family('pulse');
		await assert.rejects(pulse.acknowledge(9), { code: 'ENOENT', message: /^request\(type 30\)/ });
	});

	test('waiting for a family ends when it is registered', async () => {
		const kernel = new FakeKernel();
		kernel.id = undefined;
		const pulse = kernel.generic.waitFor('pulse');
		while (kernel.seen.length === 0) await new Promise(setImmediate);
		kernel.id = 35;
		kernel.announce();
		assert.equal((await pulse).description.id, 35);
	});

	test('a reply without a generic header is malformed', async () => {
		const transport = new FakeTransport((message, fake) => fake.answer(message, { type: 16 }));
		const generic = new Generic(new Socket(transport));
		await assert.rejects(generic.family('x'), { name: 'MalformedMessage' });
	});
});
