/** The C++ core without Node, under AddressSanitizer and UndefinedBehaviorSanitizer. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const native = join(import.meta.dirname, '..', 'native');

test('the core is clean under the sanitizers', { timeout: 120_000 }, () => {
	const folder = mkdtempSync(join(tmpdir(), 'netlink-core-'));
	try {
		const program = join(folder, 'socket_test');
		const compiled = spawnSync(
			'g++',
			[
				'-std=c++20',
				'-g',
				'-O1',
				'-Wall',
				'-Wextra',
				'-Wpedantic',
				'-Werror',
				'-fsanitize=address,undefined',
				'-fno-sanitize-recover=all',
				'-o',
				program,
				join(native, 'socket_test.cc'),
				join(native, 'socket.cc'),
			],
			{ encoding: 'utf8' },
		);
		assert.equal(compiled.status, 0, `${compiled.error ?? ''}${compiled.stderr}`);
		const { status, stdout, stderr } = spawnSync(program, { encoding: 'utf8', timeout: 60_000 });
		assert.deepEqual({ status, stdout }, { status: 0, stdout: 'all is so\n' }, stderr);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
