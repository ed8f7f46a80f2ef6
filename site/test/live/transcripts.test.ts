/** The chapters' recorded sessions, in the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
	blocksFor,
	findDifference,
	formatCommand,
	parseTranscript,
} from '../../../examples/transcript.ts';
import { mainlineSeries } from '../../../vm/machines/kernels/newest.ts';
import { root, stages } from '../../sources/project.ts';
import { openTab, type Tab } from './browser.ts';
import { clientOf } from './client.ts';

for (const stage of stages()) {
	describe(`${stage} in the page`, { timeout: 240_000 }, () => {
		let tab: Tab;
		before(async () => {
			tab = await openTab(stage);
		});
		after(() => tab[Symbol.asyncDispose]());
		const text = readFileSync(join(root, 'examples', stage, 'transcript'), 'utf8');
		for (const block of blocksFor(parseTranscript(text), mainlineSeries))
			test(block.name, async () => {
				const answers = await tab.harness.evaluate(
					async (harness, { block, files }) => {
						await harness.machine.reset();
						return harness.play(block, files);
					},
					{ block, files: clientOf(stage).files },
				);
				for (const [index, entry] of block.entries.entries()) {
					const got = answers[index] ?? assert.fail('it ended early');
					const difference = findDifference(entry.answer, got);
					if (difference)
						assert.deepEqual(got, entry.answer, `${formatCommand(entry)}: ${difference.got}`);
				}
				assert.deepEqual(tab.complaints, []);
			});
	});
}
