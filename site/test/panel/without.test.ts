/** A chapter without its machine: nothing is loaded before the reader asks, and where there can be none the page says why. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { remembering } from '../../../vm/setup/memory.ts';
import { launch } from '../browser/chromium.ts';
import { goesInto, visit } from './site.ts';

const chapter = '/guide/03-replies/';
const inPanel = remembering(() => goesInto(chapter));
const withoutScripts = await launch({ javaScriptEnabled: false });
after(() => withoutScripts.close());

test(
	'nothing of the machine is loaded before the button',
	inPanel(async () => {
		const requests: string[] = [];
		await visit(
			chapter,
			async (panel) => {
				const before = requests.length;
				assert.deepEqual(
					requests.filter((path) => /live\/|sandbox|desk|xterm|codemirror|\.wasm/.test(path)),
					[],
				);
				await panel.start();
				const loaded = requests.slice(before);
				assert.ok(loaded.some((path) => /\/live\/.*state/.test(path)));
				assert.ok(loaded.some((path) => /desk/.test(path)));
			},
			{
				before: async (page) => {
					page.on('request', (request) => requests.push(new URL(request.url()).pathname));
				},
			},
		);
	}),
);

test(
	'without JavaScript there is a sentence, and no button that does nothing',
	inPanel(async () => {
		await visit(
			chapter,
			async ({ page }) => {
				const panel = page.locator('live-panel');
				assert.match((await panel.textContent()) ?? '', /JavaScript is switched off/);
				assert.equal(await panel.getByRole('button').count(), 0);
				assert.equal(await page.getByRole('button', { name: 'Run this' }).count(), 0);
				await page.getByRole('group', { name: 'Terminal: count' }).waitFor();
			},
			{ browser: withoutScripts.context },
		);
	}),
);

test(
	'without WebAssembly the page says so',
	inPanel(async () => {
		await visit(
			chapter,
			async (panel) => {
				await panel.shows('words', 'no WebAssembly');
				await panel.shows('words', 'recorded in the terminals');
				assert.equal(await panel.button('Start the kernel').isVisible(), false);
				assert.equal(await panel.page.getByRole('button', { name: 'Run this' }).count(), 0);
			},
			{
				before: (page) =>
					page.addInitScript(() => {
						Reflect.deleteProperty(globalThis, 'WebAssembly');
					}),
			},
		);
	}),
);

test(
	'where a file is missing the page says so, and tries again when asked',
	inPanel(async () => {
		await visit(
			chapter,
			async (panel) => {
				const { page } = panel;
				await page.context().route('**/live/**/state*', (route) => route.fulfill({ status: 404 }));
				await panel.button('Start the kernel').click();
				await panel.state('failed');
				await panel.part('recorded').waitFor();
				await page.context().unroute('**/live/**/state*');
				await panel.button('Start it again').click();
				await panel.state('ready');
				await panel.part('recorded').waitFor({ state: 'hidden' });
			},
			{ expected: /404|ERR_ABORTED/ },
		);
	}),
);

test(
	'without a connection the page says so',
	inPanel(async () => {
		await visit(
			chapter,
			async (panel) => {
				const { page } = panel;
				await page.context().setOffline(true);
				try {
					await panel.button('Start the kernel').click();
					await panel.state('failed');
					await panel.shows('words', 'no connection');
					await panel.part('recorded').waitFor();
				} finally {
					await page.context().setOffline(false);
				}
				await panel.button('Start it again').click();
				await panel.state('ready');
			},
			{ expected: /ERR_INTERNET_DISCONNECTED|Failed to fetch|request failed/ },
		);
	}),
);
