/** Page machines for tests, each a fresh one. */
import { join } from 'node:path';
import { buildModules } from '../../machines/build.ts';
import { pageArtefacts, savedParts } from '../../machines/page/artefacts.ts';
import { PageGuest } from '../../machines/page/guest.ts';
import type { SavedParts } from '../../machines/page/machine.ts';

/** A module on protocol 30 that does harm when asked to: fixtures/broken. */
export const NETLINK_BROKEN = 30;

let made: Promise<{ parts: SavedParts; modules: string }> | undefined;

async function make(): Promise<{ parts: SavedParts; modules: string }> {
	const artefacts = await pageArtefacts();
	const { folder } = await buildModules(
		join(import.meta.dirname, 'fixtures/broken'),
		artefacts.kernel,
	);
	return { parts: await savedParts(artefacts), modules: folder };
}

/** What machines are restored from, and the folder with the broken module. */
export function prepared(): Promise<{ parts: SavedParts; modules: string }> {
	made ??= make();
	return made;
}

export async function startGuest(): Promise<PageGuest> {
	const { parts, modules } = await prepared();
	return PageGuest.start(parts, modules);
}
