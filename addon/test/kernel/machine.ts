/** What the tests need of the machine whose kernel they talk to. */

/** What some machines have and others lack. */
export type Capability =
	/** Sockets are of the process that runs the tests, by the native transport. */
	| 'native transport'
	/** `/sbin/ip` is that of iproute2. */
	| 'iproute2';

export interface Machine {
	/** The reason to skip a test that needs these, or false where the machine has them all. */
	without(...needed: Capability[]): string | false;

	/** Runs a line in the machine's shell; does not throw on a status. */
	run(command: string): Promise<{
		readonly status: number;
		readonly stdout: string;
		readonly stderr: string;
	}>;

	/** A network namespace, by a path that open() and nsenter take; it goes with its last user once it is disposed of. */
	namespace(): Promise<AsyncDisposable & { readonly path: string }>;
}

/** A machine that is only there for tests: modules can be loaded into its kernel. */
export interface TestMachine extends Machine {
	/** Loads one of the modules of module/; disposing unloads it. */
	load(
		parameters: Readonly<Record<string, string | number>>,
		module: string,
	): Promise<AsyncDisposable & { unload(): Promise<void> }>;
}
