import type { Transport } from '@both-sides/netlink';
import {
	type Capability,
	CommandFailed,
	type Finished,
	type KernelLog,
	type Lab,
	type Loaded,
	type Namespace,
	type Running,
} from '../../../examples/lab.ts';
import { viewLog } from '../../guest/kernel-message.ts';
import { load } from '../../guest/load.ts';
import type { StageFiles } from '../../guest/protocol.ts';
import { sees } from '../../guest/sees.ts';
import type { RunningKernel } from '../kernels/index.ts';
import { startClient } from './client.ts';
import type { PageGuest } from './guest.ts';

/** What the machine in the page has not, and why. */
const missing: Partial<Readonly<Record<Capability, string>>> = {
	'two CPUs': 'v86 emulates one CPU',
	'client processes': 'a client runs outside of the machine, which has no Node',
	'native transport': 'sockets are opened by the relay',
	iproute2: 'its ip is busybox’s, to be small',
	'netlink tools': 'they are programs in Python, and of libnl’s',
	'debug kernel': 'its kernel is built without checkers, to be small',
	kprobes: 'its kernel is built without tracing, to be small',
};

/** A word that the shell takes as it is. */
function quoted(word: string): string {
	return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The page's machine as a test sees it, from outside: commands and sockets go over the relay, clients are processes of this host. */
export class PageLab implements Lab {
	readonly kernel: Lab['kernel'];
	readonly #stage: StageFiles;
	readonly #guest: () => PageGuest;
	#namespaces = 0;

	/** @param guest the machine at hand, a new one for each test */
	constructor({ release, series }: RunningKernel, stage: StageFiles, guest: () => PageGuest) {
		this.kernel = { release, series };
		this.#stage = stage;
		this.#guest = guest;
	}

	without(...needed: Capability[]): string | false {
		const reasons = needed.flatMap((capability) => {
			const reason = missing[capability];
			return reason === undefined ? [] : [`no ${capability}: ${reason}`];
		});
		return reasons.length > 0 && reasons.join('; ');
	}

	load(parameters?: Readonly<Record<string, string | number>>, module?: string): Promise<Loaded> {
		return load((...words) => this.#must(...words), parameters, module);
	}

	log(): Promise<KernelLog> {
		return viewLog(this.#guest().messages);
	}

	run(command: string): Promise<Finished> {
		return this.#guest().run(command);
	}

	client(...args: string[]): Promise<Finished> {
		return startClient(this.#guest(), this.#stage.examples, args).end();
	}

	async start(...args: string[]): Promise<Running> {
		const program = startClient(this.#guest(), this.#stage.examples, args);
		return {
			pid: undefined,
			line: (pattern, limit) => program.line(pattern, limit),
			stop: () => program.stop(),
			[Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
		};
	}

	async namespace(): Promise<Namespace> {
		this.#namespaces += 1;
		const name = `test${this.#namespaces}`;
		const path = `/run/netns/${name}`;
		await this.#must('touch', path);
		await this.#must('unshare', `--net=${path}`, 'true');
		return {
			name,
			path,
			[Symbol.asyncDispose]: async () => {
				await this.#must('umount', path);
				await this.#must('rm', path);
			},
		};
	}

	/** Each test has a machine of its own, which ends with it. */
	async breaks(pattern: RegExp, work: () => Promise<unknown>, limit = 10_000): Promise<void> {
		this.#guest().isBroken = true;
		return sees(await this.log(), pattern, work, limit);
	}

	open(protocol: number, options: { namespace?: Namespace } = {}): Promise<Transport> {
		return this.#guest().open(protocol, options.namespace?.path);
	}

	async #must(...words: [command: string, ...words: string[]]): Promise<void> {
		const finished = await this.run(words.map(quoted).join(' '));
		if (finished.status !== 0) throw new CommandFailed(words.join(' '), finished);
	}
}
