import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../..', import.meta.url));
export const archive = fileURLToPath(new URL('fixtures/archive', import.meta.url));

/** A folder that is gone when it is disposed of. */
export function temporaryFolder(): { readonly path: string } & Disposable {
	const path = mkdtempSync(join(tmpdir(), 'both-sides-test-'));
	return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A web server on this machine; counts what it is asked for. */
export interface Server extends AsyncDisposable {
	readonly address: string;
	readonly requests: string[];
}

export async function serve(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(request.url ?? '');
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}`,
		requests,
		[Symbol.asyncDispose]: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Answers with the files of the fixture archive. */
export function serveArchive(): Promise<Server> {
	return serve((request, response) => {
		let bytes: Buffer;
		try {
			bytes = readFileSync(join(archive, request.url ?? ''));
		} catch {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
	});
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

export interface Ran {
	readonly status: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Started {
	readonly pid: number;
	/** Resolves once standard output and error together contain this. */
	saw(text: string): Promise<void>;
	kill(signal: NodeJS.Signals): void;
	readonly ended: Promise<Ran>;
}

/** Starts the running Node on a file; whatever happens, it is ended after 20 s. */
export function start(
	args: readonly string[],
	options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Started {
	// Nothing of the run that this is a part of.
	const {
		NODE_TEST_CONTEXT: _,
		NODE_OPTIONS: __,
		SUITE_RECORD: ___,
		SUITE_AGAIN: ____,
		...inherited
	} = process.env;
	const child = spawn(process.execPath, args, {
		cwd: options.cwd ?? project,
		env: { ...inherited, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 20_000,
		killSignal: 'SIGKILL',
	});
	let stdout = '';
	let stderr = '';
	let check = (): void => {};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		check();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		check();
	});
	const ended = new Promise<Ran>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
	});
	return {
		pid: child.pid ?? 0,
		saw: (text) =>
			new Promise((resolve, reject) => {
				check = () => {
					if ((stdout + stderr).includes(text)) resolve();
				};
				check();
				void ended.then(() => reject(new Error(`ended without "${text}":\n${stdout}${stderr}`)));
			}),
		kill: (signal) => child.kill(signal),
		ended,
	};
}

/** Runs the running Node on a file, to its end. */
export function runNode(...args: Parameters<typeof start>): Promise<Ran> {
	return start(...args).ended;
}

/** A copy of the set-up and of what knows the machines, with a lock and trusted keys of its own. */
export function copyOfProject(folder: string, lock: unknown): string {
	for (const part of ['vm/setup', 'vm/machines', 'vm/guest'])
		cpSync(join(project, part), join(folder, part), { recursive: true });
	rmSync(join(folder, 'node_modules'), { force: true });
	symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
	writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
	writeFileSync(join(folder, 'vm/machines/kernels/lock.json'), JSON.stringify(lock));
	const indices = join(folder, 'vm/machines/kernels/indices.ts');
	const trusted = '/usr/share/keyrings/debian-archive-keyring.gpg';
	const text = readFileSync(indices, 'utf8');
	if (!text.includes(trusted)) throw new Error(`${indices} does not name ${trusted}`);
	writeFileSync(indices, text.replace(trusted, join(archive, 'keyring.gpg')));
	return folder;
}

/** Writes a script and gives its path. */
export function script(folder: string, name: string, text: string): string {
	mkdirSync(folder, { recursive: true });
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}
