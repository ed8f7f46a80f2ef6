import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatCoverage } from '../../examples/coverage.ts';
import { unexplained, unrecorded } from '../checks/coverage.ts';
import { coverageOf } from '../sources/coverage.ts';
import { type Sample, sample } from './sample.ts';

const source = `int pulse_init(void)
{
	if (!create())
		return -ENOMEM;
	return 0;
}
`;

/** A stage of which line 4 was not reached. */
function measured(): Sample {
	return sample({
		'kmod/00-first/pulse.c': source,
		'examples/00-first/coverage.json': formatCoverage({
			kernel: '7.3.4-debug',
			files: {
				'pulse.c': {
					sha256: createHash('sha256').update(source).digest('hex'),
					reached: [1, 3, 5],
					unreached: [4],
				},
			},
		}),
	});
}

const memory = { at: { pulse_init: ['return -ENOMEM;'] }, why: 'Memory never ran out.' };

test('a line that is not reached has its text, its function and its reason', async () => {
	using project = measured();
	const { files } = await coverageOf('00-first', { top: project.top, all: [memory] });
	assert.deepEqual(files?.[0]?.unreached, [
		{ line: 4, text: 'return -ENOMEM;', symbol: 'pulse_init', reason: memory },
	]);
	assert.deepEqual(
		[...(files?.[0]?.lines ?? [])],
		[
			[0, true],
			[2, true],
			[4, true],
			[3, false],
		],
	);
	assert.deepEqual(await unexplained(project.top, [memory]), []);
});

test('a line without a reason: file, line, text and function', async () => {
	using project = measured();
	assert.deepEqual(await unexplained(project.top, []), [
		'kmod/00-first/pulse.c:4: no test reaches "return -ENOMEM;" in pulse_init, and site/src/coverage/reasons.ts has no reason',
	]);
});

test('a reason for what is reached, or not there', async () => {
	using project = measured();
	const vain = { at: { pulse_init: ['return 0;'], pulse_exit: ['return;'] }, why: 'No.' };
	assert.deepEqual(await unexplained(project.top, [memory, vain]), [
		'site/src/coverage/reasons.ts: no stage has a line "return 0;" in pulse_init that is not reached: remove the reason',
		'site/src/coverage/reasons.ts: no stage has a line "return;" in pulse_exit that is not reached: remove the reason',
	]);
});

test('coverage of another source is not shown: what has changed, and what to do', async () => {
	using project = measured();
	project.write('kmod/00-first/pulse.c', `/* Changed. */\n${source}`);
	const { files } = await coverageOf('00-first', { top: project.top });
	assert.equal(files, undefined);
	assert.deepEqual(await unrecorded(project.top), [
		'kmod/00-first/pulse.c has changed since examples/00-first/coverage.json was recorded: `npm run vm -- coverage 00-first` records it again',
	]);
});

test('a stage that was never measured is named', async () => {
	using project = measured();
	project.write('kmod/01-second/pulse.c', source);
	assert.deepEqual(await unrecorded(project.top), [
		'examples/01-second/coverage.json is missing: `npm run vm -- coverage 01-second` records it',
	]);
	assert.deepEqual(await unexplained(project.top, []), [
		'kmod/00-first/pulse.c:4: no test reaches "return -ENOMEM;" in pulse_init, and site/src/coverage/reasons.ts has no reason',
	]);
});

test('the coverage of every stage is recorded, of its C as it is now', async () => {
	assert.deepEqual(await unrecorded(), []);
});
