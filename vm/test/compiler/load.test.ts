/** What the page's compiler makes of each stage is loaded in the page's machine. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { modulesOf } from '../../compiler/kbuild.ts';
import { compilerIn } from '../../compiler/node.ts';
import { builderWith, readSources } from '../../compiler/stage.ts';
import { type Artefacts, pageArtefacts, savedParts } from '../../machines/page/artefacts.ts';
import { PageGuest } from '../../machines/page/guest.ts';
import { foldersOf, testedNames } from '../../machines/stages.ts';
import { folders, needsCompiler } from './compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

describe("the page's compiler", { ...needsCompiler, timeout: 600_000 }, () => {
	let artefacts: Artefacts;
	before(async () => {
		artefacts = await pageArtefacts();
	});
	for (const name of testedNames())
		test(`builds ${name}, which the kernel in the page loads`, async () => {
			assert.ok(compiler && folders);
			const { kernelSide } = foldersOf(name);
			const { folder } = await builderWith(compiler, folders)(kernelSide, artefacts.kernel);
			await using guest = await PageGuest.start(await savedParts(artefacts), folder);
			for (const { name: module } of modulesOf(readSources(kernelSide).get('Kbuild') ?? '')) {
				const line = `insmod ${module}.ko && grep -c '^${module} ' /proc/modules && rmmod ${module}`;
				assert.deepEqual(await guest.run(line), { status: 0, stdout: '1\n', stderr: '' });
			}
		});
});
