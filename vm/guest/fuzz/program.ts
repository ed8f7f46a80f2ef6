/** A program of the fuzzer: a list of operations, plain data, which text.ts writes and reads, and play.ts carries out. */

/** An attribute as a message is to have it, right or wrong. */
export interface Attribute {
	/** nla_type without its flags. */
	readonly number: number;
	/** The flags of nla_type: NLA_F_NESTED, NLA_F_NET_BYTEORDER. */
	readonly flags: number;
	/** What nla_len says, where that is a lie. */
	readonly length?: number;
	readonly content: Uint8Array | readonly Item[];
}

/** A piece of a message's body: an attribute, or bytes that are none. */
export type Item = Attribute | Uint8Array;

/** A message as it is to be sent; its sequence number is given when it is. */
export interface Message {
	/** nlmsg_type. */
	readonly type: number;
	/** nlmsg_flags. */
	readonly flags: number;
	/** nlmsg_pid: a number, or the port id of one of the program's sockets. 0 unless told. */
	readonly portId?: number | { readonly socket: number };
	/** What nlmsg_len says, where that is a lie. */
	readonly length?: number;
	/** So many of it one after another, each with its number where a byte of an attribute is an asterisk. */
	readonly times?: number;
	readonly body: readonly Item[];
}

type Step =
	| { readonly do: 'load'; readonly parameters: Readonly<Record<string, number>> }
	| { readonly do: 'unload' }
	| { readonly do: 'namespace'; readonly name: string }
	| { readonly do: 'destroy'; readonly name: string }
	| { readonly do: 'open'; readonly socket: number; readonly namespace?: string }
	| { readonly do: 'close'; readonly socket: number }
	| { readonly do: 'join' | 'leave'; readonly socket: number; readonly group: number }
	/** setsockopt(2) at SOL_NETLINK. */
	| {
			readonly do: 'option';
			readonly socket: number;
			readonly option: number;
			readonly value: number;
	  }
	/** One datagram, of which only the first `cut` bytes are sent where that is told. */
	| {
			readonly do: 'send';
			readonly socket: number;
			readonly cut?: number;
			readonly messages: readonly Message[];
	  }
	/** Receives one datagram, where there is one. */
	| { readonly do: 'receive'; readonly socket: number }
	/** Receives all that there is, dumps to their end, and expects that every request has been answered. */
	| { readonly do: 'read'; readonly socket: number }
	/** In milliseconds. */
	| { readonly do: 'wait'; readonly milliseconds: number };

/** What is done; with `aside`, the next operation begins before this one has ended. */
export type Operation = Step & { readonly aside?: true };

export type Program = readonly Operation[];

export function isBytes(content: Attribute['content'] | Item): content is Uint8Array {
	return content instanceof Uint8Array;
}

/** One program after the other, as one: the sockets and namespaces of each are its own. */
export function concatenate(programs: readonly Program[]): Program {
	let sockets = 0;
	return programs.flatMap((program, index) => {
		const first = sockets;
		const socket = (number: number): number => first + number;
		const namespace = (name: string): string => (index === 0 ? name : `${name}${index}`);
		const used = program.map((operation) => ('socket' in operation ? operation.socket : 0));
		sockets = first + Math.max(0, ...used);
		const moved = program.map((operation): Operation => {
			switch (operation.do) {
				case 'namespace':
				case 'destroy':
					return { ...operation, name: namespace(operation.name) };
				case 'open':
					return {
						...operation,
						socket: socket(operation.socket),
						...(operation.namespace === undefined
							? {}
							: { namespace: namespace(operation.namespace) }),
					};
				case 'send':
					return {
						...operation,
						socket: socket(operation.socket),
						messages: operation.messages.map((message) =>
							typeof message.portId === 'object'
								? { ...message, portId: { socket: socket(message.portId.socket) } }
								: message,
						),
					};
				default:
					return 'socket' in operation
						? { ...operation, socket: socket(operation.socket) }
						: operation;
			}
		});
		return index === programs.length - 1 ? moved : [...moved, ...ending(moved)];
	});
}

/** What closes and removes all that a program may have left. */
function ending(program: Program): Operation[] {
	const sockets = new Set<number>();
	const namespaces = new Set<string>();
	for (const operation of program) {
		if (operation.do === 'open') sockets.add(operation.socket);
		if (operation.do === 'namespace') namespaces.add(operation.name);
	}
	return [
		...[...sockets].map((socket): Operation => ({ do: 'close', socket })),
		...[...namespaces].map((name): Operation => ({ do: 'destroy', name })),
		{ do: 'unload' },
	];
}
