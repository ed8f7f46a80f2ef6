/** The fuzzer's programs: made by a seed, written as text and read again, judged, and made shorter. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { readSpecification } from '@both-sides/netlink/spec/yaml';
import {
	attributes,
	encodeMessage,
	many,
	NLM_F_ACK,
	NLM_F_DUMP,
	NLM_F_MULTI,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	string,
	u8,
	u32,
} from '@both-sides/netlink/wire';
import type { Grammar } from '../../examples/grammar.ts';
import { grammarOfSpecification } from '../../examples/specification-grammar.ts';
import { generate } from '../fuzz/generate.ts';
import { reduce } from '../fuzz/reduce.ts';
import { bodyBytes, datagram } from '../guest/fuzz/bytes.ts';
import { Judge, type Violation } from '../guest/fuzz/judge.ts';
import { whyRefused } from '../guest/fuzz/policy.ts';
import { concatenate, type Operation, type Program } from '../guest/fuzz/program.ts';
import { formatProgram, parseProgram } from '../guest/fuzz/text.ts';
import { Problem } from '../setup/problem.mjs';

const tags = attributes({ tag: [1, many(string)] });
const thing = attributes({
	name: [1, string],
	size: [2, u32],
	on: [3, u8],
	tags: [4, tags],
	seen: [5, u32],
});
const body = {
	layout: thing,
	accepts: {
		name: { maxLength: 15 },
		size: { min: 10, max: 60000 },
		on: { max: 1 },
		tags: { accepts: { tag: { maxLength: 15 } } },
	},
};
const grammar: Grammar = {
	protocol: 31,
	groups: [1, 2],
	parameters: { delay: [5, -1] },
	messages: {
		make: { type: 16, request: body, answer: thing },
		get: { type: 17, request: body, dump: { layout: thing, accepts: { on: { max: 1 } } } },
		event: { type: 18, answer: thing },
		read: { type: 19, request: body, replies: true, answer: thing },
	},
};

function texts(seed: number, count: number): string[] {
	return Array.from({ length: count }, (_, index) =>
		formatProgram(generate(grammar, seed, index), grammar),
	);
}

describe('programs of a seed', () => {
	test('are always the same, and others than those of another seed', () => {
		assert.deepEqual(texts(1, 100), texts(1, 100));
		assert.notDeepEqual(texts(1, 3), texts(2, 3));
		assert.equal(new Set(texts(1, 100)).size, 100);
	});

	test('do not depend on the machine that makes them, nor on those before them', () => {
		const digest = createHash('sha256').update(texts(7, 50).join('\0')).digest('hex');
		assert.equal(digest, 'b89c43f2f02bccd1b85aa0445699acbcbdf80c628fd319ac518d2676b6be839f');
		assert.equal(formatProgram(generate(grammar, 7, 49), grammar), texts(7, 50)[49]);
	});

	test('do everything that there is to do', () => {
		const all = texts(3, 300).join('');
		for (const operation of [
			...[
				'load delay=5',
				'unload',
				'namespace n1',
				'destroy n1',
				'open 2 in n1',
				'join 1 2',
				'leave 1',
			],
			...[
				'close 1 &',
				'receive 1',
				'read 1',
				'wait 600',
				'option 1 NETLINK_EXT_ACK 1',
				':times=300',
			],
			...[
				':cut=',
				':length=0',
				':port=socket1',
				'get request+dump',
				'name="a"',
				' ; ',
				'name-nested',
			],
		].filter((operation) => operation !== 'name-nested'))
			assert.ok(all.includes(operation), operation);
	});
});

describe('programs as text', () => {
	test('are read as what was written', () => {
		for (let number = 0; number < 500; number += 1) {
			const program = generate(grammar, 5, number);
			assert.deepEqual(parseProgram(formatProgram(program, grammar), grammar), program);
		}
	});

	test('name what the grammar names, and show the rest as bytes', () => {
		const text = [
			'load delay=-1',
			'send 1 :cut=40 make request+ack+0x40 :port=socket2 :length=20 name="a b" size=100 tags={ tag="x" } 9=0x00',
			'send 1 get request+dump on/9=0x010203 seen+net=7 ; 99 0x0 0xff*20 &',
			'',
		].join('\n');
		assert.equal(formatProgram(parseProgram(text, grammar), grammar), text);
	});

	test('in which something is wrong say where and what', () => {
		const wrong = (text: string, message: RegExp) =>
			assert.throws(
				() => parseProgram(`load\n${text}\n`, grammar, 'file'),
				(error) => {
					assert.ok(error instanceof Problem);
					assert.match(error.message, message);
					return true;
				},
			);
		wrong('jump 1', /^file:2: jump 1\n"jump" is no operation$/);
		wrong('open', /socket is missing at its end/);
		wrong('open one', /"one" is no socket/);
		wrong('send 1 make request colour=1', /"colour" is no attribute of this message/);
		wrong('send 1 make request name=', /file:2/);
		wrong('read 1 now', /"now" is one word too many/);
	});
});

describe('strict validation, as the kernel’s', () => {
	const payload = (text: string): Uint8Array => {
		const [operation] = parseProgram(`send 1 make request ${text}`, grammar);
		assert.ok(operation?.do === 'send');
		return bodyBytes(operation.messages[0]?.body ?? []);
	};
	const cases: readonly (readonly [string, RegExp | undefined])[] = [
		['', undefined],
		['name="a" size=10 on=1 tags={ tag="x" tag="y" }', undefined],
		['name="" tags={ }', undefined],
		['name+net="a"', undefined],
		['name=0x6161', /name: a string without its NUL/],
		['name="xxxxxxxxxxxxxxxx"', /name: longer than 15 bytes/],
		['name=0x610062', undefined],
		['size=9', /size: 9 is less than 10/],
		['size=60001', /more than 60000/],
		['size=0x0a00', /2 bytes of a u32/],
		['on+nested=1', /NLA_F_NESTED, and no nest/],
		['tags-nested={ tag="x" }', /a nest without NLA_F_NESTED/],
		['tags={ tag="xxxxxxxxxxxxxxxx" }', /tags: tag: longer/],
		['tags={ 2=0x }', /tags: attribute 2 is none of a request/],
		['seen=1', /attribute seen is none of a request/],
		['9=0x', /attribute 9 is none of a request/],
		['0xff', /1 bytes are left over/],
		['name/3="a"', /8 bytes are left over/],
	];
	for (const [text, reason] of cases)
		test(text === '' ? 'no attributes' : text, () => {
			const refused = whyRefused(body, payload(text));
			if (reason === undefined) assert.equal(refused, undefined);
			else assert.match(refused ?? 'accepted', reason);
		});
});

describe('what a socket hears', () => {
	const portId = 77;

	/** A judge who knows of one request, and hears this; the rule that it breaks, or undefined. */
	function rule(
		request: { type?: number; flags: number; payload?: Uint8Array },
		...answers: {
			type: number;
			flags?: number;
			sequence?: number;
			portId?: number;
			payload?: Uint8Array;
			group?: number;
		}[]
	): string | undefined {
		const judge = new Judge(grammar, portId);
		judge.sent(encodeMessage({ type: 17, sequence: 5, ...request }));
		try {
			for (const { group = 0, ...answer } of answers)
				judge.hears({ data: encodeMessage({ sequence: 5, portId, ...answer }), portId: 0, group });
			judge.end();
			return undefined;
		} catch (error) {
			return (error as Violation).rule;
		}
	}

	const ask = { flags: NLM_F_REQUEST };
	const askAndAck = { flags: NLM_F_REQUEST | NLM_F_ACK };
	const list = { flags: NLM_F_REQUEST | NLM_F_DUMP };
	const errno = (value: number) => {
		const bytes = new Uint8Array(20);
		new DataView(bytes.buffer).setInt32(0, -value, true);
		return { type: NLMSG_ERROR, payload: bytes };
	};
	const answer = { type: 16, payload: thing.encode({ name: 'a' }) };
	const done = { type: NLMSG_DONE, flags: NLM_F_MULTI, payload: new Uint8Array(4) };

	test('is as it should be', () => {
		assert.equal(rule(ask), undefined);
		assert.equal(rule(ask, errno(2)), undefined);
		assert.equal(rule(askAndAck, answer, errno(0)), undefined);
		assert.equal(rule(list, { ...answer, flags: NLM_F_MULTI }, done), undefined);
		assert.equal(rule({ flags: NLM_F_ACK, type: 1 }, errno(0)), undefined);
	});

	const broken: readonly (readonly [string, Parameters<typeof rule>])[] = [
		['no answer', [askAndAck]],
		['no answer', [askAndAck, answer]],
		['no answer', [{ ...ask, type: 19 }]],
		['acknowledged, and not answered', [{ ...askAndAck, type: 19 }, errno(0)]],
		['no end of a list', [list, { ...answer, flags: NLM_F_MULTI }]],
		['a list that is only acknowledged', [{ flags: list.flags | NLM_F_ACK }, errno(0)]],
		['an answer that nobody asked for', [ask, { ...answer, sequence: 6 }]],
		['an answer with another’s port id', [ask, { ...answer, portId: 78 }]],
		['an answer after the last', [askAndAck, errno(0), answer]],
		['acknowledged without being asked to', [ask, errno(0)]],
		['NLMSG_DONE to what asks for no list', [ask, done]],
		['NLM_F_MULTI without a list', [ask, { ...answer, flags: NLM_F_MULTI }]],
		['an item of a list without NLM_F_MULTI', [list, answer]],
		['a type of answer that is not declared', [ask, { type: 99 }]],
		['malformed answer', [ask, { type: 16, payload: Uint8Array.of(9, 0, 1, 0) }]],
		['an errno of the kernel’s own', [ask, errno(512)]],
		['an answer that could not be delivered', [ask, errno(111)]],
		[
			'accepted what is not declared',
			[{ ...askAndAck, payload: thing.encode({ size: 3 }) }, errno(0)],
		],
		['accepted what is not declared', [{ ...ask, type: 99 }]],
	];
	for (const [name, [request, ...answers]] of broken)
		test(`breaks a rule: ${name} (${answers.length} messages)`, () => {
			assert.equal(rule(request, ...answers), name);
		});
});

describe('a family of generic netlink', () => {
	const yaml = `---
name: thing
definitions:
  - { type: const, name: longest, value: 7 }
attribute-sets:
  - name: thing
    attributes:
      - { name: name, type: string, checks: { max-len: longest } }
      - { name: size, type: u32, checks: { min: 2, max: 9 } }
      - { name: seen, type: u64 }
operations:
  list:
    - name: get
      attribute-set: thing
      do: { request: { attributes: [ name ] }, reply: { attributes: [ name, size, seen ] } }
      dump: { request: { attributes: [ size ] }, reply: { attributes: [ name ] } }
    - name: make
      attribute-set: thing
      do: { request: { attributes: [ name, size ] } }
    - name: news
      attribute-set: thing
      event: { attributes: [ name ] }
      mcgrp: all
mcast-groups:
  list: [ { name: all } ]
`;
	const family = grammarOfSpecification(readSpecification(yaml, 'thing.yaml'));
	const id = 33;

	test('is spoken as its specification has it', () => {
		const { get, make, news } = family.messages;
		assert.deepEqual(get?.request?.accepts, { name: { maxLength: 7 } });
		assert.deepEqual(get?.dump?.accepts, { size: { min: 2, max: 9 } });
		assert.equal(get?.replies, true);
		assert.deepEqual(make?.request?.accepts, { name: { maxLength: 7 }, size: { min: 2, max: 9 } });
		assert.equal(make?.replies, undefined);
		assert.equal(news?.request, undefined);
		assert.deepEqual([family.family?.name, family.groups], ['thing', [1]]);
	});

	/** Whether a judge takes it that this request is acknowledged with 0. */
	function isAccepted(text: string): boolean {
		const [operation] = parseProgram(`send 1 ${text}`, family);
		assert.ok(operation?.do === 'send');
		const bytes = datagram(
			operation.messages,
			{ type: id, version: 1 },
			() => 5,
			() => 0,
		);
		const judge = new Judge(family, 77, new Set([id]));
		judge.sent(bytes);
		const acknowledgement = {
			type: NLMSG_ERROR,
			sequence: 5,
			portId: 77,
			payload: new Uint8Array(20),
		};
		try {
			judge.hears({ data: encodeMessage(acknowledgement), portId: 0, group: 0 });
			return true;
		} catch (error) {
			assert.equal((error as Violation).rule, 'accepted what is not declared');
			return false;
		}
	}

	test('has its messages behind a genlmsghdr, and is judged by its commands', () => {
		assert.ok(isAccepted('make request+ack name="a" size=2'));
		assert.ok(!isAccepted('make request+ack name="a" size=1'));
		assert.ok(!isAccepted('make request+ack seen=1'));
		assert.ok(!isAccepted('get request+ack size=2'));
		assert.ok(!isAccepted('news request+ack'));
		assert.ok(!isAccepted('make request+ack :length=19'));
	});
});

describe('a program that fails', () => {
	/** Counts the tries, and fails where the text has all of these lines or pieces. */
	function failsWith(...needed: readonly RegExp[]) {
		let tries = 0;
		return {
			fails: async (program: Program) => {
				tries += 1;
				const text = formatProgram(program, grammar);
				return needed.every((piece) => piece.test(text));
			},
			tries: () => tries,
		};
	}

	test('is reduced to what its failure needs, whatever else it does', async () => {
		const lines = (operation: string) => parseProgram(operation, grammar);
		const needle = lines(
			'open 90\nsend 90 get request ; make request+ack :length=17 name="q" tags={ tag="b" tag="c" } 0xff &\nclose 90',
		);
		const noise = (number: number) => generate(grammar, 11, number);
		const program = concatenate([noise(0), [...noise(1), ...needle] as Operation[], noise(2)]);
		const { fails, tries } = failsWith(
			/^open \d/m,
			/send \d+ .*make .*:length=17.*tag="c"/,
			/^close \d/m,
		);
		const short = formatProgram(await reduce(program, fails), grammar);
		assert.match(short, /^open \d+\nsend \d+ make 0x0 :length=17 tags=\{ tag="c" \}\nclose \d+\n$/);
		assert.ok(tries() < 1000, `${tries()} tries`);
	});

	test('is left as it is where nothing can go', async () => {
		const program = parseProgram('open 1\nsend 1 get request\n', grammar);
		const { fails } = failsWith(/open 1\nsend 1 get request/);
		assert.deepEqual(await reduce(program, fails), program);
	});

	test('that depends on those before it is put together with them, each with sockets of its own', () => {
		const [one, two] = [
			'load\nnamespace n\nopen 1 in n\n',
			'load\nopen 1\nsend 1 get request :port=socket1\n',
		].map((text) => parseProgram(text, grammar)) as [Program, Program];
		assert.equal(
			formatProgram(concatenate([one, two]), grammar),
			'load\nnamespace n\nopen 1 in n\nclose 1\ndestroy n\nunload\nload\nopen 2\nsend 2 get request :port=socket2\n',
		);
	});
});
