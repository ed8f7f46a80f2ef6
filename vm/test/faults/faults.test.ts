import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Kernel, kernel } from '../../machines/kernels/index.ts';
import { Machine, MachineDied } from '../../machines/qemu/machine.ts';
import { sources } from '../../machines/qemu/sources.ts';
import { runStages } from '../../machines/run-stages.ts';
import { filesIn, remembering } from '../../setup/memory.ts';
import type { TestRecord } from '../../setup/report.ts';

const here = import.meta.dirname;
const vm = join(here, '../..');

let matrix: Kernel;
before(async () => {
	matrix = await kernel('6.12');
});

/** Most of the project's own machinery goes into this. */
const unlessKnown = remembering(() => ({
	words: basename(matrix.folder),
	files: [
		...['addon/src', 'addon/native', 'vm/commands', 'vm/guest', 'vm/machines', 'vm/setup']
			.map((folder) => join(vm, '..', folder))
			.concat(here)
			.flatMap(filesIn),
		...['lab.ts', 'transcript.ts'].map((name) => join(vm, '../examples', name)),
	],
}));

describe('a stage with faults', () => {
	const records = new Map<string, TestRecord>();
	let boots = 0;
	let run: Promise<void> | undefined;
	const runStage = async (): Promise<void> => {
		const folder = join(here, 'stage');
		const tests = join(folder, 'client.test.ts');
		const stage = { name: 'faulty', kernelSide: folder, userSide: folder, tests };
		await runStages(matrix, [stage], ['tests', 'transcript'], {
			result: (record) => records.set(record.name, record),
			end: () => {},
			output: () => {},
			time: (what) => {
				if (what === 'start of the guest') boots += 1;
			},
		});
	};
	/** A test of what came of it; the first that is run runs it. */
	const afterRun = (work: () => void) =>
		unlessKnown(async () => {
			run ??= runStage();
			await run;
			work();
		});

	function failure(name: string): string {
		const record = records.get(name);
		assert.equal(record?.status, 'failed', `${name}: ${record?.status}`);
		assert.equal(record?.group, 'faulty on 6.12');
		return record?.detail ?? '';
	}
	const passed = (name: string) => assert.equal(records.get(name)?.status, 'passed', name);

	test(
		'a NULL dereference in input fails its test, with the oops and the function',
		afterRun(() => {
			const detail = failure('reads from NULL in input');
			assert.match(detail, /BUG: kernel NULL pointer dereference/);
			assert.match(detail, /RIP: .*faulty_input/);
		}),
	);

	test(
		'a WARN_ON fails its test, with file and line',
		afterRun(() => {
			const source = readFileSync(join(here, 'stage/faulty.c'), 'utf8').split('\n');
			const line = source.findIndex((text) => text.includes('WARN_ON(1)')) + 1;
			assert.match(
				failure('warns'),
				new RegExp(`WARNING: .* at vm/test/faults/stage/faulty\\.c:${line} `),
			);
		}),
	);

	test(
		'a kernel broken on purpose passes its test, whether it lives or not; one that is not broken fails it',
		afterRun(() => {
			passed('breaks the kernel on purpose');
			passed('makes the kernel say something that it survives');
			const detail = failure('was to break the kernel, and does not');
			assert.match(
				detail,
				/no kernel message matched \/\^BUG: \/ within 200 ms; there was:\nfaulty: nothing wrong/,
			);
		}),
	);

	test(
		'each death, and each break, costs a boot, and no other test',
		afterRun(() => {
			assert.equal(boots, 5);
			passed('does nothing wrong');
			passed('finds the guest as it was');
		}),
	);

	test(
		'a failed test shows file and line, what was expected, and the kernel’s log',
		afterRun(() => {
			const detail = failure('expects too much');
			assert.match(detail, /^vm\/test\/faults\/stage\/client\.test\.ts:\d+\n/);
			assert.match(detail, /goodbye/);
			assert.match(detail, /faulty: nothing wrong/);
		}),
	);

	test(
		'what a test leaves behind is named, and gone for the next one',
		afterRun(() => {
			assert.match(failure('leaves a process'), /process \d+ still runs: .*client\.ts stay/);
			assert.match(failure('leaves a module'), /module faulty is still loaded/);
			assert.match(failure('leaves a socket'), /a netlink socket of protocol 0 .* is still open/);
		}),
	);

	test(
		'a changed line of a transcript is shown with file, line and block',
		afterRun(() => {
			const lines = readFileSync(join(here, 'stage/transcript'), 'utf8').split('\n');
			const line = lines.indexOf('another line') + 1;
			assert.equal(
				failure('transcript: changed'),
				`vm/test/faults/stage/transcript:${line}, block changed, after $ echo 'one line'\nexpected: another line\ngot:      one line`,
			);
		}),
	);

	test(
		'the other blocks are played, each on a clean guest',
		afterRun(() => {
			for (const name of ['as-it-was', 'runs-on', 'run-on-was-stopped'])
				passed(`transcript: ${name}`);
			assert.equal(records.get('transcript: only-elsewhere'), undefined);
		}),
	);
});

describe('a guest that hangs', () => {
	test(
		'at boot is ended, and its console shown',
		unlessKnown(async () => {
			const agent = pathToFileURL(join(vm, 'guest/agent.ts')).href;
			const starting = Machine.start(matrix, {
				sources: { ...sources(), [agent]: 'console.error("asleep"); setInterval(() => {}, 1000);' },
				limits: { boot: 5000 },
			});
			await assert.rejects(starting, (error) => {
				assert.ok(error instanceof MachineDied);
				assert.equal(error.message, 'the guest did not start within 5 s');
				assert.match(error.explain(), /\nthe end of its console:\n/);
				return true;
			});
		}),
	);
});

describe('a run that is interrupted', () => {
	/** Processes whose parent is this one. */
	function children(pid: number): number[] {
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.filter((name) => {
				try {
					return new RegExp(`^PPid:\t${pid}$`, 'm').test(
						readFileSync(`/proc/${name}/status`, 'utf8'),
					);
				} catch {
					return false;
				}
			})
			.map(Number);
	}

	async function until<T>(what: string, find: () => T | undefined): Promise<T> {
		for (let tries = 0; tries < 300; tries++) {
			const found = find();
			if (found !== undefined) return found;
			await sleep(100);
		}
		return assert.fail(`${what}: not within 30 s`);
	}

	function running(pid: number): string | undefined {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0];
		} catch {
			return undefined;
		}
	}

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
		test(
			`by ${signal} leaves no QEMU`,
			unlessKnown(async () => {
				const main = join(vm, 'commands/main.ts');
				const line = ['shell', '02-input', '--kernel', '6.12', '--command', 'sleep 600'];
				const command: ChildProcess = spawn(process.execPath, [main, ...line], { stdio: 'ignore' });
				const qemu = await until('a QEMU', () =>
					children(command.pid ?? 0).find((pid) => /qemu-system/.test(running(pid) ?? '')),
				);
				command.kill(signal);
				await once(command, 'close');
				await until('the end of QEMU', () => (running(qemu) ? undefined : true));
			}),
		);
	}
});
