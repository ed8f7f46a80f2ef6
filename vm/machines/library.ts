import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPath } from '../setup/cache.mjs';
import { Problem } from '../setup/problem.mjs';
import type { Kernel } from './kernels/index.ts';
import { drivers } from './qemu/drivers.ts';
import { Machine } from './qemu/machine.ts';
import { sources } from './qemu/sources.ts';
import { filesOf, projectFolder, type StageFolders } from './stages.ts';

const testFolder = join(projectFolder, 'addon/test');
const folder = join(testFolder, 'kernel');

/** The netlink library's tests that talk to a kernel, as a stage: with a module of their own. */
export const library: StageFolders = {
	name: 'library',
	kernelSide: join(folder, 'module'),
	userSide: folder,
	tests: join(folder, 'index.ts'),
};

/** What is asked about sockets, and radios that are made of nothing. */
const recorded = ['unix_diag', 'netlink_diag', 'tcp_diag', 'mac80211_hwsim'];

/**
 * Records the library's corpus, real messages of a kernel, in a guest: addon/test/corpus is written anew.
 *
 * @throws {Problem} with what was printed, where it fails
 */
export async function recordCorpus(kernel: Kernel): Promise<void> {
	const modules = temporaryPath();
	mkdirSync(modules);
	const found = drivers(kernel.modules, recorded);
	for (const { name, content } of found) writeFileSync(join(modules, `${name}.ko`), content);
	const command = [
		...found.map(({ name }) => `insmod ${name}.ko`),
		`node ${join(testFolder, 'corpus.ts')}`,
		`tar -c -C ${testFolder} corpus | base64`,
	].join(' && ');
	let printed = '';
	await using machine = await Machine.start(kernel, { sources: sources([testFolder]) });
	const stage = filesOf(library, modules);
	const { status, problem } = await machine.order({ do: 'run', stage, command }, (report) => {
		if (report.kind === 'output') printed += report.text;
	});
	rmSync(modules, { recursive: true });
	if (status !== 0) throw new Problem(`${command}: ${problem ?? `status ${status}`}\n${printed}`);
	rmSync(join(testFolder, 'corpus'), { recursive: true, force: true });
	execFileSync('tar', ['-x', '-C', testFolder], { input: Buffer.from(printed, 'base64') });
}
