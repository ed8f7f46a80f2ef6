/** What sockets leave behind, in this process and in others: descriptors, memory, threads; and how processes end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { openTransport, type Transport } from '../src/index.ts';
import { NETLINK_ROUTE } from '../src/wire/index.ts';
import { getFamily, getLinks } from './kernel/datagrams.ts';
import { cannotUnshare, thisMachine } from './kernel/this-machine.ts';

const limit = { timeout: 60_000 };
const index = new URL('../src/index.ts', import.meta.url).href;

function descriptors(): number {
	return readdirSync('/proc/self/fd').length;
}

/** Runs a module in a Node of its own and gives what it printed; it has to end by itself, with this status. */
function run(source: string, { status = 0, flags = [] as string[] } = {}): string {
	const ended = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', source], {
		encoding: 'utf8',
		timeout: 50_000,
	});
	assert.deepEqual(
		{ status: ended.status, signal: ended.signal },
		{ status, signal: null },
		ended.stderr,
	);
	return ended.stdout;
}

test('importing does not load the native file; opening elsewhere says why not', () => {
	const printed = run(`
		Object.defineProperty(process, 'platform', { value: 'darwin' });
		const { open } = await import('${index}');
		await open(0).catch((error) => console.log(error.message));`);
	assert.equal(printed, 'netlink is Linux’s: there is no AF_NETLINK on darwin\n');
});

const isRoot = process.getuid?.() === 0;

test('permission denied: which capability it takes', {
	...limit,
	skip: !isRoot && 'only root has something to give up',
}, () => {
	const printed = run(`
		const { open } = await import('${index}');
		await using socket = await open(0);
		process.setgroups([]);
		process.setgid(65534);
		process.setuid(65534);
		const tell = ({ code, message }) => console.log(code, message.match(/CAP_\\w+/g)?.join(' '));
		await open(0, { namespace: '/proc/self/ns/net' }).catch(tell);
		await socket.setOptions({ allNamespaces: true }).catch(tell);
		await socket.setOptions({ forcedReceiveBuffer: 1 << 24 }).catch(tell);
		await socket.send(new Uint8Array(16), process.ppid).catch(tell);`);
	assert.deepEqual(printed.trim().split('\n'), [
		'EPERM CAP_SYS_ADMIN',
		'EPERM CAP_NET_ADMIN CAP_NET_BROADCAST',
		'EPERM CAP_NET_ADMIN CAP_NET_BROADCAST',
		'EPERM CAP_NET_ADMIN',
	]);
});

test('sockets that wait cost no thread and no processor time', limit, () => {
	const printed = run(`
		import { readdirSync } from 'node:fs';
		const { open } = await import('${index}');
		const threads = () => readdirSync('/proc/self/task').length;
		const first = await open(0);
		const before = threads();
		const sockets = [];
		for (let n = 0; n < 100; n++) sockets.push(await open(0));
		const waits = sockets.map((socket) => socket.receive().catch(() => {}));
		await new Promise((resolve) => setTimeout(resolve, 200));
		const used = process.cpuUsage();
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const { user, system } = process.cpuUsage(used);
		console.log(threads() - before, user + system < 200_000);
		for (const socket of [first, ...sockets]) await socket.close();
		await Promise.all(waits);`);
	assert.equal(printed, '0 true\n');
});

suite('the end of a process', limit, () => {
	test('does not wait for an open socket with nothing to wait for', () => {
		run(`const { open } = await import('${index}'); await open(0);`);
	});

	test('does not wait for a wait that a send has ended', () => {
		run(`
			const { openTransport } = await import('${index}');
			globalThis.transport = await openTransport(16);
			const answer = transport.receive();
			await transport.send(Uint8Array.from([${getFamily}]));
			await answer;`);
	});

	for (const end of [
		'process.exit(7)',
		'process.exitCode = 7; setTimeout(() => socket.close(), 50)',
	]) {
		test(`comes with a receive pending: ${end}`, () => {
			run(
				`
				const { open } = await import('${index}');
				const socket = await open(0);
				socket.receive().catch(() => {});
				${end};`,
				{ status: 7 },
			);
		});
	}

	test('comes with requests, a dump and a subscription under way on many sockets', () => {
		run(
			`
			const { open } = await import('${index}');
			for (let number = 0; number < 50; number++) {
				const socket = await open(0);
				const payload = new Uint8Array(16);
				socket.request({ type: 1 }).catch(() => {});
				socket.dump({ type: 18, payload }).next();
				(await socket.subscribe([1]))[Symbol.asyncIterator]().next();
			}
			process.exit(7);`,
			{ status: 7 },
		);
	});
});

suite('what is left behind', limit, () => {
	test('no descriptor, of ten thousand sockets', async () => {
		const before = descriptors();
		for (let round = 0; round < 10_000; round++) {
			await using transport = await openTransport(NETLINK_ROUTE);
			if (round % 10 === 0) transport.receive().catch(() => {});
		}
		assert.equal(descriptors(), before);
	});

	test('no socket that nobody can reach any more: the garbage collector closes it', () => {
		const printed = run(
			`
			import { readdirSync } from 'node:fs';
			import { setTimeout } from 'node:timers/promises';
			const { openTransport } = await import('${index}');
			await (await openTransport(0)).close();
			const count = () => readdirSync('/proc/self/fd').length;
			const before = count();
			for (let round = 0; round < 100; round++) await openTransport(0);
			for (let turn = 0; turn < 500 && count() > before; turn++) { gc(); await setTimeout(10); }
			console.log(count() - before);`,
			{ flags: ['--expose-gc'] },
		);
		assert.equal(printed, '0\n');
	});

	/**
	 * KiB of resident memory and descriptors that a part of a loop's rounds leaves: the least that one of four parts has added. The
	 * heap's size goes up and down by tens of MiB; what leaks is more after each part.
	 */
	function growth(before: string, body: string, rounds: number): number[] {
		const printed = run(
			`
			import { readdirSync } from 'node:fs';
			const { open, openTransport } = await import('${index}');
			${before}
			async function left(rounds) {
				for (let round = 0; round < rounds; round++) { ${body} }
				gc();
				await new Promise(setImmediate);
				gc();
				return [process.memoryUsage().rss / 1024, readdirSync('/proc/self/fd').length];
			}
			const after = [];
			for (let part = 0; part < 5; part++) after.push(await left(${rounds}));
			const least = (place) => Math.min(...after.slice(1).map((now, part) => now[place] - after[part][place]));
			console.log(JSON.stringify([Math.round(least(0)), least(1)]));`,
			{ flags: ['--expose-gc'] },
		);
		return JSON.parse(printed);
	}

	test('no memory, of a hundred thousand round trips', () => {
		const [memory = Number.NaN, open] = growth(
			`
			const transport = await openTransport(16);
			const datagram = Uint8Array.from([${getFamily}]);`,
			'await transport.send(datagram); await transport.receive();',
			40_000,
		);
		assert.ok(memory < 1024, `${memory} KiB more`);
		assert.equal(open, 0);
	});

	test('neither memory nor descriptors, of thousands of sockets with all that is done on one', () => {
		const [memory = Number.NaN, open] = growth(
			`const request = { type: 18, payload: new Uint8Array(16).fill(1, 4, 5) };`,
			`
			const socket = await open(0);
			await socket.request(request);
			await socket.list({ type: 18, payload: new Uint8Array(16) });
			const events = await socket.subscribe([1]);
			const next = events[Symbol.asyncIterator]().next().catch(() => {});
			const refused = socket.acknowledge({ type: 4000 }).catch(() => {});
			if (round % 2) await refused;
			await socket.close();`,
			2000,
		);
		assert.ok(memory < 4 * 1024, `${memory} KiB more`);
		assert.equal(open, 0);
	});

	test('nothing of threads that are ended with sockets open', async () => {
		const source = `
			import { parentPort } from 'node:worker_threads';
			const { openTransport } = await import('${index}');
			const idle = (globalThis.reachable = await openTransport(0));
			const waiting = await openTransport(0);
			waiting.receive().catch(() => {});
			const closed = await openTransport(0);
			await closed.close();
			parentPort.postMessage(idle.portId);`;
		const before = descriptors();
		for (let round = 0; round < 8; round++) {
			const workers = Array.from(
				{ length: 3 },
				() => new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`)),
			);
			try {
				const portIds = await Promise.all(
					workers.map(
						(worker) =>
							new Promise<number>((resolve, reject) => {
								worker.once('message', resolve);
								worker.once('error', reject);
							}),
					),
				);
				assert.equal(new Set(portIds).size, 3);
			} finally {
				await Promise.all(workers.map((worker) => worker.terminate()));
			}
		}
		assert.equal(descriptors(), before);
	});

	test('nothing of hundreds of network namespaces', { skip: cannotUnshare() }, async () => {
		const before = descriptors();
		{
			await using stack = new AsyncDisposableStack();
			const sockets: Transport[] = [];
			for (let round = 0; round < 30; round++) {
				const some = Array.from({ length: 10 }, () => thisMachine.namespace());
				for (const { path } of (await Promise.all(some)).map((namespace) => stack.use(namespace)))
					sockets.push(stack.use(await openTransport(NETLINK_ROUTE, { namespace: path })));
			}
			for (const socket of sockets) {
				await socket.send(getLinks);
				assert.ok((await socket.receive()).length > 0);
			}
			assert.equal(sockets.length, 300);
		}
		assert.equal(descriptors(), before);
	});
});
