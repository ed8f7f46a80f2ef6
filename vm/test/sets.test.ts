import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Indexed } from '../machines/kernels/indices.ts';
import { newestSet } from '../machines/kernels/newest.ts';
import {
	archive,
	copyOfProject,
	runNode,
	type Server,
	script,
	serveArchive,
	sha256,
	temporaryFolder,
} from './fixtures.ts';

const gone = {
	name: 'busybox-static',
	version: '1',
	archive: 'debian',
	path: 'pool/busybox-static_1_amd64.deb',
	size: 700,
	sha256: '1'.repeat(64),
};

const deb = readFileSync(join(archive, 'debian/pool/busybox-static_2_amd64.deb'));
const present = {
	...gone,
	version: '2',
	path: 'pool/busybox-static_2_amd64.deb',
	size: deb.length,
	sha256: sha256(deb),
};

/** A copy of the project that pins this busybox, and programs to run in it. */
function machineRoom(folder: string, pinned: object) {
	const lock = { busybox: { packages: [pinned] } };
	copyOfProject(folder, lock);
	const kernels = join(folder, 'vm/machines/kernels');
	const get = script(
		folder,
		'get.ts',
		`import { busybox } from '${kernels}/index.ts';\nconsole.log(await busybox());\n`,
	);
	const update = script(
		folder,
		'update.ts',
		`import { updateLock } from '${kernels}/update.ts';\nfor (const { name } of await updateLock()) console.log(name);\n`,
	);
	const run = (path: string, { address }: { address: string }) =>
		runNode([path], {
			env: { XDG_CACHE_HOME: join(folder, 'cache'), DEBIAN_MIRROR: `${address}/debian` },
		});
	return {
		get: (server: { address: string }) => run(get, server),
		update: (server: { address: string }) => run(update, server),
		cache: join(folder, 'cache/netlink-both-sides'),
		lockText: () => readFileSync(join(kernels, 'lock.json'), 'utf8'),
		pinned: JSON.stringify(lock),
	};
}

const nowhere = { address: 'http://127.0.0.1:9' };

describe('a pinned set', () => {
	test('is fetched, unpacked, and then there without a mirror', async () => {
		using folder = temporaryFolder();
		await using server: Server = await serveArchive();
		const room = machineRoom(folder.path, present);
		const first = await room.get(server);
		assert.equal(first.status, 0, first.stderr);
		assert.match(first.stderr, /^… busybox: .*; 1 MB from Debian's mirror\n✓ busybox \(/);
		assert.equal(execFileSync(first.stdout.trim(), { encoding: 'utf8' }), 'busybox 2\n');
		assert.deepEqual(await room.get(nowhere), { ...first, stderr: '' });
		assert.deepEqual(readdirSync(join(room.cache, 'temporary')), []);
		assert.deepEqual(readdirSync(join(room.cache, 'locks')), []);
	});

	test('that has left the mirror is replaced by the newest of its kind, with a notice, and the lock stays', async () => {
		using folder = temporaryFolder();
		await using server = await serveArchive();
		const room = machineRoom(folder.path, gone);
		const first = await room.get(server);
		assert.equal(first.status, 0, first.stderr);
		assert.equal(execFileSync(first.stdout.trim(), { encoding: 'utf8' }), 'busybox 2\n');
		const notice =
			/! busybox: 1 has left the mirror, 2 is used in its place\. npm run vm -- kernels update pins/;
		assert.match(first.stderr, notice);
		// The two suites of the fixture that cannot be used, each with its reason.
		assert.match(first.stderr, /! bookworm-security: its signature is not one of Debian's/);
		assert.match(
			first.stderr,
			/! bookworm-backports: its .*Packages\.xz is not the one that its InRelease names: the mirror is out of step; left out/,
		);
		assert.equal(room.lockText(), room.pinned);

		const again = await room.get(nowhere);
		assert.equal(again.status, 0, again.stderr);
		assert.equal(again.stdout, first.stdout);
		assert.match(again.stderr, notice);
	});

	test('is replaced by what is there already, unpacked for another lock', async () => {
		using folder = temporaryFolder();
		await using server = await serveArchive();
		const first = await machineRoom(folder.path, present).get(server);
		assert.equal(first.status, 0, first.stderr);
		const second = await machineRoom(folder.path, gone).get(server);
		assert.equal(second.status, 0, second.stderr);
		assert.equal(second.stdout, first.stdout);
	});

	test('for which there is no room is not begun', async () => {
		using folder = temporaryFolder();
		await using server = await serveArchive();
		const room = machineRoom(folder.path, { ...present, size: 1e15 });
		const { status, stderr } = await room.get(server);
		assert.notEqual(status, 0);
		assert.match(stderr, /No room on the disk for busybox: about 6000000000 MB are needed below/);
		assert.deepEqual(server.requests, []);
	});

	test('that two runs want at once is made once, and the second says that it waits', async () => {
		using folder = temporaryFolder();
		await using server = await serveArchive();
		const room = machineRoom(folder.path, present);
		const runs = await Promise.all([room.get(server), room.get(server)]);
		for (const { status, stderr } of runs) assert.equal(status, 0, stderr);
		assert.equal(runs[0]?.stdout, runs[1]?.stdout);
		assert.deepEqual(server.requests, ['/debian/pool/busybox-static_2_amd64.deb']);
	});
});

describe('an update of the lock', () => {
	test('pins the newest that the signed indices list, and keeps what they lack', async () => {
		using folder = temporaryFolder();
		await using server = await serveArchive();
		const room = machineRoom(folder.path, gone);
		const { status, stdout, stderr } = await room.update(server);
		assert.equal(status, 0, stderr);
		assert.equal(stdout, 'busybox\n');
		assert.match(stderr, /! The mirror's indices do not have all packages of 6\.12\./);
		assert.deepEqual(JSON.parse(room.lockText()), { busybox: { packages: [present] } });
	});

	test('changes nothing where no index can be had', async () => {
		using folder = temporaryFolder();
		const room = machineRoom(folder.path, gone);
		const { status, stderr } = await room.update(nowhere);
		assert.notEqual(status, 0);
		assert.match(stderr, /None of the mirror's indices can be used/);
		assert.equal(room.lockText(), room.pinned);
	});
});

/** An index entry, as far as the choice of the newest looks at it. */
function entry(name: string, version: string, depends = '', suite = 'bookworm'): Indexed {
	return {
		name,
		version,
		suite,
		architecture: 'amd64',
		depends,
		archive: 'debian',
		path: `pool/${name}_${version}.deb`,
		size: 1,
		sha256: sha256(Buffer.from(name + version)),
	};
}

function kernelEntries(abi: string, version: string, image: string[]): Indexed[] {
	return [
		...image.map((suffix) => entry(`linux-image-${abi}-amd64${suffix}`, version)),
		entry(`linux-headers-${abi}-amd64`, version, `linux-kbuild-${abi} (= ${version}), gcc-12`),
		entry(`linux-headers-${abi}-common`, version),
		entry(`linux-kbuild-${abi}`, version),
	];
}

describe('the newest kernel of a series', () => {
	const older = kernelEntries('6.12.95+deb12', '6.12.95-1~bpo12+1', ['', '-unsigned']);
	const newer = kernelEntries('6.12.117+deb12', '6.12.117-1~deb12u1', ['', '-unsigned']);
	const images = (index: Indexed[]): string | undefined =>
		newestSet('6.12', index).packages[0]?.name;

	test('is the one with the highest version, signed', () => {
		assert.equal(images([...newer, ...older]), 'linux-image-6.12.117+deb12-amd64');
		assert.equal(newestSet('6.12', [...older, ...newer]).release, '6.12.117+deb12-amd64');
	});

	test('is the unsigned one where the signed one is not there yet', () => {
		const unsigned = newer.filter(({ name }) => name !== 'linux-image-6.12.117+deb12-amd64');
		assert.equal(images([...older, ...unsigned]), 'linux-image-6.12.117+deb12-amd64-unsigned');
	});

	test('is an older one where the newest is not complete', () => {
		const incomplete = newer.filter(({ name }) => !name.endsWith('-common'));
		assert.equal(images([...older, ...incomplete]), 'linux-image-6.12.95+deb12-amd64');
	});

	test('is never one of another series or flavour', () => {
		const others = [
			...kernelEntries('6.1.0-56', '6.1.192-2', ['']),
			...kernelEntries('6.12.200+deb12-cloud', '6.12.200-1', ['']),
			...kernelEntries('6.12.200+deb12-rt', '6.12.200-1', ['']),
		];
		assert.equal(images([...others, ...older]), 'linux-image-6.12.95+deb12-amd64');
		assert.throws(() => newestSet('6.12', others), { name: 'Problem' });
	});
});
