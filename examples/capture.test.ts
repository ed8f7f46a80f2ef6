import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CaptureError, formatCapture, parseCapture, sameCrossed, sameRequest } from './capture.ts';

const text = `## hello on 6.12.117+deb12-amd64
> client send hello
down protocol 31 port 171: 10 00 00 00 12 00 01 00 01 00 00 00 ab 00 00 00
up protocol 31 port 171 group 2: 15 00
up protocol 31 port 171 peer 300: ff
12 more
> client
down protocol 31 port 182 failed ECONNREFUSED: 01 02

## nothing on 6.1.0
> client hold
`;

test('a capture is read as it is written', () => {
	const blocks = parseCapture(text);
	assert.equal(formatCapture(blocks), text);
	const [hello, nothing] = blocks;
	assert.equal(hello?.release, '6.12.117+deb12-amd64');
	const [first, second] = hello.clients;
	assert.equal(first?.command, 'client send hello');
	assert.equal(first.more, 12);
	assert.deepEqual(first.datagrams[1], {
		direction: 'up',
		protocol: 31,
		portId: 171,
		peer: 0,
		group: 2,
		bytes: Uint8Array.of(0x15, 0),
	});
	assert.equal(first.datagrams[2]?.peer, 300);
	assert.equal(second?.datagrams[0]?.failed, 'ECONNREFUSED');
	assert.deepEqual(nothing?.clients, [{ command: 'client hold', datagrams: [], more: 0 }]);
});

test('what is no line of a capture is named', () => {
	assert.throws(
		() => parseCapture('## a on 6.1\n> client\ndown protocol 31 port 1: 1 2\n'),
		(error) => error instanceof CaptureError && /^line 3: "down .*"/.test(error.message),
	);
	assert.throws(() => parseCapture('down protocol 31 port 1: 01\n'), /^CaptureError: line 1/);
});

test('port ids differ from run to run, bytes do not', () => {
	const [hello, nothing] = parseCapture(text);
	const [again] = parseCapture(text.replaceAll('171', '172').replace('ab', 'ac'));
	const [other] = parseCapture(text.replace('12 00 01', '13 00 01'));
	const [answered] = parseCapture(text.replace('15 00', '16 00'));
	assert.ok(sameCrossed(hello, again));
	assert.ok(!sameCrossed(hello, other));
	assert.ok(!sameCrossed(hello, answered));
	assert.ok(!sameCrossed(hello, nothing));
	assert.ok(!sameCrossed(hello, undefined));
	assert.ok(sameCrossed(undefined, undefined));
});

test('the first request of a client is compared without what follows', () => {
	const clientOf = (from: string) => {
		const client = parseCapture(from)[0]?.clients[0];
		assert.ok(client);
		return client;
	};
	const client = clientOf(text);
	assert.ok(sameRequest(client, clientOf(text.replaceAll('171', '172').replace('ab', 'ac'))));
	assert.ok(sameRequest(client, clientOf(text.replace('15 00', '16 00'))));
	assert.ok(!sameRequest(client, clientOf(text.replace('12 00 01', '13 00 01'))));
});
