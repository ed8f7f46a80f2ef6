import { fileURLToPath } from 'node:url';
import { preview } from 'astro';

export interface Served {
	/** `http://localhost:4321/` */
	readonly address: string;
	stop(): Promise<void>;
}

/** Serves the built guide to this machine, at a port or the next free one above it. */
export async function serve(port: number): Promise<Served> {
	const server = await preview({
		root: fileURLToPath(new URL('.', import.meta.url)),
		logLevel: 'error',
		server: { port },
	});
	return {
		address: `http://${server.host ?? 'localhost'}:${server.port}/`,
		stop: async () => {
			await server.stop();
			await server.closed();
		},
	};
}
