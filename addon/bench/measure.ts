/**
 * The rounds, in a network namespace of their own, which main.ts has made: candidates take turns at each part, A B C A B C, so that
 * load hits all alike. They are given on standard input as JSON, and what was measured goes to the file named.
 *
 * A candidate is told `<part> <count>` and answers with the nanoseconds that the work took and a check of what came of it; for
 * `events 0`, with `listening` first, and at the end with how many events it received.
 */
import { writeFileSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import { type Candidate, type Part, yardstick } from './candidates.ts';
import { Program } from './program.ts';
import { addRoutes, routeCount } from './routes.ts';

/** What measure.ts is asked for. */
export interface Order {
	readonly parts: readonly Part[];
	readonly candidates: readonly Candidate[];
}

/** What came of a round. */
export interface Round {
	/** Requests or routes a second; events received. */
	readonly rate: number;
	/** Requests or routes a second of processor time, which others at work on the machine hardly change. */
	readonly processorRate?: number;
}

/** What came of a candidate's rounds of a part. */
export interface Rounds {
	readonly rounds: Round[];
	/** Why it took no part from some round on. */
	failure?: string;
}

/** By part and candidate. */
export type Measured = Record<string, Record<string, Rounds>>;

export const rounds: Readonly<Record<Part, number>> = {
	requests: 11,
	batched: 11,
	dump: 5,
	events: 7,
};
export const burstSize = 20_000;

/** Milliseconds that a candidate may take for one answer. */
const limit = 60_000;
/** Milliseconds of work in a round, for parts whose count is free. */
const roundLength = 100;
/** A count of requests is a multiple of this, the size of a batch. */
const smallestCount = 32;

interface Answer {
	readonly nanoseconds: number;
	readonly check: number;
}

async function main({ parts, candidates }: Order, file: string): Promise<void> {
	await addRoutes(parts.includes('dump') ? routeCount : 0);
	const measured: Measured = Object.fromEntries(
		parts.map((part) => [
			part,
			Object.fromEntries(candidates.map(({ name }) => [name, { rounds: [] }])),
		]),
	);
	await using stack = new AsyncDisposableStack();
	const start = ({ name, command }: Pick<Candidate, 'name' | 'command'>) =>
		stack.use(new Program(name, command));
	const programs = new Map(candidates.map((candidate) => [candidate.name, start(candidate)]));
	const command = candidates.find(({ name }) => name === yardstick)?.command ?? [];
	const sender = start({ name: 'the sender of events', command });

	/** Does something with each candidate that can take this part; one that fails is out of it from then on. */
	async function takeTurns(
		part: Part,
		turn: (name: string, program: Program) => Promise<void>,
	): Promise<void> {
		for (const candidate of candidates) {
			const { name, without } = candidate;
			const program = programs.get(name);
			const own = measured[part]?.[name];
			if (!program || !own || own.failure || without[part]) continue;
			try {
				await turn(name, program);
			} catch (error) {
				if (name === yardstick || !(error instanceof Error)) throw error;
				own.failure = error.message;
				programs.set(name, start(candidate));
			}
		}
	}

	const counts = new Map<string, number>();
	const checks = new Map<string, number>();

	async function work(part: Part, name: string, program: Program): Promise<Round> {
		const count = part === 'dump' ? routeCount : (counts.get(`${part} ${name}`) ?? smallestCount);
		const before = program.processorTime;
		const { nanoseconds, check } = JSON.parse(
			await program.ask(`${part} ${count}`, limit),
		) as Answer;
		const each = check / count;
		const expected = checks.get(part) ?? each;
		checks.set(part, expected);
		if (each !== expected)
			throw new Error(`${name} came to another result: ${part}, ${each} instead of ${expected}`);
		const processor = program.processorTime - before;
		return { rate: (count / nanoseconds) * 1e9, processorRate: (count / processor) * 1e9 };
	}

	/** Finds how many a candidate does in a round, which warms it up as well. */
	async function calibrate(part: Part, name: string, program: Program): Promise<void> {
		if (part === 'dump') await work(part, name, program);
		if (part === 'dump' || part === 'events') return;
		for (let count = smallestCount; ; count *= 2) {
			counts.set(`${part} ${name}`, count);
			const { rate } = await work(part, name, program);
			if ((count / rate) * 1000 > roundLength) return;
		}
	}

	async function receiveBurst(name: string, program: Program): Promise<Round> {
		const first = await program.ask('events 0', limit);
		if (first !== 'listening') throw new Error(`${name} does not listen: ${first}`);
		await sender.ask(`burst ${burstSize}`, limit);
		const { untilOverrun, received } = JSON.parse(await program.line('events', limit));
		if (received === 0) throw new Error(`${name} received no event`);
		return { rate: untilOverrun };
	}

	for (const part of parts) await takeTurns(part, (...who) => calibrate(part, ...who));
	const total = Math.max(...parts.map((part) => rounds[part]));
	for (let round = 0; round < total; round++) {
		if (process.stderr.isTTY) process.stderr.write(`\r  round ${round + 1} of ${total}\u001b[K`);
		for (const part of parts) {
			if (round >= rounds[part]) continue;
			const once = part === 'events' ? receiveBurst : work.bind(undefined, part);
			await takeTurns(part, async (...who) => {
				const own = measured[part]?.[who[0]];
				own?.rounds.push(await once(...who));
			});
		}
	}
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
	writeFileSync(file, JSON.stringify(measured));
}

if (import.meta.main) await main((await json(process.stdin)) as Order, process.argv[2] ?? '');
