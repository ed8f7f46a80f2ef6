/** The machine in a page of its own, built and served as the guide is. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, preview } from 'vite';
import { publishCompiler } from '../../../vm/compiler/publish.ts';
import { publish } from '../../../vm/machines/page/publish.ts';
import { worker } from '../../config/workers.ts';
import { sandboxPage } from '../../src/live/sandbox/page.ts';

const site = join(import.meta.dirname, '../..');

export interface Served {
	readonly address: string;
	/** What is served. */
	readonly folder: string;
	/** Whether the compiler is there too. */
	readonly hasCompiler: boolean;
	/** The paths that it was asked for, so far. */
	readonly asked: readonly string[];
	/** From now on nothing is answered where the path matches; undefined ends that for what is asked later. */
	withhold(pattern: RegExp | undefined): void;
	stop(): Promise<void>;
}

export async function serveMachine(): Promise<Served> {
	const folder = mkdtempSync(join(tmpdir(), 'both-sides-machine-'));
	await build({
		configFile: false,
		root: join(import.meta.dirname, 'harness'),
		logLevel: 'error',
		build: { outDir: folder },
		worker,
	});
	const script = readFileSync(join(site, 'src/live/sandbox/frame.js'), 'utf8');
	writeFileSync(join(folder, 'sandbox.html'), sandboxPage(script));
	await publish(join(folder, 'live'));
	const hasCompiler = await publishCompiler(join(folder, 'compiler'));
	let withheld: RegExp | undefined;
	const server = await preview({
		plugins: [
			{
				name: 'withhold',
				configurePreviewServer: ({ middlewares }) => {
					middlewares.use(({ url = '' }, _response, next) => {
						if (!withheld?.test(url)) next();
					});
				},
			},
		],
		configFile: false,
		root: dirname(folder),
		// What is not there is not there, as for the guide.
		appType: 'mpa',
		build: { outDir: folder },
		preview: { port: 4500 },
	});
	const asked: string[] = [];
	server.httpServer.on('request', ({ url = '' }: { url?: string }) => asked.push(url));
	const { port } = server.httpServer.address() as { port: number };
	return {
		address: `http://localhost:${port}/`,
		folder,
		hasCompiler,
		asked,
		withhold: (pattern) => {
			withheld = pattern;
		},
		stop: async () => {
			await server.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
