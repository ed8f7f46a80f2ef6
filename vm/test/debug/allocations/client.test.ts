/** Every allocation of every entry point of a stage fails once: the answer is an errno, and nothing has changed, or all has. */
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { Socket } from '@both-sides/netlink';
import type { Lab } from '../../../../examples/lab.ts';
import { operations, type Stage, stageOf, Tape } from './speech.ts';

const ENOMEM = 12;
const ENOBUFS = 105;

/** Hundreds of calls, each in a process of its own, on a kernel that checks each access; in milliseconds. */
const timeout = 900_000;

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

/** Only what modules allocate fails: what watches the kernel would give up watching. */
const prepare = `
	cd /sys/kernel/debug/failslab
	echo N >ignore-gfp-wait; echo 0 >verbose; echo Y >cache-filter
	for file in /sys/kernel/slab/*/failslab; do
		case $file in */kmemleak*|*/debug_objects*) continue;; esac
		echo 1 >$file
	done`;

export default function (lab: Lab): void {
	async function stageAtHand(): Promise<Stage> {
		return stageOf(basename((await lab.run('pwd')).stdout.trim()));
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
		// All of the kernel makes something for a namespace, and has errnos of its own where memory fails: EEXIST, ENODEV.
		await sweep('namespace', async () => {});
	});

	test('join', { timeout }, async (context) => {
		const { protocol, speak } = await stageAtHand();
		await using _module = await lab.load();
		await using socket = new Socket(await lab.open(protocol));
		const { group } = await speak(socket);
		if (group === undefined) return context.skip('there are no groups');
		await sweep(`join ${protocol} ${group}`, async ({ errno }) => {
			assert.ok(errno === 0 || errno === ENOMEM, `errno ${errno}`);
		});
	});

	/** Of timers that are there before a request, and of those that come with it. */
	const kept = { name: 'kept', period: 60000, tags: ['x', 'y'] };
	const added = { name: 'added', period: 50000, tags: ['z'] };

	const requests = {
		create: added,
		change: { ...kept, period: 40000 },
		get: { name: 'kept' },
		list: {},
		delete: { name: 'kept' },
	} as const;

	for (const operation of operations) {
		test(operation, { timeout }, async (context) => {
			const { protocol, speak } = await stageAtHand();
			await using _module = await lab.load();
			const tape = new Tape(await lab.open(protocol));
			await using socket = new Socket(tape);
			const speech = await speak(socket);
			if (!speech.has(operation)) return context.skip('there is no such operation');
			// Somebody listens, so that there is somebody to tell.
			await using listener = new Socket(await lab.open(protocol));
			if (speech.group !== undefined) await listener.subscribe([speech.group]);

			const state = async () => ({
				kept: await speech.told('kept'),
				added: await speech.told('added'),
			});
			const reset = async () => {
				const there = await state();
				if (there.added) await speech.ask('delete', { name: 'added' });
				if (there.kept) await speech.ask('delete', { name: 'kept' });
				await speech.ask('create', kept);
				return state();
			};

			const before = await reset();
			await speech.ask(operation, requests[operation]);
			const message = Buffer.from(tape.last).toString('hex');
			const after = await state();
			await reset();

			await sweep(`ask ${protocol} ${message}`, async ({ call, errno }) => {
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
			});
		});
	}
}
