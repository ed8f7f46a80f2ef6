import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, flameGraph } from '../bench/flame-graph.ts';

const frame = (name: string, own: number, ...children: Frame[]): Frame => ({ name, own, children });

test('a frame is as wide as its share, and lies below its caller', () => {
	const graph = flameGraph(
		'a < b',
		frame(
			'',
			0,
			frame('caller socket.ts', 10, frame('send native.ts', 60), frame('read types.ts', 5)),
			frame('(garbage collector)', 25),
		),
	);
	assert.match(graph, /a &#60; b/);
	const box = (name: string) => {
		const found = graph.match(
			new RegExp(
				`<title>${name}: ([\\d.]+) %, ([\\d.]+) % itself</title><rect x="([\\d.]+)" y="(\\d+)" width="([\\d.]+)"`,
			),
		);
		assert.ok(found, name);
		return found.slice(1).map(Number);
	};
	const [share, own, left, top = 0] = box('caller socket.ts');
	assert.deepEqual([share, own, left], [75, 10, 0]);
	const [sendShare, sendOwn, sendLeft, sendTop = 0, sendWidth] = box('send native.ts');
	assert.deepEqual([sendShare, sendOwn, sendLeft, sendWidth], [60, 60, 0, 719.5]);
	assert.ok(sendTop > top);
	assert.equal(box('read types.ts')[2], 720);
	assert.equal(box('\\(garbage collector\\)')[2], 900);
	assert.match(graph, />the native part and its system calls: 60 %</);
	assert.match(graph, />garbage collection: 25 %</);
	assert.match(graph, />the rest of this library: 15 %</);
});

test('what is too narrow to be seen is left out', () => {
	const graph = flameGraph('', frame('', 0, frame('wide a.ts', 10_000), frame('narrow b.ts', 1)));
	assert.match(graph, /wide a\.ts/);
	assert.doesNotMatch(graph, /narrow/);
});
