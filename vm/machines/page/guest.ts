import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Transport } from '@both-sides/netlink';
import type { Finished } from '../../../examples/lab.ts';
import { isToThePoint, type Messages } from '../../guest/kernel-message.ts';
import { PageMachine, relayPort, type SavedParts } from './machine.ts';
import type { Log } from './relay/log.ts';
import { Relay } from './relay/relay.ts';

/** What a command may take, in milliseconds. */
const commandLimit = 30_000;

const SIGKILL = 9;

/** A page's machine in Node that is ready for a stage: its modules are there, its relay answers, its log is kept. */
export class PageGuest implements AsyncDisposable {
	readonly relay: Relay;
	/** The kernel's, since this guest was started. */
	readonly messages: Messages;
	readonly machine: PageMachine;
	/** Whether a test has broken its kernel on purpose. */
	isBroken = false;

	private constructor(machine: PageMachine, relay: Relay, messages: Messages) {
		this.machine = machine;
		this.relay = relay;
		this.messages = messages;
	}

	/**
	 * A fresh machine.
	 *
	 * @param modules folder whose .ko files it finds where its commands run
	 */
	static async start(parts: SavedParts, modules: string): Promise<PageGuest> {
		const machine = await PageMachine.restore(parts);
		const relay = await Relay.connect(machine.port(relayPort));
		// A kernel that has panicked answers nothing any more: nobody is to wait for it.
		machine.onConsole(() => {
			if (machine.console.includes('Kernel panic - ')) relay.close();
		});
		const lines: string[] = [];
		const log = await relay.log((message) => {
			if (isToThePoint(message)) lines.push(message.text);
		});
		const guest = new PageGuest(machine, relay, messagesOf(log, lines, machine));
		await guest.#addModules(modules);
		return guest;
	}

	async #addModules(folder: string): Promise<void> {
		const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
			path.endsWith('.ko'),
		);
		const folders = new Set(paths.map(dirname).filter((path) => path !== '.'));
		if (folders.size > 0)
			await this.run(`mkdir -p ${[...folders].map((path) => `'${path}'`).join(' ')}`);
		for (const path of paths) await this.machine.addFile(path, readFileSync(join(folder, path)));
	}

	/** What the console has shown. */
	get console(): readonly string[] {
		return linesOf(this.machine);
	}

	/**
	 * Runs a line in the guest's shell, in the folder with the stage's modules; what takes longer than half a minute is ended.
	 *
	 * @param output called with each piece of output, whichever stream it comes on
	 */
	async run(line: string, output: (text: string) => void = () => {}): Promise<Finished> {
		const decoders = [new TextDecoder(), new TextDecoder()];
		const texts = ['', ''];
		const command = await this.relay.run(line, (stream, bytes) => {
			const text = decoders[stream - 1]?.decode(bytes, { stream: true }) ?? '';
			texts[stream - 1] += text;
			output(text);
		});
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			command.signal(SIGKILL).catch(() => {}); // It, or the relay, ended a moment ago.
		}, commandLimit);
		try {
			const status = await command.ended;
			const [stdout = '', stderr = ''] = texts;
			if (late)
				throw new Error(`${line}: did not end within ${commandLimit / 1000} s\n${stdout}${stderr}`);
			return { status, stdout, stderr };
		} finally {
			clearTimeout(timer);
		}
	}

	/** Opens a netlink socket of the guest; throws NetlinkError. */
	open(protocol: number, namespace?: string): Promise<Transport> {
		return this.relay.open(protocol, namespace === undefined ? {} : { namespace });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.relay.close();
		await this.machine[Symbol.asyncDispose]();
	}
}

function linesOf(machine: PageMachine): string[] {
	return machine.console.split(/\r?\n/).map((line) => line.replace(/^\[ *\d+\.\d+\] /, ''));
}

function messagesOf(log: Log, lines: readonly string[], machine: PageMachine): Messages {
	return {
		count: async () => {
			await log.sync();
			return lines.length;
		},
		since: async (count) => {
			try {
				await log.sync();
				return lines.slice(count);
			} catch {
				// A kernel that has panicked tells no more of its log; its console has the end of it.
				return linesOf(machine);
			}
		},
	};
}
