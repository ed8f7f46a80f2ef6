/** `npm start`: builds what changed and serves the guide on this machine, until Ctrl-C. */
import { serve } from './serve.ts';
import { told } from './told.ts';

await told(async () => {
	const { address } = await serve(4321);
	console.log(`\nNetlink, Both Sides: ${address}\nCtrl-C ends it.`);
});
