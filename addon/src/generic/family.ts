import { NetlinkError, type Request } from '../error.ts';
import type { Acknowledged } from '../exchange.ts';
import type { Socket, SubscribeOptions, Wait } from '../socket.ts';
import type { Subscription } from '../subscription.ts';
import type { PolicyType } from '../wire/acknowledgement.ts';
import { checkBytes } from '../wire/bytes.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Message } from '../wire/message.ts';
import type { Described } from '../wire/types.ts';
import { CTRL_CMD_GETPOLICY, controllerAttributes, GENL_ID_CTRL } from './controller.ts';

/** Bytes of a struct genlmsghdr: command, version, two reserved. */
export const GENL_HDRLEN = 4;

/** What the kernel says of a family (CTRL_CMD_NEWFAMILY). */
export interface Description {
	/** At most 15 bytes, unique in the kernel. */
	readonly name: string;
	/** The message type: chosen by the kernel when the family is registered. */
	readonly id: number;
	/** What the family sends and is sent in genlmsghdr. */
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
	/** What follows genlmsghdr: the family's own header, if any, and attributes. */
	readonly payload?: Uint8Array;
	/** How the payload lies in bytes: an error then says which attribute it is about. */
	readonly layout?: Described;
	/** NLM_F_* beside those that the conversation sets. */
	readonly flags?: number;
}

/** A message of a family. */
export interface GenericMessage {
	/** What it says or asks for, by the family's own numbers, 8 bits. */
	readonly command: number;
	/** The family's version, 8 bits. */
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

/**
 * Reads the struct genlmsghdr of a message (include/uapi/linux/genetlink.h).
 *
 * @param message of any family.
 * @throws MalformedMessage where the payload has fewer than 4 bytes.
 */
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

/**
 * Makes a request of a command, for Socket: nlmsghdr's type is the family, genlmsghdr has the rest.
 *
 * @param id the family's number.
 * @param command by the family's own numbers, 0 to 255.
 * @param version the family's version, 0 to 255.
 * @param body what follows genlmsghdr.
 */
export function genericRequest(
	id: number,
	command: number,
	version: number,
	{ payload, layout, flags }: Body = {},
): Request {
	if (command !== (command & 255))
		throw new RangeError(`command: ${command} is no integer of 8 bits`);
	if (payload !== undefined) checkBytes('payload', payload);
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

	/**
	 * A command that has one reply.
	 *
	 * @param command by the family's own numbers.
	 * @param body attributes and flags.
	 * @throws NetlinkError as Socket.request() does: EOPNOTSUPP where the family has no such command, EPERM where it needs a
	 * capability (GENL_ADMIN_PERM).
	 */
	request(command: number, body?: Body, wait?: Wait): Promise<GenericMessage> {
		return this.#try(async (id, version) =>
			readGeneric(await this.#socket.request(genericRequest(id, command, version, body), wait)),
		);
	}

	/**
	 * A command that is to be done.
	 *
	 * @throws NetlinkError as Socket.acknowledge() does.
	 */
	acknowledge(command: number, body?: Body, wait?: Wait): Promise<Acknowledged> {
		return this.#try((id, version) =>
			this.#socket.acknowledge(genericRequest(id, command, version, body), wait),
		);
	}

	/**
	 * A command that lists, message by message.
	 *
	 * @throws NetlinkError as Socket.dump() does.
	 */
	async *dump(command: number, body?: Body, wait?: Wait): AsyncGenerator<GenericMessage> {
		const pieces = await this.#try(async (id, version) => {
			const messages = this.#socket.dump(genericRequest(id, command, version, body), wait);
			return { first: await messages.next(), messages };
		});
		if (pieces.first.done) return;
		yield readGeneric(pieces.first.value);
		for await (const message of pieces.messages) yield readGeneric(message);
	}

	/**
	 * A command that lists, whole.
	 *
	 * @throws NetlinkError as Socket.list() does.
	 */
	list(command: number, body?: Body, wait?: Wait): Promise<GenericMessage[]> {
		return this.#try(async (id, version) => {
			const request = genericRequest(id, command, version, body);
			return (await this.#socket.list(request, wait)).map(readGeneric);
		});
	}

	/**
	 * Joins groups by name. `readGeneric` reads the messages.
	 *
	 * @param groups names of `description.groups`.
	 * @throws RangeError for a name that the family does not have; NetlinkError as Socket.subscribe() does.
	 */
	subscribe(groups: readonly string[], options?: SubscribeOptions): Promise<Subscription> {
		return this.#socket.subscribe(
			groups.map((name) => this.#group(name)),
			options,
		);
	}

	/**
	 * What the family's operations accept, as the kernel checks it (CTRL_CMD_GETPOLICY, Linux 5.8).
	 *
	 * @throws NetlinkError as Socket.list() does: ENODATA where the family has no policy, EOPNOTSUPP where the kernel is older.
	 */
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
