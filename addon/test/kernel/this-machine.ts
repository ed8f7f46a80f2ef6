import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Machine } from './machine.ts';

/** Why this machine has no network namespaces for us, or false where it has. */
export function cannotUnshare(): string | false {
	try {
		execFileSync('unshare', ['--net', 'true'], { stdio: 'pipe' });
		return false;
	} catch (error) {
		return `no network namespace of its own: ${error}`;
	}
}

/** The machine that the tests run on. */
export const thisMachine: Machine = {
	without: (...needed) =>
		needed.includes('iproute2') && !existsSync('/sbin/ip') && 'there is no /sbin/ip here: iproute2',

	async run(command) {
		const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
		const [stdout, stderr, [status]] = await Promise.all([
			text(child.stdout),
			text(child.stderr),
			once(child, 'close') as Promise<[number]>,
		]);
		return { status, stdout, stderr };
	},

	async namespace() {
		const child = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
		child.stdin.write('there');
		await once(child.stdout, 'data');
		// The descriptor keeps the namespace, the process is not needed for it.
		const descriptor = openSync(`/proc/${child.pid}/ns/net`, 'r');
		child.stdin.end();
		await once(child, 'close');
		return {
			path: `/proc/${process.pid}/fd/${descriptor}`,
			[Symbol.asyncDispose]: async () => closeSync(descriptor),
		};
	},
};
