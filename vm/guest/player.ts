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

/** A client that runs on. */
interface Job {
	readonly program: Playing;
	/** What it printed and has not been shown yet. */
	readonly output: { unseen: string };
}

/**
 * Plays one block as on a terminal: line after line, each waited for. A line's answer is what it printed and the kernel's
 * messages meanwhile. Clients that run on are jobs of the session's shell: each shows its first line when it is started,
 * and the rest when it is waited for or ended, so that two programs never print into each other.
 *
 * @param begin starts what an entry says, standard error going where standard output goes
 */
export async function playBlock(
	block: Block,
	begin: (entry: Entry, output: (text: string) => void) => Playing | Promise<Playing>,
	messages: Messages,
): Promise<Answer[]> {
	const answers: Answer[] = [];
	const jobs: Job[] = [];
	let printed = '';

	const play = async (entry: Entry): Promise<number> => {
		const [, verb, number] = /^(wait|kill) %(\d+)$/.exec(entry.command) ?? [];
		if (verb) {
			const job = jobs[Number(number) - 1];
			if (!job) throw new Error(`${entry.command}: fewer clients were left running`);
			const { status } = await (verb === 'wait' ? job.program.end() : job.program.stop());
			printed = job.output.unseen;
			job.output.unseen = '';
			return verb === 'wait' ? status : 0;
		}
		if (!entry.background) {
			const program = await begin(entry, (text) => {
				printed += text;
			});
			return (await program.end()).status;
		}
		const output = { unseen: '' };
		const program = await begin(entry, (text) => {
			output.unseen += text;
		});
		jobs.push({ program, output });
		await program.line(/./, firstLineLimit);
		const end = output.unseen.indexOf('\n') + 1;
		printed = output.unseen.slice(0, end);
		output.unseen = output.unseen.slice(end);
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
		for (const { program } of jobs) await program.stop();
	}
	return answers;
}
