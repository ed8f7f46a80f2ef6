/** A reporter for `node --test`: what node:test says, as a Report. The suite names it to every Node that it starts. */
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { Report, readRemembered } from './report.ts';

const root = new URL('../..', import.meta.url).pathname;

/** What went wrong, without the frames that are node:test's own. */
function explain(error: Error): string {
	const { cause = error } = error;
	// An assertion's message holds all that its fields say.
	const isAssertion = cause instanceof Error && 'code' in cause && cause.code === 'ERR_ASSERTION';
	const text = isAssertion ? cause.stack : typeof cause === 'string' ? cause : inspect(cause);
	return (text ?? '')
		.split('\n')
		.filter((line) => !/^ {4}at .*node:(internal|async_hooks)/.test(line))
		.join('\n');
}

export default async function* reporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
	let pending = '';
	const report = new Report((text) => {
		pending += text;
	});
	/** The names of the tests that surround the one that is being reported, by nesting, for each file. */
	const paths = new Map<string, string[]>();
	for await (const event of source) {
		if (event.type === 'test:stdout' || event.type === 'test:stderr') yield event.data.message;
		if (event.type === 'test:start') {
			const path = paths.get(event.data.file ?? '') ?? [];
			path.length = event.data.nesting;
			path.push(event.data.name);
			paths.set(event.data.file ?? '', path);
		}
		if (event.type === 'test:pass' || event.type === 'test:fail') {
			const { file = '', name, nesting, details, skip, todo } = event.data;
			const group = relative(root, file);
			const whole = [...(paths.get(file) ?? []).slice(0, nesting), name].join(' > ');
			const milliseconds = details.duration_ms;
			const isFile = nesting === 0 && (name === file || group === relative(root, name));
			if (skip !== undefined || todo !== undefined) {
				const reason = [skip, todo].find((text) => typeof text === 'string');
				const remembered = readRemembered(reason ?? '');
				report.add(
					remembered
						? { group, name: whole, status: 'passed', milliseconds, remembered }
						: {
								group,
								name: whole,
								status: 'skipped',
								milliseconds,
								detail: reason ?? 'no reason given',
							},
				);
			} else if (event.type === 'test:fail') {
				const { error } = event.data.details;
				// A suite or test that only contains a failed one is not one more failure.
				if (!('failureType' in error && error.failureType === 'subtestsFailed'))
					report.add({
						group,
						name: whole,
						status: 'failed',
						milliseconds,
						detail: explain(error),
					});
			} else if (isFile) {
				report.add({
					group,
					name: whole,
					status: 'failed',
					milliseconds,
					detail: 'there is no test in this file',
				});
			} else if (details.type !== 'suite') {
				report.add({ group, name: whole, status: 'passed', milliseconds });
			}
		}
		if (event.type === 'test:summary' && event.data.file !== undefined)
			report.end(relative(root, event.data.file));
		if (pending !== '') {
			yield pending;
			pending = '';
		}
	}
	report.close();
	if (pending !== '') yield pending;
}
