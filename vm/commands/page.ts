import { Command } from 'commander';
import { buildStage } from '../machines/build.ts';
import { pageArtefacts, readManifest } from '../machines/page/artefacts.ts';
import { stageNames } from '../machines/stages.ts';

export const page = new Command('page')
	.description("build the machine that runs in the guide's pages: kernel, relay, saved state")
	.addHelpText('after', '\nExample: npm run vm -- page')
	.action(async () => {
		const artefacts = await pageArtefacts();
		for (const stage of stageNames()) await buildStage(stage, artefacts.kernel);
		const { kernel, files } = readManifest(artefacts);
		console.log(`Linux ${kernel}: ${artefacts.folder}`);
		for (const { name, bytes } of files)
			console.log(`    ${name.padEnd(14)} ${(bytes / 1e6).toFixed(2)} MB`);
	});
