/** Every allocation of every entry point of a stage fails once: the answer is an errno, and nothing has changed, or all has. */
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { NetlinkError, Socket } from '@both-sides/netlink';
import {
	encodeMessage,
	type Layout,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_REQUEST,
} from '@both-sides/netlink/wire';
import type { Lab } from '../../../../examples/lab.ts';

const ENOMEM = 12;
const ENOBUFS = 105;

/** Hundreds of calls, each in a process of its own, on a kernel that checks each access; in milliseconds. */
const timeout = 300_000;

/** More allocations than any call makes here. */
const most = 2000;

const fail = join(import.meta.dirname, 'build/fail');

/** What a call with a failing allocation came to. */
interface Outcome {
	/** Whether there was an allocation to fail. */
	readonly failed: boolean;
	/** Which system call had the last word: "answer" is a message. */
	readonly call: string;
	readonly errno: number;
}

/** The numbers and the layout of a stage's pulse.ts. */
interface Declared {
	readonly NETLINK_PULSE: number;
	readonly PULSE_NEW: number;
	readonly PULSE_SET: number;
	readonly PULSE_GET: number;
	readonly PULSE_DEL: number;
	readonly PULSE_GROUP_TIMERS?: number;
	readonly timer: Layout<Record<string, unknown>>;
}

/** Only what modules allocate fails: what watches the kernel would give up watching. */
const prepare = `
	cd /sys/kernel/debug/failslab
	echo N >ignore-gfp-wait; echo 0 >verbose; echo Y >cache-filter
	for file in /sys/kernel/slab/*/failslab; do
		case $file in */kmemleak*|*/debug_objects*) continue;; esac
		echo 1 >$file
	done`;

export default function (lab: Lab): void {
	async function declared(): Promise<Declared> {
		const stage = basename((await lab.run('pwd')).stdout.trim());
		const examples = join(import.meta.dirname, '../../../../examples');
		return import(pathToFileURL(join(examples, stage, 'pulse.ts')).href);
	}

	/** Makes a call again and again, each time with the next allocation failing, until there is none left. */
	async function sweep(words: string, check: (outcome: Outcome) => Promise<void>): Promise<void> {
		assert.equal((await lab.run(prepare)).stderr, '');
		for (let nth = 1; nth <= most; nth += 1) {
			const { stdout, stderr } = await lab.run(`${fail} ${nth} ${words}`);
			const [, fate, call = '', errno] = /^(failed|passed) (\w+) (\d+)\n$/.exec(stdout) ?? [];
			assert.ok(fate, `${words}: ${stdout}${stderr}`);
			const outcome = { failed: fate === 'failed', call, errno: Number(errno) };
			await check(outcome);
			if (outcome.failed) continue;
			assert.ok(nth > 1, 'no allocation failed');
			assert.equal(outcome.errno, 0);
			return;
		}
		assert.fail(`${words}: more than ${most} allocations`);
	}

	const isLoaded = async () => (await lab.run("grep -q '^pulse ' /proc/modules")).status === 0;

	test('load', { timeout }, async () => {
		await sweep('load pulse.ko', async ({ errno }) => {
			assert.equal(await isLoaded(), errno === 0);
			if (errno === 0) assert.equal((await lab.run('rmmod pulse')).status, 0);
			else assert.equal(errno, ENOMEM);
		});
	});

	test('namespace', { timeout }, async () => {
		await using _module = await lab.load();
		await sweep('namespace', async ({ errno }) => {
			assert.ok(errno === 0 || errno === ENOMEM, `errno ${errno}`);
		});
	});

	test('join', { timeout }, async (context) => {
		const { NETLINK_PULSE, PULSE_GROUP_TIMERS } = await declared();
		if (PULSE_GROUP_TIMERS === undefined) return context.skip('there are no groups');
		await using _module = await lab.load();
		await sweep(`join ${NETLINK_PULSE} ${PULSE_GROUP_TIMERS}`, async ({ errno }) => {
			assert.ok(errno === 0 || errno === ENOMEM, `errno ${errno}`);
		});
	});

	/** Of timers that are there before a request, and of those that come with it. */
	const kept = { name: 'kept', period: 60000, tags: { tag: ['x', 'y'] } };
	const added = { name: 'added', period: 50000, tags: { tag: ['z'] } };

	const requests = [
		{ name: 'new', type: 'PULSE_NEW', values: added, flags: 0 },
		{ name: 'set', type: 'PULSE_SET', values: { ...kept, period: 40000 }, flags: 0 },
		{ name: 'get', type: 'PULSE_GET', values: { name: 'kept' }, flags: 0 },
		{ name: 'list', type: 'PULSE_GET', values: {}, flags: NLM_F_DUMP },
		{ name: 'del', type: 'PULSE_DEL', values: { name: 'kept' }, flags: 0 },
	] as const;

	for (const { name, type, values, flags } of requests) {
		test(name, { timeout }, async (context) => {
			const pulse = await declared();
			const { NETLINK_PULSE: protocol, PULSE_NEW, PULSE_DEL, PULSE_GET, timer } = pulse;
			const stage = basename((await lab.run('pwd')).stdout.trim());
			if (name === 'list' && stage === '04-attributes') return context.skip('there are no lists');
			await using _module = await lab.load();
			await using listener = pulse.PULSE_GROUP_TIMERS
				? new Socket(await lab.open(protocol))
				: undefined;
			// Somebody listens, so that there is somebody to tell.
			if (listener) await listener.subscribe([pulse.PULSE_GROUP_TIMERS as number]);
			await using socket = new Socket(await lab.open(protocol));

			const told = async (name: string): Promise<unknown> => {
				try {
					const { payload } = await socket.request({ type: PULSE_GET, ...timer.body({ name }) });
					const { beats: _, running: _running, ...settings } = timer.decode(payload);
					return settings;
				} catch (error) {
					if (error instanceof NetlinkError && error.code === 'ENOENT') return undefined;
					throw error;
				}
			};
			const state = async () => ({ kept: await told('kept'), added: await told('added') });
			const reset = async () => {
				const { kept: isKept, added: isAdded } = await state();
				if (isAdded)
					await socket.acknowledge({ type: PULSE_DEL, ...timer.body({ name: 'added' }) });
				if (isKept) await socket.acknowledge({ type: PULSE_DEL, ...timer.body({ name: 'kept' }) });
				await socket.acknowledge({ type: PULSE_NEW, ...timer.body(kept) });
				return state();
			};

			const message = encodeMessage({
				type: pulse[type],
				flags: NLM_F_REQUEST | NLM_F_ACK | flags,
				sequence: 1,
				payload: timer.encode(values),
			});
			const before = await reset();
			await socket.acknowledge({ type: pulse[type], ...timer.body(values) }).catch(() => {});
			const after = name === 'list' || name === 'get' ? before : await state();
			await reset();

			await sweep(
				`ask ${protocol} ${Buffer.from(message).toString('hex')}`,
				async ({ call, errno }) => {
					const now = await state();
					if (errno === 0) assert.deepEqual(now, after);
					else {
						assert.ok(errno === ENOMEM || errno === ENOBUFS, `${call}: errno ${errno}`);
						// The acknowledgement itself was lost: then it may have been done.
						const isUnknown = call === 'recvmsg' && errno === ENOBUFS;
						if (!isUnknown || JSON.stringify(now) !== JSON.stringify(after))
							assert.deepEqual(now, before);
					}
					await reset();
				},
			);
		});
	}
}
