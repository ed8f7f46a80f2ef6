import { test } from 'node:test';
import { remembering } from '../../../vm/setup/memory.ts';
import { chapters, goesInto } from './site.ts';
import { walkChapter } from './walk-chapter.ts';

const stage = chapters.at(-2) ?? '';

const inPanel = remembering(() => goesInto(`/guide/${stage}/`));

// It is the last that has a next one. test/chapters/ walks all of them.
test(
	`${stage}: from the start of the kernel to the next chapter`,
	{ timeout: 300_000 },
	inPanel(() => walkChapter(stage)),
);
