/**
 * The machine as a stage's test sees it.
 *
 * A `client.test.ts` default-exports `(lab: Lab) => void` and registers its `node:test` tests there. It never
 * asks where it runs: in QEMU's guest the lab is local and on the native transport, for the page's kernel it
 * works from outside, over the relay. What a machine cannot do, it says through `without`.
 */
import type { Transport } from '@both-sides/netlink/transport';

/** What some machines have and others lack. */
export type Capability =
	/** Two CPUs: true concurrency. */
	| 'two CPUs'
	/** A client is a process of the guest, with a pid and a `comm` of its own. */
	| 'client processes'
	/** kprobe events in tracefs. */
	| 'kprobes'
	/** Kernel modules are found and loaded by alias (`modprobe`). */
	| 'module autoload'
	/** Sockets are of the process that runs the tests, by the native transport. */
	| 'native transport'
	/** `/sbin/ip` is that of iproute2. */
	| 'iproute2'
	/** The kernel's own `ynl`, pyroute2 (for /usr/bin/python3) and libnl's `genl-ctrl-list`. */
	| 'netlink tools'
	/** A kernel that watches itself: KASAN, lockdep, allocations that fail when told to. */
	| 'debug kernel';

/** What a command or a client left behind. */
export interface Finished {
	/** Exit status; 128 + n where signal n ended it. */
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** A program that is still running; disposing stops it and waits for its end. */
export interface Running extends AsyncDisposable {
	/** Process id in the guest; undefined where the client is no process of the guest. */
	readonly pid: number | undefined;
	/** Resolves with the first line of standard output that matches; throws after `limit` milliseconds. */
	line(pattern: RegExp, limit?: number): Promise<string>;
	/** Ends it with a signal and resolves once it is gone. */
	stop(): Promise<Finished>;
}

/** A loaded module; disposing unloads it. */
export interface Loaded extends AsyncDisposable {
	readonly name: string;
	/** rmmod; throws CommandFailed with rmmod's own words when the kernel refuses. */
	unload(): Promise<void>;
}

/** A network namespace of its own; disposing removes its name (the kernel frees it with its last user). */
export interface Namespace extends AsyncDisposable {
	/** Its name, as `ip netns` would show it. */
	readonly name: string;
	/** A path that `setns()` can open. */
	readonly path: string;
}

/** The kernel's log from the moment that this view was made. */
export interface KernelLog {
	/** The messages so far, oldest first, without time stamps. */
	lines(): Promise<readonly string[]>;
	/** The first message that matches, now or later; throws after `limit` milliseconds (5,000 unless told). */
	line(pattern: RegExp, limit?: number): Promise<string>;
}

/** A command that ended with another status than 0. */
export class CommandFailed extends Error {
	override readonly name = 'CommandFailed';
	readonly command: string;
	readonly finished: Finished;

	constructor(command: string, finished: Finished) {
		super(`${command}: exit status ${finished.status}: ${finished.stderr.trim()}`);
		this.command = command;
		this.finished = finished;
	}
}

export interface Lab {
	/** `release` as uname -r says it; `series` as the matrix names it, for example "6.12". */
	readonly kernel: { readonly series: string; readonly release: string };

	/** The reason to skip a test that needs these, or false where the machine has them all: `{ skip: lab.without('two CPUs') }`. */
	without(...needed: Capability[]): string | false;

	/**
	 * insmod of the stage's module (`pulse` unless told; `wrong/no-mutex/pulse` is the one with a mistake) with its
	 * parameters; throws CommandFailed with insmod's own words.
	 */
	load(parameters?: Readonly<Record<string, string | number>>, module?: string): Promise<Loaded>;

	/** A view of the kernel's log that starts now. */
	log(): Promise<KernelLog>;

	/** Runs a line in the guest's busybox shell, in the folder that holds the stage's modules; does not throw on a status. */
	run(command: string): Promise<Finished>;

	/** Runs the stage's `client.ts` to its end. */
	client(...args: string[]): Promise<Finished>;

	/** Starts the stage's `client.ts` and leaves it running. */
	start(...args: string[]): Promise<Running>;

	/** Makes a network namespace. */
	namespace(): Promise<Namespace>;

	/**
	 * Does what makes the kernel report a fault of its own, until a line of its log matches; throws where none does for `limit`
	 * milliseconds (10,000 unless told). The test ends there, and so does the machine, whether the kernel survived it or not.
	 */
	breaks(pattern: RegExp, work: () => Promise<unknown>, limit?: number): Promise<void>;

	/** Opens a netlink socket of the guest; throws NetlinkError. */
	open(protocol: number, options?: { readonly namespace?: Namespace }): Promise<Transport>;
}
