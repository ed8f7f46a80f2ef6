/** What readers gain when they need no mutex: before, `wrong/one-mutex.patch`; after, the stage as it is. */
import { setImmediate } from 'node:timers/promises';
import { Socket } from '@both-sides/netlink';
import { type Client, connect } from '@both-sides/netlink/spec';
import { NETLINK_GENERIC } from '@both-sides/netlink/wire';
import type { Finished, Lab } from '../lab.ts';
import type { MeasuredRow } from '../measured.ts';
import { type PulseFamily, pulse } from './pulse.ts';

const rounds = 5;
const timers = 10_000;
/** Whoever looks for the last one passes all others. */
const last = `t${timers - 1}`;
/** The kernel has this many requests of one client at a time. */
const inFlight = 50;

const modules = { before: 'wrong/one-mutex/pulse', after: 'pulse' } as const;

const titles = {
	alone: 'answers to one client',
	together: 'answers to two clients',
	beside: 'answers to one client while another changes',
	changes: 'changes by one client while another asks',
} as const;

/** So many a second. */
type Rates = Readonly<Record<keyof typeof titles, number>>;

/** How many answers a second `client ask` says that it had. */
function answers({ stdout, stderr }: Finished): number {
	const [, number] = /^(\d+) answers a second$/m.exec(stdout) ?? [];
	if (number === undefined)
		throw new Error(`a client was not answered: ${stdout}${stderr}`);
	return Number(number);
}

async function fill(
	client: Client<PulseFamily>,
	tell: (line: string) => void,
): Promise<void> {
	for (let made = 0; made < timers; made += inFlight) {
		if (made % 2000 === 0) tell(`${made} timers`);
		await Promise.all(
			Array.from({ length: inFlight }, (_, number) =>
				client.do('create', { name: `t${made + number}`, period: 60_000 }),
			),
		);
	}
}

/** Changes a timer as often as it can until something has ended, and says how often a second that was. */
async function changesUntil(
	client: Client<PulseFamily>,
	end: Promise<unknown>,
): Promise<number> {
	const begin = performance.now();
	let ended = false;
	let count = 0;
	const stop = () => {
		ended = true;
	};
	end.then(stop, stop);
	const goOn = async () => {
		for (; !ended; count++) {
			await client.do('change', { name: last, period: 60_000 });
			// Answers that are there at once leave no time to hear that a client has ended.
			await setImmediate();
		}
	};
	await Promise.all(Array.from({ length: inFlight }, goOn));
	return Math.round((1000 * count) / (performance.now() - begin));
}

async function measureOnce(
	lab: Lab,
	module: string,
	tell: (line: string) => void,
): Promise<Rates> {
	await using _module = await lab.load({}, module);
	await using client = await connect(
		pulse,
		new Socket(await lab.open(NETLINK_GENERIC)),
	);
	await fill(client, tell);
	const ask = () => lab.client('ask', last, '5');
	tell('one client asks');
	const alone = answers(await ask());
	tell('two clients ask');
	const both = await Promise.all([ask(), ask()]);
	tell('one asks, one changes');
	const asked = ask();
	const changes = await changesUntil(client, asked);
	const together = both.map(answers).reduce((one, other) => one + other);
	return { alone, together, beside: answers(await asked), changes };
}

export default async function measure(
	lab: Lab,
	tell: (line: string) => void,
): Promise<readonly MeasuredRow[]> {
	const found: Record<keyof typeof modules, Rates[]> = {
		before: [],
		after: [],
	};
	for (let round = 1; round <= rounds; round++)
		for (const when of ['before', 'after'] as const) {
			const rates = await measureOnce(lab, modules[when], tell);
			found[when].push(rates);
			tell(`round ${round}, ${when}: ${JSON.stringify(rates)}`);
		}
	return (Object.keys(titles) as (keyof Rates)[]).map((work) => ({
		title: titles[work],
		before: found.before.map((rates) => rates[work]),
		after: found.after.map((rates) => rates[work]),
	}));
}
