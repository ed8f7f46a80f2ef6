/** Answers that come in any order, twice, cut short or never: each request settles, and none gets another's answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NetlinkError, Socket } from '../src/index.ts';
import {
	encodeMessage,
	MalformedMessage,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_MULTI,
	NLMSG_DONE,
} from '../src/wire/index.ts';
import { FakeTransport } from './fake-transport.ts';

const GET = 20;
const NEW = 21;

/** Milliseconds after which a request that hears nothing gives up. */
const limit = 20;

/** What becomes of an answer: how often it comes, how many bytes of it, and at which place among the others. */
const fate = fc.record({
	times: fc.constantFrom(1, 1, 1, 0, 2),
	cut: fc.oneof(
		{ weight: 4, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.nat(39) },
	),
	place: fc.nat(1000),
});

/** How a request ended that could not get its answer. */
function isOfOurs(error: unknown): boolean {
	return error instanceof NetlinkError || error instanceof MalformedMessage;
}

test('whatever becomes of the answers, each request settles with its own or with an error', {
	timeout: 120_000,
}, async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom('request', 'acknowledge'), { minLength: 1, maxLength: 12 }),
			fc.boolean(),
			fc.array(fate, { minLength: 40, maxLength: 40 }),
			async (kinds, withList, fates) => {
				const answers: { place: number; data: Uint8Array }[] = [];
				let next = 0;
				const keep = (data: Uint8Array): void => {
					const { times, cut, place } = fates[next++ % fates.length] ?? { times: 1, place: 0 };
					const whole = cut === undefined ? data : data.subarray(0, cut);
					for (let time = 0; time < times; time++)
						answers.push({ place: place + 500 * time, data: whole });
				};
				let calm = false;
				const transport = new FakeTransport((message, fake) => {
					const { sequence, payload, flags } = message;
					const own = { sequence, portId: fake.portId, payload };
					const made =
						(flags & NLM_F_DUMP) === NLM_F_DUMP
							? [
									encodeMessage({ ...own, type: NEW, flags: NLM_F_MULTI }),
									encodeMessage({ ...own, type: NEW, flags: NLM_F_MULTI }),
									encodeMessage({ ...own, type: NLMSG_DONE, payload: new Uint8Array(4) }),
								]
							: undefined;
					if (calm) fake.arrive(encodeMessage({ ...own, type: NEW }));
					else if (made) for (const data of made) keep(data);
					else if (flags & NLM_F_ACK) {
						const hidden = new FakeTransport();
						hidden.acknowledge(message);
						hidden.receive().then(([datagram]) => datagram && keep(datagram.data));
					} else keep(encodeMessage({ ...own, type: NEW }));
				});
				await using socket = new Socket(transport);
				const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
				const under = kinds.map(async (kind, index) => {
					const payload = Buffer.from(`own ${index}`);
					if (kind === 'acknowledge') await socket.acknowledge({ type: GET, payload }, { limit });
					else {
						const reply = await socket.request({ type: GET, payload }, { limit });
						assert.equal(text(reply.payload), `own ${index}`);
					}
				});
				if (withList) {
					const list = async () => {
						const wanted = { type: GET, payload: Buffer.from('the list') };
						for (const { payload } of await socket.list(wanted, { limit }))
							assert.equal(text(payload), 'the list');
					};
					under.push(list());
				}
				const ended = Promise.allSettled(under);
				await new Promise((resolve) => setImmediate(resolve));
				answers.sort((one, other) => one.place - other.place);
				for (const { data } of answers) transport.arrive(data);
				for (const outcome of await ended)
					if (outcome.status === 'rejected')
						assert.ok(isOfOurs(outcome.reason), `${outcome.reason?.stack}`);
				calm = true;
				// What is left in the queue may fail a request yet, one for each that is cut short.
				for (let left = answers.length; ; left--) {
					try {
						const reply = await socket.request({ type: GET, payload: Buffer.from('after') });
						assert.equal(text(reply.payload), 'after');
						break;
					} catch (error) {
						assert.ok(error instanceof MalformedMessage && left > 0, 'the socket goes on');
					}
				}
			},
		),
		{ numRuns: 150 },
	);
});
