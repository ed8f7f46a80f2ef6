/** `npm start`: builds what changed and serves the guide on this machine, until Ctrl-C; the machine for its pages comes after. */
import { fileURLToPath } from 'node:url';
import { run } from '../vm/setup/run.ts';
import { serve } from './serve.ts';
import { told } from './told.ts';

/** How long the machine may take to build: it is some minutes on two cores. */
const limit = 3_600_000;

await told(async () => {
	const { address } = await serve(4321);
	console.log(`\nNetlink, Both Sides: ${address}\nCtrl-C ends it.`);
	// A process of its own, so that the guide is served meanwhile. Pages show how far it is, or why it failed.
	await run(process.execPath, [fileURLToPath(new URL('publish.ts', import.meta.url))], {
		limit,
		heard: (text) => process.stderr.write(text),
	});
});
