/** What a client needs of the protocol below it: generic netlink and the classic ones differ in where a message says what it is. */
import { type Family, Generic, readGeneric } from '../generic/index.ts';
import type { Socket, SubscribeOptions, Wait } from '../socket.ts';
import type { Subscription } from '../subscription.ts';
import { NETLINK_GENERIC } from '../wire/constants.ts';
import type { Message } from '../wire/message.ts';
import type { Described } from '../wire/types.ts';
import type { FamilyTables } from './tables.ts';

/** A message's number, nlmsg_type or genlmsghdr's command, and what follows the headers. */
export interface Received {
	readonly command: number;
	readonly payload: Uint8Array;
}

/** What is sent. */
export interface Body {
	readonly payload: Uint8Array;
	readonly layout: Described;
	readonly flags?: number;
}

export interface Carrier {
	request(command: number, body: Body, wait?: Wait): Promise<Received>;
	acknowledge(command: number, body: Body, wait?: Wait): Promise<unknown>;
	dump(command: number, body: Body, wait?: Wait): AsyncIterable<Received>;
	list(command: number, body: Body, wait?: Wait): Promise<readonly Received[]>;
	subscribe(groups: readonly string[], options?: SubscribeOptions): Promise<Subscription>;
	/** The number of a group, counted from 1. */
	group(name: string): number;
	/** Undefined where the message is not the family's. */
	read(message: Message): Received | undefined;
}

/** Over a socket of the family's protocol. */
export async function carrierOf(
	{ name, protocol, groups }: Pick<FamilyTables, 'name' | 'protocol' | 'groups'>,
	socket: Socket,
	wait?: Wait,
): Promise<Carrier> {
	if (socket.protocol !== protocol) {
		throw new RangeError(
			`the family ${name} is of netlink protocol ${protocol}, the socket of ${socket.protocol}`,
		);
	}
	return protocol === NETLINK_GENERIC
		? new GenericCarrier(await new Generic(socket).family(name, wait))
		: new ClassicCarrier(socket, name, groups);
}

class GenericCarrier implements Carrier {
	readonly #family: Family;

	constructor(family: Family) {
		this.#family = family;
	}

	request(command: number, body: Body, wait?: Wait): Promise<Received> {
		return this.#family.request(command, body, wait);
	}

	acknowledge(command: number, body: Body, wait?: Wait): Promise<unknown> {
		return this.#family.acknowledge(command, body, wait);
	}

	dump(command: number, body: Body, wait?: Wait): AsyncIterable<Received> {
		return this.#family.dump(command, body, wait);
	}

	list(command: number, body: Body, wait?: Wait): Promise<readonly Received[]> {
		return this.#family.list(command, body, wait);
	}

	subscribe(groups: readonly string[], options?: SubscribeOptions): Promise<Subscription> {
		return this.#family.subscribe(groups, options);
	}

	group(name: string): number {
		return this.#family.description.groups.get(name) ?? 0;
	}

	read(message: Message): Received | undefined {
		return message.type === this.#family.description.id ? readGeneric(message) : undefined;
	}
}

class ClassicCarrier implements Carrier {
	readonly #socket: Socket;
	readonly #name: string;
	readonly #groups: FamilyTables['groups'];

	constructor(socket: Socket, name: string, groups: FamilyTables['groups']) {
		this.#socket = socket;
		this.#name = name;
		this.#groups = groups;
	}

	async request(command: number, body: Body, wait?: Wait): Promise<Received> {
		return this.read(await this.#socket.request({ type: command, ...body }, wait));
	}

	acknowledge(command: number, body: Body, wait?: Wait): Promise<unknown> {
		return this.#socket.acknowledge({ type: command, ...body }, wait);
	}

	async *dump(command: number, body: Body, wait?: Wait): AsyncIterable<Received> {
		for await (const message of this.#socket.dump({ type: command, ...body }, wait)) {
			yield this.read(message);
		}
	}

	async list(command: number, body: Body, wait?: Wait): Promise<readonly Received[]> {
		const messages = await this.#socket.list({ type: command, ...body }, wait);
		return messages.map((message) => this.read(message));
	}

	async subscribe(groups: readonly string[], options?: SubscribeOptions): Promise<Subscription> {
		return this.#socket.subscribe(
			groups.map((name) => this.group(name)),
			options,
		);
	}

	group(name: string): number {
		const group = Object.hasOwn(this.#groups, name) ? this.#groups[name] : undefined;
		if (typeof group === 'number') return group;
		const names = Object.keys(this.#groups).filter((each) => this.#groups[each] !== null);
		throw new RangeError(
			`the family ${this.#name} has no group ${name}; it has: ${names.join(', ') || 'none'}`,
		);
	}

	read({ type, payload }: Message): Received {
		return { command: type, payload };
	}
}
