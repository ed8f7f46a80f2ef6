import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { NetlinkError, Socket } from '../src/index.ts';
import {
	attributes,
	encodeMessage,
	extendedAcknowledgement,
	type Message,
	NLM_F_ACK,
	NLM_F_ACK_TLVS,
	NLM_F_CAPPED,
	NLM_F_DUMP,
	NLM_F_DUMP_INTR,
	NLM_F_ECHO,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	u32,
} from '../src/wire/index.ts';
import { FakeTransport, type Kernel } from './fake-transport.ts';

const limit = { timeout: 60_000 };
const GET = 20;
const NEW = 21;
const EVENT = 22;

function open(kernel?: Kernel): { transport: FakeTransport; socket: Socket } {
	const transport = new FakeTransport(kernel);
	return { transport, socket: new Socket(transport) };
}

function text(message: Message): string {
	return Buffer.from(message.payload).toString();
}

function bytes(string: string): Uint8Array {
	return Buffer.from(string);
}

/** Waits until something is so; the test's own limit ends it. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await turn();
}

async function collect(messages: AsyncIterable<Message>): Promise<string[]> {
	const texts: string[] = [];
	for await (const message of messages) texts.push(text(message));
	return texts;
}

suite('request', limit, () => {
	test('gives the reply; flags, sequence and port id are filled in', async () => {
		const { transport, socket } = open((message, fake) => {
			fake.answer(message, { type: NEW, payload: message.payload });
		});
		await using _ = socket;
		const reply = await socket.request({ type: GET, payload: bytes('hello') });
		assert.equal(reply.type, NEW);
		assert.equal(text(reply), 'hello');
		const [datagram] = transport.sent;
		assert.deepEqual(
			datagram,
			encodeMessage({
				type: GET,
				flags: NLM_F_REQUEST,
				sequence: 1,
				portId: 4242,
				payload: bytes('hello'),
			}),
		);
		assert.equal(transport.isWaiting, false, 'nothing waits when there is nothing to wait for');
	});

	test('a thousand at once find their answers in whatever order', async () => {
		const waiting: Message[] = [];
		const { transport, socket } = open((message) => waiting.push(message));
		await using _ = socket;
		const replies = Array.from({ length: 1000 }, (_, number) =>
			socket.request({ type: GET, payload: bytes(`${number}`) }),
		);
		await until(() => waiting.length === 1000);
		for (const message of waiting.toReversed())
			transport.answer(message, { type: NEW, payload: message.payload });
		const texts = (await Promise.all(replies)).map(text);
		assert.deepEqual(
			texts,
			Array.from({ length: 1000 }, (_, number) => `${number}`),
		);
	});

	test('strangers, other sequence numbers, other ports and repeated answers are not heard', async () => {
		const { transport, socket } = open((message, fake) => {
			const { sequence } = message;
			fake.arrive(encodeMessage({ type: NEW, sequence, payload: bytes('forged') }), { portId: 7 });
			fake.answer({ ...message, sequence: sequence + 5 }, { type: NEW, payload: bytes('late') });
			fake.answer(message, { type: NEW, portId: 9, payload: bytes('other port') });
			fake.answer(message, { type: 1, payload: bytes('noop') });
			fake.answer(message, { type: NEW, payload: bytes('right') });
			fake.answer(message, { type: NEW, payload: bytes('again') });
		});
		await using _ = socket;
		assert.equal(text(await socket.request({ type: GET })), 'right');
		assert.equal(text(await socket.request({ type: GET })), 'right');
		assert.equal(transport.sent.length, 2);
	});

	test('an error has code, errno, the kernel’s words, the attribute by name, the policy and the request', async () => {
		const timer = attributes({ limits: [1, attributes({ least: [1, u32], most: [2, u32] })] });
		const { socket } = open((message, fake) => {
			const extended = extendedAcknowledgement.encode({
				message: 'integer out of range',
				offset: 16 + 4 + 8,
				policy: { type: 3, minimum: 10n, maximum: 60n },
			});
			fake.acknowledge(message, 34, NLM_F_CAPPED | NLM_F_ACK_TLVS, extended);
		});
		await using _ = socket;
		const request = { type: NEW, ...timer.body({ limits: { least: 1, most: 2 } }) };
		await assert.rejects(socket.request(request), (error) => {
			assert.ok(error instanceof NetlinkError);
			assert.equal(error.code, 'ERANGE');
			assert.equal(error.errno, 34);
			assert.equal(error.call, 'request');
			assert.equal(error.attribute, 'limits.most');
			assert.equal(error.extended?.policy?.maximum, 60n);
			assert.equal(error.request, request);
			assert.equal(
				error.message,
				'request(type 21): ERANGE: integer out of range (numerical result out of range): attribute limits.most: from 10 to 60',
			);
			return true;
		});
	});

	test('a missing attribute is named by its nest and number', async () => {
		const timer = attributes({ limits: [1, attributes({ least: [1, u32] })] });
		const { socket } = open((message, fake) => {
			const extended = extendedAcknowledgement.encode({ missingType: 2, missingNest: 16 });
			fake.acknowledge(message, 22, NLM_F_CAPPED | NLM_F_ACK_TLVS, extended);
		});
		await using _ = socket;
		await assert.rejects(socket.acknowledge({ type: NEW, ...timer.body({ limits: {} }) }), {
			code: 'EINVAL',
			attribute: 'limits.2',
			message: /attribute limits.2 is missing/,
		});
	});

	test('an offset that lies does no harm', async () => {
		for (const offset of [0, 3, 15, 99, 0xffffffff]) {
			const { socket } = open((message, fake) => {
				fake.acknowledge(
					message,
					22,
					NLM_F_CAPPED | NLM_F_ACK_TLVS,
					extendedAcknowledgement.encode({ offset }),
				);
			});
			await using _ = socket;
			await assert.rejects(
				socket.request({ type: NEW, ...attributes({ a: [1, u32] }).body({ a: 1 }) }),
				{ code: 'EINVAL', attribute: undefined },
			);
		}
	});

	test('no answer: ETIMEDOUT that says what may be the cause', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		await assert.rejects(socket.request({ type: GET }, { limit: 20 }), {
			name: 'NetlinkError',
			code: 'ETIMEDOUT',
			message:
				/no answer within 20 ms; the kernel drops a request that it cannot read without a word/,
		});
		assert.equal(transport.isWaiting, false);
	});

	test('a short limit is kept beside a long one', async () => {
		const { socket } = open();
		await using _ = socket;
		const long = socket.request({ type: GET }, { limit: 60_000 });
		await assert.rejects(socket.request({ type: GET }, { limit: 20 }), { code: 'ETIMEDOUT' });
		const closed = assert.rejects(long, { code: 'EBADF' });
		await socket.close();
		await closed;
	});

	test('abort before and while waiting; the wait for datagrams ends with it', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		const aborted = AbortSignal.abort(new Error('before'));
		await assert.rejects(socket.request({ type: GET }, { signal: aborted }), /before/);
		assert.equal(transport.sent.length, 0);
		const controller = new AbortController();
		const pending = socket.request({ type: GET }, { signal: controller.signal });
		await until(() => transport.isWaiting);
		controller.abort(new Error('while'));
		await assert.rejects(pending, /while/);
		await until(() => !transport.isWaiting);
	});

	test('an acknowledgement instead of a reply: ENOMSG', async () => {
		const { socket } = open((message, fake) => fake.acknowledge(message));
		await using _ = socket;
		await assert.rejects(socket.request({ type: GET }), { code: 'ENOMSG' });
	});

	test('closing settles all that is pending, and later attempts', async () => {
		const { socket } = open();
		const attempts = [
			socket.request({ type: GET }),
			socket.acknowledge({ type: GET }),
			collect(socket.dump({ type: GET })),
		];
		const settled = Promise.allSettled(attempts);
		await turn();
		await socket.close();
		for (const { status, reason } of (await settled) as PromiseRejectedResult[]) {
			assert.equal(status, 'rejected');
			assert.equal(reason.code, 'EBADF');
		}
		await assert.rejects(socket.request({ type: GET }), { code: 'EBADF' });
	});

	test('an overrun loses the answers that do not come, and only these', async () => {
		const waiting: Message[] = [];
		const { transport, socket } = open((message) => waiting.push(message));
		await using _ = socket;
		const kept = socket.request({ type: GET });
		const lost = socket.request({ type: GET });
		await until(() => waiting.length === 2);
		transport.failReceive(105);
		transport.answer(waiting[0] as Message, { type: NEW });
		await kept;
		await assert.rejects(lost, { code: 'ENOBUFS', message: /the answer was lost/ });
	});

	test('a malformed datagram fails what is pending, and the socket goes on', async () => {
		let isBroken = true;
		const { socket } = open((message, fake) => {
			if (isBroken) fake.arrive(Uint8Array.of(1, 2, 3));
			else fake.answer(message, { type: NEW });
		});
		await using _ = socket;
		await assert.rejects(socket.request({ type: GET }), { name: 'MalformedMessage' });
		isBroken = false;
		await socket.request({ type: GET });
	});

	test('a malformed answer fails its own request', async () => {
		const { socket } = open((message, fake) => {
			if (message.type === GET) fake.answer(message, { type: 2, payload: Uint8Array.of(1) });
			else setTimeout(() => fake.answer(message, { type: NEW }), 5);
		});
		await using _ = socket;
		const other = socket.request({ type: NEW });
		await assert.rejects(socket.request({ type: GET }), { name: 'MalformedMessage' });
		await other;
	});
});

suite('acknowledge and batch', limit, () => {
	test('what was echoed may bear the group of its event: it is an answer, and an event where that is subscribed to', async () => {
		const { socket } = open((message, fake) => {
			const { sequence } = message;
			const made = { type: NEW, sequence, portId: fake.portId, payload: bytes('echo') };
			fake.arrive(encodeMessage(made), { group: 1 });
			fake.acknowledge(message);
		});
		await using _ = socket;
		const plain = await socket.acknowledge({ type: NEW });
		assert.deepEqual(plain.messages, []);
		const request = { type: NEW, flags: NLM_F_ECHO };
		assert.equal(text(await socket.request(request)), 'echo');
		await using subscription = await socket.subscribe([1]);
		const { messages } = await socket.acknowledge(request);
		assert.deepEqual(messages.map(text), ['echo']);
		const { value: event } = await subscription[Symbol.asyncIterator]().next();
		assert.equal(event?.kind === 'message' && text(event.message), 'echo');
	});

	test('a warning, a cookie and what was echoed', async () => {
		const { transport, socket } = open((message, fake) => {
			fake.answer(message, { type: NEW, payload: bytes('echo') });
			fake.acknowledge(
				message,
				0,
				NLM_F_CAPPED | NLM_F_ACK_TLVS,
				extendedAcknowledgement.encode({ message: 'deprecated', cookie: Uint8Array.of(1) }),
			);
		});
		await using _ = socket;
		const { messages, warning, cookie } = await socket.acknowledge({ type: NEW });
		assert.deepEqual(messages.map(text), ['echo']);
		assert.equal(warning, 'deprecated');
		assert.deepEqual(cookie, Uint8Array.of(1));
		assert.equal(transport.sent[0]?.[6], NLM_F_REQUEST | NLM_F_ACK);
	});

	test('extended and capped acknowledgements are asked for once, before the first request', async () => {
		const { transport, socket } = open((message, fake) => fake.acknowledge(message));
		await using _ = socket;
		await socket.acknowledge({ type: NEW });
		await socket.acknowledge({ type: NEW });
		assert.deepEqual(transport.calls, ['setOption 270 11 1', 'setOption 270 10 1']);
	});

	test('options are set by name; an unknown one is refused', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		await socket.setOptions({ cappedAcknowledgements: false, receiveBuffer: 4096 });
		assert.deepEqual(transport.calls.slice(2), ['setOption 270 10 0', 'setOption 1 8 4096']);
		await assert.rejects(socket.setOptions({ nosuch: true } as never), /nosuch is no option/);
	});

	test('a batch goes out 32 at a time, and each has its own outcome', async () => {
		const { transport, socket } = open((message, fake) => {
			fake.acknowledge(message, text(message).endsWith('7') ? 17 : 0);
		});
		await using _ = socket;
		const requests = Array.from({ length: 100 }, (_, number) => ({
			type: NEW,
			payload: bytes(`${number}`),
		}));
		const outcomes = await socket.batch(requests);
		assert.equal(transport.sent.length, 4);
		outcomes.forEach((outcome, number) => {
			assert.equal(outcome.status, number % 10 === 7 ? 'rejected' : 'fulfilled');
			if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'EEXIST');
		});
	});

	test('many replies: without NLM_F_ACK, each with its own outcome, in the order of the requests', async () => {
		const asked: Message[] = [];
		const { transport, socket } = open((message) => asked.push(message));
		await using _ = socket;
		const outcomes = socket.requestAll(
			Array.from({ length: 3 }, (_, number) => ({ type: GET, payload: bytes(`${number}`) })),
		);
		await until(() => asked.length === 3);
		assert.deepEqual(
			asked.map(({ flags }) => flags),
			[NLM_F_REQUEST, NLM_F_REQUEST, NLM_F_REQUEST],
		);
		const [first, second, third] = asked as [Message, Message, Message];
		transport.answer(third, { type: NEW, payload: bytes('last') });
		transport.acknowledge(second, 2);
		transport.answer(first, { type: NEW, payload: bytes('first') });
		const [one, two, three] = await outcomes;
		assert.equal(one?.status === 'fulfilled' && text(one.value), 'first');
		assert.equal(two?.status === 'rejected' && two.reason.code, 'ENOENT');
		assert.equal(three?.status === 'fulfilled' && text(three.value), 'last');
		assert.equal(transport.sent.length, 1);
	});

	test('a batch on a closed socket fails, request by request', async () => {
		const { transport, socket } = open();
		await socket.setOptions({});
		await transport.close();
		const [outcome] = await socket.batch([{ type: NEW }]);
		assert.equal(outcome?.status === 'rejected' && outcome.reason.code, 'EBADF');
	});
});

/** Answers a dump with some messages, then DONE. */
function lists(...texts: string[]): Kernel {
	return (message, fake) => {
		for (const each of texts)
			fake.answer(message, { type: NEW, flags: NLM_F_MULTI, payload: bytes(each) });
		fake.done(message);
	};
}

suite('dump and list', limit, () => {
	test('messages until the end', async () => {
		const { transport, socket } = open(lists('a', 'b', 'c'));
		await using _ = socket;
		assert.deepEqual(await collect(socket.dump({ type: GET })), ['a', 'b', 'c']);
		const flags = transport.sent[0] as Uint8Array;
		assert.equal((flags[6] as number) | ((flags[7] as number) << 8), NLM_F_REQUEST | NLM_F_DUMP);
		assert.equal(transport.isWaiting, false);
	});

	test('an errno at the end, or at once, is an error; what came before it is there', async () => {
		const { socket } = open((message, fake) => {
			if (message.type === GET) fake.answer(message, { type: NEW, payload: bytes('a') });
			if (message.type === GET) fake.done(message, 105);
			else fake.acknowledge(message, 95);
		});
		await using _ = socket;
		const seen: string[] = [];
		await assert.rejects(
			async () => {
				for await (const message of socket.dump({ type: GET })) seen.push(text(message));
			},
			{ code: 'ENOBUFS', call: 'dump' },
		);
		assert.deepEqual(seen, ['a']);
		await assert.rejects(socket.list({ type: NEW }), { code: 'EOPNOTSUPP' });
	});

	test('one dump at a time; a request meanwhile is answered', async () => {
		let running = 0;
		const { socket } = open((message, fake) => {
			if (message.type === NEW) {
				fake.acknowledge(message);
				return;
			}
			assert.equal(++running, 1, 'the kernel would say EBUSY');
			setTimeout(() => {
				fake.answer(message, { type: NEW, payload: bytes('x') });
				running--;
				fake.done(message);
			}, 5);
		});
		await using _ = socket;
		const dumps = [1, 2, 3].map(() => collect(socket.dump({ type: GET })));
		await socket.acknowledge({ type: NEW });
		assert.deepEqual(await Promise.all(dumps), [['x'], ['x'], ['x']]);
	});

	test('a request inside the loop over a dump longer than what may wait', async () => {
		const { socket } = open((message, fake) => {
			if (message.type === NEW) {
				fake.acknowledge(message);
				return;
			}
			for (let number = 0; number < 3000; number++) fake.answer(message, { type: NEW });
			fake.done(message);
		});
		await using _ = socket;
		let count = 0;
		for await (const _message of socket.dump({ type: GET })) {
			if (count++ % 500 === 0) await socket.acknowledge({ type: NEW });
		}
		assert.equal(count, 3000);
	});

	test('a slow reader holds the reading up, and is not timed out for it', async () => {
		const { transport, socket } = open((message, fake) => {
			for (let number = 0; number < 5000; number++) fake.answer(message, { type: NEW });
			fake.done(message);
		});
		await using _ = socket;
		const dump = socket.dump({ type: GET }, { limit: 30 });
		await dump.next();
		await new Promise((resolve) => setTimeout(resolve, 100));
		assert.ok(transport.received < 3000, `${transport.received} of 5001 were read ahead`);
		let count = 1;
		for await (const _message of dump) count++;
		assert.equal(count, 5000);
	});

	test('a loop that is left, or aborted, makes way for the next dump', async () => {
		const rests: (() => void)[] = [];
		const { socket } = open((message, fake) => {
			fake.answer(message, { type: NEW, payload: bytes('first') });
			rests.push(() => {
				fake.answer(message, { type: NEW, payload: bytes('second') });
				fake.done(message);
			});
		});
		await using _ = socket;
		for await (const message of socket.dump({ type: GET })) {
			assert.equal(text(message), 'first');
			break;
		}
		const controller = new AbortController();
		const aborted = collect(socket.dump({ type: GET }, { signal: controller.signal }));
		rests[0]?.();
		await until(() => rests.length === 2);
		controller.abort(new Error('enough'));
		await assert.rejects(aborted, /enough/);
		const last = collect(socket.dump({ type: GET }));
		rests[1]?.();
		await until(() => rests.length === 3);
		rests[2]?.();
		assert.deepEqual(await last, ['first', 'second']);
	});

	test('a list that changed meanwhile: dump says EINTR, list reads it again', async () => {
		let round = 0;
		const { socket } = open((message, fake) => {
			const flags = round++ < 2 ? NLM_F_DUMP_INTR : 0;
			fake.answer(message, { type: NEW, flags, payload: bytes(`${round}`) });
			fake.done(message);
		});
		await using _ = socket;
		await assert.rejects(collect(socket.dump({ type: GET })), { code: 'EINTR', call: 'dump' });
		assert.deepEqual((await socket.list({ type: GET })).map(text), ['3']);
	});

	test('a list that never stands still is given up', async () => {
		const { transport, socket } = open((message, fake) => fake.done(message, 0, NLM_F_DUMP_INTR));
		await using _ = socket;
		await assert.rejects(socket.list({ type: GET }), { code: 'EINTR' });
		assert.equal(transport.sent.length, 10);
	});

	test('a dump that stalls: ETIMEDOUT', async () => {
		const { socket } = open((message, fake) => fake.answer(message, { type: NEW }));
		await using _ = socket;
		await assert.rejects(collect(socket.dump({ type: GET }, { limit: 20 })), {
			code: 'ETIMEDOUT',
			call: 'dump',
		});
	});
});

function event(transport: FakeTransport, group: number, payload: string): void {
	transport.arrive(encodeMessage({ type: EVENT, payload: bytes(payload) }), { group });
}

suite('subscribe', limit, () => {
	test('events of the groups, in order, and no others', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		await using subscription = await socket.subscribe([1, 3]);
		event(transport, 1, 'a');
		event(transport, 2, 'not ours');
		transport.arrive(encodeMessage({ type: EVENT, payload: bytes('forged') }), {
			portId: 5,
			group: 1,
		});
		event(transport, 3, 'b');
		const seen: string[] = [];
		for await (const each of subscription) {
			assert.ok(each.kind === 'message');
			seen.push(`${each.group} ${text(each.message)}`);
			if (seen.length === 2) break;
		}
		assert.deepEqual(seen, ['1 a', '3 b']);
		assert.deepEqual(transport.calls, ['join 1', 'join 3', 'leave 1', 'leave 3']);
		assert.equal(transport.isWaiting, false);
	});

	test('a group is joined once and left with its last subscription', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		const first = await socket.subscribe([1]);
		const second = await socket.subscribe([1]);
		await first[Symbol.asyncDispose]();
		await first[Symbol.asyncDispose]();
		assert.deepEqual(transport.calls, ['join 1']);
		await second[Symbol.asyncDispose]();
		assert.deepEqual(transport.calls, ['join 1', 'leave 1']);
	});

	test('a group that does not exist: the others are left again', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		await assert.rejects(socket.subscribe([1, 99]), { code: 'EINVAL' });
		assert.deepEqual(transport.calls, ['join 1', 'join 99', 'leave 1']);
	});

	test('ENOBUFS is an event of its own', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		const events = (await socket.subscribe([1]))[Symbol.asyncIterator]();
		event(transport, 1, 'a');
		assert.equal((await events.next()).value?.kind, 'message');
		transport.failReceive(105);
		assert.deepEqual((await events.next()).value, { kind: 'overrun' });
		event(transport, 1, 'b');
		assert.equal((await events.next()).value?.kind, 'message');
	});

	test('a full queue stops the reading, so that the kernel’s buffer takes over', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		await using subscription = await socket.subscribe([1], { capacity: 3 });
		for (let number = 0; number < 10; number++) event(transport, 1, `${number}`);
		await until(() => transport.received === 3);
		await turn();
		assert.equal(transport.received, 3);
		const seen: string[] = [];
		for await (const each of subscription) {
			assert.ok(each.kind === 'message');
			if (seen.push(text(each.message)) === 10) break;
		}
		assert.equal(seen.join(''), '0123456789');
	});

	test('where a request makes the socket read on, what has no room is an overrun', async () => {
		const { transport, socket } = open((message, fake) => fake.acknowledge(message));
		await using _ = socket;
		await using subscription = await socket.subscribe([1], { capacity: 3 });
		for (let number = 0; number < 10; number++) event(transport, 1, `${number}`);
		await socket.acknowledge({ type: NEW });
		const kinds: string[] = [];
		for await (const each of subscription) if (kinds.push(each.kind) === 4) break;
		assert.deepEqual(kinds, ['message', 'message', 'message', 'overrun']);
	});

	test('abort ends it with the reason and leaves the groups', async () => {
		const { transport, socket } = open();
		await using _ = socket;
		const controller = new AbortController();
		const { signal } = controller;
		const subscription = await socket.subscribe([1], { signal });
		const next = subscription[Symbol.asyncIterator]().next();
		controller.abort(new Error('enough'));
		await assert.rejects(next, /enough/);
		assert.deepEqual(transport.calls, ['join 1', 'leave 1']);
		await until(() => !transport.isWaiting);
		await assert.rejects(socket.subscribe([1], { signal }), /enough/);
	});

	test('closing the socket ends it with EBADF', async () => {
		const { socket } = open();
		const subscription = await socket.subscribe([1]);
		const next = subscription[Symbol.asyncIterator]().next();
		await socket.close();
		await assert.rejects(next, { code: 'EBADF' });
	});
});

suite('follow', limit, () => {
	test('the list, then the events since it was asked for; all over again after a loss or an interruption', async () => {
		let round = 0;
		const { transport, socket } = open((message, fake) => {
			round++;
			fake.answer(message, {
				type: NEW,
				payload: bytes(`${round}a`),
				flags: round === 2 ? NLM_F_DUMP_INTR : 0,
			});
			event(fake, 1, `${round}e`);
			fake.answer(message, { type: NEW, payload: bytes(`${round}b`) });
			fake.done(message);
		});
		await using _ = socket;
		const seen: string[] = [];
		for await (const change of socket.follow([1], { type: GET })) {
			seen.push('message' in change ? `${change.kind} ${text(change.message)}` : change.kind);
			if (seen.at(-1) === 'event 1e') transport.failReceive(105);
			if (change.kind === 'complete' && round === 3) event(transport, 1, 'last');
			if (seen.at(-1) === 'event last') break;
		}
		assert.deepEqual(seen, [
			'restart',
			'listed 1a',
			'listed 1b',
			'complete',
			'event 1e',
			'restart',
			'listed 2a',
			'listed 2b',
			'restart',
			'listed 3a',
			'listed 3b',
			'complete',
			'event 3e',
			'event last',
		]);
		assert.deepEqual(
			transport.calls.filter((call) => !call.startsWith('setOption')),
			['join 1', 'leave 1'],
		);
	});

	test('an overrun in the middle of a list drops that list', async () => {
		let round = 0;
		const { socket } = open((message, fake) => {
			round++;
			fake.answer(message, { type: NEW, payload: bytes(`${round}a`) });
			if (round === 1) fake.failReceive(105);
			fake.answer(message, { type: NEW, payload: bytes(`${round}b`) });
			fake.done(message);
		});
		await using _ = socket;
		const seen: string[] = [];
		for await (const change of socket.follow([1], { type: GET })) {
			seen.push('message' in change ? `${change.kind} ${text(change.message)}` : change.kind);
			if (change.kind === 'complete') break;
		}
		assert.deepEqual(seen.slice(-4), ['restart', 'listed 2a', 'listed 2b', 'complete']);
		assert.equal(seen.includes('listed 1b'), false);
	});

	test('more events than may wait for the list: all over again', async () => {
		let round = 0;
		const { socket } = open((message, fake) => {
			round++;
			fake.answer(message, { type: NEW, payload: bytes('a') });
			for (let number = round; number <= 3; number++) event(fake, 1, `e${number}`);
			fake.done(message);
		});
		await using _ = socket;
		const seen: string[] = [];
		for await (const change of socket.follow([1], { type: GET }, { capacity: 2 })) {
			seen.push('message' in change ? `${change.kind} ${text(change.message)}` : change.kind);
			if (seen.at(-1) === 'event e3') break;
		}
		assert.deepEqual(seen.slice(seen.lastIndexOf('restart')), [
			'restart',
			'listed a',
			'complete',
			'event e2',
			'event e3',
		]);
		assert.equal(round, 2);
	});

	test('what may have been queued before a loss is no news: the list is read once more, and that one counts', async () => {
		let round = 0;
		const { transport, socket } = open((message, fake) => {
			round++;
			if (round > 1) event(fake, 1, `${round}e`);
			fake.answer(message, { type: NEW, payload: bytes(`${round}a`) });
			fake.done(message);
		});
		await using _ = socket;
		const seen: string[] = [];
		for await (const change of socket.follow([1], { type: GET })) {
			seen.push('message' in change ? `${change.kind} ${text(change.message)}` : change.kind);
			if (seen.at(-1) === 'complete' && round === 1) transport.failReceive(105);
			if (seen.at(-1) === 'event 3e') break;
		}
		assert.deepEqual(seen, [
			'restart',
			'listed 1a',
			'complete',
			'restart',
			'restart',
			'listed 3a',
			'complete',
			'event 3e',
		]);
	});

	test('an error of the list, and an abort, end it', async () => {
		const { socket } = open((message, fake) => fake.acknowledge(message, 1));
		await using _ = socket;
		await assert.rejects(
			async () => {
				for await (const _change of socket.follow([1], { type: GET }));
			},
			{ code: 'EPERM' },
		);
		const { socket: other } = open(lists());
		await using __ = other;
		const controller = new AbortController();
		await assert.rejects(async () => {
			for await (const { kind } of other.follow(
				[1],
				{ type: GET },
				{ signal: controller.signal },
			)) {
				if (kind === 'complete') setTimeout(() => controller.abort(new Error('enough')), 5);
			}
		}, /enough/);
	});
});
