import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { atExit } from './cleanup.mjs';
import { Problem } from './problem.mjs';

export interface Finished {
	/** Exit status, or 128 + n where signal n ended it. */
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
	/** Both, as they came. */
	readonly output: string;
}

export interface RunOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Milliseconds after which it is ended, with all that it started; a Problem says so. */
	readonly limit: number;
	readonly input?: string | Uint8Array;
	/** Leaves it in our own process group, with the terminal, where it can ask people for a password. */
	readonly asks?: boolean;
	/** Told each piece of what it prints, as it comes. */
	readonly heard?: (text: string) => void;
}

/**
 * Runs a program to its end and says how it ended. Throws a Problem where it cannot be started or takes too long.
 * The program and all that it started are gone when this process ends.
 */
export function run(
	command: string,
	args: readonly string[],
	{ cwd, env, limit, input, asks = false, heard = () => {} }: RunOptions,
): Promise<Finished> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env,
			// A process group of its own, so that the compilers that a make started are ended with it.
			detached: !asks,
			stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
		});
		const end = () => {
			if (asks) child.kill('SIGKILL');
			else if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		};
		const forget = atExit(end);
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			end();
		}, limit);
		const finish = () => {
			forget();
			clearTimeout(timer);
		};
		let stdout = '';
		let stderr = '';
		let output = '';
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
			output += text;
			heard(text);
		});
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
			output += text;
			heard(text);
		});
		child.stdin?.on('error', () => {}); // It ended without reading all; its status tells.
		child.stdin?.end(input);
		child.on('error', (error: NodeJS.ErrnoException) => {
			finish();
			const why = error.code === 'ENOENT' ? 'there is no such program here' : error.message;
			reject(new Problem(`${command} cannot be started: ${why}`));
		});
		child.on('close', (status, signal) => {
			finish();
			if (late) {
				const tail = output.trim().split('\n').slice(-10).join('\n');
				reject(
					new Problem(
						`${command} was ended after ${limit / 1000} s, its time limit.\n${tail}`.trim(),
					),
				);
				return;
			}
			const killed = signal === null ? 0 : 128 + constants.signals[signal];
			resolve({ status: status ?? killed, stdout, stderr, output });
		});
	});
}
