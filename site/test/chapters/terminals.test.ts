/** "Run this" of every terminal in the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksFor, parseTranscript } from '@both-sides/examples/transcript.ts';
import { pageSeries, readSource } from '../../sources/project.ts';
import { playBlock, shownBlocks } from '../panel/play-block.ts';
import { chapters, visit } from '../panel/site.ts';

/** A block's lines fit into the console. */
const high = { width: 1440, height: 1600 };

for (const stage of chapters) {
	test(`${stage}: each terminal in the text runs, and shows what was recorded`, {
		timeout: 300_000,
	}, async () => {
		await visit(
			`/guide/${stage}/`,
			async (panel) => {
				const { page } = panel;
				await panel.start();
				const transcript = parseTranscript(readSource(`examples/${stage}/transcript`));
				const here = await shownBlocks(page, blocksFor(transcript, pageSeries));
				for (const block of here) await playBlock(panel, block);
				assert.equal(await page.getByRole('button', { name: 'Run this' }).count(), here.length);
			},
			{ viewport: high },
		);
	});
}
