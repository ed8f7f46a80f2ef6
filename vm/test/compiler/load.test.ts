/** What the page's compiler makes of each stage is loaded in the page's machine. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compilerIn } from '../../compiler/node.ts';
import { builderWith } from '../../compiler/stage.ts';
import { type Artefacts, pageArtefacts, savedParts } from '../../machines/page/artefacts.ts';
import { PageGuest } from '../../machines/page/guest.ts';
import { bugNames, foldersOf, testedNames } from '../../machines/stages.ts';
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
			const modules = readdirSync(folder).filter((file) => file.endsWith('.ko'));
			assert.ok(modules.length > 0);
			for (const module of modules.map((file) => basename(file, '.ko'))) {
				// A machine for each: with a bug in how it goes away it takes the kernel with it.
				await using guest = await PageGuest.start(await savedParts(artefacts), folder);
				const line = `insmod ${module}.ko && grep -c '^${module} ' /proc/modules`;
				assert.deepEqual(await guest.run(line), { status: 0, stdout: '1\n', stderr: '' });
				if (!bugNames().includes(name))
					assert.equal((await guest.run(`rmmod ${module}`)).status, 0);
			}
		});
});
