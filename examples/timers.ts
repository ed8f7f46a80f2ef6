/**
 * What every stage with timers and lists of them must still do, whatever it adds: the stages of the chapters 05 to 08 register these tests
 * beside their own. They speak the protocol as it was in 05.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetlinkError, type Request, Socket } from '@both-sides/netlink';
import { NLM_F_DUMP } from '@both-sides/netlink/wire';
import {
	NETLINK_PULSE,
	PULSE_DEL,
	PULSE_GET,
	PULSE_NEW,
	PULSE_SET,
	timer,
} from './05-dump/pulse.ts';
import type { Lab } from './lab.ts';

type Timer = Parameters<typeof timer.encode>[0];

const message = (type: number, value: Timer): Request => ({ type, ...timer.body(value) });
const listOf = (filter: Timer): Request => ({ ...message(PULSE_GET, filter), flags: NLM_F_DUMP });

/** The errno that a request is refused with, and the attribute that it is about. */
async function refusal(answer: Promise<unknown>): Promise<readonly [string, string | undefined]> {
	try {
		await answer;
	} catch (error) {
		assert.ok(error instanceof NetlinkError, `${error}`);
		return [error.code, error.attribute];
	}
	return assert.fail('it was not refused');
}

export function keepsTimers(lab: Lab): void {
	const open = async () => new Socket(await lab.open(NETLINK_PULSE));

	test('as before: a timer is made, told, changed and removed', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const get = async () => {
			const { payload } = await socket.request(message(PULSE_GET, { name: 'tick' }));
			const { name, period, enabled, tags } = timer.decode(payload);
			return { name, period, enabled, tags };
		};
		const made = { name: 'tick', period: 500, enabled: 0, tags: { tag: ['led', 'door'] } };
		await socket.acknowledge(message(PULSE_NEW, made));
		assert.deepEqual(await get(), made);
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', enabled: 1 }));
		assert.deepEqual(await get(), { ...made, enabled: 1 });
		await socket.acknowledge(message(PULSE_SET, { name: 'tick', tags: { tag: [] } }));
		assert.deepEqual(await get(), { ...made, enabled: 1, tags: {} });
		await socket.acknowledge(message(PULSE_DEL, { name: 'tick' }));
		assert.deepEqual(await refusal(get()), ['ENOENT', 'name']);
	});

	test('as before: what is wrong is refused, and changes nothing', async () => {
		await using _module = await lab.load({ limit: 2 });
		await using socket = await open();
		const refused = (type: number, value: Timer) =>
			refusal(socket.acknowledge(message(type, value)));
		const period = 60_000;
		const tags = { tag: ['a', 'b', 'c', 'd', 'e'] };
		await socket.acknowledge(message(PULSE_NEW, { name: 'one', period }));
		assert.deepEqual(await refused(PULSE_NEW, { name: 'one', period }), ['EEXIST', 'name']);
		assert.equal((await refused(PULSE_NEW, { name: 'two' }))[0], 'EINVAL');
		assert.deepEqual(await refused(PULSE_NEW, { name: 'two', period: 5 }), ['ERANGE', 'period']);
		assert.equal((await refused(PULSE_NEW, { name: 'two', period, tags }))[0], 'E2BIG');
		assert.equal((await refused(PULSE_SET, { name: 'one', enabled: 0, tags }))[0], 'E2BIG');
		for (const type of [PULSE_GET, PULSE_SET, PULSE_DEL]) {
			assert.equal((await refused(type, {}))[0], 'EINVAL');
			assert.deepEqual(await refused(type, { name: 'two' }), ['ENOENT', 'name']);
		}
		assert.equal((await refused(PULSE_SET + 50, { name: 'one' }))[0], 'EOPNOTSUPP');
		await socket.acknowledge(message(PULSE_NEW, { name: 'two', period }));
		assert.equal((await refused(PULSE_NEW, { name: 'three', period }))[0], 'ENOSPC');
		const one = await socket.request(message(PULSE_GET, { name: 'one' }));
		assert.equal(timer.decode(one.payload).enabled, 1);
	});

	test('as before: timers are listed in pieces, all or some', async () => {
		await using _module = await lab.load();
		await using socket = await open();
		const names = Array.from({ length: 1000 }, (_, index) => `t${index + 1}`);
		const off = ['t1', 't500', 't1000'];
		const made = names.map((name) =>
			message(PULSE_NEW, { name, period: 60_000, enabled: off.includes(name) ? 0 : 1 }),
		);
		for (const outcome of await socket.batch(made)) assert.equal(outcome.status, 'fulfilled');
		const list = async (filter: Timer) => {
			const found: (string | undefined)[] = [];
			for await (const { payload } of socket.dump(listOf(filter)))
				found.push(timer.decode(payload).name);
			return found;
		};
		assert.deepEqual(await list({}), names);
		assert.deepEqual(await list({ enabled: 0 }), off);
		assert.deepEqual(
			await list({ enabled: 1 }),
			names.filter((name) => !off.includes(name)),
		);
		assert.equal((await refusal(list({ name: 't1' })))[0], 'EINVAL');
	});
}
