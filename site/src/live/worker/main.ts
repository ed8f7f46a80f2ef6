/** The machine's worker: makes the page's calls, and tells it what happens. */
import { Guest } from './guest.ts';
import type { Call, Said, Told } from './protocol.ts';

const say = (said: Said) => postMessage(said);
const guest = new Guest((kind, event) => say({ kind, event } as Told));

addEventListener('message', async ({ data: { id, name, args } }: MessageEvent<Call>) => {
	try {
		const method = guest[name] as (...args: readonly unknown[]) => unknown;
		say({ answer: id, value: await method.apply(guest, [...args]) });
	} catch (error) {
		say({ answer: id, problem: (error as Error).message });
	}
});
