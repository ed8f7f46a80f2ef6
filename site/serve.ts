import { fileURLToPath } from 'node:url';
import { preview } from 'astro';
import { builtGuide } from './guide.ts';

export interface Served {
	/** `http://localhost:4321/` */
	readonly address: string;
	stop(): Promise<void>;
}

/** Builds what changed and serves the guide to this machine, at a port or the next free one above it. */
export async function serve(port: number): Promise<Served> {
	// Here it lies at the top of its host, wherever else it may be published.
	delete process.env.SITE;
	delete process.env.BASE_PATH;
	await builtGuide();
	const server = await preview({
		root: fileURLToPath(new URL('.', import.meta.url)),
		logLevel: 'error',
		server: { port },
	});
	return {
		address: `http://${server.host ?? 'localhost'}:${server.port}/`,
		stop: () => server.stop(),
	};
}
