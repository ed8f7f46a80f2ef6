/**
 * The format of `examples/NN-name/transcript`: a terminal session in blocks, recorded by a machine.
 *
 *     ## name @6.1 @6.12     a block's name and, where it is for some kernels only, their series
 *     $ insmod pulse.ko      a line for the guest's busybox shell, in the folder with the stage's .ko files
 *     > client send hello    the stage's client.ts; with a last word `&` it runs on until the end of the block
 *     $ wait %1              waits for the first client that runs on; `kill %1` ends it
 *     kernel: text           a message of the kernel's log that appeared while the line above ran
 *     anything else          what the line above printed
 *     [exit status 1]        how it ended, where that was not with 0
 *
 * A blank line parts two blocks. Pure functions: this runs in Node, in the guest and in a browser.
 */

/** What a line of a session did. */
export interface Answer {
	/** Messages of the kernel, without time stamps. */
	readonly kernel: readonly string[];
	/** Lines that were printed, on standard output or standard error. */
	readonly printed: readonly string[];
	readonly status: number;
}

export interface Entry {
	/** Who is spoken to: the guest's shell or the stage's client. */
	readonly to: 'shell' | 'client';
	/** Without the prompt and the `&`. */
	readonly command: string;
	/** A client that runs on until the end of the block. */
	readonly background: boolean;
	readonly answer: Answer;
	/** Where it stands in the file, counted from 1; not written. */
	readonly line: number;
}

export interface Block {
	readonly name: string;
	/** Series of the kernels that it is for; empty for all. */
	readonly kernels: readonly string[];
	readonly entries: readonly Entry[];
	/** Where it stands in the file, counted from 1; not written. */
	readonly line: number;
}

/** A transcript that is not in the format. */
export class TranscriptError extends Error {
	override readonly name = 'TranscriptError';
	/** Counted from 1. */
	readonly line: number;

	constructor(line: number, what: string) {
		super(`line ${line}: ${what}`);
		this.line = line;
	}
}

const heading = /^## (\S+)((?: @\d+\.\d+)*)$/;
const prompt = /^([$>]) (.*?)( &)?$/;
const kernelLine = /^kernel: ?(.*)$/;
const statusLine = /^\[exit status (\d+)\]$/;

interface OpenEntry extends Omit<Entry, 'answer'> {
	readonly kernel: string[];
	readonly printed: string[];
	status: number;
}

function closeEntry({ kernel, printed, status, ...entry }: OpenEntry): Entry {
	// What parts this block from the next one was not printed by anything.
	while (printed.at(-1) === '') printed.pop();
	return { ...entry, answer: { kernel, printed, status } };
}

/** @throws {TranscriptError} */
export function parseTranscript(text: string): Block[] {
	const blocks: (Omit<Block, 'entries'> & { entries: OpenEntry[] })[] = [];
	for (const [index, content] of text.split('\n').entries()) {
		const line = index + 1;
		const block = blocks.at(-1);
		const entry = block?.entries.at(-1);
		const [, name, kernels = ''] = heading.exec(content) ?? [];
		const [, sign, command = '', ampersand] = prompt.exec(content) ?? [];
		if (name !== undefined) {
			if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
				throw new TranscriptError(
					line,
					`"${name}" is no name for a block: lower-case-with-hyphens`,
				);
			if (blocks.some((other) => other.name === name))
				throw new TranscriptError(line, `there is a block "${name}" already`);
			const series = kernels.split(' @').filter((word) => word !== '');
			blocks.push({ name, kernels: series, entries: [], line });
		} else if (content.startsWith('##')) {
			throw new TranscriptError(line, 'a block starts with "## name" or "## name @6.1 @6.12"');
		} else if (sign !== undefined) {
			if (!block) throw new TranscriptError(line, 'a command before the first "## name"');
			const to = sign === '$' ? 'shell' : 'client';
			if (to === 'client' && !/^client( |$)/.test(command))
				throw new TranscriptError(line, 'what follows ">" starts with "client"');
			const background = to === 'client' && ampersand !== undefined;
			block.entries.push({
				to,
				command: background ? command : command + (ampersand ?? ''),
				background,
				line,
				kernel: [],
				printed: [],
				status: 0,
			});
		} else if (entry) {
			const [, message] = kernelLine.exec(content) ?? [];
			const [, status] = statusLine.exec(content) ?? [];
			if (message !== undefined) entry.kernel.push(message);
			else if (status !== undefined) entry.status = Number(status);
			else entry.printed.push(content);
		} else if (content !== '') {
			throw new TranscriptError(line, 'output before the first command of its block');
		}
	}
	return blocks.map((block) => ({ ...block, entries: block.entries.map(closeEntry) }));
}

/** An answer as the lines of a transcript. */
export function formatAnswer({ kernel, printed, status }: Answer): string[] {
	return [
		...kernel.map((message) => `kernel: ${message}`.trimEnd()),
		...printed,
		...(status === 0 ? [] : [`[exit status ${status}]`]),
	];
}

/** An entry's own line: prompt, command, `&`. */
export function formatCommand({ to, command, background }: Entry): string {
	return `${to === 'shell' ? '$' : '>'} ${command}${background ? ' &' : ''}`;
}

function formatEntry(entry: Entry): string[] {
	const ambiguous = entry.answer.printed.find((line) =>
		[heading, prompt, kernelLine, statusLine].some((pattern) => pattern.test(line)),
	);
	if (ambiguous !== undefined)
		throw new TranscriptError(
			entry.line,
			`"${entry.command}" prints "${ambiguous}", which would be read as a line of the transcript itself`,
		);
	return [formatCommand(entry), ...formatAnswer(entry.answer)];
}

/** @throws {TranscriptError} where a command printed what could not be read back */
export function formatTranscript(blocks: readonly Block[]): string {
	const texts = blocks.map(({ name, kernels, entries }) =>
		[
			['##', name, ...kernels.map((series) => `@${series}`)].join(' '),
			...entries.flatMap(formatEntry),
			'',
		].join('\n'),
	);
	return texts.join('\n');
}

/** The blocks that a kernel is to play. */
export function blocksFor(blocks: readonly Block[], series: string): Block[] {
	return blocks.filter(({ kernels }) => kernels.length === 0 || kernels.includes(series));
}

/** What differs from run to run, and what stands for it in a comparison. */
const volatile: readonly (readonly [RegExp, string])[] = [
	// The process that sends, by the name that the kernel has for it: a client is Node's main thread where it runs beside
	// the kernel; from outside, the machine's relay sends for it.
	[/\b(MainThread|relay)\b/g, 'CLIENT'],
	[/\b(pid:?) \d+/gi, '$1 N'],
	[/\b(port id) \d+/gi, '$1 N'],
	[/\b(namespace) \d+/g, '$1 N'],
	// The kernel numbers generic families, and their groups, as they come. Our own message types end below 21.
	[/\b((?:family|group) id) \d+/g, '$1 N'],
	[/\b(request|dump)\(type (2[1-9]|[3-9]\d)\)/g, '$1(type N)'],
	[/(NETLINK_ADD_MEMBERSHIP), \d+(\): \w+: group) \d+(?= of netlink protocol 16\b)/g, '$1, N$2 N'],
	[/\b\d+(\.\d+)? ?(ms|µs|us|ns)\b/g, 'N $2'],
	[/\b(0x)?[0-9a-f]{16}\b/g, 'POINTER'],
	[/\b([A-Za-z][\w.-]*) \(\d+\)/g, '$1 (N)'],
	[/\b([A-Za-z][\w.:-]*)\/\d+\b/g, '$1/N'],
];

/**
 * The line as it is compared: pids, port ids, numbers of namespaces, families and groups, durations, kernel pointers and which process
 * sent for a client are not what a transcript is about.
 */
export function normalise(line: string): string {
	return volatile.reduce((text, [pattern, sign]) => text.replace(pattern, sign), line);
}

/** The first place where two answers differ, normalised; undefined where they agree. A line is undefined where one ends early. */
export function findDifference(
	expected: Answer,
	got: Answer,
):
	| {
			readonly index: number;
			readonly expected: string | undefined;
			readonly got: string | undefined;
	  }
	| undefined {
	const left = formatAnswer(expected);
	const right = formatAnswer(got);
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const [one, other] = [left[index], right[index]];
		if (one === undefined || other === undefined || normalise(one) !== normalise(other))
			return { index, expected: one, got: other };
	}
	return undefined;
}
