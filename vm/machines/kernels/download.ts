import { createHash } from 'node:crypto';
import {
	createReadStream,
	createWriteStream,
	existsSync,
	mkdirSync,
	rmSync,
	statSync,
} from 'node:fs';
import { rename, statfs } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from '../../setup/cache.mjs';
import { withLock } from '../../setup/lock.mjs';
import { Problem } from '../../setup/problem.mjs';
import { notice } from '../../setup/steps.mjs';
import type { Package } from './lock.ts';
import type { Mirror } from './mirror.ts';

/** The mirror has no such file (any more). */
export class Gone extends Error {
	override readonly name = 'Gone';
}

/** How long a mirror may send nothing, in milliseconds. */
const silence = 30_000;
const attempts = 3;

export async function sha256Of(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}

/** In whole megabytes, for people. */
export function megabytes(bytes: number): string {
	return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** @throws {Problem} where the cache's disk has not as many bytes left */
export async function demandRoom(bytes: number, what: string): Promise<void> {
	mkdirSync(cacheFolder(), { recursive: true });
	const { bavail, bsize } = await statfs(cacheFolder());
	if (bavail * bsize < bytes) throw noRoom(what, bytes);
}

function noRoom(what: string, bytes: number): Problem {
	return new Problem(
		`No room on the disk for ${what}: about ${megabytes(bytes)} are needed below ${cacheFolder()}. Make room there or set XDG_CACHE_HOME to another disk, then run this again.`,
	);
}

/** What the error that fetch() hides in its cause says. */
function reasonOf(error: unknown): string {
	const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	if (inner instanceof Error) return inner.message || ('code' in inner ? String(inner.code) : '');
	return String(inner);
}

/**
 * Sends what a mirror has at an address to `take`, chunk by chunk.
 *
 * @param from byte to begin at; a mirror that cannot begins at 0 and says so
 * @throws {Gone} on 404, {Problem} where the mirror cannot be reached or refuses; others where it broke off
 */
export async function request(
	address: string,
	from: number,
	take: (
		body: AsyncIterable<Uint8Array>,
		start: number,
		total: number | undefined,
	) => Promise<void>,
): Promise<void> {
	const abort = new AbortController();
	const timer = setTimeout(
		() => abort.abort(new Error(`nothing came for ${silence / 1000} s`)),
		silence,
	);
	try {
		let response: Response;
		try {
			response = await fetch(address, {
				signal: abort.signal,
				headers: from > 0 ? { range: `bytes=${from}-` } : {},
			});
		} catch (error) {
			throw new Problem(
				`The mirror cannot be reached (${reasonOf(error)}): ${address}\nCheck the network, or set DEBIAN_MIRROR to another mirror, then run this again.`,
			);
		}
		if (response.status === 404 || response.status === 410) throw new Gone(address);
		if (!response.ok || response.body === null)
			throw new Problem(
				`The mirror answered ${response.status} ${response.statusText} for ${address}. Try again later, or set DEBIAN_MIRROR to another mirror.`,
			);
		const start = response.status === 206 ? from : 0;
		const length = response.headers.get('content-length');
		const body = response.body;
		async function* watched(): AsyncGenerator<Uint8Array> {
			for await (const chunk of body) {
				timer.refresh();
				yield chunk;
			}
		}
		await take(watched(), start, length === null ? undefined : start + Number(length));
	} finally {
		clearTimeout(timer);
		abort.abort();
	}
}

/** Where a pinned file lies in the cache once it is there. */
export function downloadPath({ path, sha256 }: Pick<Package, 'path' | 'sha256'>): string {
	return join(cacheFolder(), 'downloads', `${sha256}${extname(path)}`);
}

/**
 * A pinned file in the cache, fetched where it is not there or not whole.
 *
 * @param progress told the bytes that are there, each time some came
 * @throws {Gone} where the mirror has it no more, {Problem} where it cannot be had
 */
export async function download(
	{ name, archive, path, size, sha256 }: Package,
	mirror: Mirror,
	progress: (bytes: number) => void,
): Promise<string> {
	const target = downloadPath({ path, sha256 });
	mkdirSync(dirname(target), { recursive: true });
	const part = `${target}.part`;
	const address = `${mirror[archive]}/${path}`;

	const checked = async (): Promise<boolean> => {
		if (!existsSync(target)) return false;
		if ((await sha256Of(target)) === sha256) return true;
		notice(`${name}: the copy in the cache is damaged, fetching it again`);
		rmSync(target, { force: true });
		return false;
	};

	/** One try; false where another one may help. */
	const attempt = async (): Promise<string | undefined> => {
		const have = existsSync(part) ? statSync(part).size : 0;
		if (have < size) {
			let reason = 'the other side closed';
			try {
				await request(address, have, async (body, start, total) => {
					if (total !== undefined && total !== size)
						throw new Problem(
							`${name}: the mirror's file has ${total} bytes, ${size} are expected: the mirror is out of step. Try again in an hour, or set DEBIAN_MIRROR to another mirror.\n${address}`,
						);
					let bytes = start;
					async function* counted(): AsyncGenerator<Uint8Array> {
						try {
							for await (const chunk of body) {
								bytes += chunk.length;
								progress(bytes);
								yield chunk;
							}
						} catch (error) {
							// Ends the file where it broke off, so that what came is kept.
							reason = reasonOf(error);
						}
					}
					await pipeline(counted(), createWriteStream(part, { flags: start > 0 ? 'a' : 'w' }));
				});
			} catch (error) {
				if (error instanceof Gone || error instanceof Problem) throw error;
				if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
					rmSync(part, { force: true });
					throw noRoom(name, size);
				}
				throw error;
			}
			const now = statSync(part).size;
			if (now < size) return `the download broke off after ${now} of ${size} bytes (${reason})`;
		}
		if ((await sha256Of(part)) === sha256) {
			await rename(part, target);
			return undefined;
		}
		rmSync(part, { force: true });
		return 'the file that came has a wrong checksum';
	};

	return withLock(
		`download-${sha256}`,
		() => {},
		async () => {
			if (await checked()) return target;
			let trouble: string | undefined;
			for (let tries = 1; tries <= attempts; tries += 1) {
				trouble = await attempt();
				if (trouble === undefined) return target;
				if (tries < attempts) notice(`${name}: ${trouble}, trying again`);
			}
			throw new Problem(
				`${name}: ${trouble}, ${attempts} times. Try again later, or set DEBIAN_MIRROR to another mirror.\n${address}`,
			);
		},
	);
}
