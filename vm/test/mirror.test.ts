import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findMirror } from '../machines/kernels/mirror.ts';
import { temporaryFolder } from './fixtures.ts';

/** What is found where apt's settings are these files, by their paths below /etc/apt. */
function found(files: Record<string, string>, environment: NodeJS.ProcessEnv = {}) {
	using folder = temporaryFolder();
	mkdirSync(join(folder.path, 'sources.list.d'));
	for (const [path, text] of Object.entries(files)) writeFileSync(join(folder.path, path), text);
	return findMirror(environment, folder.path);
}

describe("the mirror's address", () => {
	test('comes from one-line sources, past comments, options and other suites', () => {
		const mirror = found({
			'sources.list':
				'# deb http://commented.example/debian bookworm main\n' +
				'deb [arch=amd64] https://packages.example/tools tools main\n' +
				'deb-src http://source.example/debian bookworm main\n' +
				'deb [signed-by=/usr/share/keyrings/a.gpg arch=amd64] http://mirror.example/debian/ bookworm main contrib\n' +
				'deb http://security.example/debian-security bookworm-security main\n',
		});
		assert.deepEqual(mirror, {
			debian: 'http://mirror.example/debian',
			'debian-security': 'http://security.example/debian-security',
		});
	});

	test('comes from deb822 stanzas, with comments inside and continued lines', () => {
		const mirror = found({
			'sources.list.d/debian.sources':
				'Types: deb\n# http://snapshot.example/\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\n' +
				'Types: deb\nURIs:\n http://security.example/debian-security\nSuites: bookworm-security\nComponents: main\n',
		});
		assert.deepEqual(mirror, {
			debian: 'http://mirror.example/debian',
			'debian-security': 'http://security.example/debian-security',
		});
	});

	test('skips stanzas that are not enabled and files with other names', () => {
		assert.throws(
			() =>
				found({
					'sources.list.d/off.sources':
						'Enabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: bookworm\n',
					'sources.list.d/old.list.disabled': 'deb http://old.example/debian bookworm main\n',
				}),
			{ name: 'Problem', message: /names none\. Set DEBIAN_MIRROR/ },
		);
	});

	test('follows mirror+file: to the first address in that file', () => {
		using folder = temporaryFolder();
		const list = join(folder.path, 'debian.list');
		writeFileSync(list, 'https://cloud.example/debian\nhttps://second.example/debian\n');
		const { debian } = found({
			'sources.list': `deb mirror+file:${list} bookworm main\n`,
		});
		assert.equal(debian, 'https://cloud.example/debian');
	});

	test("takes the security archive's place beside the main one where apt names none", () => {
		const mirror = found({ 'sources.list': 'deb http://mirror.example/debian trixie main\n' });
		assert.equal(mirror['debian-security'], 'http://mirror.example/debian-security');
	});

	test('does not take another distribution for Debian', () => {
		assert.throws(
			() => found({ 'sources.list': 'deb http://archive.example/ubuntu noble main\n' }),
			{ name: 'Problem', message: /Set DEBIAN_MIRROR/ },
		);
	});

	test('is what DEBIAN_MIRROR says, before all else', () => {
		const mirror = found(
			{ 'sources.list': 'deb http://mirror.example/debian bookworm main\n' },
			{ DEBIAN_MIRROR: 'http://other.example/pub/debian/' },
		);
		assert.deepEqual(mirror, {
			debian: 'http://other.example/pub/debian',
			'debian-security': 'http://other.example/pub/debian-security',
		});
	});

	test('is refused where DEBIAN_MIRROR is no address', () => {
		assert.throws(() => found({}, { DEBIAN_MIRROR: 'mirror.example' }), {
			name: 'Problem',
			message: /DEBIAN_MIRROR is "mirror.example": give the address/,
		});
	});
});
