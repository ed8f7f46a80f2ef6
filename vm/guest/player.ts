import type { Answer, Block, Entry } from '../../examples/transcript.ts';
import type { KernelMessages } from './kernel-log.ts';
import { Program } from './processes.ts';
import type { Traces } from './traces.ts';

/** How long a client that runs on may take to print its first line, in milliseconds. */
const firstLineLimit = 10_000;

/**
 * Plays one block as on a terminal: line after line, each waited for. A line's answer is what appeared on the
 * terminal while it ran, of it and of clients that run on, and the kernel's messages.
 *
 * @param folder holds the stage's .ko files
 */
export async function playBlock(
	block: Block,
	folder: string,
	messages: KernelMessages,
	traces: Traces,
): Promise<Answer[]> {
	await traces.remove(async () => {});
	const answers: Answer[] = [];
	const background: Program[] = [];
	let printed = '';
	const output = (text: string) => {
		printed += text;
	};

	const play = async ({ command, background: runsOn }: Entry): Promise<number> => {
		// One pipe for both streams, so that what is printed comes in its order.
		const program = new Program('sh', ['-c', `exec 2>&1\n${command}`], { cwd: folder, output });
		if (!runsOn) return (await program.end()).status;
		background.push(program);
		await program.line(/./, firstLineLimit);
		return 0;
	};

	try {
		for (const entry of block.entries) {
			printed = '';
			const before = messages.count();
			const status = await play(entry);
			const lines = printed.replace(/\n$/, '').split('\n');
			answers.push({
				kernel: messages.since(before),
				printed: printed === '' ? [] : lines.map((line) => line.trimEnd()),
				status,
			});
		}
	} finally {
		for (const program of background) await program.stop();
	}
	return answers;
}
