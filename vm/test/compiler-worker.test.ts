/** The compiler as its users see it, with a worker that does what the tests say. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Compiler, CompilerFailure } from '../compiler/compiler.ts';
import type { Reply, Request } from '../compiler/service.ts';

/** Workers, in the order in which they were started. */
function workers() {
	const started: {
		readonly requests: Request[];
		ended: boolean;
		reply(reply: Reply): void;
		die(why: string): void;
	}[] = [];
	const compiler = new Compiler((replied, died) => {
		const worker = { requests: [] as Request[], ended: false, reply: replied, die: died };
		started.push(worker);
		return {
			send: (request) => worker.requests.push(request),
			end: () => {
				worker.ended = true;
			},
		};
	});
	return { compiler, started };
}

const sources = new Map([['a.c', 'int a;\n']]);

test('a compiler that takes too long once it has begun is stopped, and the next order has another', async (t: TestContext) => {
	t.mock.timers.enable({ apis: ['setTimeout'] });
	const { compiler, started } = workers();
	const first = compiler.check('a.c', sources);
	const second = compiler.build(sources);
	// Loading may take as long as the network does.
	t.mock.timers.tick(600_000);
	started[0]?.reply({ id: started[0].requests[0]?.id ?? 0, begun: true });
	t.mock.timers.tick(120_000);
	for (const order of [first, second])
		await assert.rejects(
			order,
			new CompilerFailure('The compiler was stopped: it took longer than 120 s.'),
		);
	assert.equal(started[0]?.ended, true);

	const third = compiler.check('a.c', sources);
	const { id = 0 } = started[1]?.requests[0] ?? {};
	started[1]?.reply({ id, begun: true });
	started[1]?.reply({ id, answer: [] });
	assert.deepEqual(await third, []);
	t.mock.timers.tick(120_000);
	assert.equal(started[1]?.ended, false);
});

test('a worker that cannot load what it needs, or dies, is not asked again', async () => {
	const { compiler, started } = workers();
	const first = compiler.check('a.c', sources);
	started[0]?.reply({ id: started[0].requests[0]?.id ?? 0, failed: 'no connection' });
	await assert.rejects(first, new CompilerFailure('no connection'));
	const second = compiler.check('a.c', sources);
	started[1]?.die('out of memory');
	await assert.rejects(second, new CompilerFailure('out of memory'));
	const third = compiler.check('a.c', sources);
	assert.equal(started.length, 3);
	compiler[Symbol.dispose]();
	await assert.rejects(third, new CompilerFailure('The compiler was closed.'));
	assert.deepEqual(
		started.map(({ ended }) => ended),
		[true, true, true],
	);
});

test('what fails in an order that was begun is of that order alone', async () => {
	const { compiler, started } = workers();
	const orders = [compiler.check('a.c', sources), compiler.check('b.c', sources)];
	const [one, two] = started[0]?.requests ?? [];
	started[0]?.reply({ id: one?.id ?? 0, begun: true });
	started[0]?.reply({ id: one?.id ?? 0, failed: 'fell over' });
	started[0]?.reply({ id: two?.id ?? 0, begun: true });
	started[0]?.reply({ id: two?.id ?? 0, answer: [] });
	await assert.rejects(orders[0] ?? assert.fail(), new CompilerFailure('fell over'));
	assert.deepEqual(await orders[1], []);
	assert.equal(started.length, 1);
});
