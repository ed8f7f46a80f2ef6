/** The panel of each chapter, with the real machine: what a reader does there. */
import { test } from 'node:test';
import { chapters } from '../panel/site.ts';
import { walkChapter } from '../panel/walk-chapter.ts';

for (const stage of chapters)
	test(
		`${stage}: start, insmod, run, edit, run again, checkpoint, rewind, reset, next chapter`,
		{
			timeout: 300_000,
		},
		() => walkChapter(stage),
	);
