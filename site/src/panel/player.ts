/** Plays a block of a transcript on the machine in the page, as its reader would by hand. */
import type { Entry } from '@both-sides/examples/transcript.ts';
import type { ClientRun } from '../live/machine.ts';
import { wordsOf } from './words.ts';

/** A line of a block, without what it answered when it was recorded. */
export type Line = Pick<Entry, 'to' | 'command' | 'background'>;

/** A client that was started. */
export interface Started extends ClientRun {
	/** Resolves with the first line that it prints, or with its end. */
	readonly spoken: Promise<void>;
}

/** What a block is played on. */
export interface Stage {
	/** Types a line at the console and waits until the shell has done it. */
	shell(line: string, signal: AbortSignal): Promise<void>;
	client(args: readonly string[]): Started;
	/** The modules that are loaded, the newest first. */
	modules(): Promise<string[]>;
}

/** Every line of a transcript has a shell of its own; on the console all have the same, which must not go elsewhere with one. */
function inPlace(command: string): string {
	return /\bcd\s/.test(command) ? `(${command})` : command;
}

/** Resolves with the promise, or rejects when the signal says so. */
async function within<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
	const { promise: aborted, reject } = Promise.withResolvers<never>();
	const abort = () => reject(signal.reason);
	signal.throwIfAborted();
	signal.addEventListener('abort', abort);
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/**
 * Line after line, each waited for. A block begins with no module loaded, so those that are loaded are removed first, in
 * plain sight. Clients that a block leaves running end with it.
 *
 * @throws the signal's reason, or Error with a sentence for the reader
 */
export async function play(
	lines: readonly Line[],
	stage: Stage,
	signal: AbortSignal,
): Promise<void> {
	const clients: Started[] = [];
	const jobs: Started[] = [];
	const run = async ({ to, command, background }: Line): Promise<void> => {
		const [, verb, number] = /^(wait|kill) %(\d+)$/.exec(command) ?? [];
		if (verb) {
			const job = jobs[Number(number) - 1];
			if (verb === 'kill') job?.interrupt();
			if (job) await within(job.ended, signal);
		} else if (to === 'shell') {
			await stage.shell(inPlace(command), signal);
		} else {
			const [, ...args] = wordsOf(command);
			const started = stage.client(args);
			clients.push(started);
			if (background) jobs.push(started);
			await within<unknown>(background ? started.spoken : started.ended, signal);
		}
	};
	try {
		const loaded = await within(stage.modules(), signal);
		if (loaded.length > 0) await stage.shell(`rmmod ${loaded.join(' ')}`, signal);
		for (const line of lines) await run(line);
	} finally {
		for (const client of clients) client.stop();
	}
}
