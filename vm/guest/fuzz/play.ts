/** Carries a program out on a machine, and says what went wrong there. */
import { NetlinkError, Socket as NetlinkSocket, type Transport } from '@both-sides/netlink';
import { type Description, Generic } from '@both-sides/netlink/generic';
import {
	encodeMessage,
	NETLINK_GENERIC,
	NETLINK_NO_ENOBUFS,
	NLM_F_ACK,
	NLMSG_NOOP,
	SOL_NETLINK,
} from '@both-sides/netlink/wire';
import type { Grammar } from '../../../examples/grammar.ts';
import type { Lab, Namespace } from '../../../examples/lab.ts';
import { kernelReport } from '../kernel-report.ts';
import { datagram } from './bytes.ts';
import { Judge, Violation } from './judge.ts';
import type { Operation, Program } from './program.ts';

const ENOBUFS = 105;

/** After so many milliseconds without a datagram a queue is likely to be empty. */
const silence = 100;

/** What went wrong. */
export interface Failure {
	/** The kernel reports it, an answer shows it, or something does not end. */
	readonly kind: 'kernel' | 'answer' | 'hang';
	/** In words that are the same each time. */
	readonly rule: string;
	/** What there is to say of it, line by line. */
	readonly detail: readonly string[];
}

/** Where a program is played. */
export interface Ground {
	readonly lab: Pick<Lab, 'log' | 'run' | 'namespace' | 'open'>;
	/** Path of the .ko file without its ending, as Lab.load() takes it. */
	readonly module: string;
	/** How long an operation may take, in milliseconds. */
	readonly limit: number;
}

/** Something that was to end and has not. */
class Hang extends Error {
	override readonly name = 'Hang';
}

interface Socket {
	readonly transport: Transport;
	readonly judge: Judge;
}

/** Plays a program from beginning to end, and takes away what it leaves; gives what went wrong, if something did. */
export async function play(
	program: Program,
	grammar: Grammar,
	ground: Ground,
): Promise<Failure | undefined> {
	const log = await ground.lab.log();
	let failure: Failure | undefined;
	try {
		await new Player(grammar, ground).play(program);
	} catch (error) {
		failure = failureOf(error);
	}
	const report = kernelReport(await log.lines());
	return report ? kernelFailure(report) : failure;
}

/** What the kernel has reported is a failure, whatever else is. */
export function kernelFailure(report: readonly string[]): Failure {
	return { kind: 'kernel', rule: 'a report of the kernel', detail: report };
}

function failureOf(error: unknown): Failure {
	if (error instanceof Violation)
		return { kind: 'answer', rule: error.rule, detail: [error.message] };
	if (error instanceof Hang) return { kind: 'hang', rule: error.message, detail: [error.message] };
	const { message } = error as Error;
	return { kind: 'hang', rule: 'the machine is gone', detail: [message] };
}

class Player {
	readonly #grammar: Grammar;
	readonly #ground: Ground;
	readonly #sockets = new Map<number, Socket>();
	readonly #namespaces = new Map<string, Namespace>();
	/** What each socket is at; its operations wait for one another. */
	readonly #chains = new Map<number, Promise<void>>();
	/** Message types that the grammar's family has had. */
	readonly #families = new Set<number>();
	#description: Description | undefined;
	#sequence = 0;

	constructor(grammar: Grammar, ground: Ground) {
		this.#grammar = grammar;
		this.#ground = ground;
	}

	async play(program: Program): Promise<void> {
		let aside: Promise<void>[] = [];
		for (const [index, operation] of program.entries()) {
			const done = this.#begin(operation);
			// That it failed is told when it is waited for.
			done.catch(() => {});
			aside.push(done);
			if (operation.aside) continue;
			await Promise.all(aside);
			aside = [];
			if (index === 0 && operation.do === 'load') await this.#mustBeLoaded();
		}
		await Promise.all(aside);
		await this.#end();
	}

	#begin(operation: Operation): Promise<void> {
		const doing = () => this.#within(operation.do, this.#do(operation));
		if (!('socket' in operation)) return doing();
		const { socket } = operation;
		const done = (this.#chains.get(socket) ?? Promise.resolve()).then(doing);
		this.#chains.set(socket, done);
		return done;
	}

	/** @throws Hang where it takes too long */
	async #within<Value>(what: string, work: Promise<Value>): Promise<Value> {
		const { limit } = this.#ground;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Hang(`${what} does not end`)), limit);
		});
		try {
			return await Promise.race([work, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	async #do(operation: Operation): Promise<void> {
		try {
			await this.#attempt(operation);
		} catch (error) {
			// What the kernel refuses it may refuse: sockets of a module that is not there, groups that nobody has.
			if (!(error instanceof NetlinkError)) throw error;
		}
	}

	async #attempt(operation: Operation): Promise<void> {
		const { lab } = this.#ground;
		const socket = 'socket' in operation ? this.#sockets.get(operation.socket) : undefined;
		switch (operation.do) {
			case 'load': {
				const words = Object.entries(operation.parameters).map((pair) => pair.join('='));
				await lab.run(['insmod', `${this.#ground.module}.ko`, ...words].join(' '));
				await this.#lookUp();
				break;
			}
			case 'unload':
				await lab.run(`rmmod ${this.#name}`);
				break;
			case 'namespace':
				if (!this.#namespaces.has(operation.name))
					this.#namespaces.set(operation.name, await lab.namespace());
				break;
			case 'destroy':
				await this.#destroy(operation.name);
				break;
			case 'open':
				await this.#open(operation.socket, operation.namespace);
				break;
			case 'close':
				this.#sockets.delete(operation.socket);
				await socket?.transport.close();
				break;
			case 'join':
				socket?.judge.joins(this.#group(operation.group));
				await socket?.transport.join(this.#group(operation.group));
				break;
			case 'leave':
				await socket?.transport.leave(this.#group(operation.group));
				break;
			case 'option':
				if (operation.option === NETLINK_NO_ENOBUFS && operation.value !== 0)
					socket?.judge.losesSilently();
				await socket?.transport.setOption(SOL_NETLINK, operation.option, operation.value);
				break;
			case 'send':
				if (socket) await this.#send(socket, operation);
				break;
			case 'receive':
				if (socket) await this.#receive(socket, silence);
				break;
			case 'read':
				if (socket) await this.#read(socket);
				break;
			case 'wait':
				await new Promise((resolve) => setTimeout(resolve, operation.milliseconds));
				break;
		}
	}

	get #name(): string {
		return this.#ground.module.split('/').at(-1) ?? '';
	}

	async #open(number: number, namespace: string | undefined): Promise<void> {
		if (this.#sockets.has(number)) return;
		const there = namespace === undefined ? undefined : this.#namespaces.get(namespace);
		// A socket of a namespace that is gone is none.
		if (namespace !== undefined && !there) return;
		const { lab } = this.#ground;
		const transport = await lab.open(this.#grammar.protocol, there ? { namespace: there } : {});
		this.#sockets.set(number, {
			transport,
			judge: new Judge(this.#grammar, transport.portId, this.#families),
		});
	}

	async #destroy(name: string): Promise<void> {
		const namespace = this.#namespaces.get(name);
		this.#namespaces.delete(name);
		await namespace?.[Symbol.asyncDispose]();
	}

	/** Asks nlctrl for the family, which is another one each time that the module is loaded. */
	async #lookUp(): Promise<void> {
		const { family } = this.#grammar;
		if (!family) return;
		await using generic = new Generic(
			new NetlinkSocket(await this.#ground.lab.open(NETLINK_GENERIC)),
		);
		try {
			this.#description = (await generic.family(family.name)).description;
			this.#families.add(this.#description.id);
		} catch (error) {
			if (!(error instanceof NetlinkError)) throw error;
		}
	}

	/** The number of a group: of one of the family's own, the one that the kernel has given it. */
	#group(number: number): number {
		const name = this.#grammar.family?.groups[number - 1] ?? '';
		return this.#description?.groups.get(name) ?? number;
	}

	#next(): number {
		this.#sequence += 1;
		return this.#sequence;
	}

	async #send(
		socket: Socket,
		{ messages, cut }: Extract<Operation, { do: 'send' }>,
	): Promise<void> {
		const { family } = this.#grammar;
		const whole = datagram(
			messages,
			family && { type: this.#description?.id ?? 0xffff, version: family.version },
			() => this.#next(),
			(number) => this.#sockets.get(number)?.transport.portId ?? 0,
		);
		await this.#sendBytes(socket, whole.subarray(0, cut));
	}

	async #sendBytes({ transport, judge }: Socket, bytes: Uint8Array): Promise<void> {
		await transport.send(bytes);
		judge.sent(bytes);
	}

	/** Receives what comes within so many milliseconds, at least one datagram; false where none does. */
	async #receive({ transport, judge }: Socket, limit: number): Promise<boolean> {
		const signal = AbortSignal.timeout(limit);
		try {
			for (const received of await transport.receive({ signal })) judge.hears(received);
			return true;
		} catch (error) {
			if (error instanceof NetlinkError && error.errno === ENOBUFS) {
				judge.loses();
				return true;
			}
			if (signal.aborted) return false;
			throw error;
		}
	}

	/**
	 * Receives all that there is, and expects that every request has been answered. The kernel acknowledges an NLMSG_NOOP itself
	 * (netlink_rcv_skb), after all that it has been asked before: what has not come by then does not come, but for the rest of
	 * lists, which are made as they are read. Where messages were lost, so may that acknowledgement be, until there is room again.
	 */
	async #read(socket: Socket): Promise<void> {
		const { judge } = socket;
		const end = performance.now() + this.#ground.limit / 2;
		for (;;) {
			const wasCongested = judge.isCongested;
			const limit = wasCongested ? silence : this.#ground.limit / 2;
			const sequence = this.#next();
			let isEmpty = false;
			await this.#sendBytes(
				socket,
				encodeMessage({ type: NLMSG_NOOP, flags: NLM_F_ACK, sequence }),
			);
			while (!judge.hasAnswered(sequence) || judge.hasOpenDump) {
				isEmpty = !(await this.#receive(socket, limit));
				if (isEmpty) break;
				if (judge.isCongested && !wasCongested) break;
			}
			if (!judge.isCongested) break;
			if (judge.hasAnswered(sequence)) judge.recovers();
			else if (performance.now() > end) {
				// The events of a group come faster than they can be read here: of what was lost nothing can be said.
				if (!isEmpty) return;
				throw new Violation('no answer', 'though the queue has been read to its end');
			}
		}
		judge.end();
	}

	async #mustBeLoaded(): Promise<void> {
		const { status } = await this.#ground.lab.run(`grep -q '^${this.#name} ' /proc/modules`);
		if (status !== 0)
			throw new Violation('the module is not loaded', `insmod ${this.#ground.module}.ko failed`);
	}

	/** Reads what has not been read, closes and removes everything, and expects that the module can go. */
	async #end(): Promise<void> {
		for (const socket of this.#sockets.values()) {
			try {
				await this.#within('read', this.#read(socket));
			} catch (error) {
				if (!(error instanceof NetlinkError)) throw error;
			}
		}
		for (const { transport } of this.#sockets.values())
			await this.#within('close', transport.close());
		for (const name of [...this.#namespaces.keys()])
			await this.#within('destroy', this.#destroy(name));
		const { lab, limit } = this.#ground;
		const end = performance.now() + limit;
		for (;;) {
			const { stderr } = await this.#within(
				'unload',
				lab.run(`! grep -q '^${this.#name} ' /proc/modules || rmmod ${this.#name}`),
			);
			if (stderr === '') return;
			if (performance.now() > end)
				throw new Violation('a module that is still in use', stderr.trim());
		}
	}
}
