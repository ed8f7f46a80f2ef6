/** Conversations with module/conversation.c, a family that answers in the ways that a kernel can. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Family, type Generic, openGeneric, readGeneric } from '../../src/generic/index.ts';
import { NetlinkError } from '../../src/index.ts';
import { attributes, type Message, string, u8, u32 } from '../../src/wire/index.ts';
import type { TestMachine } from './machine.ts';

/** Of a whole suite, in an emulated machine. */
const limit = { timeout: 600_000 };
/** For many requests at once, in an emulated machine. */
const patience = { limit: 25_000 };

/** As the module numbers them. */
const command = {
	echo: 1,
	remark: 2,
	need: 3,
	list: 4,
	unsettle: 5,
	tell: 6,
	silence: 7,
	refuse: 8,
	unknown: 99,
} as const;
const NLA_U8 = 2;
const EACCES = 13;
const ENOSPC = 28;

const values = attributes({
	value: [1, u32],
	name: [2, string],
	count: [3, u32],
	errno: [4, u32],
	inner: [5, attributes({ deep: [1, u8] })],
});

function numberIn(message: Message): number | undefined {
	return values.decode(readGeneric(message).payload).value;
}

function numbers(count: number): number[] {
	return Array.from({ length: count }, (_, number) => number);
}

export default function (machine: TestMachine): void {
	/** Runs with the module loaded, and the family found. */
	function withFamily(
		name: string,
		run: (family: Family, generic: Generic) => Promise<void>,
	): void {
		test(name, async () => {
			await using _module = await machine.load({}, 'conversation');
			await using generic = await openGeneric();
			await run(await generic.family('conversation'), generic);
		});
	}

	suite('a family of a module', limit, () => {
		withFamily('is described, with its group and what its operations accept', async (family) => {
			const { version, maximumAttribute, operations, groups } = family.description;
			assert.deepEqual([version, maximumAttribute, operations.length], [3, 5, 8]);
			assert.deepEqual([...groups.keys()], ['news']);
			const { operations: policyOf, policies } = await family.policy();
			const outer = policies.get(policyOf.get(command.need)?.do ?? -1);
			assert.equal(outer?.get(2)?.maximumLength, 7);
			assert.equal(outer?.get(4)?.maximum, 133n);
			const inner = policies.get(outer?.get(5)?.policyIndex ?? -1);
			assert.deepEqual(inner?.get(1), { type: NLA_U8, minimum: 1n, maximum: 4n });
		});

		withFamily('replies', async (family) => {
			const reply = await family.request(command.echo, values.body({ value: 7, name: 'seven' }));
			assert.equal(reply.command, command.echo);
			assert.equal(reply.version, 3);
			assert.deepEqual(values.decode(reply.payload), { value: 7, name: 'seven' });
		});

		withFamily(
			'answers hundreds of requests that are sent at once, each its own',
			async (family) => {
				const replies = await Promise.all(
					numbers(300).map((value) =>
						family.request(command.echo, values.body({ value }), patience),
					),
				);
				assert.deepEqual(
					replies.map(({ payload }) => values.decode(payload).value),
					numbers(300),
				);
			},
		);

		withFamily('has a remark and a cookie with its acknowledgement', async (family) => {
			const { warning, cookie } = await family.acknowledge(command.remark);
			assert.equal(warning, 'done, though there is a newer way');
			assert.deepEqual(cookie, Uint8Array.of(4711 & 255, 4711 >> 8, 0, 0, 0, 0, 0, 0));
		});

		withFamily('does without a reply: an acknowledgement, else ETIMEDOUT', async (family) => {
			assert.deepEqual((await family.acknowledge(command.silence)).messages, []);
			await assert.rejects(family.request(command.silence, {}, { limit: 50 }), {
				code: 'ETIMEDOUT',
			});
			// NLM_F_ACK: the kernel says that it is done, where a reply was waited for.
			await assert.rejects(family.request(command.silence, { flags: 4 }), { code: 'ENOMSG' });
		});

		withFamily('refuses, and says which attribute is at fault', async (family) => {
			await assert.rejects(
				family.acknowledge(command.refuse, values.body({ name: 'x', errno: EACCES })),
				(error) => {
					assert.ok(error instanceof NetlinkError);
					assert.equal(error.code, 'EACCES');
					assert.equal(error.attribute, 'errno');
					assert.match(error.message, /: EACCES: refused as was asked \(.*\): attribute errno$/);
					return true;
				},
			);
		});

		withFamily('names what is missing, in a nest too', async (family) => {
			await assert.rejects(family.acknowledge(command.need), {
				code: 'EINVAL',
				attribute: '1',
				message: /attribute 1 is missing/,
			});
			await assert.rejects(family.acknowledge(command.need, values.body({ value: 1, inner: {} })), {
				code: 'EINVAL',
				attribute: 'inner.1',
				message: /attribute inner\.1 is missing/,
			});
			await family.acknowledge(command.need, values.body({ value: 1, inner: { deep: 4 } }));
		});

		for (const [what, body, expected] of [
			['out of range', { errno: 134 }, { code: 'ERANGE', attribute: 'errno' }],
			['too long', { name: '12345678' }, { code: 'EINVAL', attribute: 'name' }],
			['out of range in a nest', { inner: { deep: 5 } }, { code: 'ERANGE' }],
		] as const) {
			withFamily(`refuses what is ${what}, and says what may be`, async (family) => {
				await assert.rejects(
					family.acknowledge(command.need, values.body({ value: 1, ...body })),
					(error) => {
						assert.ok(error instanceof NetlinkError);
						assert.equal(error.code, expected.code);
						assert.equal(
							error.attribute,
							'attribute' in expected ? expected.attribute : 'inner.deep',
						);
						assert.match(error.message, /(from \d+ to \d+|\d+ to 7 bytes)$/);
						return true;
					},
				);
			});
		}

		withFamily('refuses an attribute that it does not know, and a wrong width', async (family) => {
			const newer = attributes({ newest: [6, u32] });
			await assert.rejects(family.acknowledge(command.echo, newer.body({ newest: 1 })), {
				code: 'EINVAL',
				attribute: 'newest',
			});
			const narrow = attributes({ value: [1, u8] });
			await assert.rejects(family.acknowledge(command.echo, narrow.body({ value: 1 })), {
				code: 'EINVAL',
				attribute: 'value',
			});
		});

		withFamily('has no such command: EOPNOTSUPP, for a request and for a list', async (family) => {
			for (const attempt of [
				() => family.acknowledge(command.unknown),
				() => family.list(command.unknown),
				() => family.list(command.echo),
				() => family.acknowledge(command.list),
			])
				await assert.rejects(attempt, { code: 'EOPNOTSUPP' });
		});
	});

	suite('lists of a module', limit, () => {
		withFamily('come whole, in order, over many pieces', async (family) => {
			const count = 5000;
			const listed = await family.list(command.list, values.body({ count }));
			assert.deepEqual(
				listed.map(({ payload }) => values.decode(payload).value),
				numbers(count),
			);
			assert.deepEqual(await family.list(command.list), []);
		});

		withFamily('wait for a slow reader', async (family) => {
			let count = 0;
			for await (const _ of family.dump(command.list, values.body({ count: 5000 }), {
				limit: 2000,
			})) {
				if (count++ % 1000 === 0) await family.acknowledge(command.silence);
			}
			assert.equal(count, 5000);
		});

		withFamily('end when a signal says so, and make way for the next', async (family) => {
			const body = values.body({ count: 5000 });
			const controller = new AbortController();
			let count = 0;
			await assert.rejects(async () => {
				for await (const _ of family.dump(command.list, body, { signal: controller.signal })) {
					if (count++ === 0) controller.abort(new Error('enough'));
				}
			}, /enough/);
			assert.ok(count < 5000, `${count}`);
			assert.equal((await family.list(command.list, body)).length, 5000);
		});

		withFamily('may end with an error, after what they had', async (family) => {
			let count = 0;
			await assert.rejects(
				async () => {
					const body = values.body({ count: 3, errno: ENOSPC });
					for await (const _ of family.dump(command.list, body)) count++;
				},
				{ code: 'ENOSPC', call: 'dump' },
			);
			assert.equal(count, 3);
		});

		withFamily('that change meanwhile: EINTR from dump, read again by list', async (family) => {
			const body = values.body({ count: 300 });
			await family.acknowledge(command.unsettle, values.body({ count: 1 }));
			await assert.rejects(
				async () => {
					for await (const _ of family.dump(command.list, body));
				},
				{ code: 'EINTR', call: 'dump', message: /changed meanwhile/ },
			);
			await family.acknowledge(command.unsettle, values.body({ count: 3 }));
			assert.equal((await family.list(command.list, body)).length, 300);
			await family.acknowledge(command.unsettle, values.body({ count: 1000 }));
			await assert.rejects(family.list(command.list, body), { code: 'EINTR' });
		});

		withFamily('run one at a time, whatever is asked for', async (family) => {
			const lists = await Promise.all(
				[1, 10, 2000, 0].map((count) => family.list(command.list, values.body({ count }))),
			);
			assert.deepEqual(
				lists.map(({ length }) => length),
				[1, 10, 2000, 0],
			);
		});
	});

	suite('events of a module', limit, () => {
		withFamily('come in order, from the moment of subscribing on', async (family) => {
			await family.acknowledge(command.tell, values.body({ count: 3 }));
			await using news = await family.subscribe(['news']);
			await family.acknowledge(command.tell, values.body({ count: 20 }));
			const seen: (number | undefined)[] = [];
			for await (const event of news) {
				assert.ok(event.kind === 'message');
				if (seen.push(numberIn(event.message)) === 20) break;
			}
			assert.deepEqual(seen, numbers(20));
		});

		withFamily('that have no room surface as one overrun', async (family) => {
			await using listener = await openGeneric();
			await listener.socket.setOptions({ receiveBuffer: 1 });
			await using news = await (await listener.family('conversation')).subscribe(['news']);
			await family.acknowledge(command.tell, values.body({ count: 1000 }));
			await family.acknowledge(command.tell, values.body({ count: 1 }));
			const kinds: string[] = [];
			for await (const event of news) {
				kinds.push(event.kind);
				if (event.kind === 'overrun') break;
			}
			assert.ok(kinds.length < 1000, `${kinds.length}`);
		});

		withFamily('broadcastErrors: who tells hears that a listener has no room', async (family) => {
			await using listener = await openGeneric();
			await listener.socket.setOptions({ receiveBuffer: 1 });
			await using _news = await (await listener.family('conversation')).subscribe(['news']);
			const tell = () => family.acknowledge(command.tell, values.body({ count: 1000 }));
			await tell();
			await listener.socket.setOptions({ broadcastErrors: true });
			await assert.rejects(tell(), { code: 'ENOBUFS', call: 'request' });
		});
	});

	suite('a family that comes and goes', limit, () => {
		test('is waited for, is gone, and is found again under another id', async () => {
			await using generic = await openGeneric();
			await assert.rejects(generic.family('conversation'), {
				code: 'ENOENT',
				message: /no generic netlink family is named "conversation"/,
			});
			const coming = generic.waitFor('conversation');
			const first = await machine.load({}, 'conversation');
			const family = await coming;
			const { id } = family.description;
			await family.request(command.echo, values.body({ value: 1 }));
			await first.unload();
			await assert.rejects(family.request(command.echo), {
				code: 'ENOENT',
				message: /no generic netlink family is named "conversation"/,
			});
			await using _second = await machine.load({}, 'conversation');
			const reply = await family.request(command.echo, values.body({ value: 2 }));
			assert.equal(values.decode(reply.payload).value, 2);
			assert.notEqual(family.description.id, id);
			assert.equal((await family.list(command.list, values.body({ count: 2 }))).length, 2);
			await using news = await family.subscribe(['news']);
			await family.acknowledge(command.tell, values.body({ count: 1 }));
			for await (const event of news) {
				assert.equal(event.kind, 'message');
				break;
			}
		});
	});
}
