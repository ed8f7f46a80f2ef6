/** `vm watch --from`: a host that can build neither machine nor compiler has both from a guide. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { publishCompiler } from '../../compiler/publish.ts';
import { publish } from '../../machines/page/publish.ts';
import { projectFolder } from '../../machines/stages.ts';
import { run } from '../../setup/run.ts';
import { needsCompiler } from './compiler.ts';

const folder = mkdtempSync(join(tmpdir(), 'both-sides-watch-'));
const guide = join(folder, 'guide');
const project = join(folder, 'project');
const cache = join(folder, 'cache');
const main = join(project, 'vm/commands/main.ts');

/** No compiler, no package manager, no QEMU: a shell, which a transcript's lines are for. */
const environment = { PATH: join(folder, 'bin'), HOME: folder, XDG_CACHE_HOME: cache };

let server: Server;
let address = '';
const asked: string[] = [];

function serve(): Promise<void> {
	server = createServer(({ url = '/' }, response) => {
		asked.push(url);
		try {
			response.end(readFileSync(join(guide, url)));
		} catch {
			response.writeHead(404).end();
		}
	});
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			resolve();
		});
	});
}

/** A copy of the project, so that a stage can be edited. */
function copyProject(): void {
	const isSource = (path: string) => !['node_modules', 'build', 'dist'].includes(basename(path));
	for (const name of ['addon', 'examples', 'kmod', 'vm'])
		cpSync(join(projectFolder, name), join(project, name), {
			recursive: true,
			filter: isSource,
		});
	symlinkSync(join(projectFolder, 'node_modules'), join(project, 'node_modules'));
	mkdirSync(environment.PATH);
	symlinkSync('/bin/sh', join(environment.PATH, 'sh'));
}

async function refused(...words: string[]): Promise<string> {
	const { status, output } = await run(process.execPath, [main, 'watch', '00', ...words], {
		limit: 60_000,
		env: environment,
	});
	assert.equal(status, 1, output);
	return output;
}

/** What a program prints, read as it comes. */
class Reader {
	#text = '';
	#read = 0;
	#ended = false;
	#wake = () => {};

	constructor(child: ChildProcess) {
		const take = (text: string) => {
			this.#text += text;
			this.#wake();
		};
		child.stdout?.setEncoding('utf8').on('data', take);
		child.stderr?.setEncoding('utf8').on('data', take);
		child.on('close', () => {
			this.#ended = true;
			this.#wake();
		});
	}

	/** What comes next, up to and with a text. */
	async upTo(text: string): Promise<string> {
		for (;;) {
			const end = this.#text.indexOf(text, this.#read);
			if (end >= 0) {
				const found = this.#text.slice(this.#read, end + text.length);
				this.#read = end + text.length;
				return found;
			}
			assert.ok(!this.#ended, `it ended:\n${this.#text}`);
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}
}

describe('watch --from', needsCompiler, () => {
	before(async () => {
		await publish(join(guide, 'live'));
		await publishCompiler(join(guide, 'compiler'));
		copyProject();
		await serve();
	});
	after(() => {
		server?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test('from edit to verdict, with the machine and the compiler of a guide and nothing that is installed', async () => {
		const child = spawn(process.execPath, [main, 'watch', '00', '--from', address], {
			env: environment,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		try {
			const reader = new Reader(child);
			const first = await reader.upTo('Waiting for a change');
			assert.match(first, /^\d+ passed, 0 failed, /m);
			assert.match(first, /transcript: load/);

			const source = join(project, 'kmod/00-module/pulse.c');
			const text = readFileSync(source, 'utf8');
			writeFileSync(source, text.replace('pr_info("unloaded', 'pr_info("gone'));
			const second = await reader.upTo('Waiting for a change');
			assert.match(second, /pulse\.c was saved/);
			assert.match(second, /expected: kernel: pulse: unloaded\n\s+got: +kernel: pulse: gone/);

			writeFileSync(source, text.replace('module_init(pulse_init);', 'module_init(pulse_start);'));
			const third = await reader.upTo('Waiting for a change');
			assert.match(third, /pulse_start.*undeclared/);

			writeFileSync(source, text);
			assert.match(await reader.upTo('Waiting for a change'), /^\d+ passed, 0 failed, /m);

			const count = asked.length;
			assert.equal(count, new Set(asked).size, 'nothing is fetched twice');
			const kept = readdirSync(join(cache, 'netlink-both-sides')).sort();
			assert.ok(!kept.includes('kernels') && !kept.includes('compiler'), kept.join());
		} finally {
			child.kill();
		}
	});

	test('what is no guide is told from what has no machine or no compiler', async () => {
		assert.match(await refused('--from', join(folder, 'nowhere')), /There is no .*catalogue\.json/);
		assert.match(await refused('--from', `${address}/nowhere`), /answers 404/);
		assert.match(await refused('--from', 'http://127.0.0.1:1'), /cannot be had \(.+\)/);
		const bare = join(folder, 'bare');
		const say = (part: string, what: unknown) => {
			mkdirSync(join(bare, part), { recursive: true });
			writeFileSync(join(bare, part, 'catalogue.json'), JSON.stringify(what));
		};
		say('live', { absent: true });
		assert.match(await refused('--from', bare), /without a machine: npm run vm -- page/);
		cpSync(join(guide, 'live'), join(bare, 'live'), { recursive: true });
		say('compiler', { absent: true, command: 'npm run vm -- compiler', cost: 'time' });
		assert.match(await refused('--from', bare), /without a compiler: npm run vm -- compiler/);
		const catalogue = JSON.parse(readFileSync(join(guide, 'compiler/catalogue.json'), 'utf8'));
		say('compiler', { ...catalogue, release: '1.0' });
		assert.match(await refused('--from', bare), /compiler is for Linux 1\.0/);
		say('compiler', catalogue);
		assert.match(await refused('--from', bare), /is not the file that its catalogue names/);
		assert.match(await refused('--from', guide, '--kernel', '6.1'), /leave out --kernel/);
	});
});
