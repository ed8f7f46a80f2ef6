import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { download, Gone } from '../machines/kernels/download.ts';
import type { Package } from '../machines/kernels/lock.ts';
import { type Server, serve, sha256, temporaryFolder } from './fixtures.ts';

const bytes = Buffer.from('a package, or at least its bytes'.repeat(4000));
const pinned: Package = {
	name: 'thing',
	version: '1',
	archive: 'debian',
	path: 'pool/thing.deb',
	size: bytes.length,
	sha256: sha256(bytes),
};

let cache: ReturnType<typeof temporaryFolder>;
let restore: string | undefined;
/** What people were told meanwhile. */
let told: string;

beforeEach((context) => {
	told = '';
	if (!('mock' in context)) throw new Error('beforeEach is called for tests, not for suites');
	context.mock.method(process.stderr, 'write', (text: string) => {
		told += text;
		return true;
	});
	cache = temporaryFolder();
	restore = process.env.XDG_CACHE_HOME;
	process.env.XDG_CACHE_HOME = cache.path;
});

afterEach(() => {
	if (restore === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = restore;
	cache[Symbol.dispose]();
});

const downloads = (): string => join(cache.path, 'netlink-both-sides/downloads');

function fetchFrom({ address }: { address: string }, entry = pinned): Promise<string> {
	return download(entry, { debian: address, 'debian-security': address }, () => {});
}

/** Answers each request in turn with the next of these, and with the last for ever. */
function answers(...list: ((range: number, send: Send) => void)[]): Promise<Server> {
	let turn = 0;
	return serve((request, response) => {
		const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
		const answer = list[Math.min(turn, list.length - 1)];
		turn += 1;
		answer?.(from, {
			whole: (content) =>
				response.writeHead(200, { 'content-length': content.length }).end(content),
			rest: (content) =>
				response
					.writeHead(206, { 'content-length': content.length - from })
					.end(content.subarray(from)),
			broken: (content, at) => {
				response.writeHead(200, { 'content-length': content.length });
				response.write(content.subarray(0, at), () => response.socket?.end());
			},
			status: (code) => response.writeHead(code).end(),
		});
	});
}

interface Send {
	whole(content: Buffer): void;
	rest(content: Buffer): void;
	broken(content: Buffer, at: number): void;
	status(code: number): void;
}

describe('a download', () => {
	test('arrives, and is not fetched a second time', async () => {
		await using server = await answers((_, send) => send.whole(bytes));
		const path = await fetchFrom(server);
		assert.deepEqual(readFileSync(path), bytes);
		assert.equal(await fetchFrom(server), path);
		assert.deepEqual(server.requests, ['/pool/thing.deb']);
	});

	test('goes on where it broke off', async () => {
		const ranges: number[] = [];
		await using server = await answers(
			(_, send) => send.broken(bytes, 50_000),
			(range, send) => {
				ranges.push(range);
				send.rest(bytes);
			},
		);
		assert.deepEqual(readFileSync(await fetchFrom(server)), bytes);
		assert.equal(ranges.length, 1);
		assert.match(
			told,
			/^! thing: the download broke off after \d+ of 128000 bytes \(.*\), trying again\n$/,
		);
		assert.ok((ranges[0] ?? 0) > 0, 'the second request asks for the rest');
	});

	test('begins again where the mirror cannot send a part', async () => {
		await using server = await answers(
			(_, send) => send.broken(bytes, 50_000),
			(_, send) => send.whole(bytes),
		);
		assert.deepEqual(readFileSync(await fetchFrom(server)), bytes);
	});

	test('that breaks off each time is given up, and says so', async () => {
		await using server = await answers((_, send) => send.broken(bytes, 1));
		await assert.rejects(fetchFrom(server), {
			name: 'Problem',
			message:
				/^thing: the download broke off after 1 of \d+ bytes \(.*\), 3 times\. Try again later/,
		});
		assert.equal(server.requests.length, 3);
	});

	test('with a wrong checksum is tried again, then refused, and nothing of it is kept', async () => {
		const wrong = Buffer.from(bytes);
		wrong[7] = 0;
		await using server = await answers((_, send) => send.whole(wrong));
		await assert.rejects(fetchFrom(server), {
			name: 'Problem',
			message: /^thing: the file that came has a wrong checksum, 3 times/,
		});
		assert.deepEqual(readdirSync(downloads()), []);
	});

	test('of another size means a mirror out of step, which no retry mends', async () => {
		await using server = await answers((_, send) => send.whole(bytes.subarray(1)));
		await assert.rejects(fetchFrom(server), {
			name: 'Problem',
			message: new RegExp(
				`has ${bytes.length - 1} bytes, ${bytes.length} are expected: the mirror is out of step`,
			),
		});
		assert.equal(server.requests.length, 1);
	});

	test('of a file that has left the mirror is told apart', async () => {
		await using server = await answers((_, send) => send.status(404));
		await assert.rejects(fetchFrom(server), Gone);
	});

	test('from a mirror that refuses names its answer', async () => {
		await using server = await answers((_, send) => send.status(503));
		await assert.rejects(fetchFrom(server), {
			name: 'Problem',
			message: /^The mirror answered 503 Service Unavailable for http/,
		});
	});

	test('from a mirror that is not there says why', async () => {
		const server = await answers((_, send) => send.status(200));
		await server[Symbol.asyncDispose]();
		await assert.rejects(fetchFrom(server), {
			name: 'Problem',
			message:
				/^The mirror cannot be reached \(connect ECONNREFUSED [\d.:]+\): .*\nCheck the network/,
		});
	});

	test('whose copy in the cache is damaged is fetched again', async () => {
		await using server = await answers((_, send) => send.whole(bytes));
		const path = await fetchFrom(server);
		writeFileSync(path, 'damaged');
		assert.equal(await fetchFrom(server), path);
		assert.deepEqual(readFileSync(path), bytes);
		assert.equal(server.requests.length, 2);
	});

	test('that two want at once is fetched once', async () => {
		await using server = await answers((_, send) => send.whole(bytes));
		const paths = await Promise.all([fetchFrom(server), fetchFrom(server)]);
		assert.equal(paths[0], paths[1]);
		assert.equal(server.requests.length, 1);
		assert.ok(!existsSync(`${paths[0]}.part`));
	});
});
