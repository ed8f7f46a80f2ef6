/** The parts of the panel that need no page: the shell on the console, the player, the reader's edits. */
import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';
import type { Machine } from '../src/live/machine.ts';
import { addressWith, changeIn } from '../src/panel/change-link.ts';
import { declineEdits, keepEdits, offeredEdits, readEdits } from '../src/panel/edits.ts';
import { patched, patchFrom } from '../src/panel/patches.ts';
import { type Line, play, type Stage, type Started } from '../src/panel/player.ts';
import { Shell } from '../src/panel/shell.ts';
import { wordsOf } from '../src/panel/words.ts';

suite('words of a line', () => {
	test('are parted by blanks and held together by quotes', () => {
		assert.deepEqual(wordsOf("  new  tick 500 'two words' a\"b c\"d ''"), [
			'new',
			'tick',
			'500',
			'two words',
			'ab cd',
			'',
		]);
		assert.deepEqual(wordsOf(' '), []);
	});
});

/** A console that a test writes to, and that remembers what was typed. */
function fakeConsole(): { machine: Machine; typed: string[]; show(text: string): void } {
	let heard = (_text: string) => {};
	const typed: string[] = [];
	const machine = {
		on: (_kind: string, listener: (text: string) => void) => {
			heard = listener;
		},
		type: (text: string) => typed.push(text),
	} as unknown as Machine;
	return { machine, typed, show: (text) => heard(text) };
}

const forever = new AbortController().signal;

suite('the shell on the console', () => {
	test('waits at its prompt, and not while a program has the console', () => {
		const { machine, show } = fakeConsole();
		const shell = new Shell(machine);
		assert.equal(shell.isWaiting, false);
		show('\u001bc# ');
		assert.equal(shell.isWaiting, true);
		show('cat\r\n');
		assert.equal(shell.isWaiting, false);
		show('^C\r\n/stage # \u001b[6n');
		assert.equal(shell.isWaiting, true);
	});

	test('has done a line when it waits for the next one', async () => {
		const { machine, typed, show } = fakeConsole();
		const shell = new Shell(machine);
		show('# ');
		let isDone = false;
		const line = shell.run('insmod pulse.ko', forever).then(() => {
			isDone = true;
		});
		show('insmod pulse.ko');
		show('\r\nsome output\r\n');
		await Promise.resolve();
		assert.equal(isDone, false);
		show('# ');
		await line;
		assert.deepEqual(typed, ['insmod pulse.ko\n']);
	});

	test('loses what stood at the prompt unsent', async () => {
		const { machine, typed, show } = fakeConsole();
		const shell = new Shell(machine);
		show('# rm -r');
		const line = shell.run('ls', forever);
		show('\r# ls\r\n# ');
		await line;
		assert.deepEqual(typed, ['\u0005\u0015ls\n']);
	});

	test('refuses a line while a program has the console, and stops waiting when told to', async () => {
		const { machine, typed, show } = fakeConsole();
		const shell = new Shell(machine);
		show('# cat\r\n');
		await assert.rejects(shell.run('ls', forever), /Ctrl-C/);
		show('# ');
		const stop = new AbortController();
		const line = shell.run('sleep 1000', stop.signal);
		stop.abort(new Error('enough'));
		await assert.rejects(line, /enough/);
		assert.deepEqual(typed, ['sleep 1000\n', '\u0003']);
	});
});

/** A stage that writes down what is done to it; its clients end when they are interrupted or stopped, the others at once. */
function fakeStage(loaded: string[] = []): { stage: Stage; done: string[] } {
	const done: string[] = [];
	const stage: Stage = {
		async shell(line) {
			done.push(`$ ${line}`);
		},
		client(args): Started {
			const name = args.join(' ');
			done.push(`> ${name}`);
			const { promise, resolve } = Promise.withResolvers<number>();
			if (!args.includes('wait')) resolve(0);
			const end = (how: string) => {
				done.push(`${how} ${name}`);
				resolve(130);
			};
			return {
				ended: promise,
				spoken: Promise.resolve(),
				interrupt: () => end('interrupt'),
				stop: () => end('stop'),
			};
		},
		modules: async () => loaded,
	};
	return { stage, done };
}

const shellLine = (command: string): Line => ({ to: 'shell', command, background: false });
const clientLine = (command: string, background = false): Line => ({
	to: 'client',
	command,
	background,
});

suite('a block is played', () => {
	test('from a machine without modules, line after line', async () => {
		const { stage, done } = fakeStage(['rival', 'pulse']);
		await play([shellLine('insmod pulse.ko'), clientLine("client say 'a b'")], stage, forever);
		assert.deepEqual(done.slice(0, 3), ['$ rmmod rival pulse', '$ insmod pulse.ko', '> say a b']);
	});

	test('each line in the folder of the modules, wherever the one before went', async () => {
		const { stage, done } = fakeStage();
		await play([shellLine('cd /run; touch blue'), shellLine('ls')], stage, forever);
		assert.deepEqual(done, ['$ (cd /run; touch blue)', '$ ls']);
	});

	test('with clients that run on, until they are ended by their number or by the end', async () => {
		const { stage, done } = fakeStage();
		const lines = [
			clientLine('client get'),
			clientLine('client wait 1', true),
			clientLine('client wait 2', true),
			shellLine('kill %1'),
			shellLine('rmmod pulse'),
		];
		await play(lines, stage, forever);
		assert.deepEqual(done.slice(0, 5), [
			'> get',
			'> wait 1',
			'> wait 2',
			'interrupt wait 1',
			'$ rmmod pulse',
		]);
		assert.ok(done.includes('stop wait 2'));
	});

	test('until it is told to stop, and then its clients stop too', async () => {
		const { stage, done } = fakeStage();
		const stop = new AbortController();
		const playing = play([clientLine('client wait'), shellLine('ls')], stage, stop.signal);
		setImmediate(() => stop.abort(new Error('enough')));
		await assert.rejects(playing, /enough/);
		assert.deepEqual(done, ['> wait', 'stop wait']);
	});
});

suite("the reader's edits", () => {
	const kept = new Map<string, string>();
	beforeEach(() => {
		kept.clear();
		Object.defineProperty(globalThis, 'localStorage', {
			configurable: true,
			value: {
				getItem: (key: string) => kept.get(key) ?? null,
				setItem: (key: string, value: string) => kept.set(key, value),
				removeItem: (key: string) => kept.delete(key),
			},
		});
	});
	const files = ['client.ts', 'pulse.ts'];

	test('stay, a stage each', () => {
		assert.equal(keepEdits('02-input', { 'client.ts': 'mine' }), true);
		assert.deepEqual(readEdits('02-input'), { 'client.ts': 'mine' });
		assert.deepEqual(readEdits('03-replies'), {});
		keepEdits('02-input', {});
		assert.equal(kept.size, 0);
	});

	test('are offered to the next chapter, where it has the files and nothing was edited yet', () => {
		const offer = () => offeredEdits('03-replies', '02-input', files);
		assert.equal(offeredEdits('00-module', undefined, files), undefined);
		assert.equal(offer(), undefined);
		keepEdits('02-input', { 'client.ts': 'mine', 'other.ts': 'not there' });
		assert.deepEqual(offer(), { 'client.ts': 'mine' });
		keepEdits('03-replies', { 'pulse.ts': 'of this chapter' });
		assert.equal(offer(), undefined);
	});

	test('that were declined are not offered again, newer ones are', () => {
		const offer = () => offeredEdits('03-replies', '02-input', files);
		keepEdits('02-input', { 'client.ts': 'mine' });
		declineEdits('03-replies', offer() ?? {});
		assert.equal(offer(), undefined);
		keepEdits('02-input', { 'client.ts': 'mine, but better' });
		assert.deepEqual(offer(), { 'client.ts': 'mine, but better' });
	});

	test('are lost, and nothing else, where the browser keeps nothing', () => {
		Object.defineProperty(globalThis, 'localStorage', {
			configurable: true,
			get: () => {
				throw new DOMException('denied', 'SecurityError');
			},
		});
		assert.equal(keepEdits('02-input', { 'client.ts': 'mine' }), false);
		assert.deepEqual(readEdits('02-input'), {});
	});

	test('that somebody else has written there are ignored', () => {
		kept.set('netlink-both-sides/edits/02-input', '{"client.ts": 5}');
		assert.deepEqual(readEdits('02-input'), {});
		kept.set('netlink-both-sides/edits/02-input', 'not JSON');
		assert.deepEqual(readEdits('02-input'), {});
	});
});

suite('a change of the module', () => {
	const originals = new Map([
		['pulse.c', '#include "pulse.h"\n\nint pulse(void)\n{\n\treturn 1;\n}\n'],
		['pulse.h', 'int pulse(void);\n'],
	]);
	const mine = new Map([...originals, ['pulse.c', 'int pulse(void)\n{\n\treturn 2; /* ✓ */\n}\n']]);

	test('is a patch, and a patch is a change', () => {
		const patch = patchFrom(originals, mine);
		assert.match(patch, /^--- a\/pulse\.c\n\+\+\+ b\/pulse\.c\n/m);
		assert.deepEqual([...patched(originals, patch)], [['pulse.c', mine.get('pulse.c')]]);
		assert.equal(patchFrom(originals, originals), '');
	});

	test('that does not fit, or is none, is refused in words', () => {
		const other = new Map([...originals, ['pulse.c', 'something else\n']]);
		assert.throws(() => patched(other, patchFrom(originals, mine)), /does not fit.*pulse\.c/);
		const foreign = '--- a/other.c\n+++ b/other.c\n@@ -1 +1 @@\n-a\n+b\n';
		assert.throws(() => patched(originals, foreign), /does not fit.*other\.c/);
		for (const text of ['', 'no patch', '@@ -1 +1 @@ @@\n?'])
			assert.throws(() => patched(originals, text), /Nothing was changed/);
	});

	test('goes into an address and comes out of it as it was', async () => {
		Object.defineProperty(globalThis, 'location', {
			configurable: true,
			value: { href: 'https://example.org/guide/02-input/#a-heading' },
		});
		const patch = patchFrom(originals, mine);
		const address = new URL(await addressWith(patch));
		assert.equal(address.pathname, '/guide/02-input/');
		assert.match(address.hash, /^#change=[\w-]+$/);
		assert.equal(await changeIn(address.hash), patch);
		assert.equal(await changeIn('#a-heading'), undefined);
		assert.equal(await changeIn(''), undefined);
	});

	test('that was cut off, altered, or packs too much comes out as a sentence', async () => {
		const { hash } = new URL(await addressWith(patchFrom(originals, mine)));
		const bomb = new URL(await addressWith('x'.repeat(5_000_000)));
		for (const bad of [hash.slice(0, -4), '#change=', '#change=%', '#change=AAAA', bomb.hash])
			await assert.rejects(changeIn(bad), /cannot be read/, bad.slice(0, 40));
	});
});
