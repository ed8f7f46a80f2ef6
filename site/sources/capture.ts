/** What `<BothSides>` and `<MessageBytes>` show: messages that crossed while a machine played a stage's transcript. */
import { type CapturedClient, parseCapture } from '@both-sides/examples/capture.ts';
import type { Protocol } from '@both-sides/netlink/wire';
import { type Described, messagesOf } from '../src/wire/message.ts';
import { nearest } from './excerpt.ts';
import { PageError, readSource, root } from './project.ts';

/** Where a captured message is found: examples/<stage>/capture has the blocks of the transcript. */
export interface Captured {
	readonly block: string;
	/** The client's line as the transcript has it; where several are the same, their messages are counted on. */
	readonly client: string;
	/** Which of the messages that crossed between the client and the kernel, both ways, counted from 1. */
	readonly message: number;
}

export interface CapturedMessage extends Described {
	readonly direction: 'down' | 'up';
	/** uname -r of the kernel that it went to or came from. */
	readonly release: string;
}

/**
 * A captured message, described.
 *
 * @param protocol what the stage calls its messages
 * @throws PageError where there is no such capture, block, client or message; it says which there are
 */
export function capturedMessage(
	stage: string,
	{ block, client, message }: Captured,
	protocol?: Protocol,
	top = root,
): CapturedMessage {
	const file = `examples/${stage}/capture`;
	const blocks = parseCapture(readCapture(file, stage, top));
	const played = blocks.find(({ name }) => name === block);
	if (!played) {
		const names = blocks.map(({ name }) => name);
		throw new PageError(`${file} has no block ${block}; it has ${names.join(', ')}`);
	}
	const clients = played.clients.filter(({ command }) => command === client);
	if (clients.length === 0) {
		const commands = played.clients.map(({ command }) => command);
		throw new PageError(
			`${file} has no "${client}" in block ${block}; the nearest is "${nearest(client, commands)}"`,
		);
	}
	const all = clients.flatMap((each) => messages(each, protocol));
	const found = all[message - 1];
	if (found) return { ...found, release: played.release };
	throw new PageError(
		`${file}, block ${block}: there is no message ${message} of "${client}"; the last one is ${all.length}`,
	);
}

function readCapture(file: string, stage: string, top: string): string {
	try {
		return readSource(file, top);
	} catch (error) {
		if (!(error instanceof PageError)) throw error;
		throw new PageError(
			`${error.message}; \`npm run vm -- transcript ${stage} --update\` records it`,
		);
	}
}

function messages(
	{ datagrams }: CapturedClient,
	protocol: Protocol | undefined,
): Omit<CapturedMessage, 'release'>[] {
	return datagrams.flatMap(({ bytes, direction }) =>
		messagesOf(bytes, protocol).map((message) => ({ ...message, direction })),
	);
}
