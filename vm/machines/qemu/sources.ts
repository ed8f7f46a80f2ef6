import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Sources } from '../../guest/protocol.ts';
import { projectFolder } from '../stages.ts';
import { strip } from './strip.ts';

/** What Node can come to load inside the guest. */
const rooms = ['addon/src', 'examples', 'vm/guest'].map((room) => join(projectFolder, room));

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
	return Object.fromEntries(files.map((path) => [pathToFileURL(path).href, strip(path)]));
}
