/**
 * A stage's client.ts for the page's machine: a process of this host, whose open() opens sockets of the guest. Its
 * requests come over the channel that Node gives to child processes, and go on to the relay.
 */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Program } from '../../guest/processes.ts';
import type { PageGuest } from './guest.ts';
import { Lender, type LentFrame } from './relay/lending.ts';

const preload = fileURLToPath(new URL('client-preload.ts', import.meta.url));

/** What a process sends goes to the relay's channels, and back; when the process ends its channels are closed. */
function connect(child: ChildProcess, guest: PageGuest): void {
	const lender = new Lender(guest.relay, (frame) => {
		// It may end at any moment.
		if (child.connected) child.send(frame, () => {});
	});
	child.on('message', (frame: LentFrame) => lender.hear(frame));
	child.on('close', () => lender.close());
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
