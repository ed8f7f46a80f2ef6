/** `npm start`: builds what changed and serves the guide on this machine, until Ctrl-C; the machine and the compiler for its pages come after. */
import { fileURLToPath } from 'node:url';
import { compilerBuilt } from '../vm/compiler/make/index.ts';
import { run } from '../vm/setup/run.ts';
import { serve } from './serve.ts';
import { told } from './told.ts';

/** How long the machine may take to build: it is some minutes on two cores. */
const limit = 3_600_000;

await told(async () => {
	const { address } = await serve(4321);
	console.log(`\nNetlink, Both Sides: ${address}\nCtrl-C ends it.`);
	await publish();
	// The page says how to build the compiler; somebody may do so, in another terminal.
	if (await compilerBuilt()) await publish();
});

/** In a process of its own, so that the guide is served meanwhile. Pages show how far it is, or why it failed. */
async function publish(): Promise<void> {
	await run(process.execPath, [fileURLToPath(new URL('publish.ts', import.meta.url))], {
		limit,
		heard: (text) => process.stderr.write(text),
	});
}
