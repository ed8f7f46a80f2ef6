/**
 * `client create NAME PERIOD [TAG…]`, `client change NAME PERIOD|on|off`,
 * `client delete NAME` and `client list` do so. `client lease NAME PERIOD`
 * makes a timer that goes with this client. `client follow [GROUP…]` lists,
 * and then prints what happens. `client family` prints what the kernel says
 * of the family, and `client policy` what each operation accepts.
 * `client in PATH …` does so in another network namespace.
 * `client fill COUNT` makes many timers. `client ask NAME SECONDS` asks for one
 * again and again, and says how often a second it was answered.
 */
import { NetlinkError } from '@both-sides/netlink';
import { openGeneric } from '@both-sides/netlink/generic';
import {
	type Client,
	type FamilyEvent,
	openClient,
} from '@both-sides/netlink/spec';
import { tellFamily, tellPolicy } from './family.ts';
import { type GetReply, type PulseFamily, pulse } from './pulse.ts';

const args = process.argv.slice(2);
const path = args[0] === 'in' ? args.splice(0, 2)[1] : undefined;
const place = path === undefined ? {} : { namespace: path };
const [command, name, ...words] = args;

function line({ name, period, enabled, beats, running }: GetReply): string {
	const state = running ? 'running' : enabled ? 'at rest' : 'off';
	return `${name}: ${period} ms, ${state}, ${beats} beats`;
}

function show(event: FamilyEvent<PulseFamily>): void {
	if (event.kind !== 'event') console.log(event.kind);
	else if (event.name === 'beat') {
		console.log(`${event.attributes.name}: beat ${event.attributes.beats}`);
	} else if (event.name === 'audit') {
		const { name, action, user } = event.attributes;
		console.log(`${name}: ${action}, by user ${user}`);
	} else console.log(`${event.name}: ${line(event.attributes)}`);
}

async function follow(client: Client<PulseFamily>): Promise<void> {
	const all = Object.keys(pulse.groups) as PulseFamily['groups'][];
	const wanted = args.slice(1);
	const groups = all.filter((group) => wanted.includes(group));
	await using events = await client.subscribe(
		wanted.length > 0 ? groups : ['beats', 'timers'],
	);
	for (const timer of await client.list('get')) console.log(line(timer));
	console.log('that is all');
	for await (const event of events) show(event);
}

/** The kernel has this many requests of ours at a time. */
const inFlight = 50;

async function fill(client: Client<PulseFamily>, count: number): Promise<void> {
	for (let made = 0; made < count; made += inFlight) {
		const last = Math.min(made + inFlight, count);
		await Promise.all(
			Array.from({ length: last - made }, (_, number) =>
				client.do('create', { name: `t${made + number}`, period: 60_000 }),
			),
		);
	}
}

async function ask(client: Client<PulseFamily>, seconds: number) {
	const begin = performance.now();
	const end = begin + seconds * 1000;
	let answers = 0;
	async function askOn(): Promise<void> {
		for (; performance.now() < end; answers++) await client.do('get', { name });
	}
	await Promise.all(Array.from({ length: inFlight }, askOn));
	const passed = (performance.now() - begin) / 1000;
	console.log(`${Math.round(answers / passed)} answers a second`);
}

async function run(client: Client<PulseFamily>): Promise<void> {
	const [word, ...tags] = words;
	if (command === 'create' || command === 'lease') {
		await client.do('create', {
			name,
			period: Number(word),
			lease: command === 'lease',
			...(tags.length > 0 ? { tags: { name: tags } } : {}),
		});
	} else if (command === 'change') {
		const settings =
			word === 'on' || word === 'off'
				? { enabled: Number(word === 'on') }
				: { period: Number(word) };
		await client.do('change', { name, ...settings });
	} else if (command === 'delete') await client.do('delete', { name });
	else if (command === 'fill') await fill(client, Number(name));
	else if (command === 'ask') return ask(client, Number(word));
	else if (command === 'list') {
		for await (const timer of client.dump('get')) console.log(line(timer));
		return;
	} else if (command === 'follow') return follow(client);
	else throw new Error('usage: client [in PATH] create|change|delete|list…');
	console.log('acknowledged');
	if (command === 'lease') await follow(client);
}

async function tell(): Promise<void> {
	await using generic = await openGeneric(place);
	const family = await generic.family(pulse.name);
	if (command === 'family') tellFamily(family);
	else await tellPolicy(family);
}

try {
	if (command === 'family' || command === 'policy') await tell();
	else {
		await using client = await openClient(pulse, place);
		await run(client);
	}
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
