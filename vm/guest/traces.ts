import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that people started, by its pid. */
interface Process {
	readonly pid: number;
	readonly command: string;
}

function processes(): Process[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				// The name in parentheses may hold anything; state and parent follow it.
				const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
				const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
				const ofTheKernel = parent === '2' || name === '2';
				if (ofTheKernel || state === 'Z') return [];
				const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
				return [{ pid: Number(name), command: command.replaceAll('\0', ' ').trim() }];
			} catch {
				return []; // It has just ended.
			}
		});
}

function modules(): string[] {
	return readFileSync('/proc/modules', 'utf8')
		.trim()
		.split('\n')
		.map((line) => line.split(' ', 1)[0] ?? '');
}

/** Netlink sockets of processes in the first namespace, by inode; port id 0 is the kernel's own. */
function sockets(): Map<string, string> {
	const lines = readFileSync('/proc/net/netlink', 'utf8').trim().split('\n').slice(1);
	return new Map(
		lines
			.map((line) => line.trim().split(/\s+/))
			.filter(([, , portId]) => portId !== '0')
			.map(([, protocol, portId, , , , , , , inode = '']) => [
				inode,
				`a netlink socket of protocol ${protocol} with port id ${portId} is still open`,
			]),
	);
}

const namespaces = '/run/netns';

/** The guest as it was at some moment, to find what is there more since then, and to take it away. */
export class Traces {
	readonly #processes = new Set(processes().map(({ pid }) => pid));
	readonly #modules = new Set(modules());
	readonly #sockets = new Set(sockets().keys());
	/** Modules that modprobe finds: /lib/modules/<release>, empty at boot. */
	readonly #installed: string;

	constructor(release: string) {
		this.#installed = join('/lib/modules', release);
	}

	/**
	 * Says what a test or a block has left behind, and removes it: processes, modules, namespaces, files for modprobe.
	 *
	 * @param close closes the sockets of this process
	 */
	async remove(close: () => Promise<void>): Promise<string[]> {
		const found: string[] = [];

		const left = () => processes().filter(({ pid }) => !this.#processes.has(pid));
		for (const { pid, command } of left()) {
			found.push(`process ${pid} still runs: ${command}`);
			kill(pid);
		}
		await gone('a process that was killed', () => left().length === 0);

		for (const [inode, what] of sockets()) if (!this.#sockets.has(inode)) found.push(what);
		await close();

		for (const name of modules().filter((name) => !this.#modules.has(name))) {
			found.push(`module ${name} is still loaded`);
			let refusal: unknown;
			await gone(`module ${name}`, () => {
				try {
					execFileSync('rmmod', [name], { stdio: 'pipe' });
				} catch (error) {
					refusal = error;
				}
				return !modules().includes(name);
			}).catch((error) => {
				throw new Error(`${error.message}: ${refusal}`);
			});
		}

		for (const name of readdirSync(namespaces)) {
			found.push(`namespace ${name} is still there`);
			removeNamespace(join(namespaces, name));
		}

		for (const name of readdirSync(this.#installed)) {
			const path = join(this.#installed, name);
			// depmod's tables are no module: they stay behind whenever it has run.
			if (!name.startsWith('modules.')) found.push(`${path} is still there`);
			rmSync(path, { recursive: true });
		}

		// What the kernel says once only (pr_warn_once), it says again to whoever comes next (kernel/panic.c).
		writeFileSync('/sys/kernel/debug/clear_warn_once', '1');
		return found;
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		// It has just ended by itself.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

async function gone(what: string, isGone: () => boolean): Promise<void> {
	const end = performance.now() + 2000;
	while (!isGone()) {
		if (performance.now() > end) throw new Error(`${what} does not go away`);
		await sleep(10);
	}
}

/** Takes away a namespace's name; the kernel frees the namespace with its last user. */
export function removeNamespace(path: string): void {
	execFileSync('umount', [path], { stdio: 'pipe' });
	rmSync(path);
}
