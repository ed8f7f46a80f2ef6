import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	blocksFor,
	findDifference,
	formatTranscript,
	normalise,
	parseTranscript,
	TranscriptError,
} from '../../examples/transcript.ts';

const text = `## load
$ insmod pulse.ko
kernel: pulse: kernel socket for protocol 31 created
> client send hello
kernel: pulse: input in node (pid 171): 24 bytes from port id 171
pid 171 sent 24 bytes in 6 ms

the line above is empty

## held @6.1 @6.12
> client hold &
open, port id 203
$ rmmod pulse &
rmmod: can't unload module 'pulse'
[exit status 1]
`;

describe('a transcript', () => {
	test('is blocks of entries with answers', () => {
		const [load, held] = parseTranscript(text);
		assert.equal(load?.name, 'load');
		assert.deepEqual(load?.kernels, []);
		assert.deepEqual(
			load?.entries.map(({ to, command, line }) => [to, command, line]),
			[
				['shell', 'insmod pulse.ko', 2],
				['client', 'client send hello', 4],
			],
		);
		assert.deepEqual(load?.entries[1]?.answer, {
			kernel: ['pulse: input in node (pid 171): 24 bytes from port id 171'],
			printed: ['pid 171 sent 24 bytes in 6 ms', '', 'the line above is empty'],
			status: 0,
		});
		assert.deepEqual(held?.kernels, ['6.1', '6.12']);
		assert.equal(held?.entries[1]?.answer.status, 1);
	});

	test('has only clients run on: an & in a line of shell is the shell’s', () => {
		const entries = parseTranscript(text)[1]?.entries;
		assert.deepEqual(
			entries?.map(({ command, background }) => [command, background]),
			[
				['client hold', true],
				['rmmod pulse &', false],
			],
		);
	});

	test('is written as it was read', () => {
		assert.equal(formatTranscript(parseTranscript(text)), text);
	});

	test('gives each kernel its blocks', () => {
		const names = (series: string) =>
			blocksFor(parseTranscript(text), series).map(({ name }) => name);
		assert.deepEqual(names('6.12'), ['load', 'held']);
		assert.deepEqual(names('7.3'), ['load']);
	});

	for (const [what, bad, line] of [
		['a command before the first block', '$ true\n', 1],
		['output before the first command', '## one\nhello\n', 2],
		['two blocks of one name', '## one\n$ true\n\n## one\n', 4],
		['a name that is not kebab-case', '## One_two\n', 1],
		['a kernel without its @', '## one 6.1\n', 1],
		['a > that is no client', '## one\n> server\n', 2],
	] as const) {
		test(`is refused with its line for ${what}`, () => {
			assert.throws(
				() => parseTranscript(bad),
				(error) => error instanceof TranscriptError && error.line === line,
			);
		});
	}

	test('cannot hold output that would be read as something else', () => {
		const [block] = parseTranscript('## one\n$ cat transcript\n');
		const [entry] = block?.entries ?? [];
		assert.ok(block && entry);
		for (const line of ['$ true', '> client', '## two', 'kernel: no', '[exit status 2]']) {
			const answer = { kernel: [], printed: [line], status: 0 };
			assert.throws(
				() => formatTranscript([{ ...block, entries: [{ ...entry, answer }] }]),
				TranscriptError,
			);
		}
	});
});

describe('a comparison', () => {
	test('passes over what differs from run to run', () => {
		for (const [one, other] of [
			[
				'input in node (pid 171): from port id 171',
				'input in node (pid 8): from port id 4294963200',
			],
			['sent in 6 ms, woke after 1.5 µs', 'sent in 14 ms, woke after 20 µs'],
			['skb 0xffff888003c5a400 at ffffffffc0201000', 'skb 0xffff888003c5a500 at ffffffffc0301000'],
			['node (812) sends', 'node (9) sends'],
			['comm: node/812', 'comm: node/9'],
			["in process `MainThread'.", "in process `relay'."],
			['family id 35, group id 19', 'family id 21, group id 4'],
			['request(type 35): EEXIST', 'request(type 21): EEXIST'],
			[
				'NETLINK_ADD_MEMBERSHIP, 21): EPERM: group 21 of netlink protocol 16',
				'NETLINK_ADD_MEMBERSHIP, 4): EPERM: group 4 of netlink protocol 16',
			],
		] as const)
			assert.equal(normalise(one), normalise(other));
	});

	test('sees all the rest', () => {
		for (const [one, other] of [
			['24 bytes', '25 bytes'],
			['protocol 31', 'protocol 30'],
			['node (pid 171)', 'python (pid 171)'],
			['in 6 ms', 'in 6 bytes'],
			['type 16, length 21', 'type 16, length 20'],
			['errno 111', 'errno 98'],
			['request(type 16): EEXIST', 'request(type 17): EEXIST'],
			['group 2 of netlink protocol 31', 'group 3 of netlink protocol 31'],
		] as const)
			assert.notEqual(normalise(one), normalise(other));
	});

	test('finds the first line that differs, or is missing, or is too much', () => {
		const answer = { kernel: ['a'], printed: ['b', 'c'], status: 1 };
		assert.equal(findDifference(answer, { ...answer }), undefined);
		assert.deepEqual(findDifference(answer, { ...answer, kernel: [] }), {
			index: 0,
			expected: 'kernel: a',
			got: 'b',
		});
		assert.deepEqual(findDifference(answer, { ...answer, status: 0 }), {
			index: 3,
			expected: '[exit status 1]',
			got: undefined,
		});
		assert.deepEqual(findDifference({ ...answer, status: 0 }, answer), {
			index: 3,
			expected: undefined,
			got: '[exit status 1]',
		});
	});
});
