import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { busybox } from '../machines/kernels/index.ts';
import { cpio } from '../machines/qemu/cpio.ts';
import { temporaryFolder } from './fixtures.ts';

test('an archive holds files and folders with their modes, whatever their lengths', async () => {
	using folder = temporaryFolder();
	const content = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);
	const lengths = [0, 1, 2, 3, 4, 5, 70_001];
	const entries = lengths.map((length) => ({
		// Names of all lengths, too: header and name are padded together.
		path: `bin/${'n'.repeat(length % 9)}${length}`,
		mode: length % 2 === 0 ? 0o644 : 0o755,
		content: content(length),
	}));
	const archive = join(folder.path, 'archive');
	writeFileSync(archive, cpio([{ path: 'bin', mode: 0o750 }, ...entries]));
	execFileSync(await busybox(), ['cpio', '-i', '-F', archive], { cwd: folder.path, stdio: 'pipe' });

	assert.equal(statSync(join(folder.path, 'bin')).mode & 0o7777, 0o750);
	assert.equal(readdirSync(join(folder.path, 'bin')).length, entries.length);
	for (const { path, mode, content } of entries) {
		const file = join(folder.path, path);
		assert.deepEqual(new Uint8Array(readFileSync(file)), content, path);
		assert.equal(statSync(file).mode & 0o7777, mode, path);
	}
});

test('equal entries give equal bytes', () => {
	const entries = [{ path: 'init', mode: 0o755, content: new TextEncoder().encode('#!/bin/sh\n') }];
	assert.deepEqual(cpio(entries), cpio(entries));
});
