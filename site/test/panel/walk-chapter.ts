/** The way of a reader through a chapter, in its panel. */
import assert from 'node:assert/strict';
import { blocksFor, parseTranscript } from '@both-sides/examples/transcript.ts';
import { pageSeries, readSource } from '../../sources/project.ts';
import { playBlock, shownBlocks } from './play-block.ts';
import { chapters, visit } from './site.ts';

/** Starts the kernel, loads the module, runs, edits and runs again, goes back in time, and on to the next chapter. */
export async function walkChapter(stage: string): Promise<void> {
	const transcript = parseTranscript(readSource(`examples/${stage}/transcript`));
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

		const next = chapters[chapters.indexOf(stage) + 1];
		if (next) {
			await page.getByRole('link', { name: /^Next/ }).click();
			await page.waitForURL(`**/guide/${next}/`);
			await panel.start();
			await panel.button('Bring it here').click();
			// Only what is in sight of a long file is there.
			await panel.editor().focus();
			await page.keyboard.press('Control+End');
			await panel.editor().filter({ hasText: 'changed by a reader' }).waitFor();
			await panel.button('As in the chapter').click();
			await panel.editor().filter({ hasNotText: 'changed by a reader' }).waitFor();
			assert.equal(await panel.button('As in the chapter').isVisible(), false);
		}
		// For the chapters to come.
		await page.evaluate(() => localStorage.clear());
	});
}
