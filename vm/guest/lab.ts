import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { openTransport, type Transport } from '@both-sides/netlink';
import {
	type Capability,
	CommandFailed,
	type Finished,
	type KernelLog,
	type Lab,
	type Loaded,
	type Namespace,
	type Running,
} from '../../examples/lab.ts';
import type { KernelMessages } from './kernel-log.ts';
import { Program } from './processes.ts';
import type { StageFiles } from './protocol.ts';
import { removeNamespace } from './traces.ts';

const has: Readonly<Record<Capability, () => boolean>> = {
	'two CPUs': () => cpus().length > 1,
	'client processes': () => true,
	kprobes: () => existsSync('/sys/kernel/tracing/kprobe_events'),
	'module autoload': () => true,
	'debug kernel': () => existsSync('/proc/lockdep_stats'),
};

/** The machine as a test sees it, from inside: commands are processes, sockets are this process's own. */
export class GuestLab implements Lab {
	readonly kernel: Lab['kernel'];
	readonly #stage: StageFiles;
	readonly #messages: KernelMessages;
	readonly #sockets = new Set<Transport>();
	#namespaces = 0;

	constructor(release: string, stage: StageFiles, messages: KernelMessages) {
		this.kernel = { release, series: /^\d+\.\d+/.exec(release)?.[0] ?? release };
		this.#stage = stage;
		this.#messages = messages;
	}

	without(...needed: Capability[]): string | false {
		const missing = needed.filter((capability) => !has[capability]());
		return missing.length > 0 && `this machine has no ${missing.join(' and no ')}`;
	}

	async load(
		parameters: Readonly<Record<string, string | number>> = {},
		module = 'pulse',
	): Promise<Loaded> {
		const words = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
		await this.#must('insmod', `${module}.ko`, ...words);
		let loaded = true;
		const name = basename(module);
		const unload = async () => {
			await this.#must('rmmod', name);
			loaded = false;
		};
		return {
			name,
			unload,
			[Symbol.asyncDispose]: async () => {
				if (loaded) await unload();
			},
		};
	}

	async log(): Promise<KernelLog> {
		return this.#messages.view();
	}

	run(command: string): Promise<Finished> {
		return this.#program('sh', '-c', command).end();
	}

	client(...args: string[]): Promise<Finished> {
		return this.#program('client', ...args).end();
	}

	async start(...args: string[]): Promise<Running> {
		return this.#program('client', ...args);
	}

	async namespace(): Promise<Namespace> {
		this.#namespaces += 1;
		const name = `test${this.#namespaces}`;
		const path = join('/run/netns', name);
		writeFileSync(path, '');
		await this.#must('unshare', `--net=${path}`, 'true');
		return {
			name,
			path,
			[Symbol.asyncDispose]: async () => removeNamespace(path),
		};
	}

	async open(protocol: number, options: { namespace?: Namespace } = {}): Promise<Transport> {
		const { namespace } = options;
		const socket = await openTransport(protocol, namespace ? { namespace: namespace.path } : {});
		this.#sockets.add(socket);
		return socket;
	}

	/** Closes the sockets that a test left open. */
	async close(): Promise<void> {
		for (const socket of this.#sockets) await socket.close();
		this.#sockets.clear();
	}

	#program(command: string, ...args: string[]): Program {
		return new Program(command, args, { cwd: this.#stage.modules });
	}

	async #must(command: string, ...args: string[]): Promise<void> {
		const finished = await this.#program(command, ...args).end();
		if (finished.status !== 0) throw new CommandFailed([command, ...args].join(' '), finished);
	}
}
