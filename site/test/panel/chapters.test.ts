/** The panel of each chapter, with the real machine: what a reader does there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksFor, parseTranscript } from '@both-sides/examples/transcript.ts';
import { pageSeries, readSource } from '../../sources/project.ts';
import { playBlock, shownBlocks } from './play-block.ts';
import { chapters, visit } from './site.ts';

for (const [index, stage] of chapters.entries()) {
	const transcript = parseTranscript(readSource(`examples/${stage}/transcript`));

	test(`${stage}: start, insmod, run, edit, run again, checkpoint, rewind, reset, next chapter`, {
		timeout: 180_000,
	}, async () => {
		await visit(`/guide/${stage}/`, async (panel) => {
			const { page } = panel;
			await panel.start();
			await panel.type('insmod pulse.ko');
			await panel.shows('log', 'pulse: ');

			const client = transcript
				.flatMap(({ entries }) => entries)
				.find(({ to, background }) => to === 'client' && !background);
			const args = client?.command.replace(/^client ?/, '') ?? '';
			assert.notEqual(await panel.run(args), '', 'the client prints something');

			await panel.append("\nconsole.log('changed by a reader');\n");
			assert.match(await panel.run(args), /changed by a reader/);

			await panel.button('Checkpoint').click();
			await panel.shows('notice', 'Rewind brings it back');
			const logged = await panel.part('log').textContent();
			await panel.type('rmmod pulse; grep -o pulse /proc/modules; echo gone=$?');
			await panel.consoleShows('gone=1');
			await panel.button('Rewind').click();
			await panel.shows('notice', 'The machine is as it was at');
			assert.equal(await panel.part('log').textContent(), logged);
			await panel.type('grep -o pulse /proc/modules; echo there=$?');
			await panel.consoleShows('pulsethere=0');

			await panel.reset();
			await panel.type('grep -o pulse /proc/modules; echo there=$?');
			await panel.consoleShows('there=1');
			assert.equal(await panel.part('log').textContent(), '');

			const [first] = await shownBlocks(page, blocksFor(transcript, pageSeries));
			if (first) {
				await panel.button('As in the chapter').click();
				await playBlock(panel, first);
				await panel.append("\nconsole.log('changed by a reader');\n");
			}

			const next = chapters[index + 1];
			if (next) {
				await page.getByRole('link', { name: /^Next/ }).click();
				await page.waitForURL(`**/guide/${next}/`);
				await panel.start();
				await panel.button('Bring it here').click();
				await panel.editor().filter({ hasText: 'changed by a reader' }).waitFor();
				await panel.button('As in the chapter').click();
				await panel.editor().filter({ hasNotText: 'changed by a reader' }).waitFor();
				assert.equal(await panel.button('As in the chapter').isVisible(), false);
			}
			// For the chapters to come.
			await page.evaluate(() => localStorage.clear());
		});
	});
}
