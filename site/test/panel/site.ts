/** The guide with its machine, served, and Chromium to visit it with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { publishCompiler } from '../../../vm/compiler/publish.ts';
import { publish } from '../../../vm/machines/page/publish.ts';
import { filesIn } from '../../../vm/setup/memory.ts';
import { compilerFolder, dist, machineFolder } from '../../guide.ts';
import { serve } from '../../serve.ts';
import { stages } from '../../sources/project.ts';
import { launch, type Viewport, visitIn, wide } from '../browser/chromium.ts';
import { Panel } from './panel.ts';

const served = await serve(4420);
await publish(machineFolder);
/** For tests that need the compiler: why they are skipped, where it is not there. */
export const withCompiler = (await publishCompiler(compilerFolder))
	? {}
	: { skip: 'the compiler is not in the cache: npm run vm -- compiler' };
export const { address } = served;

const { context, close } = await launch();
after(async () => {
	await close();
	await served.stop();
});

/** The stages that have a chapter. */
export const chapters = stages().filter((stage) =>
	existsSync(new URL(`../../src/content/docs/guide/${stage}.mdx`, import.meta.url)),
);

/** What decides how a page's panel behaves: the page, its scripts, which are named by their content, and the machine. */
export const goesInto = (path: string): { files: string[] } => ({
	files: [
		join(dist, path, 'index.html'),
		join(dist, 'sandbox.html'),
		// The folders that it names are named by what is in them.
		join(compilerFolder, 'catalogue.json'),
		...[join(dist, '_astro'), machineFolder, import.meta.dirname].flatMap(filesIn),
		join(import.meta.dirname, '../browser/chromium.ts'),
	],
});

interface Visit {
	readonly viewport?: Viewport;
	/** Called before the page is opened. */
	before?(page: Page): Promise<unknown>;
	/** Complaints of the browser that belong to what is tested. */
	readonly expected?: RegExp;
	/** Another browser than the usual one. */
	readonly browser?: BrowserContext;
}

/** What xterm.js says on a busy machine: that it came to its work later than it wanted. */
const late = /task queue exceeded allotted deadline/;

/** Opens a page and uses its panel; whatever else the browser complains of fails. */
export function visit<Result>(
	path: string,
	work: (panel: Panel) => Promise<Result>,
	{ viewport = wide, browser = context, expected = late, ...options }: Visit = {},
): Promise<Result> {
	return visitIn(browser, new URL(path, address), viewport, (page) => work(new Panel(page)), {
		...options,
		expected: new RegExp(`${expected.source}|${late.source}`),
	});
}
