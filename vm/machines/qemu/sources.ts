import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Sources } from '../../guest/protocol.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** What Node can come to load inside the guest. */
const rooms = ['addon/src', 'examples', 'vm/guest'].map((room) => join(project, room));

/**
 * The TypeScript that a guest runs, with its types taken off and its lines and columns kept.
 *
 * @param more folders of stages that lie elsewhere than in examples/
 */
export function sources(more: readonly string[] = []): Sources {
	const files = [...rooms, ...more].flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
			.map((path) => join(folder, path)),
	);
	return Object.fromEntries(
		files.map((path) => [
			pathToFileURL(path).href,
			stripTypeScriptTypes(readFileSync(path, 'utf8')),
		]),
	);
}
