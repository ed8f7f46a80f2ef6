import { Transform } from 'node:stream';
import type { TestEvent } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './protocol.ts';
import { report } from './report.ts';

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data'];

/** What people need to see of a failed test: what was expected, and where. */
function describe(error: Error): string {
	const cause = error.cause instanceof Error ? error.cause : error;
	const text = cause.stack ?? cause.message;
	return text
		.split('\n')
		.filter((line) => !/^\s+at .*\bnode:/.test(line))
		.join('\n');
}

function send(data: Ended, failed: boolean): void {
	// A suite's own result says no more than those of its tests, where they are run.
	if (data.details.type === 'suite' && data.skip === undefined) return;
	const outcome: Outcome = failed ? 'fail' : data.skip !== undefined ? 'skip' : 'pass';
	const error = 'error' in data.details ? data.details.error : undefined;
	const reason = typeof data.skip === 'string' ? data.skip : undefined;
	const message = error instanceof Error ? describe(error) : reason;
	report({
		kind: 'test',
		name: data.name,
		nesting: data.nesting,
		outcome,
		duration: data.details.duration_ms,
		file: data.file?.startsWith('file:') ? fileURLToPath(data.file) : data.file,
		line: data.line,
		...(message === undefined ? {} : { message }),
	});
}

/** A reporter of node:test that tells the host of each test as it ends, and prints nothing. */
export default new Transform({
	writableObjectMode: true,
	transform(event: TestEvent, _encoding, done) {
		if (event.type === 'test:pass') send(event.data, false);
		if (event.type === 'test:fail') send(event.data, true);
		if (event.type === 'test:summary') report({ kind: 'complete' });
		done();
	},
});
