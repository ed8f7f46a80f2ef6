/** The page's machine as a built guide has it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Problem } from '../../setup/problem.mjs';
import { mainlineSeries } from '../kernels/newest.ts';
import { emulatorPath, type SavedMachine } from './artefacts.ts';
import type { BuiltGuide } from './built-guide.ts';
import type { Announcement, Catalogue } from './catalogue.ts';

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** @throws {Problem} where the guide has no machine, or one that this project's v86 cannot go on with */
export async function fetchMachine(guide: BuiltGuide): Promise<SavedMachine> {
	const catalogue = (await guide.catalogue('live')) as Catalogue | Announcement;
	if (!('state' in catalogue))
		throw new Problem(
			'That guide was built without a machine: npm run vm -- page, where it was built, makes one.',
		);
	const { release, state, emulator } = catalogue;
	const folder = await guide.keep('live', [state, emulator]);
	if (
		sha256(gunzipSync(readFileSync(join(folder, emulator.path)))) !==
		sha256(readFileSync(emulatorPath()))
	)
		throw new Problem(
			'That guide’s machine was saved by another version of v86: check out the version of this project that it was built from, or build it again.',
		);
	return { kernel: { series: mainlineSeries, release }, folder: join(folder, dirname(state.path)) };
}
