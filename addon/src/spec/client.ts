import type { TransportOptions } from '../native.ts';
import { open } from '../open.ts';
import type { Socket, SubscribeOptions, Wait } from '../socket.ts';
import type { Subscription } from '../subscription.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Message } from '../wire/message.ts';
import { type Carrier, carrierOf, type Received } from './carrier.ts';
import { type Body, Codecs } from './codec.ts';
import type {
	AnyShape,
	BodyTable,
	Exchanges,
	ExchangeTable,
	FamilyTables,
	Shape,
	Values,
} from './tables.ts';

/** How to ask. */
export interface CallOptions extends Wait {
	/** NLM_F_* beside those that the kind of conversation sets: NLM_F_CREATE and the like, which some families want. */
	readonly flags?: number;
}

/** What is sent for an operation. */
export type RequestOf<All extends Exchanges, Name extends keyof All> = All[Name]['request'];

/** What comes back for an operation. */
export type ReplyOf<All extends Exchanges, Name extends keyof All> = All[Name]['reply'];

/** What a client hears of its groups. */
export type FamilyEvent<Types extends Shape = AnyShape> =
	| {
			/** A message that the specification declares, by the name that it has there. */
			[Name in keyof Types['events'] & string]: {
				readonly kind: 'event';
				readonly name: Name;
				readonly group: Types['groups'];
				readonly attributes: Types['events'][Name];
			};
	  }[keyof Types['events'] & string]
	/** A message that the specification does not declare. */
	| {
			readonly kind: 'undeclared';
			readonly group: Types['groups'];
			readonly message: Message;
	  }
	/** Messages were lost here. */
	| { readonly kind: 'overrun' };

/** Events of some groups, in their order. Disposing, or leaving the loop, ends it and leaves the groups. */
export class FamilyEvents<Types extends Shape = AnyShape>
	implements AsyncIterable<FamilyEvent<Types>>, AsyncDisposable
{
	readonly #subscription: Subscription;
	readonly #read: (group: number, message: Message) => FamilyEvent<Types>;

	/** For Client.subscribe(). */
	constructor(
		subscription: Subscription,
		read: (group: number, message: Message) => FamilyEvent<Types>,
	) {
		this.#subscription = subscription;
		this.#read = read;
	}

	/**
	 * The events, for one loop. Leaving it disposes.
	 *
	 * @throws as Subscription does; MalformedMessage for an event that the specification does not fit.
	 */
	async *[Symbol.asyncIterator](): AsyncGenerator<FamilyEvent<Types>, void, undefined> {
		for await (const event of this.#subscription) {
			yield event.kind === 'overrun' ? event : this.#read(event.group, event.message);
		}
	}

	/** Ends it and leaves the groups that nothing else on the socket listens to. */
	[Symbol.asyncDispose](): Promise<void> {
		return this.#subscription[Symbol.asyncDispose]();
	}
}

/**
 * A family's operations by name: attributes go in and come out as plain objects, with the names and values of the specification. A
 * generated family knows the types of each.
 */
export class Client<Types extends Shape = AnyShape> implements AsyncDisposable {
	/** The family. */
	readonly tables: FamilyTables<Types>;
	/** The socket that it talks over. */
	readonly socket: Socket;
	readonly #carrier: Carrier;
	readonly #codecs: Codecs;
	readonly #bodies = new Map<BodyTable, Body>();
	/** Names of events by their numbers. */
	readonly #events: ReadonlyMap<number, string>;

	/** For connect(). */
	constructor(tables: FamilyTables<Types>, socket: Socket, carrier: Carrier) {
		this.tables = tables;
		this.socket = socket;
		this.#carrier = carrier;
		this.#codecs = new Codecs(tables as FamilyTables<never>);
		this.#events = new Map(Object.entries(tables.events).map(([name, { value }]) => [value, name]));
	}

	/**
	 * Does an operation.
	 *
	 * @param name as the specification has it.
	 * @param request attributes, and members of the fixed header, by their names; what is left out is not sent (0 in a header).
	 * @param options NLM_F_*, an AbortSignal, a limit in milliseconds.
	 * @returns the reply, where the operation has one.
	 * @throws NetlinkError as Socket.request() and Socket.acknowledge() do. TypeError and RangeError, with the attribute's path,
	 * for what cannot be sent; MalformedMessage for a reply that the specification does not fit.
	 */
	async do<Name extends keyof Types['do'] & string>(
		name: Name,
		request: RequestOf<Types['do'], Name> = {},
		options: CallOptions = {},
	): Promise<ReplyOf<Types['do'], Name>> {
		const { exchange, body, message } = this.#prepare('do', name, request, options);
		if (exchange.reply === undefined) {
			await this.#carrier.acknowledge(exchange.request, message, options);
			return undefined as ReplyOf<Types['do'], Name>;
		}
		const reply = await this.#carrier.request(exchange.request, message, options);
		return read(name, exchange, body, reply) as ReplyOf<Types['do'], Name>;
	}

	/**
	 * Lists, reply by reply.
	 *
	 * @param name as the specification has it.
	 * @param request as for do().
	 * @param options as for do().
	 * @throws as do(), and NetlinkError as Socket.dump() does.
	 */
	async *dump<Name extends keyof Types['dump'] & string>(
		name: Name,
		request: RequestOf<Types['dump'], Name> = {},
		options: CallOptions = {},
	): AsyncGenerator<ReplyOf<Types['dump'], Name>, void, undefined> {
		const { exchange, body, message } = this.#prepare('dump', name, request, options);
		for await (const reply of this.#carrier.dump(exchange.request, message, options)) {
			yield read(name, exchange, body, reply) as ReplyOf<Types['dump'], Name>;
		}
	}

	/**
	 * Lists, and gives the list whole: once more where it changed while it was read.
	 *
	 * @param name as the specification has it.
	 * @param request as for do().
	 * @param options as for do().
	 * @throws as do(), and NetlinkError as Socket.list() does.
	 */
	async list<Name extends keyof Types['dump'] & string>(
		name: Name,
		request: RequestOf<Types['dump'], Name> = {},
		options: CallOptions = {},
	): Promise<ReplyOf<Types['dump'], Name>[]> {
		const { exchange, body, message } = this.#prepare('dump', name, request, options);
		const replies = await this.#carrier.list(exchange.request, message, options);
		return replies.map((reply) => read(name, exchange, body, reply)) as ReplyOf<
			Types['dump'],
			Name
		>[];
	}

	/**
	 * Joins multicast groups.
	 *
	 * @param groups by the names that the specification has for them.
	 * @param options an AbortSignal, and how many events may wait for their reader.
	 * @throws RangeError for a name that the family does not have; NetlinkError as Socket.subscribe() does.
	 */
	async subscribe(
		groups: readonly Types['groups'][],
		options?: SubscribeOptions,
	): Promise<FamilyEvents<Types>> {
		const subscription = await this.#carrier.subscribe(groups, options);
		const names = new Map(groups.map((name) => [this.#carrier.group(name), name]));
		return new FamilyEvents(subscription, (group, message) =>
			this.#readEvent(names.get(group) as Types['groups'], message),
		);
	}

	/** Closes the socket. */
	close(): Promise<void> {
		return this.socket.close();
	}

	/** close(), for `await using`. */
	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	#prepare(mode: 'do' | 'dump', name: string, request: object, { flags }: CallOptions) {
		const { operations, name: family } = this.tables;
		const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
		const exchange = operation?.[mode];
		if (!operation || !exchange) {
			const names = Object.keys(operations).filter((each) => operations[each]?.[mode]);
			throw new RangeError(
				`the family ${family} has no ${name} to ${mode}; it has: ${names.join(', ') || 'none'}`,
			);
		}
		const body = this.#body(operation);
		let made: ReturnType<Body['body']>;
		try {
			made = body.body(request as Values);
		} catch (error) {
			if (error instanceof TypeError || error instanceof RangeError) {
				error.message = `${name}: ${error.message}`;
			}
			throw error;
		}
		return { exchange, body, message: { ...made, ...(flags === undefined ? {} : { flags }) } };
	}

	#readEvent(group: Types['groups'], message: Message): FamilyEvent<Types> {
		const received = this.#carrier.read(message);
		const name = received && this.#events.get(received.command);
		const event = name === undefined ? undefined : this.tables.events[name];
		if (!received || !event) return { kind: 'undeclared', group, message };
		const attributes = this.#body(event).decode(received.payload);
		return { kind: 'event', name, group, attributes } as FamilyEvent<Types>;
	}

	#body(table: BodyTable): Body {
		let body = this.#bodies.get(table);
		if (!body) {
			body = this.#codecs.body(table);
			this.#bodies.set(table, body);
		}
		return body;
	}
}

function read(
	name: string,
	{ reply: expected }: ExchangeTable,
	body: Body,
	{ command, payload }: Received,
): Values {
	if (expected !== undefined && command !== expected) {
		throw new MalformedMessage(
			0,
			`message ${expected}, the reply to ${name}`,
			`message ${command}`,
		);
	}
	return body.decode(payload);
}

/**
 * Talks to a family over a socket that is there already.
 *
 * @param family what the generator wrote, or what readSpecification() read.
 * @param socket of the family's netlink protocol. The client's close() closes it.
 * @param wait for finding the family, where it is a generic one.
 * @throws RangeError where the socket is of another protocol; NetlinkError ENOENT where the kernel has no such family.
 */
export async function connect<Types extends Shape>(
	family: FamilyTables<Types>,
	socket: Socket,
	wait?: Wait,
): Promise<Client<Types>> {
	const tables = family as FamilyTables<never>;
	return new Client(family, socket, await carrierOf(tables, socket, wait));
}

/**
 * Opens a socket, where open() opens, and talks to a family over it. Lists are checked and filtered by the kernel as their requests say
 * (NETLINK_GET_STRICT_CHK).
 *
 * @param family what the generator wrote, or what readSpecification() read.
 * @param options the network namespace to open it in.
 * @throws NetlinkError as open() does, and as connect().
 */
export async function openClient<Types extends Shape>(
	family: FamilyTables<Types>,
	options?: TransportOptions,
): Promise<Client<Types>> {
	const socket = await open(family.protocol, options);
	try {
		await socket.setOptions({ strictChecking: true });
		return await connect(family, socket);
	} catch (error) {
		await socket.close();
		throw error;
	}
}
