import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildTime, makeCompiler } from '../compiler/make/index.ts';
import { megabytes } from '../machines/kernels/download.ts';

export const compiler = new Command('compiler')
	.description('build the compiler that runs in a page: GCC, as and ld as WebAssembly')
	.addHelpText(
		'after',
		`\nThe first time it takes ${buildTime}; an interrupted build goes on where it ended.\n\nExample: npm run vm -- compiler`,
	)
	.action(async () => {
		for (const folder of Object.values(await makeCompiler())) {
			const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
			console.log(`${folder}: ${megabytes(sizes.reduce((sum, size) => sum + size, 0))}`);
		}
	});
