/** Clients in the page: what they know, what they cannot do, and how they end. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { address, asked, openTab, type Tab } from './browser.ts';
import type { Left } from './harness/main.ts';

function run(tab: Tab, source: string, ...args: string[]): Promise<Left> {
	const client = { files: { 'client.ts': source }, args };
	return tab.harness.evaluate((harness, client) => harness.client(client), client);
}

describe('a client in the page', { timeout: 240_000 }, () => {
	test('prints as in Node, with what it was told on its command line, and ends when nothing is left to do', async () => {
		await using tab = await openTab('02-input');
		const left = await run(
			tab,
			`interface Point { readonly x: number; y?: string }
const point: Point = { x: 1 };
console.log('%s is', process.argv[2]!, point, new Map([['a', new Uint8Array(2)]]));
console.error(process.argv.length);
process.stdout.write('no line');
process.on('exit', () => console.log(' and the end'));
setTimeout(() => { process.exitCode = 7; }, 30);
setTimeout(() => console.log('never'), 1e6).unref();
`,
			'it',
		);
		assert.deepEqual(left, {
			status: 7,
			out: "it is { x: 1 } Map(1) { 'a' => Uint8Array(2) [ 0, 0 ] }\nno line and the end\n",
			err: '3\n',
		});
	});

	test('leaves with process.exit, and waits in vain as in Node', async () => {
		await using tab = await openTab('02-input');
		assert.deepEqual(await run(tab, "process.exit(4); console.log('no');"), {
			status: 4,
			out: '',
			err: '',
		});
		const { status, err } = await run(tab, 'await new Promise(() => {});');
		assert.equal(status, 13);
		assert.match(err, /unsettled top-level await/);
	});

	const faults: Readonly<Record<string, readonly [source: string, place: object, text: RegExp]>> = {
		'an error that is thrown': [
			`type A = string;
function fail(what: A): void {
	const lines: number = 1; throw new TypeError(what + lines);
}
fail('x' as A);
`,
			{ file: 'client.ts', line: 3, column: 33 },
			/^TypeError: x1\n {4}at fail \(client\.ts:3:33\)\n {4}at client\.ts:5:1$/,
		],
		'an error later': [
			"setTimeout(() => {\n\tthrow new Error('late');\n}, 5);",
			{ file: 'client.ts', line: 2, column: 8 },
			/^Error: late\n/,
		],
		'a promise that nobody looks after': [
			"void Promise.reject(new Error('alone'));",
			{ file: 'client.ts', line: 1, column: 21 },
			/^Error: alone\n/,
		],
		'what is no TypeScript': [
			'const a = 1;\nconst b = ;\n',
			{ file: 'client.ts', line: 2, column: 11 },
			/^client\.ts:2:11\nSyntaxError: Unexpected token$/,
		],
		'what the engine cannot read': [
			'const one: number = 1;\n\nconst two: number = 2; const one = 3;\n',
			{ file: 'client.ts', line: 3, column: 30 },
			/^client\.ts:3:30\nSyntaxError: Identifier 'one' has already been declared$/,
		],
		'a name that the library has not': [
			"import { opne } from '@both-sides/netlink';\n",
			{ file: 'client.ts', line: 1, column: 10 },
			/'@both-sides\/netlink' does not provide an export named 'opne'/,
		],
		'a module of Node': [
			"// First.\nimport { readFile } from 'node:fs/promises';\nreadFile;",
			{ file: 'client.ts', line: 2, column: 27 },
			/There is no module "node:fs\/promises" in the page/,
		],
		'a file that is not there': [
			"import { a } from './pulse.ts';\na;",
			{ file: 'client.ts', line: 1, column: 20 },
			/There is no file "pulse\.ts"; there are client\.ts/,
		],
		"a refusal of the machine's kernel": [
			"import { open } from '@both-sides/netlink';\nawait open(29);",
			{ file: 'client.ts', line: 2, column: 1 },
			/^NetlinkError: socket\(AF_NETLINK, SOCK_RAW, 29\): EPROTONOSUPPORT: .*\n {4}at async client\.ts:2:1 \{/,
		],
	};

	test('is told of its faults with the line', async (context) => {
		await using tab = await openTab('02-input');
		for (const [what, [source, place, text]] of Object.entries(faults))
			await context.test(what, async () => {
				const { status, error } = await run(tab, source);
				assert.equal(status, 1);
				assert.match(error?.text ?? '', text);
				assert.deepEqual(error?.place, place);
			});
	});

	test('may have several files, and says in which an error is', async () => {
		await using tab = await openTab('02-input');
		const client = {
			files: {
				'client.ts': "const { fail } = await import('./parts/fail.ts');\nfail();",
				'parts/fail.ts':
					"import { word } from '../word.ts';\nexport function fail(): never { throw new Error(word); }",
				'word.ts': "export const word: string = 'here';",
			},
			args: [],
		};
		const { error } = await tab.harness.evaluate(
			(harness, client) => harness.client(client),
			client,
		);
		assert.match(error?.text ?? '', /^Error: here\n/);
		assert.deepEqual(error?.place, { file: 'parts/fail.ts', line: 2, column: 39 });
	});

	test('is stopped in an endless loop, while the page goes on', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			harness.start({
				files: { 'client.ts': "console.log('in');\nawait null;\nfor (;;) {}" },
				args: [],
			});
			await harness.printed('in');
			let longest = 0;
			for (let last = performance.now(), round = 0; round < 50; round++) {
				await new Promise((resolve) => setTimeout(resolve, 5));
				longest = Math.max(longest, performance.now() - last);
				last = performance.now();
			}
			const { out } = await harness.shell('echo machine');
			harness.stop();
			const begin = performance.now();
			const { status } = await harness.left();
			const took = performance.now() - begin;
			const next = await harness.client({ files: { 'client.ts': 'console.log(1)' }, args: [] });
			return { out, status, longest, took, next: next.out };
		});
		assert.deepEqual([result.out, result.status, result.next], ['machine\n', 137, '1\n']);
		assert.ok(result.longest < 2000 && result.took < 1000, JSON.stringify(result));
	});

	test('that prints without end is ended before the page drowns', async () => {
		await using tab = await openTab('02-input');
		const { status, out, error } = await run(tab, "for (;;) console.log('flood');");
		assert.equal(status, 1);
		assert.match(error?.text ?? '', /^Error: printed more than 1 MiB without a pause/);
		assert.ok(out.length > 5e4 && out.length < 2e6, `${out.length}`);
		// With pauses it may print as much as it likes.
		const much = await run(
			tab,
			"for (let n = 0; n < 40; n++) { console.log('x'.repeat(1e5)); await new Promise((go) => setTimeout(go)); }",
		);
		assert.deepEqual([much.status, much.out.length], [0, 40 * (1e5 + 1)]);
	});

	test('hears Ctrl-C where it listens for it, and is ended by it where not', async () => {
		await using tab = await openTab('02-input');
		const result = await tab.harness.evaluate(async (harness) => {
			const interrupt = async (source: string) => {
				harness.start({ files: { 'client.ts': source }, args: [] });
				await harness.printed('there');
				harness.interrupt();
				return harness.left();
			};
			return [
				await interrupt("setInterval(() => {}, 1000); console.log('there');"),
				await interrupt(
					"const timer = setInterval(() => {}, 1000); process.on('SIGINT', () => { console.log('heard'); clearInterval(timer); }); console.log('there');",
				),
			];
		});
		assert.deepEqual(result, [
			{ status: 130, out: 'there\n', err: '' },
			{ status: 0, out: 'there\nheard\n', err: '' },
		]);
	});

	test('leaves no socket behind, however it ends', async () => {
		await using tab = await openTab('02-input');
		const source =
			"import { open } from '@both-sides/netlink';\nconst socket = await open(31);\nconsole.log('open');\n";
		const result = await tab.harness.evaluate(async (harness, source) => {
			await harness.shell('insmod pulse.ko');
			const sockets = async () =>
				(await harness.shell("awk '$2 == 31 && $3 != 0' /proc/net/netlink | wc -l")).out.trim();
			const counts: string[] = [];
			for (const more of ['await socket.receive();', 'for (;;) {}', 'throw new Error();', '']) {
				harness.start({ files: { 'client.ts': source + more }, args: [] });
				await harness.printed('open');
				if (more.includes('receive')) counts.push(await sockets());
				if (more.includes('receive') || more.includes('for')) harness.stop();
				await harness.left();
				for (let tries = 0; tries < 100 && (await sockets()) !== '0'; tries++);
				counts.push(await sockets());
			}
			return { counts, unloaded: (await harness.shell('rmmod pulse')).status };
		}, source);
		assert.deepEqual(result, { counts: ['1', '0', '0', '0', '0'], unloaded: 0 });
	});

	test("lists and hears events of the machine's kernel, each with its group", async () => {
		await using tab = await openTab('02-input');
		const source = `
import { open } from '@both-sides/netlink';
import { attributes, layout, NETLINK_ROUTE, padding, s32, string, struct, u8, u16, u32 } from '@both-sides/netlink/wire';
const link = layout(
	struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: u32, change: u32 }),
	attributes({ name: [3, string] }),
);
await using socket = await open(NETLINK_ROUTE);
for (const { payload } of await socket.list({ type: 18, ...link.body({}) }))
	console.log(link.decode(payload).name);
for await (const event of await socket.subscribe([1])) {
	if (event.kind !== 'message') continue;
	console.log('event', link.decode(event.message.payload).name);
	break;
}
`;
		const result = await tab.harness.evaluate(async (harness, source) => {
			harness.start({ files: { 'client.ts': source }, args: [] });
			await harness.printed('lo\n');
			const later = setInterval(
				() => harness.shell('ip link add pulse type dummy; ip link del pulse'),
				300,
			);
			const left = await harness.left();
			clearInterval(later);
			return { left, groups: harness.crossings.map(({ group }) => group) };
		}, source);
		assert.match(result.left.out, /^lo\n(.*\n)*event pulse\n$/);
		assert.equal(result.left.status, 0);
		assert.ok(result.groups.includes(1));
	});

	test('has no storage, no network, and nothing of the page', async () => {
		await using tab = await openTab('02-input');
		// What the page has, the client must not.
		await tab.page.evaluate(async () => {
			await cookieStore.set('secret', '1');
			localStorage.setItem('secret', '1');
		});
		const attempts: Readonly<Record<string, string>> = {
			origin: 'location.origin + self.origin',
			globals: 'typeof document + typeof window + typeof parent + typeof localStorage',
			cookies: 'await cookieStore.getAll()',
			database:
				"await new Promise((done, fail) => { const open = indexedDB.open('x'); open.onsuccess = done; open.onerror = () => fail(open.error); })",
			caches: "await caches.open('x')",
			files: 'await navigator.storage.getDirectory()',
			locks: "await navigator.locks.request('x', () => 1)",
			fetch: `await fetch('${address}live/catalogue.json', { mode: 'no-cors' })`,
			request: `await new Promise((done, fail) => { const request = new XMLHttpRequest(); request.onload = done; request.onerror = () => fail(new Error('no')); request.open('GET', '${address}'); request.send(); })`,
			socket: `await new Promise((done, fail) => { const socket = new WebSocket('${address.replace('http', 'ws')}'); socket.onopen = done; socket.onerror = () => fail(new Error('no')); })`,
			events: `await new Promise((done, fail) => { const source = new EventSource('${address}'); source.onopen = done; source.onerror = () => fail(new Error('no')); })`,
			script: `await import(['${address}', 'assets/x.js'].join(''))`,
			worker: `await new Promise((done, fail) => { const worker = new Worker('${address}x.js'); worker.onmessage = done; worker.onerror = () => fail(new Error('no')); })`,
			text: "new Function('return 1')()",
		};
		await run(tab, '');
		const before = asked.length;
		const results: Record<string, string> = {};
		for (const [name, attempt] of Object.entries(attempts)) {
			const { out } = await run(
				tab,
				`try { console.log('got', ${attempt}); } catch (error) { console.log('refused', (error as Error).name); }`,
			);
			results[name] = out.trim();
		}
		const { origin, globals, ...rest } = results;
		assert.equal(origin, 'got nullnull');
		assert.equal(globals, 'got undefinedundefinedundefinedundefined');
		assert.deepEqual(
			Object.entries(rest).filter(([, text]) => text.startsWith('got')),
			[],
		);
		// Nothing of all that has even reached the server.
		assert.deepEqual(asked.slice(before), []);
	});

	test('cannot be run in the sandbox by others: opened by itself it does nothing', async () => {
		await using tab = await openTab();
		const answered = await tab.page.evaluate(async () => {
			const load = async (frame: HTMLIFrameElement) => {
				const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
				frame.src = '/sandbox.html';
				document.body.append(frame);
				await loaded;
				const { port1, port2 } = new MessageChannel();
				const talk = new MessageChannel();
				frame.contentWindow?.postMessage(undefined, '*', [port2]);
				port1.postMessage({
					do: 'load',
					program: 'addEventListener("message", ({ ports: [port] }) => port.postMessage(origin));',
				});
				port1.postMessage({ do: 'run', run: 1, client: {} }, [talk.port2]);
				return new Promise((resolve) => {
					talk.port1.onmessage = ({ data }) => resolve(data);
					setTimeout(() => resolve('nothing'), 1000);
				});
			};
			const sandboxed = document.createElement('iframe');
			sandboxed.setAttribute('sandbox', 'allow-scripts');
			return [await load(sandboxed), await load(document.createElement('iframe'))];
		});
		assert.deepEqual(answered, ['null', 'nothing']);
	});
});
