import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildStage } from '../machines/build.ts';
import { megabytes } from '../machines/kernels/download.ts';
import { pageArtefacts } from '../machines/page/artefacts.ts';
import { stageNames } from '../machines/stages.ts';

export const page = new Command('page')
	.description("build the machine that runs in the guide's pages: kernel, relay, saved state")
	.addHelpText('after', '\nExample: npm run vm -- page')
	.action(async () => {
		const artefacts = await pageArtefacts();
		for (const stage of stageNames()) await buildStage(stage, artefacts.kernel);
		const manifest = JSON.parse(readFileSync(join(artefacts.folder, 'manifest.json'), 'utf8'));
		console.log(`Linux ${manifest.kernel}: ${artefacts.folder}`);
		for (const { name, bytes } of manifest.files)
			console.log(`    ${name.padEnd(10)} ${megabytes(bytes)}`);
	});
