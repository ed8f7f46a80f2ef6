import { NetlinkError, type Request } from '../error.ts';
import type { Acknowledged } from '../exchange.ts';
import type { Socket, SubscribeOptions, Wait } from '../socket.ts';
import type { Subscription } from '../subscription.ts';
import type { PolicyType } from '../wire/acknowledgement.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Message } from '../wire/message.ts';
import type { Described } from '../wire/types.ts';
import { CTRL_CMD_GETPOLICY, controllerAttributes, GENL_ID_CTRL } from './controller.ts';

/** Bytes of a struct genlmsghdr: command, version, two reserved. */
export const GENL_HDRLEN = 4;

/** What the kernel says of a family (CTRL_CMD_NEWFAMILY). */
export interface Description {
	readonly name: string;
	/** The message type: chosen by the kernel when the family is registered. */
	readonly id: number;
	readonly version: number;
	/** Bytes of the family's own header between genlmsghdr and the attributes; almost always 0. */
	readonly headerSize: number;
	/** The largest attribute number. */
	readonly maximumAttribute: number;
	/** Commands that can be asked for, with GENL_ADMIN_PERM (1), GENL_CMD_CAP_DO (2), _DUMP (4), _HASPOL (8), GENL_UNS_ADMIN_PERM (16). */
	readonly operations: readonly { readonly command: number; readonly flags: number }[];
	/** Multicast groups: the number to join by name. */
	readonly groups: ReadonlyMap<string, number>;
}

/** A command's payload: what Layout.body gives, or bytes. */
export interface Body {
	readonly payload?: Uint8Array;
	readonly layout?: Described;
	/** NLM_F_* beside those that the conversation sets. */
	readonly flags?: number;
}

/** A message of a family. */
export interface GenericMessage {
	readonly command: number;
	readonly version: number;
	/** What follows genlmsghdr: the family's own header, if any, and attributes. A view of received memory. */
	readonly payload: Uint8Array;
}

/** What a family accepts (CTRL_CMD_GETPOLICY, Linux 5.8; for each operation its own since 5.10). */
export interface Policy {
	/** Which policy an operation goes by, for a request and for a dump. */
	readonly operations: ReadonlyMap<
		number,
		{ readonly do?: number | undefined; readonly dump?: number | undefined }
	>;
	/** The policies: attribute by number. Nests name another of them by `policyIndex`. */
	readonly policies: ReadonlyMap<number, ReadonlyMap<number, PolicyType>>;
}

/** Reads the struct genlmsghdr of a message. */
export function readGeneric(message: Message): GenericMessage {
	const { payload, offset } = message;
	if (payload.length < GENL_HDRLEN) {
		throw new MalformedMessage(offset + 16, 'a genlmsghdr of 4 bytes', `${payload.length} bytes`);
	}
	return {
		command: payload[0] as number,
		version: payload[1] as number,
		payload: payload.subarray(GENL_HDRLEN),
	};
}

/** Makes a request of a command. */
export function genericRequest(
	id: number,
	command: number,
	version: number,
	{ payload, layout, flags }: Body = {},
): Request {
	const whole = new Uint8Array(GENL_HDRLEN + (payload?.length ?? 0));
	whole[0] = command;
	whole[1] = version;
	if (payload) whole.set(payload, GENL_HDRLEN);
	return {
		type: id,
		payload: whole,
		...(flags === undefined ? {} : { flags }),
		...(layout === undefined ? {} : { layout: behindHeader(layout) }),
	};
}

function behindHeader(layout: Described): Described {
	return {
		path: (bytes, start, end, offset) => layout.path?.(bytes, start + GENL_HDRLEN, end, offset),
	};
}

/**
 * A generic netlink family, by its name. Where the family was unregistered and came back with another id, the next request finds
 * the new one; subscriptions are to be made again, for the numbers of the groups are new too.
 */
export class Family {
	readonly #socket: Socket;
	readonly #lookUp: () => Promise<Description>;
	#description: Description;

	/** For Generic.family(). */
	constructor(socket: Socket, description: Description, lookUp: () => Promise<Description>) {
		this.#socket = socket;
		this.#description = description;
		this.#lookUp = lookUp;
	}

	/** What the kernel last said of it. */
	get description(): Description {
		return this.#description;
	}

	/** A command that has one reply; see Socket.request. */
	request(command: number, body?: Body, wait?: Wait): Promise<GenericMessage> {
		return this.#try(async (id, version) =>
			readGeneric(await this.#socket.request(genericRequest(id, command, version, body), wait)),
		);
	}

	/** A command that is to be done; see Socket.acknowledge. */
	acknowledge(command: number, body?: Body, wait?: Wait): Promise<Acknowledged> {
		return this.#try((id, version) =>
			this.#socket.acknowledge(genericRequest(id, command, version, body), wait),
		);
	}

	/** A command that lists, message by message; see Socket.dump. */
	async *dump(command: number, body?: Body, wait?: Wait): AsyncGenerator<GenericMessage> {
		const pieces = await this.#try(async (id, version) => {
			const messages = this.#socket.dump(genericRequest(id, command, version, body), wait);
			return { first: await messages.next(), messages };
		});
		if (pieces.first.done) return;
		yield readGeneric(pieces.first.value);
		for await (const message of pieces.messages) yield readGeneric(message);
	}

	/** A command that lists, whole; see Socket.list. */
	list(command: number, body?: Body, wait?: Wait): Promise<GenericMessage[]> {
		return this.#try(async (id, version) => {
			const request = genericRequest(id, command, version, body);
			return (await this.#socket.list(request, wait)).map(readGeneric);
		});
	}

	/** Joins groups by name; see Socket.subscribe. `readGeneric` reads the messages. */
	subscribe(groups: readonly string[], options?: SubscribeOptions): Promise<Subscription> {
		return this.#socket.subscribe(
			groups.map((name) => this.#group(name)),
			options,
		);
	}

	/** What the family's operations accept, as the kernel checks it. */
	async policy(wait?: Wait): Promise<Policy> {
		const operations = new Map<number, { do?: number | undefined; dump?: number | undefined }>();
		const policies = new Map<number, Map<number, PolicyType>>();
		const body = controllerAttributes.body({ id: this.#description.id });
		const request = genericRequest(GENL_ID_CTRL, CTRL_CMD_GETPOLICY, 1, body);
		for (const message of await this.#socket.list(request, wait)) {
			const { policy = [], operationPolicy = [] } = controllerAttributes.decode(
				readGeneric(message).payload,
			);
			for (const [command, indices] of operationPolicy) operations.set(command, indices);
			for (const [index, attributes] of policy) {
				const known = policies.get(index) ?? new Map<number, PolicyType>();
				policies.set(index, known);
				for (const [number, type] of attributes) known.set(number, type);
			}
		}
		return { operations, policies };
	}

	#group(name: string): number {
		const { groups, name: family } = this.#description;
		const group = groups.get(name);
		if (group !== undefined) return group;
		const names = [...groups.keys()].join(', ') || 'none';
		throw new RangeError(`the family ${family} has no group ${name}; it has: ${names}`);
	}

	/** ENOENT may be the operation's own word, or genl_rcv_msg()'s for an id that is no family's any more. */
	async #try<Result>(action: (id: number, version: number) => Promise<Result>): Promise<Result> {
		const { id, version } = this.#description;
		try {
			return await action(id, version);
		} catch (error) {
			if (!(error instanceof NetlinkError && error.code === 'ENOENT' && error.request)) throw error;
			this.#description = await this.#lookUp();
			if (this.#description.id === id) throw error;
			return await action(this.#description.id, this.#description.version);
		}
	}
}
