import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { kernelReport } from '../../guest/kernel-report.ts';
import { asciiJson, type Order, type Report, type Sources } from '../../guest/protocol.ts';
import { atExit } from '../../setup/cleanup.mjs';
import { Problem } from '../../setup/problem.mjs';
import { busybox, type Kernel, qemu } from '../kernels/index.ts';
import { findNetlinkTools } from '../kernels/ynl.ts';
import { accelerator } from './accelerator.ts';
import { initramfs } from './initramfs.ts';

/** How long a machine may take, in milliseconds. */
export interface Limits {
	/** From its start until the agent says that it is ready. */
	readonly boot: number;
	/** Without a word while it carries out an order. */
	readonly silence: number;
	/** From its start to its end. */
	readonly total: number;
}

function limitsOf({ slowness = 1 }: Kernel): Limits {
	return { boot: 90_000 * slowness, silence: 60_000 * slowness, total: 30 * 60_000 * slowness };
}

export interface MachineOptions {
	/** What Node runs inside; see sources(). */
	readonly sources: Sources;
	readonly cpus?: number;
	/** In MiB. */
	readonly memory?: number;
	/** Adds a terminal, /dev/hvc0 in the guest. */
	readonly terminal?: boolean;
	readonly limits?: Partial<Limits>;
}

/** A guest that ended, or was ended because it hung, before it had done what it was told. */
export class MachineDied extends Error {
	override readonly name = 'MachineDied';
	/** The end of what the kernel wrote to its console, oldest line first. */
	readonly console: readonly string[];
	/** What the kernel said was wrong, where it did. */
	readonly report: readonly string[] | undefined;

	/** @param since index of the console's first line that can have to do with it */
	constructor(what: string, console: readonly string[], since: number) {
		const report = kernelReport(console.slice(since));
		super(report ? `${what}: ${report[0]}` : what);
		this.console = console.slice(-50);
		this.report = report;
	}

	/** Whether the kernel's own report, or its end, has a line that matches. */
	says(pattern: RegExp): boolean {
		return [...(this.report ?? []), ...this.console].some((line) => pattern.test(line));
	}

	/** All that is known of it: the kernel's own report, or else the end of its console. */
	explain(): string {
		const lines = this.report ?? this.console;
		const head = this.report ? 'the kernel reports' : 'the end of its console';
		return `${this.message}\n${head}:\n${lines.join('\n')}`;
	}
}

const agent = fileURLToPath(new URL('../../guest/agent.ts', import.meta.url));

/** Kernel time stamps, and what a terminal would take for colour. */
function plain(line: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one.
	return line.replace(/\r|\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/^\[ *\d+\.\d+\] /, '');
}

/** A path in a kernel command line. */
function quoted(path: string): string {
	if (path.includes('"')) throw new Problem(`${path}: a path with a " cannot be given to a guest`);
	return `"${path}"`;
}

/** A running guest. It is gone when it is disposed of and when this process ends, however that comes about. */
export class Machine implements AsyncDisposable {
	readonly kernel: Kernel;
	/** Milliseconds from the start of QEMU until the agent was ready. */
	readonly bootTime: number;
	readonly #guest: Guest;

	private constructor(kernel: Kernel, guest: Guest, bootTime: number) {
		this.kernel = kernel;
		this.#guest = guest;
		this.bootTime = bootTime;
	}

	/**
	 * Starts a guest and waits until it takes orders.
	 *
	 * @throws {MachineDied} where it does not get as far
	 */
	static async start(kernel: Kernel, options: MachineOptions): Promise<Machine> {
		const begin = performance.now();
		const guest = new Guest(await launch(kernel, options), {
			...limitsOf(kernel),
			...options.limits,
		});
		await guest.boot(options.sources);
		return new Machine(kernel, guest, performance.now() - begin);
	}

	/** The guest's terminal, where it was started with one. */
	get terminal(): Duplex {
		return this.#guest.terminal;
	}

	/** What the kernel has written to its console so far, line by line, without time stamps. */
	get console(): readonly string[] {
		return this.#guest.console;
	}

	/** Calls back with each line that the kernel writes to its console from now on. */
	onConsole(listener: (line: string) => void): void {
		this.#guest.onConsole = listener;
	}

	/**
	 * Has an order carried out; its reports come as they are made, except for the last.
	 *
	 * @returns the order's exit status, and what stood in its way, if something did
	 * @throws {MachineDied}
	 */
	order(
		order: Order,
		listener: (report: Report) => void = () => {},
	): Promise<Extract<Report, { kind: 'done' }>> {
		return this.#guest.order(order, listener);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#guest.end();
	}
}

async function launch(kernel: Kernel, options: MachineOptions): Promise<ChildProcess> {
	const program = await qemu();
	const { command, environment, arguments: firmware } = program;
	const image = initramfs(kernel, await busybox());
	const node = realpathSync(process.execPath);
	const tools = findNetlinkTools();
	const cpus = options.cpus ?? 1;
	const append = [
		'console=ttyS0 quiet panic=-1 oops=panic panic_on_warn=1 hung_task_panic=1 mitigations=off cryptomgr.notests',
		...(kernel.parameters ?? []),
		'--',
		quoted(node),
		quoted(agent),
		...(tools ? [quoted(tools.commands)] : []),
	].join(' ');
	const terminal = [
		'-chardev',
		'socket,id=terminal,fd=4',
		'-device',
		'virtconsole,chardev=terminal',
	];
	const args = [
		...firmware,
		...['-M', 'pc', '-cpu', 'max', '-accel', await accelerator(program, kernel)],
		// A socket each: the debug kernel, without ACPI, reads the firmware's old table, which has one CPU of a socket.
		...['-smp', `${cpus},sockets=${cpus}`],
		...['-m', String(options.memory ?? kernel.memory ?? 512)],
		...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
		...['-kernel', kernel.vmlinux, '-initrd', image, '-append', append],
		...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
		...['-fsdev', 'local,id=root,path=/,security_model=none,readonly=on,multidevs=remap'],
		...['-device', 'virtio-9p-pci,fsdev=root,mount_tag=root'],
		...['-device', 'virtio-serial-pci'],
		...['-chardev', 'socket,id=control,fd=3'],
		...['-device', 'virtserialport,chardev=control,name=control'],
		...(options.terminal ? terminal : []),
		...['-device', 'pvpanic-pci', '-action', 'panic=exit-failure'],
	];
	// setpriv: a QEMU whose parent was killed ends too.
	return spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
		env: { ...process.env, ...environment },
		// A group of its own: Ctrl-C at the terminal reaches us, and we end it.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe', 'pipe', options.terminal ? 'pipe' : 'ignore'],
	});
}

/** Calls back with each line. That a stream breaks is no news: its process has ended, which is told by itself. */
function eachLine(stream: Readable, listener: (line: string) => void): void {
	createInterface({ input: stream.on('error', () => {}) })
		.on('error', () => {})
		.on('line', listener);
}

/** A line of the guest's, unless it died in the middle of it. */
function parse(line: string): Report | undefined {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

/** The process of a guest and the conversation with it. */
class Guest {
	readonly #process: ChildProcess;
	readonly #limits: Limits;
	readonly #console: string[] = [];
	readonly #ended: Promise<string>;
	readonly #forget: () => void;
	readonly #total: NodeJS.Timeout;
	/** How many lines the console had when the test or the block began that runs now. */
	#begun = 0;
	#alive = true;
	#why: string | undefined;
	#hear: (report: Report) => void = () => {};
	onConsole: (line: string) => void = () => {};

	constructor(process: ChildProcess, limits: Limits) {
		this.#process = process;
		this.#limits = limits;
		this.#forget = atExit(() => this.#kill());
		this.#total = setTimeout(
			() => this.#kill(`the machine ran for more than ${limits.total / 60_000} minutes`),
			limits.total,
		);
		let complaint = '';
		process.stderr?.setEncoding('utf8').on('data', (text: string) => {
			complaint += text;
		});
		eachLine(process.stdout as Readable, (line) => {
			this.#console.push(plain(line));
			this.onConsole(plain(line));
		});
		eachLine(process.stdio[3] as Duplex, (line) => {
			const report = parse(line);
			if (report) this.#hear(report);
		});
		this.#ended = new Promise((resolve) => {
			const end = (how: string) => {
				this.#alive = false;
				this.#forget();
				clearTimeout(this.#total);
				resolve(this.#why ?? how);
			};
			process.on('error', (error) => end(`QEMU cannot be started: ${error.message}`));
			process.on('close', (status, signal) =>
				end(
					complaint.trim() === ''
						? `the guest died (QEMU ended with ${signal ?? `status ${status}`})`
						: `QEMU ended with ${signal ?? `status ${status}`}: ${complaint.trim()}`,
				),
			);
		});
	}

	get terminal(): Duplex {
		return this.#process.stdio[4] as Duplex;
	}

	get console(): readonly string[] {
		return this.#console;
	}

	#kill(why?: string): void {
		this.#why ??= why;
		this.#process.kill('SIGKILL');
	}

	#say(message: Order | Sources): void {
		(this.#process.stdio[3] as Duplex).write(`${asciiJson(message)}\n`);
	}

	/** Waits for a report of one kind, at most `limit` milliseconds after the one before. */
	async #until<Kind extends Report['kind']>(
		kind: Kind,
		limit: number,
		hung: string,
		listener: (report: Report) => void,
	): Promise<Extract<Report, { kind: Kind }>> {
		const timer = setTimeout(() => this.#kill(hung), limit);
		try {
			return await new Promise((resolve, reject) => {
				this.#ended.then((how) => reject(new MachineDied(how, this.#console, this.#begun)));
				this.#hear = (report) => {
					timer.refresh();
					// What the kernel has reported before is the business of the tests before.
					if (report.kind === 'start') this.#begun = this.#console.length;
					if (report.kind === kind) resolve(report as Extract<Report, { kind: Kind }>);
					else listener(report);
				};
			});
		} finally {
			this.#hear = () => {};
			clearTimeout(timer);
		}
	}

	async boot(sources: Sources): Promise<void> {
		this.#say(sources);
		const { boot } = this.#limits;
		await this.#until('ready', boot, `the guest did not start within ${boot / 1000} s`, () => {});
	}

	order(
		order: Order,
		listener: (report: Report) => void,
	): Promise<Extract<Report, { kind: 'done' }>> {
		this.#say(order);
		const { silence } = this.#limits;
		const hung = `the guest hangs: not a word for ${silence / 1000} s`;
		// A shell is as silent as the person at it.
		return this.#until('done', order.do === 'shell' ? 2 ** 31 - 1 : silence, hung, listener);
	}

	async end(): Promise<void> {
		if (this.#alive) this.#kill();
		await this.#ended;
	}
}
