import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { notice } from '../../setup/steps.mjs';
import { Gone, request } from './download.ts';
import type { Package } from './lock.ts';
import type { Archive, Mirror } from './mirror.ts';

/** What runs on the host is amd64, what runs in the page's machine is i386; source is what packages are built from. */
export type Architecture = 'amd64' | 'i386' | 'source';

/** The suites that the pinned packages come from. */
export const suites: readonly (readonly [Archive, string, Architecture])[] = [
	['debian', 'bookworm', 'amd64'],
	['debian-security', 'bookworm-security', 'amd64'],
	['debian', 'bookworm-backports', 'amd64'],
	['debian', 'trixie-backports', 'amd64'],
	['debian', 'bookworm', 'i386'],
	['debian', 'bookworm', 'source'],
];

/** Whose signatures count. */
const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** What an index says of a package, and where it says so. */
export interface Indexed extends Package {
	readonly suite: string;
	/** Of the index; it lists packages that fit every architecture too. */
	readonly architecture: Architecture;
	/** Names of what it needs, with the versions that it demands. */
	readonly depends: string;
}

/** Fetches a small file whole. */
async function get(address: string): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	await request(address, 0, async (body) => {
		for await (const chunk of body) chunks.push(chunk);
	});
	return Buffer.concat(chunks);
}

/** The text of an InRelease file, if one of Debian's keys signed it. */
async function verified(inRelease: Buffer, keyring: string): Promise<string> {
	if (!existsSync(keyring))
		throw new Problem(
			`${keyring} is missing, with Debian's public keys: install the package debian-archive-keyring`,
		);
	const folder = temporaryPath();
	mkdirSync(folder, { recursive: true });
	const signed = join(folder, 'InRelease');
	const text = join(folder, 'text');
	writeFileSync(signed, inRelease);
	const { status, stderr } = await run('gpgv', ['--keyring', keyring, '--output', text, signed], {
		limit: 30_000,
	});
	if (status !== 0)
		throw new Problem(
			`its signature is not one of Debian's (gpgv: ${stderr.trim().split('\n').at(-1)})`,
		);
	return readFileSync(text, 'utf8');
}

function fieldsOf(stanza: string): Map<string, string> {
	const fields = new Map<string, string>();
	for (const [, name, value] of stanza.matchAll(/^([\w-]+): (.*)$/gm))
		if (name && value) fields.set(name, value);
	return fields;
}

/** The upstream source of each package: of the files that Sources lists for it, the first that is called orig. */
function parseSources(sources: string, archive: Archive, suite: string): Indexed[] {
	return sources.split('\n\n').flatMap((stanza) => {
		const fields = fieldsOf(stanza);
		const [name, version, folder] = ['Package', 'Version', 'Directory'].map((field) =>
			fields.get(field),
		);
		const [, sha256, size, file] =
			/^ ([0-9a-f]{64}) (\d+) (\S+\.orig\.tar\.\w+)$/m.exec(stanza) ?? [];
		if (!(name && version && folder && sha256 && size && file)) return [];
		const whole = { name, version, archive, path: `${folder}/${file}`, size: Number(size), sha256 };
		return [{ ...whole, suite, architecture: 'source', depends: '' }];
	});
}

function parse(
	packages: string,
	archive: Archive,
	suite: string,
	architecture: Architecture,
): Indexed[] {
	return packages.split('\n\n').flatMap((stanza) => {
		const fields = fieldsOf(stanza);
		const [name, version, path, size, sha256] = [
			'Package',
			'Version',
			'Filename',
			'Size',
			'SHA256',
		].map((field) => fields.get(field));
		if (!(name && version && path && size && sha256)) return [];
		const depends = fields.get('Depends') ?? '';
		const whole = { name, version, archive, path, size: Number(size), sha256 };
		return [{ ...whole, suite, architecture, depends }];
	});
}

/** What a suite's signed index lists for an architecture. */
async function readSuite(
	mirror: Mirror,
	archive: Archive,
	suite: string,
	architecture: Architecture,
	keyring: string,
): Promise<Indexed[]> {
	const base = `${mirror[archive]}/dists/${suite}`;
	const release = await verified(await get(`${base}/InRelease`), keyring);
	const isSource = architecture === 'source';
	const folder = isSource ? 'main/source' : `main/binary-${architecture}`;
	const name = `${folder}/${isSource ? 'Sources' : 'Packages'}.xz`;
	// " <checksum> <size> <file>": of the lists of checksums only SHA256's has 64 digits.
	const pinned = [...release.matchAll(/^ ([0-9a-f]{64}) +\d+ (\S+)$/gm)].find(
		([, , file]) => file === name,
	)?.[1];
	if (!pinned) throw new Problem(`its InRelease names no ${name}`);
	const byHash = /^Acquire-By-Hash: yes$/m.test(release);
	const address = byHash ? `${base}/${folder}/by-hash/SHA256/${pinned}` : `${base}/${name}`;
	const index = await get(address);
	if (createHash('sha256').update(index).digest('hex') !== pinned)
		throw new Problem(
			`its ${name} is not the one that its InRelease names: the mirror is out of step`,
		);
	const path = temporaryPath();
	writeFileSync(`${path}.xz`, index);
	const { status, stderr } = await run('xz', ['-dq', `${path}.xz`], { limit: 60_000 });
	if (status !== 0) throw new Problem(`its ${name} cannot be unpacked: ${stderr.trim()}`);
	const text = readFileSync(path, 'utf8');
	return isSource ? parseSources(text, archive, suite) : parse(text, archive, suite, architecture);
}

/**
 * All packages of the suites, checked against Debian's signatures. A suite that cannot be read is reported and left out.
 *
 * @throws {Problem} where none can be read
 */
export async function readIndices(
	mirror: Mirror,
	progress: (line: string) => void,
	keyring = debianKeys,
): Promise<Indexed[]> {
	const all: Indexed[] = [];
	for (const [archive, suite, architecture] of suites) {
		progress(`index of ${suite} for ${architecture}`);
		try {
			for (const indexed of await readSuite(mirror, archive, suite, architecture, keyring))
				all.push(indexed);
		} catch (error) {
			if (error instanceof Gone) notice(`${suite}: the mirror does not have it, left out`);
			else if (error instanceof Problem) notice(`${suite}: ${error.message}; left out`);
			else throw error;
		}
	}
	if (all.length === 0)
		throw new Problem(
			"None of the mirror's indices can be used. Try again in an hour, or set DEBIAN_MIRROR to another mirror.",
		);
	return all;
}
