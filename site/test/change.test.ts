import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChangedLine, change, changedNames, folds } from '../sources/change.ts';
import { mistake, trial } from '../sources/mistake.ts';
import { twoChapters } from './sample.ts';

const signs = { same: ' ', added: '+', removed: '-' };

async function shown(stage: string, symbols: string, top: string): Promise<string> {
	const { lines } = await change(stage, 'pulse.c', symbols, top);
	return lines.map(({ mark, text }) => `${signs[mark]}${text}`).join('\n');
}

test('a changed function is shown whole, with what was added', async () => {
	using project = twoChapters();
	assert.equal(
		await shown('01-second', 'pulse_init', project.top),
		' static int __init pulse_init(void)\n {\n+\tlisten(pulse_input);\n \treturn 0;\n }',
	);
	const { since } = await change('01-second', 'pulse.c', 'pulse_init', project.top);
	assert.equal(since, '00-first');
});

test('a new function is all added, with its comment', async () => {
	using project = twoChapters();
	assert.equal(
		await shown('01-second', 'pulse_input', project.top),
		'+/* Hears. */\n+static void pulse_input(struct sk_buff *skb)\n+{\n+}',
	);
	const { since } = await change('01-second', 'pulse.c', 'pulse_input', project.top);
	assert.equal(since, undefined);
});

test('a function that is gone is all removed', async () => {
	using project = twoChapters();
	project.write('kmod/01-second/pulse.c', 'int other;\n');
	assert.match(await shown('01-second', 'module_init', project.top), /^-module_init/);
});

test('in the first stage everything is new', async () => {
	using project = twoChapters();
	assert.match(await shown('00-first', 'module_init', project.top), /^\+module_init/);
});

test('a name that did not change is refused', async () => {
	using project = twoChapters();
	await assert.rejects(change('01-second', 'pulse.c', 'unit', project.top), {
		message: 'unit of kmod/01-second/pulse.c is as it was in 00-first: use <Source>',
	});
});

test('a name that neither stage has is refused', async () => {
	using project = twoChapters();
	await assert.rejects(
		change('01-second', 'pulse.c', 'pulse_inti', project.top),
		/defines no pulse_inti; the nearest names in it are pulse_init/,
	);
});

test('the names that a stage changes; a head of file is none', async () => {
	using project = twoChapters();
	assert.deepEqual(await changedNames('01-second', 'pulse.c', project.top), [
		'pulse_input',
		'pulse_init',
	]);
});

test('a mistake is its patch, sign by sign', () => {
	using project = twoChapters();
	project.write(
		'kmod/01-second/wrong/deaf.patch',
		'--- a/pulse.c\n+++ b/pulse.c\n@@ -1,4 +1,3 @@\n \n {\n-\tlisten(pulse_input);\n \treturn 0;\n',
	);
	assert.equal(trial('01-second', 'deaf', project.top), undefined);
	const [patch] = mistake('01-second', 'deaf', project.top);
	assert.equal(patch?.file, 'kmod/01-second/pulse.c');
	assert.deepEqual(
		patch?.lines.map(({ mark, text }) => `${signs[mark]}${text}`),
		[' {', '-\tlisten(pulse_input);', ' \treturn 0;'],
	);
	assert.throws(() => mistake('01-second', 'dumb', project.top), /dumb\.patch/);
});

test('a mistake that readers can make says what to look for', () => {
	using project = twoChapters();
	const changes =
		'--- a/pulse.c\n+++ b/pulse.c\n@@ -1,4 +1,3 @@\n \n {\n-\tlisten(pulse_input);\n \treturn 0;\n';
	project.write(
		'kmod/01-second/wrong/deaf.patch',
		`Run \`client send\`:\nnothing is\nheard.\n\n    $ insmod pulse.ko\n    > client send\n\n${changes}`,
	);
	assert.deepEqual(trial('01-second', 'deaf', project.top), {
		changes,
		lookFor: 'Run `client send`: nothing is heard.',
	});
	assert.equal(mistake('01-second', 'deaf', project.top).length, 1);
});

test('what lies far from every change is folded, but for the heads of definitions', () => {
	const lines = (text: string): ChangedLine[] =>
		text.split('\n').map((line) => ({
			mark: line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same',
			text: line.slice(1),
		}));
	const body = (count: number) => Array.from({ length: count }, () => ' \tx();').join('\n');
	const around = `${body(20)}\n+\tnew();\n${body(20)}`;
	assert.deepEqual(folds(lines(` static int f(void)\n {\n${around}\n }`)), [
		[1, 18],
		[26, 43],
	]);
	// Of eight lines between two changes three stand by each, and two are not worth a fold.
	assert.deepEqual(folds(lines(`+\ta();\n${body(8)}\n-\tb();\n${body(40)}`)), [[13, 49]]);
	assert.deepEqual(folds(lines(`+\ta();\n${body(20)}\n }\n \n int g(void)\n {\n${body(20)}`)), [
		[4, 22],
		[24, 44],
	]);
	assert.deepEqual(folds(lines(`+\ta();\n${body(30)}`)), [], 'what is short is shown whole');
});
