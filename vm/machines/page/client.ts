/**
 * A stage's client.ts for the page's machine: a process of this host, whose open() opens sockets of the guest. Its
 * requests come over the channel that Node gives to child processes, and go on to the relay.
 */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Program } from '../../guest/processes.ts';
import type { PageGuest } from './guest.ts';
import type { Lent } from './relay/relay.ts';

/** What a client's process says: a frame on one of its own channels. */
export interface ClientFrame {
	readonly channel: number;
	readonly operation: number;
	readonly payload: Uint8Array;
}

/** What it hears: a frame, or that the relay is gone. */
export type RelayFrame = ClientFrame | { readonly channel: number; readonly gone: string };

const preload = fileURLToPath(new URL('client-preload.ts', import.meta.url));

/** What a process sends goes to the relay's channels, and back; when the process ends its channels are closed. */
function connect(child: ChildProcess, guest: PageGuest): void {
	const channels = new Map<number, Lent>();
	const tell = (frame: RelayFrame) => {
		// It may end at any moment.
		if (child.connected) child.send(frame, () => {});
	};
	child.on('message', ({ channel, operation, payload }: ClientFrame) => {
		let lent = channels.get(channel);
		if (!lent) {
			try {
				lent = guest.relay.lend({
					hear: (operation, payload) => tell({ channel, operation, payload }),
					end: () => channels.delete(channel),
					fail: (reason) => tell({ channel, gone: reason.message }),
				});
			} catch (error) {
				tell({ channel, gone: (error as Error).message });
				return;
			}
			channels.set(channel, lent);
		}
		lent.send(operation, payload);
	});
	child.on('close', () => {
		for (const lent of channels.values()) lent.close();
	});
}

/** Starts `client` with arguments, as a process of this host. */
export function startClient(guest: PageGuest, stage: string, args: readonly string[]): Program {
	return new Program(process.execPath, ['--import', preload, `${stage}/client.ts`, ...args], {
		cwd: stage,
		messages: (child) => connect(child, guest),
	});
}

/** Runs a shell's line in which `client` is the stage's, on this host. */
export function startClientLine(
	guest: PageGuest,
	stage: string,
	line: string,
	output: (text: string) => void,
): Program {
	const client = [process.execPath, '--import', preload, `${stage}/client.ts`];
	const words = client.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
	return new Program('sh', ['-c', `exec 2>&1\nclient() { ${words} "$@"; }\n${line}`], {
		cwd: stage,
		output,
		messages: (child) => connect(child, guest),
	});
}
