import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { forwardChanges } from '../commands/forward.ts';
import { temporaryFolder } from './fixtures.ts';

const names = ['00-module', '01-create', '02-input'];
const lines = (...changes: [number, string][]) => {
	const text = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
	for (const [line, change] of changes) text[line - 1] = change;
	return `${text.join('\n')}\n`;
};

/** A repository of three stages with one file that grows from stage to stage. */
function repository() {
	const folder = temporaryFolder();
	const root = folder.path;
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	};
	const git = (...args: string[]) =>
		execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e', ...args], { cwd: root });
	write('kmod/00-module/pulse.c', lines());
	write('kmod/01-create/pulse.c', lines([10, 'socket']));
	write('kmod/02-input/pulse.c', lines([10, 'socket'], [15, 'input']));
	for (const name of names) write(`examples/${name}/transcript`, `## ${name}\n`);
	git('init', '-q');
	git('add', '.');
	git('commit', '-qm', 'stages');
	return {
		root,
		write,
		read: (path: string) => readFileSync(join(root, path), 'utf8'),
		forward: (stage = '00-module') =>
			forwardChanges(root, stage, names).map(({ path, outcome }) => `${path}: ${outcome}`),
		[Symbol.dispose]: () => folder[Symbol.dispose](),
	};
}

test('nothing changed, nothing forwarded', () => {
	using there = repository();
	assert.deepEqual(there.forward(), []);
});

test('a fix reaches every later stage, and what they added stays', () => {
	using there = repository();
	there.write('kmod/00-module/pulse.c', lines([2, 'fixed']));
	assert.deepEqual(there.forward(), [
		'kmod/01-create/pulse.c: merged',
		'kmod/02-input/pulse.c: merged',
	]);
	assert.equal(
		there.read('kmod/02-input/pulse.c'),
		lines([2, 'fixed'], [10, 'socket'], [15, 'input']),
	);
	assert.deepEqual(there.forward(), [
		'kmod/01-create/pulse.c: has it already',
		'kmod/02-input/pulse.c: has it already',
	]);
});

test('from a stage in the middle, the earlier ones stay as they are', () => {
	using there = repository();
	there.write('kmod/01-create/pulse.c', lines([2, 'fixed'], [10, 'socket']));
	assert.deepEqual(there.forward('01-create'), ['kmod/02-input/pulse.c: merged']);
	assert.equal(there.read('kmod/00-module/pulse.c'), lines());
});

test('where a later stage has changed the same line it is told, and the file left alone', () => {
	using there = repository();
	there.write('kmod/00-module/pulse.c', lines([2, 'fixed'], [15, 'other']));
	const [, conflict] = forwardChanges(there.root, '00-module', names);
	assert.deepEqual(conflict, {
		path: 'kmod/02-input/pulse.c',
		outcome: 'conflict',
		conflicts: [15],
	});
	assert.equal(there.read('kmod/02-input/pulse.c'), lines([10, 'socket'], [15, 'input']));
});

test('a new file is copied, a transcript never forwarded', () => {
	using there = repository();
	there.write('kmod/00-module/pulse.h', 'new\n');
	there.write('examples/00-module/transcript', '## other\n');
	assert.deepEqual(there.forward(), [
		'kmod/01-create/pulse.h: copied',
		'kmod/02-input/pulse.h: copied',
	]);
	assert.equal(there.read('kmod/02-input/pulse.h'), 'new\n');
});

test('a file that a later stage has done away with does not come back', () => {
	using there = repository();
	rmSync(join(there.root, 'kmod/02-input/pulse.c'));
	there.write('kmod/00-module/pulse.c', lines([2, 'fixed']));
	assert.deepEqual(there.forward(), ['kmod/01-create/pulse.c: merged']);
});
