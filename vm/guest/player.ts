import type { Finished, Running } from '../../examples/lab.ts';
import type { Answer, Block, Entry } from '../../examples/transcript.ts';
import type { Messages } from './kernel-message.ts';

/** How long a client that runs on may take to print its first line, in milliseconds. */
const firstLineLimit = 10_000;

/** What an entry started. */
export interface Playing extends Pick<Running, 'line' | 'stop'> {
	/** Waits for its end. */
	end(): Promise<Finished>;
}

/**
 * Plays one block as on a terminal: line after line, each waited for. A line's answer is what appeared on the
 * terminal while it ran, of it and of clients that run on, and the kernel's messages.
 *
 * @param begin starts what an entry says, standard error going where standard output goes
 */
export async function playBlock(
	block: Block,
	begin: (entry: Entry, output: (text: string) => void) => Playing | Promise<Playing>,
	messages: Messages,
): Promise<Answer[]> {
	const answers: Answer[] = [];
	const background: Playing[] = [];
	let printed = '';
	const output = (text: string) => {
		printed += text;
	};

	const play = async (entry: Entry): Promise<number> => {
		// Clients that run on are jobs of the session's shell.
		const [, job] = /^kill %(\d+)$/.exec(entry.command) ?? [];
		if (job) {
			const program = background[Number(job) - 1];
			if (!program) throw new Error(`${entry.command}: fewer clients were left running`);
			await program.stop();
			return 0;
		}
		const program = await begin(entry, output);
		if (!entry.background) return (await program.end()).status;
		background.push(program);
		await program.line(/./, firstLineLimit);
		return 0;
	};

	try {
		for (const entry of block.entries) {
			printed = '';
			const before = await messages.count();
			const status = await play(entry);
			const lines = printed.replace(/\n$/, '').split('\n');
			answers.push({
				kernel: await messages.since(before),
				printed: printed === '' ? [] : lines.map((line) => line.trimEnd()),
				status,
			});
		}
	} finally {
		for (const program of background) await program.stop();
	}
	return answers;
}
