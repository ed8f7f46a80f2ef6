/** Programs by chance: what the grammar allows, what it nearly allows, and what nobody sends who means well. */
import {
	NLA_F_NESTED,
	NLA_F_NET_BYTEORDER,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_ECHO,
	NLM_F_REQUEST,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import type { Accepts, Check, Grammar } from '../../examples/grammar.ts';
import {
	type AnyType,
	type Declared,
	declaredIn,
	type Field,
	fieldsOf,
} from '../guest/fuzz/declaration.ts';
import {
	type Attribute,
	type Item,
	isBytes,
	type Message,
	type Operation,
	type Program,
} from '../guest/fuzz/program.ts';
import { options } from '../guest/fuzz/text.ts';
import { Random } from './random.ts';

/** Most operations of a program, without those that open its first socket. */
const mostOperations = 30;
const mostSockets = 6;
const mostNamespaces = 3;
/** Of one message in one datagram, so that a list of them does not fit in one. */
const many = 300;
/** In milliseconds: no time, a tick or two, what timers of a module may need. */
const waits = [1, 20, 600];

const numbers = [
	0, 1, 2, 3, 9, 10, 11, 100, 127, 128, 255, 256, 999, 1000, 32767, 32768, 65535, 65536,
];
const largeNumbers = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const names = ['a', 'b', 'c'];

const encoder = new TextEncoder();

/** Any number in so many bytes, little-endian. */
function numberBytes(value: number, size: number): Uint8Array {
	const bytes = new Uint8Array(Math.max(size, 8));
	new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
	return bytes.subarray(0, size);
}

function terminated(text: string): Uint8Array {
	return encoder.encode(`${text}\0`);
}

/** Bytes of a number's type, which has a size or is one of those that come in 4 or 8. */
function sizeOf(type: AnyType): number {
	return type.size ?? 4;
}

/** Makes messages of one grammar. */
class Speaker {
	readonly #grammar: Grammar;
	readonly #random: Random;

	constructor(grammar: Grammar, random: Random) {
		this.#grammar = grammar;
		this.#random = random;
	}

	/** The messages of a datagram; `sockets` are those of the program. */
	datagram(sockets: readonly number[]): Message[] {
		const random = this.#random;
		if (random.percent(3)) return [this.#often(this.#valid())];
		const count = random.percent(75) ? 1 : 2 + random.below(4);
		return Array.from({ length: count }, () => this.#message(sockets));
	}

	#message(sockets: readonly number[]): Message {
		const random = this.#random;
		const kind = random.weighted({ valid: 55, nearly: 35, hostile: 10 });
		let message = this.#valid();
		const changes = { valid: 0, nearly: 1, hostile: 2 + random.below(3) }[kind];
		for (let change = 0; change < changes; change += 1) message = this.#spoiled(message, sockets);
		return message;
	}

	/** Many of a message, each with a name of its own, where it has a string. */
	#often(message: Message): Message {
		const body = message.body.map((item): Item => {
			if (isBytes(item) || !isBytes(item.content)) return item;
			const field = this.#fields(message.type).find(({ number }) => number === item.number);
			return field?.type.name === 'string' ? { ...item, content: terminated('n*') } : item;
		});
		return { ...message, times: many, body };
	}

	#fields(type: number): Field[] {
		const known = Object.values(this.#grammar.messages).find((message) => message.type === type);
		return fieldsOf(declaredIn(known?.request?.layout));
	}

	#valid(): Message {
		const random = this.#random;
		const message = random.of(
			Object.values(this.#grammar.messages).filter(({ request, dump }) => request || dump),
		);
		const dumps = message.dump !== undefined && (!message.request || random.percent(35));
		const { layout, accepts = {} } = (dumps ? message.dump : message.request) ?? {};
		const flags =
			NLM_F_REQUEST |
			(random.percent(70) ? NLM_F_ACK : 0) |
			(random.percent(10) ? NLM_F_ECHO : 0) |
			(dumps ? NLM_F_DUMP : 0);
		const declared = declaredIn(layout);
		const body = declared ? this.#attributes(declared, accepts) : this.#plain(layout);
		return { type: message.type, flags, body };
	}

	/** A body that is no attributes: a struct, or any bytes. */
	#plain(layout: AnyType | undefined): Item[] {
		if (!layout) return [];
		const random = this.#random;
		const { size } = layout;
		if (size === undefined) return [random.bytes(random.below(24))];
		// The same ones again and again: what is there is found, and what is not is not.
		return [numberBytes(random.percent(70) ? random.of([0, 1, 2]) : random.of(numbers), size)];
	}

	#attributes(declared: Declared, accepts: Accepts): Attribute[] {
		return fieldsOf(declared).flatMap((field): Attribute[] => {
			const check = accepts[field.name];
			if (!check || this.#random.percent(25)) return [];
			const count = field.isMany ? this.#random.below(6) : 1;
			return Array.from({ length: count }, () => this.#attribute(field, check));
		});
	}

	#attribute({ number, type, inside }: Field, check: Check): Attribute {
		const flags = type.flag ?? 0;
		const content = inside
			? this.#attributes(inside, check.accepts ?? {})
			: this.#value(type, check);
		return { number, flags, content };
	}

	#value(type: AnyType, { min, max, maxLength }: Check): Uint8Array {
		const random = this.#random;
		if (type.name.endsWith('string')) {
			const longest = maxLength !== undefined && random.percent(10);
			return terminated(longest ? 'x'.repeat(maxLength) : random.of(names));
		}
		if (type.name === 'flag') return new Uint8Array();
		if (type.name === 'binary') return random.bytes(random.below((maxLength ?? 40) + 1));
		const allowed = [
			...numbers,
			...(min === undefined ? [] : [min]),
			...(max === undefined ? [] : [max]),
		];
		const fitting = allowed.filter(
			(value) => value >= (min ?? 0) && value <= (max ?? 2 ** (8 * Math.min(sizeOf(type), 6)) - 1),
		);
		return numberBytes(random.of(fitting), sizeOf(type));
	}

	/** A message with one thing wrong with it, or one more. */
	#spoiled(message: Message, sockets: readonly number[]): Message {
		const random = this.#random;
		switch (random.weighted({ flags: 4, type: 3, port: 3, length: 2, bytes: 2, attribute: 12 })) {
			case 'flags':
				return { ...message, flags: message.flags ^ (1 << random.below(16)) };
			case 'type':
				return { ...message, type: this.#wrongType() };
			case 'port':
				return {
					...message,
					portId:
						sockets.length > 0 && random.percent(70)
							? { socket: random.of(sockets) }
							: random.of([1, 0xffffffff, ...numbers]),
				};
			case 'length':
				return {
					...message,
					length: random.of([0, 1, 15, 16, 17, 19, 20, 64, 65535, 2 ** 31, 2 ** 32 - 1]),
				};
			case 'bytes':
				return { ...message, body: [...message.body, random.bytes(1 + random.below(24))] };
			case 'attribute':
				return { ...message, body: this.#spoiledBody(message.body, this.#fields(message.type)) };
		}
	}

	/** Netlink's own types, the module's answers and events, and numbers that mean nothing. */
	#wrongType(): number {
		const random = this.#random;
		const known = Object.values(this.#grammar.messages).map(({ type }) => type);
		// A command has 8 bits.
		if (this.#grammar.family) return random.of([...known, 0, Math.max(...known) + 1, 255]);
		return random.of([
			...Array.from({ length: 5 }, (_, type) => type),
			NLMSG_MIN_TYPE - 1,
			...known,
			Math.max(...known) + 1,
			random.below(65536),
			65535,
		]);
	}

	#spoiledBody(body: readonly Item[], fields: readonly Field[]): readonly Item[] {
		const random = this.#random;
		const places = body.flatMap((item, index) => (isBytes(item) ? [] : [index]));
		if (places.length === 0 || random.percent(15)) return [...body, this.#foreign(fields)];
		const place = random.of(places);
		const item = body[place] as Attribute;
		const field = fields.find(({ number }) => number === item.number);
		if (!isBytes(item.content) && random.percent(60)) {
			const content = this.#spoiledBody(item.content, fieldsOf(field?.inside));
			return body.with(place, { ...item, content });
		}
		if (random.percent(8)) return [...body, item];
		return body.with(place, this.#spoiledAttribute(item, field));
	}

	/** An attribute that requests do not have: of answers, of a number that nobody declared, or nests in nests. */
	#foreign(fields: readonly Field[]): Attribute {
		const random = this.#random;
		const highest = Math.max(0, ...fields.map(({ number }) => number));
		const number = random.of([0, ...fields.map((field) => field.number), highest + 1, 255, 0x3fff]);
		if (random.percent(25)) {
			let nest: Attribute = { number, flags: NLA_F_NESTED, content: [] };
			for (let depth = random.below(40); depth > 0; depth -= 1)
				nest = { number, flags: NLA_F_NESTED, content: [nest] };
			return nest;
		}
		return { number, flags: 0, content: this.#bytes() };
	}

	#spoiledAttribute(attribute: Attribute, field: Field | undefined): Attribute {
		const random = this.#random;
		switch (random.weighted({ value: 5, size: 3, length: 2, nested: 2, net: 1 })) {
			case 'value':
				return { ...attribute, content: this.#wrongValue(field) };
			case 'size':
				return { ...attribute, content: this.#bytes() };
			case 'length':
				return { ...attribute, length: random.of([0, 1, 3, 4, 5, 8, 12, 255, 65535]) };
			case 'nested':
				return { ...attribute, flags: attribute.flags ^ NLA_F_NESTED };
			case 'net':
				return { ...attribute, flags: attribute.flags ^ NLA_F_NET_BYTEORDER };
		}
	}

	/** A few of any kind, or many of one. */
	#bytes(): Uint8Array {
		const random = this.#random;
		return random.percent(80)
			? random.bytes(random.of([0, 1, 2, 3, 5, 7, 8, 16, 17]))
			: new Uint8Array(random.of([32, 255, 4000])).fill(random.of([0, 0x61, 0xff]));
	}

	#wrongValue(field: Field | undefined): Uint8Array {
		const random = this.#random;
		if (field?.type.name.endsWith('string'))
			return random.of([
				encoder.encode('a'),
				terminated(''),
				terminated('x'.repeat(15)),
				terminated('x'.repeat(16)),
				terminated('x'.repeat(17)),
				terminated('x'.repeat(300)),
				encoder.encode('a\0b\0'),
				Uint8Array.of(0xff, 0xfe, 0),
				terminated('%s%n'),
			]);
		const size = field ? sizeOf(field.type) : 4;
		return numberBytes(random.of([...numbers, ...largeNumbers, -1, 60000, 60001]), size);
	}
}

/**
 * One program of a seed: always the same for the same grammar, seed and number.
 *
 * @param number which of the seed's programs, from 0 on
 */
export function generate(grammar: Grammar, seed: number, number: number): Program {
	const random = new Random(`${seed}/${number}`);
	const speaker = new Speaker(grammar, random);
	const load = (): Operation => ({
		do: 'load',
		parameters: Object.fromEntries(
			Object.entries(grammar.parameters ?? {})
				.filter(() => random.percent(50))
				.map(([name, values]) => [name, random.of(values)]),
		),
	});
	const program: Operation[] = [load()];
	const namespaces: string[] = [];
	const open: number[] = [];
	let opened = 0;
	let named = 0;

	const add = (operation: Operation, asides: number) => {
		program.push(random.percent(asides) ? { ...operation, aside: true } : operation);
	};
	const openSocket = () => {
		opened += 1;
		open.push(opened);
		const elsewhere = namespaces.length > 0 && random.percent(50);
		add(
			{ do: 'open', socket: opened, ...(elsewhere ? { namespace: random.of(namespaces) } : {}) },
			5,
		);
	};

	openSocket();
	const weights = {
		...{
			open: open.length < mostSockets ? 8 : 0,
			send: 44,
			burst: 6,
			read: 10,
			receive: 5,
			close: 3,
		},
		...{ join: grammar.groups.length > 0 ? 6 : 1, leave: grammar.groups.length > 0 ? 2 : 0 },
		...{ option: 2, namespace: 4, destroy: 2, unload: 1, wait: 2 },
	};
	for (let rest = 2 + random.below(mostOperations); rest > 0; rest -= 1) {
		const what = open.length === 0 ? 'open' : random.weighted(weights);
		switch (what) {
			case 'open':
				if (open.length < mostSockets) openSocket();
				break;
			case 'send':
				add(
					{
						do: 'send',
						socket: random.of(open),
						...(random.percent(4) ? { cut: random.below(60) } : {}),
						messages: speaker.datagram(open),
					},
					15,
				);
				break;
			case 'burst': {
				// All say the same, or nearly, at the same time.
				const messages = speaker.datagram(open);
				const senders = open.slice(-2 - random.below(3));
				for (const [index, socket] of senders.entries()) {
					const operation = {
						...({ do: 'send', socket } as const),
						messages: random.percent(80) ? messages : speaker.datagram(open),
					};
					add(operation, index === senders.length - 1 ? 0 : 100);
				}
				break;
			}
			case 'read':
			case 'receive':
				add({ do: what, socket: random.of(open) }, 10);
				break;
			case 'close': {
				const socket = random.of(open);
				open.splice(open.indexOf(socket), 1);
				add({ do: 'close', socket }, 30);
				break;
			}
			case 'join':
			case 'leave': {
				const highest = Math.max(0, ...grammar.groups);
				const group = random.of([...grammar.groups, ...grammar.groups, highest + 1, 32, 1000]);
				add({ do: what, socket: random.of(open), group }, 10);
				break;
			}
			case 'option':
				add(
					{
						do: 'option',
						socket: random.of(open),
						option: random.of(Object.values(options)),
						value: random.below(2),
					},
					0,
				);
				break;
			case 'namespace': {
				if (namespaces.length >= mostNamespaces) break;
				named += 1;
				const name = `n${named}`;
				namespaces.push(name);
				add({ do: 'namespace', name }, 0);
				break;
			}
			case 'destroy': {
				if (namespaces.length === 0) break;
				const name = random.of(namespaces);
				namespaces.splice(namespaces.indexOf(name), 1);
				add({ do: 'destroy', name }, 30);
				break;
			}
			case 'unload':
				// Refused while there are sockets; and once it was not, it is loaded again.
				add({ do: 'unload' }, 30);
				add(load(), 0);
				break;
			case 'wait':
				add({ do: 'wait', milliseconds: random.of(waits) }, 0);
				break;
		}
	}
	return program;
}
