/** Looks for a program that fails, and for the shortest one. */
import type { Grammar } from '../../examples/grammar.ts';
import type { Failure } from '../guest/fuzz/play.ts';
import { concatenate, type Program } from '../guest/fuzz/program.ts';
import { generate } from './generate.ts';
import { reduce } from './reduce.ts';

/** A machine that plays programs, one after the other. */
export interface Session extends AsyncDisposable {
	/** Plays programs until one fails, and says which. After a failure the session is of no use. */
	play(programs: readonly Program[]): Promise<PlayedFailure | undefined>;
	/** Looks at the machine once all is played: what has come up there by then. */
	inspect(): Promise<Failure | undefined>;
}

export interface PlayedFailure {
	/** Index of the program that it came up in. */
	readonly program: number;
	readonly failure: Failure;
}

/** Where sessions come from. */
export interface Playground {
	/** What its kernel is called. */
	readonly name: string;
	/** How many programs are played before the machine is exchanged, and at once. */
	readonly batch: number;
	readonly batches: number;
	/** Whether a machine that nothing went wrong in is as good as a fresh one, which takes seconds to start. */
	readonly isSlowToStart: boolean;
	/** A fresh machine. */
	start(): Promise<Session>;
}

/** What was found. */
export interface Finding {
	/** Which of the seed's programs it came up in. */
	readonly number: number;
	readonly failure: Failure;
	/** All that was played in the machine, up to the failure. */
	readonly history: readonly Program[];
}

/** What is told while it happens. */
export interface Watcher {
	/** So many programs have been played. */
	played(count: number): void;
	/** A program was made shorter; so many tries have been made. */
	reduced(program: Program, tries: number): void;
}

/**
 * Plays the programs of a seed until one fails or time is up.
 *
 * @param isOver asked before each batch
 */
export async function search(
	grammar: Grammar,
	seed: number,
	playground: Playground,
	isOver: (played: number) => boolean,
	watcher: Pick<Watcher, 'played'>,
): Promise<Finding | undefined> {
	let next = 0;
	while (!isOver(next)) {
		await using session = await playground.start();
		const history: Program[] = [];
		for (let batch = 0; batch < playground.batches && !isOver(next); batch += 1) {
			const first = next;
			const programs = Array.from({ length: playground.batch }, (_, index) =>
				generate(grammar, seed, first + index),
			);
			const played = await session.play(programs);
			if (played) {
				const all = [...history, ...programs.slice(0, played.program + 1)];
				return { number: first + played.program, failure: played.failure, history: all };
			}
			history.push(...programs);
			next += programs.length;
			watcher.played(next);
		}
		const failure = await session.inspect();
		if (failure) return { number: next - 1, failure, history };
	}
	return undefined;
}

/** A program that fails, and how it does. */
export interface Reduced {
	readonly program: Program;
	readonly failure: Failure;
	/** Whether it fails by itself in a fresh machine. */
	readonly reproduced: boolean;
	readonly tries: number;
}

/** How often a program is tried in which operations go on at the same time. */
const chancesOfRaces = 3;

/** How the rules begin that are only looked at once all has been played. */
export const seenLate = 'looked at in the end: ';

/** What comes late comes within this, in milliseconds. */
const patience = 2000;

/**
 * Finds the shortest program that fails as the finding did, each try in a machine in which nothing went wrong before.
 *
 * @param isOver asked before each try: the shortest program so far is the result
 */
export async function shorten(
	{ history, failure }: Finding,
	playground: Playground,
	isOver: () => boolean,
	watcher: Pick<Watcher, 'reduced'>,
): Promise<Reduced> {
	let tries = 0;
	let last = failure;
	const isLate = failure.rule.startsWith(seenLate);
	let warm: Session | undefined;
	const attempt = async (program: Program): Promise<boolean> => {
		tries += 1;
		const session = warm ?? (await playground.start());
		warm = undefined;
		const failed = (await session.play([program]))?.failure;
		const played = failed ?? (isLate ? await session.inspect() : undefined);
		// What went well leaves a machine as it was.
		if (!played && playground.isSlowToStart) warm = session;
		else await session[Symbol.asyncDispose]();
		if (!played || !isLike(played, failure)) return false;
		last = played;
		watcher.reduced(program, tries);
		return true;
	};
	const fails = async (program: Program): Promise<boolean> => {
		// Who comes first when several are at it is not ours to say.
		const chances = program.some(({ aside }) => aside) ? chancesOfRaces : 1;
		for (let chance = 0; chance < chances && !isOver(); chance += 1)
			if (await attempt(program)) return true;
		return false;
	};
	await using _rest = { [Symbol.asyncDispose]: async () => warm?.[Symbol.asyncDispose]() };
	for (const candidate of suspects(history)) {
		if (!(await fails(candidate))) continue;
		const program = await reduce(candidate, fails);
		return { program, failure: last, reproduced: true, tries };
	}
	return { program: concatenate(history), failure, reproduced: false, tries };
}

/** Whether it is the same fault: the kernel's reports of one differ from time to time. */
function isLike(one: Failure, other: Failure): boolean {
	return one.kind === other.kind && one.rule === other.rule;
}

/** The last program alone, with time for what comes late, and with more and more of what went before it. */
function* suspects(history: readonly Program[]): Generator<Program> {
	yield concatenate(history.slice(-1));
	for (let count = 1; ; count *= 2) {
		const programs = history.slice(-count);
		yield [...concatenate(programs), { do: 'wait', milliseconds: patience }];
		if (count >= history.length) return;
	}
}
