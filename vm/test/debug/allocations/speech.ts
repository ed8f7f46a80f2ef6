/** What is said to a stage in the same words, be it a protocol of its own or a family of generic netlink. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NetlinkError, type Socket, type Transport } from '@both-sides/netlink';
import { Generic } from '@both-sides/netlink/generic';
import { connect } from '@both-sides/netlink/spec';
import { type Layout, NETLINK_GENERIC, NLM_F_ACK } from '@both-sides/netlink/wire';
import type { pulse as Family } from '../../../../examples/10-hardening/pulse.ts';

export interface Timer {
	readonly name: string;
	readonly period?: number;
	readonly tags?: readonly string[];
}

/** A timer's settings, without what changes by itself. */
export type Settings = Readonly<Record<string, unknown>>;

export const operations = ['create', 'change', 'get', 'list', 'delete'] as const;
export type Operation = (typeof operations)[number];

/** A conversation with a stage's module. */
export interface Speech {
	/** The number of the group that hears of changes; undefined where there are no groups. */
	readonly group: number | undefined;
	/** Whether it has such an operation. */
	has(operation: Operation): boolean;
	/** Has something done; what answers is of no interest. */
	ask(operation: Operation, timer: Partial<Timer>): Promise<unknown>;
	/** A timer's settings; undefined where there is none. */
	told(name: string): Promise<Settings | undefined>;
}

/** What a stage's pulse.ts declares: numbers and a layout, or a family. */
interface Declared {
	readonly NETLINK_PULSE: number;
	readonly PULSE_NEW: number;
	readonly PULSE_SET: number;
	readonly PULSE_GET: number;
	readonly PULSE_DEL: number;
	readonly PULSE_GROUP_TIMERS?: number;
	readonly timer: Layout<Record<string, unknown>>;
	readonly pulse?: typeof Family;
}

/** A stage, as it is spoken to. */
export interface Stage {
	/** Of netlink. */
	readonly protocol: number;
	/** Speaks with its module, over a socket of the protocol. */
	speak(socket: Socket): Promise<Speech>;
}

async function unlessMissing<Value>(answer: Promise<Value>): Promise<Value | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof NetlinkError && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

function settingsOf({ beats: _beats, running: _running, ...settings }: Settings): Settings {
	return settings;
}

function speakClassic(declared: Declared, isBeforeLists: boolean, socket: Socket): Speech {
	const { PULSE_NEW, PULSE_SET, PULSE_GET, PULSE_DEL, timer: layout } = declared;
	const types = { create: PULSE_NEW, change: PULSE_SET, delete: PULSE_DEL };
	const body = ({ tags, ...rest }: Partial<Timer>) =>
		layout.body({ ...rest, ...(tags ? { tags: { tag: tags } } : {}) });
	const get = (timer: Partial<Timer>) => socket.request({ type: PULSE_GET, ...body(timer) });
	return {
		group: declared.PULSE_GROUP_TIMERS,
		has: (operation) => operation !== 'list' || !isBeforeLists,
		async ask(operation, timer) {
			if (operation === 'get') return get(timer);
			if (operation === 'list') return socket.list({ type: PULSE_GET, ...body(timer) });
			return socket.acknowledge({ type: types[operation], ...body(timer) });
		},
		async told(name) {
			const reply = await unlessMissing(get({ name }));
			return reply && settingsOf(layout.decode(reply.payload));
		},
	};
}

async function speakGeneric(family: typeof Family, socket: Socket): Promise<Speech> {
	const client = await connect(family, socket);
	const { description } = await new Generic(socket).family(family.name);
	const values = ({ tags, ...rest }: Partial<Timer>) => ({
		...rest,
		...(tags ? { tags: { name: [...tags] } } : {}),
	});
	return {
		group: description.groups.get('timers'),
		has: () => true,
		ask: (operation, timer) =>
			operation === 'list' ? client.list('get') : client.do(operation, values(timer)),
		async told(name) {
			const reply = await unlessMissing(client.do('get', { name }));
			return reply && settingsOf({ ...reply });
		},
	};
}

/** How a stage of the guide is spoken to, by its name. */
export async function stageOf(name: string): Promise<Stage> {
	const path = join(import.meta.dirname, '../../../../examples', name, 'pulse.ts');
	const declared: Declared = await import(pathToFileURL(path).href);
	const { pulse: family, NETLINK_PULSE: protocol } = declared;
	if (family) return { protocol: NETLINK_GENERIC, speak: (socket) => speakGeneric(family, socket) };
	return { protocol, speak: async (socket) => speakClassic(declared, name < '05', socket) };
}

/** Keeps what is sent over a transport. */
export class Tape implements Transport {
	readonly #transport: Transport;
	#sent: Uint8Array | undefined;

	constructor(transport: Transport) {
		this.#transport = transport;
	}

	/** The last datagram, as another socket can send it, to be acknowledged. */
	get last(): Uint8Array {
		if (!this.#sent) throw new Error('nothing was sent');
		const message = Uint8Array.from(this.#sent);
		const view = new DataView(message.buffer);
		// struct nlmsghdr: nlmsg_flags, and nlmsg_pid.
		view.setUint16(6, view.getUint16(6, true) | NLM_F_ACK, true);
		view.setUint32(12, 0, true);
		return message;
	}

	get protocol(): number {
		return this.#transport.protocol;
	}

	get portId(): number {
		return this.#transport.portId;
	}

	send(datagram: Uint8Array, portId?: number): Promise<void> {
		this.#sent = Uint8Array.from(datagram);
		return this.#transport.send(datagram, portId);
	}

	receive(options?: { readonly signal?: AbortSignal }): ReturnType<Transport['receive']> {
		return this.#transport.receive(options);
	}

	join(group: number): Promise<void> {
		return this.#transport.join(group);
	}

	leave(group: number): Promise<void> {
		return this.#transport.leave(group);
	}

	setOption(level: number, option: number, value: number): Promise<void> {
		return this.#transport.setOption(level, option, value);
	}

	getOption(level: number, option: number): Promise<number> {
		return this.#transport.getOption(level, option);
	}

	close(): Promise<void> {
		return this.#transport.close();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}
}
