/** README.md keeps its word: each piece of code compiles, runs, and prints what stands below it. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, suite, test } from 'node:test';
import ts from 'typescript';
import { open } from '../src/index.ts';
import { NETLINK_ROUTE, padding, s32, struct, u8, u16, u32 } from '../src/wire/index.ts';
import { cannotUnshare } from './kernel/this-machine.ts';

const addon = join(import.meta.dirname, '..');
const build = join(addon, 'build');
mkdirSync(build, { recursive: true });
// Inside the package, where its own name leads to it.
const folder = mkdtempSync(join(build, 'readme-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Piece {
	/** The heading above it. */
	readonly title: string;
	readonly file: string;
	/** The lines that stand below it as its output. */
	readonly output: readonly string[];
}

/** The pieces of code, each written to a file as the whole program that it is. */
function pieces(): Piece[] {
	const readme = readFileSync(join(addon, 'README.md'), 'utf8');
	let first = '';
	return readme
		.split(/^## /m)
		.slice(1)
		.flatMap((section, index) => {
			const title = section.slice(0, section.indexOf('\n'));
			const found = /^```ts\n(.*?)^```\n+((?: {4}[^\n]*\n)*)/ms.exec(section);
			if (!found) return [];
			const [, code = '', output = ''] = found;
			first ||= code;
			const file = join(folder, `${index}.ts`);
			const isWhole = code === first || /^import /m.test(code);
			writeFileSync(file, `${isWhole ? '' : first}\n${code}\nexport {};\n`);
			return [{ title, file, output: output.replace(/^ {4}/gm, '').trimEnd().split('\n') }];
		});
}

const all = pieces();
// What the command that stands above one of them makes.
execFileSync(
	process.execPath,
	[
		join(addon, 'src/spec/yaml/generate.ts'),
		join(addon, 'specs/7.3/rt-link.yaml'),
		join(folder, 'rt-link.ts'),
	],
	{ stdio: 'pipe' },
);

test('README.md: there are six pieces of code, each with its output', () => {
	assert.equal(all.length, 6);
	for (const { title, output } of all) assert.notDeepEqual(output, [''], title);
});

test('README.md: the code compiles', () => {
	const configuration = ts.getParsedCommandLineOfConfigFile(
		join(addon, 'tsconfig.json'),
		// What a piece of the first does not use, a later one does.
		{ noUnusedLocals: false },
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)),
		},
	);
	const program = ts.createProgram(
		all.map(({ file }) => file),
		configuration?.options ?? {},
	);
	const problems = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
		const { line } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0 };
		const piece = all.find(({ file: name }) => name === file?.fileName);
		return `${piece?.title ?? file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
	});
	assert.deepEqual(problems, []);
});

const RTM_NEWLINK = 16;
const IFF_UP = 1;
const loopback = struct({
	family: u8,
	pad: padding(1),
	type: u16,
	index: s32,
	flags: u32,
	change: u32,
});

/** `ip link set lo up`, in the namespace that a process is in. */
async function setLoopbackUp(pid: number): Promise<void> {
	await using socket = await open(NETLINK_ROUTE, { namespace: { pid } });
	await socket.acknowledge({
		type: RTM_NEWLINK,
		...loopback.body({ index: 1, flags: IFF_UP, change: IFF_UP }),
	});
}

suite('README.md: the code prints what stands below it', { skip: cannotUnshare() }, () => {
	for (const { title, file, output } of all) {
		test(title, async () => {
			const printed: string[] = [];
			const child = spawn('unshare', ['--net', process.execPath, file], {
				stdio: ['ignore', 'pipe', 'pipe'],
				timeout: 20_000,
				killSignal: 'SIGKILL',
			});
			const complaints = text(child.stderr);
			for await (const line of createInterface(child.stdout)) {
				printed.push(line.trimEnd());
				if (line === 'lo is down') await setLoopbackUp(child.pid ?? 0);
				// What follows events never ends by itself.
				if (line === output.at(-1)) child.kill();
			}
			assert.deepEqual(printed.slice(-output.length), output, await complaints);
		});
	}
});
