/** Puts modules that were built into the machine, in the place of those that are loaded. */
import type { Machine } from '../live/machine.ts';

/** How long the kernel may take to load a module, in milliseconds. */
const limit = 8000;
/** How long a socket that was closed may keep a module, in milliseconds. */
const closing = 2000;
/** How often is looked whether it still does. */
const interval = 50;

/** What keeps modules from being replaced; the message is a sentence. */
export class LoadProblem extends Error {
	override readonly name = 'LoadProblem';
	readonly kind: 'held' | 'refused' | 'hangs';

	/**
	 * @param kind `held`: something uses the old one. `refused`: the kernel does not take the new one.
	 *   `hangs`: the kernel has not answered since.
	 */
	constructor(kind: LoadProblem['kind'], message: string) {
		super(message);
		this.kind = kind;
	}
}

interface Said {
	readonly status: number;
	readonly text: string;
}

/** Runs a line in the machine's shell; rejects where that takes longer than a kernel that is well would. */
async function say(machine: Machine, line: string): Promise<Said> {
	let text = '';
	const { promise: late, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		const sentence = `The kernel has not come back from ${line} for ${limit / 1000} s.`;
		reject(new LoadProblem('hangs', sentence));
	}, limit);
	try {
		const command = machine.command(line, (_, piece) => {
			text += piece;
		});
		const status = await Promise.race([command.then(({ ended }) => ended), late]);
		return { status, text: text.trim() };
	} finally {
		clearTimeout(timer);
	}
}

/** A line of /proc/modules (m_show() in kernel/module/procfs.c). */
interface Loaded {
	readonly name: string;
	readonly users: number;
	readonly isPermanent: boolean;
}

/** The modules that are loaded, the newest first. */
export async function loadedModules(machine: Machine): Promise<Loaded[]> {
	const { text } = await say(machine, 'cat /proc/modules');
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const [name = '', , users = '0', by = ''] = line.split(' ');
			return { name, users: Number(users), isPermanent: by.includes('[permanent]') };
		});
}

/** Who has a netlink socket open, "sleep (57)", but for the relay, which has those of the panel's clients. */
async function socketHolders(machine: Machine): Promise<string[]> {
	const line = 'cat /proc/net/netlink; ls -l /proc/[0-9]*/fd 2>/dev/null; grep . /proc/[0-9]*/comm';
	const { text } = await say(machine, line);
	const lines = text.split('\n');
	const sockets = new Set(lines.flatMap((line) => /^[0-9a-f]{8} .* (\d+)$/.exec(line)?.[1] ?? []));
	const names = new Map(
		lines.flatMap((line): [string, string][] => {
			const [, process, name] = /^\/proc\/(\d+)\/comm:(.*)$/.exec(line) ?? [];
			return process && name ? [[process, name]] : [];
		}),
	);
	const holders = new Set<string>();
	let process = '';
	for (const line of lines) {
		process = /^\/proc\/(\d+)\/fd:$/.exec(line)?.[1] ?? process;
		const name = names.get(process);
		const socket = / -> socket:\[(\d+)\]$/.exec(line)?.[1];
		if (name && name !== 'relay' && socket && sockets.has(socket))
			holders.add(`${name} (${process})`);
	}
	return [...holders];
}

/**
 * Removes a module.
 *
 * @param patience how long whatever holds it may take to let it go, in milliseconds
 */
async function remove(machine: Machine, name: string, patience: number): Promise<void> {
	const end = performance.now() + patience;
	for (;;) {
		const { status, text } = await say(machine, `rmmod ${name}`);
		if (status === 0) return;
		const loaded = (await loadedModules(machine)).find((module) => module.name === name);
		if (!loaded) return;
		if (loaded.isPermanent) {
			const why = `${name} is loaded and has no exit function, so the kernel never lets it go.`;
			throw new LoadProblem('held', why);
		}
		if (performance.now() > end) {
			const who = await socketHolders(machine);
			const by = who.length > 0 ? ` ${who.join(' and ')} has a socket open.` : '';
			throw new LoadProblem('held', `rmmod: ${text.replace(/^rmmod: /, '')}.${by}`);
		}
		await new Promise((resolve) => setTimeout(resolve, interval));
	}
}

/**
 * Replaces those of the modules that are loaded, in the order in which they were; the first of all is loaded in any case.
 *
 * @param modules by the names of their files, "pulse.ko"
 * @throws {LoadProblem}
 */
export async function load(
	machine: Machine,
	modules: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
	for (const [file, bytes] of modules) await machine.addFile(file, bytes);
	const nameOf = (file: string): string => file.replace(/\.ko$/, '').replaceAll('-', '_');
	const files = new Map([...modules.keys()].map((file) => [nameOf(file), file]));
	const before = (await loadedModules(machine)).filter(({ name }) => files.has(name));
	for (const { name } of before) await remove(machine, name, closing);
	const [first = ''] = files.keys();
	const names = new Set([...before.map(({ name }) => name).reverse(), first]);
	for (const name of names) {
		const { status, text } = await say(machine, `insmod ${files.get(name)}`);
		if (status !== 0) throw new LoadProblem('refused', `${text}.`);
	}
}
