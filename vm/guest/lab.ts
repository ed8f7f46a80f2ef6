import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
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
import { load } from './load.ts';
import { Program } from './processes.ts';
import type { StageFiles } from './protocol.ts';
import { report } from './report.ts';
import { sees } from './sees.ts';
import { removeNamespace } from './traces.ts';

const inPath = (name: string): boolean =>
	(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));

const has: Readonly<Record<Capability, () => boolean>> = {
	'two CPUs': () => cpus().length > 1,
	'client processes': () => true,
	kprobes: () => existsSync('/sys/kernel/tracing/kprobe_events'),
	'module autoload': () => true,
	'native transport': () => true,
	iproute2: () => existsSync('/sbin/ip'),
	'netlink tools': () => inPath('ynl') && inPath('genl-ctrl-list'),
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

	load(parameters?: Readonly<Record<string, string | number>>, module?: string): Promise<Loaded> {
		return load((...words) => this.#must(...words), parameters, module);
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

	/** A kernel that panics of it is judged by its console, on the host. */
	async breaks(pattern: RegExp, work: () => Promise<unknown>, limit = 10_000): Promise<void> {
		report({ kind: 'break', pattern: pattern.source });
		await sees(await this.log(), pattern, work, limit);
		report({ kind: 'broken' });
		writeFileSync('/proc/sysrq-trigger', 'b');
		await new Promise(() => {});
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
