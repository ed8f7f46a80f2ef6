/** The compiler's worker seen from outside: it is ended when it takes too long, and another one takes its place. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Compiler, CompilerFailure, type StartWorker } from '../compiler/compiler.ts';
import type { Reply, Request } from '../compiler/service.ts';

/** Workers that do nothing by themselves. */
function stage() {
	const workers: {
		readonly asked: Request[];
		ended: boolean;
		reply(reply: Reply): void;
		die(why: string): void;
	}[] = [];
	const start: StartWorker = (replied, died) => {
		const asked: Request[] = [];
		const worker = { asked, ended: false, reply: replied, die: died };
		workers.push(worker);
		return {
			send: (request) => asked.push(request),
			end: () => {
				worker.ended = true;
			},
		};
	};
	return { workers, compiler: new Compiler(start) };
}

const sources = new Map([['thing.c', '']]);
const nothing = { modules: new Map(), diagnostics: [] };

describe("the compiler's worker", () => {
	test('is started by the first order, and answers', async () => {
		const { workers, compiler } = stage();
		assert.equal(workers.length, 0);
		const built = compiler.build(sources);
		const checked = compiler.check('thing.c', sources);
		assert.equal(workers.length, 1);
		const [first, second] = workers[0]?.asked ?? [];
		assert.ok(first && second);
		assert.deepEqual([first.order.do, second.order.do], ['build', 'check']);
		workers[0]?.reply({ id: second.id, begun: true });
		workers[0]?.reply({ id: second.id, answer: [] });
		workers[0]?.reply({ id: first.id, begun: true });
		workers[0]?.reply({ id: first.id, answer: nothing });
		assert.deepEqual(await built, nothing);
		assert.deepEqual(await checked, []);
	});

	test('is ended when an order takes longer than a minute, with all that waits, and replaced', async (context) => {
		context.mock.timers.enable({ apis: ['setTimeout'] });
		const { workers, compiler } = stage();
		const slow = compiler.build(sources);
		const waiting = compiler.check('thing.c', sources);
		const outcomes = Promise.allSettled([slow, waiting]);
		const [request] = workers[0]?.asked ?? [];
		assert.ok(request);
		// Loading may take as long as the network does.
		context.mock.timers.tick(600_000);
		assert.equal(workers[0]?.ended, false);
		workers[0]?.reply({ id: request.id, begun: true });
		context.mock.timers.tick(60_000);
		assert.equal(workers[0]?.ended, true);
		for (const outcome of await outcomes) {
			assert.equal(outcome.status, 'rejected');
			assert.ok(outcome.reason instanceof CompilerFailure);
			assert.match(outcome.reason.message, /took longer than 60 s/);
		}

		const next = compiler.build(sources);
		const again = workers[1]?.asked[0];
		assert.ok(again);
		workers[1]?.reply({ id: again.id, begun: true });
		workers[1]?.reply({ id: again.id, answer: nothing });
		assert.deepEqual(await next, nothing);
	});

	test('is replaced where it could not load, or died', async () => {
		const { workers, compiler } = stage();
		const unloaded = compiler.build(sources);
		workers[0]?.reply({ id: workers[0].asked[0]?.id ?? 0, failed: 'there is no connection' });
		await assert.rejects(unloaded, /^CompilerFailure: there is no connection$/);
		assert.equal(workers[0]?.ended, true);
		const killed = compiler.build(sources);
		workers[1]?.die('the compiler fell over');
		await assert.rejects(killed, /^CompilerFailure: the compiler fell over$/);
		assert.equal(workers.length, 2);
	});

	test('lives on where one order failed', async () => {
		const { workers, compiler } = stage();
		const failing = compiler.build(sources);
		const [request] = workers[0]?.asked ?? [];
		assert.ok(request);
		workers[0]?.reply({ id: request.id, begun: true });
		workers[0]?.reply({ id: request.id, failed: 'no' });
		await assert.rejects(failing, /no/);
		assert.equal(workers[0]?.ended, false);
	});

	test('is ended with the compiler, and what is under way says so', async () => {
		const { workers, compiler } = stage();
		const building = compiler.build(sources);
		compiler[Symbol.dispose]();
		await assert.rejects(building, /The compiler was closed/);
		assert.equal(workers[0]?.ended, true);
	});
});
