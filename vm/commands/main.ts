/** `npm run vm -- <command>`: what people type. Each command is a file beside this one. */
import { Command } from 'commander';
import { Problem } from '../setup/problem.mjs';
import { build } from './build.ts';
import { compiler } from './compiler.ts';
import { coverage } from './coverage.ts';
import { doctor } from './doctor.ts';
import { forward } from './forward.ts';
import { fuzz } from './fuzz.ts';
import { kernels } from './kernels.ts';
import { library } from './library.ts';
import { measure } from './measure.ts';
import { page } from './page.ts';
import { prepare } from './prepare.ts';
import { shell } from './shell.ts';
import { test } from './test.ts';
import { transcript } from './transcript.ts';
import { watch } from './watch.ts';

const program = new Command('npm run vm --')
	.description('The machines that the stages of the guide are built for and run in.')
	.showHelpAfterError('(--help tells more)')
	.addCommand(doctor)
	.addCommand(kernels)
	.addCommand(build)
	.addCommand(prepare)
	.addCommand(page)
	.addCommand(compiler)
	.addCommand(test)
	.addCommand(library)
	.addCommand(transcript)
	.addCommand(coverage)
	.addCommand(measure)
	.addCommand(watch)
	.addCommand(shell)
	.addCommand(forward)
	.addCommand(fuzz);

try {
	await program.parseAsync();
} catch (error) {
	if (!(error instanceof Problem)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
