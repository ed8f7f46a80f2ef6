/**
 * Programs as text, an operation a line, for people to read and to replay. A message is its type, its flags and its
 * attributes, with the names of the grammar where it has some; what is not as declared is shown as bytes:
 *
 *     open 1
 *     send 1 new request+ack name="a" period=100 ; 99 request 9=0x00
 *     read 1
 *
 * Whatever the text says, it says exactly: reading it gives the program that was written.
 */

import * as wire from '@both-sides/netlink/wire';
import {
	NLA_F_NESTED,
	NLA_F_NET_BYTEORDER,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_ECHO,
	NLM_F_MULTI,
	NLM_F_REQUEST,
} from '@both-sides/netlink/wire';
import type { Grammar, MessageGrammar } from '../../../examples/grammar.ts';
import { Problem } from '../../setup/problem.mjs';
import {
	type AnyType,
	type Declared,
	declaredIn,
	type Field,
	fieldByName,
	fieldByNumber,
} from './declaration.ts';
import {
	type Attribute,
	type Item,
	isBytes,
	type Message,
	type Operation,
	type Program,
} from './program.ts';

const flagNames: readonly (readonly [string, number])[] = [
	['request', NLM_F_REQUEST],
	['multi', NLM_F_MULTI],
	['ack', NLM_F_ACK],
	['echo', NLM_F_ECHO],
	['dump', NLM_F_DUMP],
];

/** The socket options that programs set, by their names in C. */
export const options: Readonly<Record<string, number>> = {
	NETLINK_BROADCAST_ERROR: wire.NETLINK_BROADCAST_ERROR,
	NETLINK_NO_ENOBUFS: wire.NETLINK_NO_ENOBUFS,
	NETLINK_LISTEN_ALL_NSID: wire.NETLINK_LISTEN_ALL_NSID,
	NETLINK_CAP_ACK: wire.NETLINK_CAP_ACK,
	NETLINK_EXT_ACK: wire.NETLINK_EXT_ACK,
	NETLINK_GET_STRICT_CHK: wire.NETLINK_GET_STRICT_CHK,
};

/** What a message of this type has in its body, whichever way it goes. */
function scopeOf(message: MessageGrammar | undefined): Declared {
	return declaredIn(message?.request?.layout ?? message?.dump?.layout ?? message?.answer);
}

/** As 0x0102ff; a long row of one byte as 0x61*4000. */
function hexadecimal(bytes: Uint8Array): string {
	const [first] = bytes;
	if (first !== undefined && bytes.length > 16 && bytes.every((byte) => byte === first))
		return `${hexadecimal(Uint8Array.of(first))}*${bytes.length}`;
	return `0x${Buffer.from(bytes).toString('hex')}`;
}

function flagsText(flags: number): string {
	const words: string[] = [];
	let rest = flags;
	for (const [name, value] of flagNames) {
		if ((rest & value) !== value) continue;
		words.push(name);
		rest &= ~value;
	}
	if (rest !== 0 || words.length === 0) words.push(`0x${rest.toString(16)}`);
	return words.join('+');
}

/** Text of a value that reads back as the same bytes; undefined where there is none. */
function literal(type: AnyType, bytes: Uint8Array): string | undefined {
	try {
		const value: unknown = type.read(bytes, 0, bytes.length);
		const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
		if (!['string', 'number', 'bigint'].includes(typeof value)) return undefined;
		return Buffer.compare(valueBytes(type, text), bytes) === 0 ? text : undefined;
	} catch {
		return undefined; // It is not what was declared.
	}
}

/** The bytes of a literal. Writing goes by a layout of one attribute, whose header is taken off again. */
function valueBytes(type: AnyType, text: string): Uint8Array {
	const sample = type.name.endsWith('string')
		? JSON.parse(text)
		: ['u64', 's64', 'be64', 'uint', 'sint'].includes(type.name)
			? BigInt(text)
			: Number(text);
	const encoded = wire.attributes({ value: [1, type] }).encode({ value: sample });
	return encoded.subarray(4, new DataView(encoded.buffer, encoded.byteOffset).getUint16(0, true));
}

function attributeText(attribute: Attribute, scope: Declared): string {
	const { number, flags, length, content } = attribute;
	const field = fieldByNumber(scope, number);
	const wanted = field?.type.flag ?? 0;
	const marks = [
		...((flags & NLA_F_NESTED) !== (wanted & NLA_F_NESTED)
			? [flags & NLA_F_NESTED ? '+nested' : '-nested']
			: []),
		...(flags & NLA_F_NET_BYTEORDER ? ['+net'] : []),
	];
	const lie = length === undefined ? '' : `/${length}`;
	return `${field?.name ?? number}${marks.join('')}${lie}=${contentText(content, field)}`;
}

function contentText(content: Attribute['content'], field: Field | undefined): string {
	if (!isBytes(content)) return `{ ${bodyText(content, field?.inside)} }`.replace('{  }', '{ }');
	return (field && literal(field.type, content)) ?? hexadecimal(content);
}

function bodyText(body: readonly Item[], scope: Declared): string {
	return body
		.map((item) => (isBytes(item) ? hexadecimal(item) : attributeText(item, scope)))
		.join(' ');
}

/** A message, with the names of the grammar. */
export function messageText(message: Message, grammar: Grammar): string {
	const { type, flags, portId, length, times, body } = message;
	const [name, known] =
		Object.entries(grammar.messages).find(([, candidate]) => candidate.type === type) ?? [];
	const port = typeof portId === 'object' ? `socket${portId.socket}` : portId;
	return [
		name ?? String(type),
		flagsText(flags),
		...(port === undefined ? [] : [`:port=${port}`]),
		...(length === undefined ? [] : [`:length=${length}`]),
		...(times === undefined ? [] : [`:times=${times}`]),
		...(body.length === 0 ? [] : [bodyText(body, scopeOf(known))]),
	].join(' ');
}

function operationText(operation: Operation, grammar: Grammar): string {
	switch (operation.do) {
		case 'load':
			return ['load', ...Object.entries(operation.parameters).map((pair) => pair.join('='))].join(
				' ',
			);
		case 'unload':
			return 'unload';
		case 'namespace':
		case 'destroy':
			return `${operation.do} ${operation.name}`;
		case 'open':
			return `open ${operation.socket}${operation.namespace === undefined ? '' : ` in ${operation.namespace}`}`;
		case 'join':
		case 'leave':
			return `${operation.do} ${operation.socket} ${operation.group}`;
		case 'option': {
			const [name = operation.option] =
				Object.entries(options).find(([, number]) => number === operation.option) ?? [];
			return `option ${operation.socket} ${name} ${operation.value}`;
		}
		case 'send': {
			const cut = operation.cut === undefined ? '' : `:cut=${operation.cut} `;
			const messages = operation.messages.map((message) => messageText(message, grammar));
			return `send ${operation.socket} ${cut}${messages.join(' ; ')}`.trimEnd();
		}
		case 'wait':
			return `wait ${operation.milliseconds}`;
		default:
			return `${operation.do} ${operation.socket}`;
	}
}

/** A program as text. */
export function formatProgram(program: Program, grammar: Grammar): string {
	return program
		.map((operation) => `${operationText(operation, grammar)}${operation.aside ? ' &' : ''}\n`)
		.join('');
}

/** The words of a line, one after the other. */
class Words {
	readonly #words: readonly string[];
	#next = 0;

	constructor(line: string) {
		// A string may have blanks.
		this.#words = line.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? [];
	}

	get peek(): string | undefined {
		return this.#words[this.#next];
	}

	take(what: string): string {
		const word = this.#words[this.#next];
		if (word === undefined) throw new Problem(`${what} is missing at its end`);
		this.#next += 1;
		return word;
	}

	number(what: string): number {
		return toNumber(this.take(what), what);
	}

	/** Takes ":name=value" and gives the value, where it is the next word. */
	option(name: string): string | undefined {
		return this.peek?.startsWith(`:${name}=`) ? this.take(name).slice(name.length + 2) : undefined;
	}

	end(): void {
		if (this.peek !== undefined) throw new Problem(`"${this.peek}" is one word too many`);
	}
}

function toNumber(word: string, what: string): number {
	if (!/^(\d+|0x[0-9a-f]+)$/.test(word)) throw new Problem(`"${word}" is no ${what}`);
	return Number(word);
}

function toBytes(word: string): Uint8Array {
	const [, digits, times] = /^0x((?:[0-9a-f]{2})*)(?:\*(\d+))?$/.exec(word) ?? [];
	if (digits === undefined) throw new Problem(`"${word}" is no row of bytes`);
	return Uint8Array.from(Buffer.from(digits.repeat(Number(times ?? 1)), 'hex'));
}

function parseFlags(word: string): number {
	return word.split('+').reduce((flags, name) => {
		const known = flagNames.find(([candidate]) => candidate === name)?.[1];
		return flags | (known ?? toNumber(name, 'flag of a message'));
	}, 0);
}

function parseAttribute(words: Words, scope: Declared): Attribute {
	const word = words.take('an attribute');
	const [, name = '', marks = '', lie, value = ''] =
		/^([^-+/=]+)((?:[-+]\w+)*)(?:\/(\d+))?=(.*)$/s.exec(word) ?? [];
	if (name === '') throw new Problem(`"${word}" is no attribute`);
	const field = fieldByName(scope, name);
	const number = field?.number ?? toNumber(name, 'attribute of this message');
	let flags = field?.type.flag ?? 0;
	for (const [mark] of marks.matchAll(/[-+]\w+/g)) {
		if (mark === '+nested') flags |= NLA_F_NESTED;
		else if (mark === '-nested') flags &= ~NLA_F_NESTED;
		else if (mark === '+net') flags |= NLA_F_NET_BYTEORDER;
		else throw new Problem(`"${mark}" is nothing that an attribute can have`);
	}
	const head = { number, flags, ...(lie === undefined ? {} : { length: Number(lie) }) };
	if (value === '{') {
		const content = parseBody(words, field?.inside, '}');
		words.take('}');
		return { ...head, content };
	}
	if (value.startsWith('0x')) return { ...head, content: toBytes(value) };
	if (!field)
		throw new Problem(`"${word}": the bytes of an attribute without a name begin with 0x`);
	return { ...head, content: valueBytes(field.type, value) };
}

function parseBody(words: Words, scope: Declared, ...ends: readonly string[]): Item[] {
	const body: Item[] = [];
	while (words.peek !== undefined && !ends.includes(words.peek)) {
		body.push(
			words.peek.startsWith('0x') ? toBytes(words.take('bytes')) : parseAttribute(words, scope),
		);
	}
	return body;
}

function parsePort(word: string): Message['portId'] {
	const [, socket] = /^socket(\d+)$/.exec(word) ?? [];
	return socket === undefined ? toNumber(word, 'port id') : { socket: Number(socket) };
}

function parseMessage(words: Words, grammar: Grammar): Message {
	const word = words.take('a type');
	const known = Object.hasOwn(grammar.messages, word)
		? grammar.messages[word]
		: Object.values(grammar.messages).find(({ type }) => String(type) === word);
	const type = known?.type ?? toNumber(word, 'type of a message');
	const flags = parseFlags(words.take('flags'));
	const port = words.option('port');
	const length = words.option('length');
	const times = words.option('times');
	return {
		type,
		flags,
		...(port === undefined ? {} : { portId: parsePort(port) }),
		...(length === undefined ? {} : { length: toNumber(length, 'length') }),
		...(times === undefined ? {} : { times: toNumber(times, 'number of times') }),
		body: parseBody(words, scopeOf(known), ';'),
	} as Message;
}

function parseSend(words: Words, grammar: Grammar): Operation {
	const socket = words.number('socket');
	const cut = words.option('cut');
	const messages: Message[] = [];
	while (words.peek !== undefined) {
		messages.push(parseMessage(words, grammar));
		if (words.peek === ';') words.take(';');
	}
	return {
		do: 'send',
		socket,
		...(cut === undefined ? {} : { cut: toNumber(cut, 'length') }),
		messages,
	};
}

function parseOperation(words: Words, grammar: Grammar): Operation {
	const verb = words.take('an operation');
	switch (verb) {
		case 'load': {
			const parameters: Record<string, number> = {};
			while (words.peek !== undefined) {
				const [name = '', value = ''] = words.take('a parameter').split('=');
				if (!/^-?\d+$/.test(value)) throw new Problem(`"${value}" is no value of a parameter`);
				parameters[name] = Number(value);
			}
			return { do: verb, parameters };
		}
		case 'unload':
			return { do: verb };
		case 'namespace':
		case 'destroy':
			return { do: verb, name: words.take('a name') };
		case 'open': {
			const socket = words.number('socket');
			if (words.peek === undefined) return { do: verb, socket };
			words.take('in');
			return { do: verb, socket, namespace: words.take('a namespace') };
		}
		case 'join':
		case 'leave':
			return { do: verb, socket: words.number('socket'), group: words.number('group') };
		case 'option': {
			const socket = words.number('socket');
			const name = words.take('an option');
			const option = options[name] ?? toNumber(name, 'option');
			return { do: verb, socket, option, value: words.number('value') };
		}
		case 'send':
			return parseSend(words, grammar);
		case 'wait':
			return { do: verb, milliseconds: words.number('number of milliseconds') };
		case 'close':
		case 'receive':
		case 'read':
			return { do: verb, socket: words.number('socket') };
		default:
			throw new Problem(`"${verb}" is no operation`);
	}
}

/**
 * The program that a text says. Empty lines and lines that begin with # are passed over.
 *
 * @param source what the text is called in an error
 * @throws {Problem} with the line that says nothing sensible, and why
 */
export function parseProgram(text: string, grammar: Grammar, source = 'program'): Program {
	return text.split('\n').flatMap((line, index): Operation[] => {
		const aside = / &$/.test(line);
		const plain = aside ? line.slice(0, -2) : line;
		if (/^\s*(#|$)/.test(plain)) return [];
		try {
			const words = new Words(plain);
			const operation = parseOperation(words, grammar);
			words.end();
			return [aside ? { ...operation, aside } : operation];
		} catch (error) {
			if (
				!(error instanceof Problem || error instanceof SyntaxError || error instanceof RangeError)
			)
				throw error;
			throw new Problem(`${source}:${index + 1}: ${line}\n${error.message}`);
		}
	});
}
