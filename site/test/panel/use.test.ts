/** The panel in use: by keyboard, in all sizes and colours, and when things go wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { remembering } from '../../../vm/setup/memory.ts';
import { axe, narrow, wide } from '../browser/chromium.ts';
import { goesInto, visit } from './site.ts';

const chapter = '/guide/03-replies/';
const inPanel = remembering(() => goesInto(chapter));

/** The part of the panel, or the accessible name, that has the focus. */
function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const active = document.activeElement as HTMLElement | null;
		return active?.dataset.part ?? active?.ariaLabel ?? active?.textContent?.trim() ?? '';
	});
}

test(
	'what a client and the kernel say to each other is shown as it passes, with names',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			await panel.start();
			await panel.type('insmod pulse.ko');
			await panel.shows('log', 'kernel socket for protocol 31 created');
			await panel.run('add 3');
			const messages = await panel
				.part('messages')
				.locator('summary')
				.evaluateAll((all) => all.map((one) => one.textContent?.replace(/\s+/g, ' ').trim()));
			assert.deepEqual(messages, [
				'user → kernel PULSE_ADD 20 bytes',
				'kernel → user NLMSG_ERROR · 0 36 bytes',
			]);
			const beats = panel.part('messages').getByRole('row', { name: 'beats' }).first();
			assert.match((await beats.textContent()) ?? '', /03 00 00 00\s*beats\s*3/);
			await panel.part('bytes').uncheck();
			await beats.waitFor({ state: 'hidden' });
			await panel.button('Clear').click();
			assert.equal(await panel.part('messages').locator('li').count(), 0);
		});
	}),
);

for (const viewport of [wide, narrow])
	test(
		`axe finds nothing in the open panel, ${viewport.width} wide`,
		{
			timeout: 120_000,
		},
		inPanel(async () => {
			await visit(
				chapter,
				async (panel) => {
					const { page } = panel;
					await panel.start();
					await page.getByRole('button', { name: 'Run this' }).first().click();
					const stop = page.locator('.terminal').getByRole('button', { name: 'Stop' });
					await stop.waitFor({ state: 'hidden', timeout: 30_000 });
					assert.match((await panel.part('output').textContent()) ?? '', /7 beats/);
					for (const theme of ['light', 'dark']) {
						await page.evaluate((theme) => {
							document.documentElement.dataset.theme = theme;
						}, theme);
						for (const side of ['User', 'Wire', 'Kernel']) {
							const tab = page.getByRole('tab', { name: side, exact: true });
							if (await tab.isVisible()) await tab.click();
							assert.deepEqual(await axe(page), [], `${theme}, ${side}`);
						}
					}
					const width = await page.evaluate(() => document.documentElement.scrollWidth);
					assert.ok(width <= viewport.width, `the page is ${width} wide`);
				},
				{ viewport },
			);
		}),
	);

test(
	'focus enters the console and the editor and leaves them again, by Esc and Tab',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			const { page } = panel;
			await page.keyboard.press('Tab');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'Skip to the kernel in this page');
			await page.keyboard.press('Enter');
			await page.waitForFunction(() => document.activeElement?.id === 'panel');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'What is it?');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'start');
			await page.keyboard.press('Enter');
			await panel.state('ready');
			// Whoever pressed the button goes on at the console.
			await page.waitForFunction(
				() => document.activeElement?.ariaLabel === 'Console of the machine',
			);
			await page.keyboard.type('ech');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'Console of the machine');
			await page.keyboard.press('Escape');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'log');

			await panel.editor().focus();
			await page.keyboard.press('Control+Home');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'client.ts');
			await page.keyboard.press('Escape');
			await page.keyboard.press('Tab');
			assert.equal(await focused(page), 'arguments');
		});
	}),
);

test(
	'tabs and the edge of the panel answer to arrow keys',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			const { page } = panel;
			await panel.start();
			await page.getByRole('tab', { name: 'Console' }).focus();
			await page.keyboard.press('ArrowRight');
			await page
				.getByRole('tabpanel', { name: 'pulse.c' })
				.getByText('SPDX-License-Identifier')
				.waitFor();
			await page.keyboard.press('End');
			assert.equal(await focused(page), 'Kbuild');
			await page.keyboard.press('ArrowRight');
			await page.getByRole('tabpanel', { name: 'Console' }).waitFor();

			const height = () => page.locator('live-panel').evaluate((panel) => panel.clientHeight);
			const before = await height();
			await page.getByRole('separator').focus();
			await page.keyboard.press('ArrowUp');
			assert.ok((await height()) > before, 'it is higher');
			const end = page.locator('main footer');
			await end.scrollIntoViewIfNeeded();
			await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
			const [text, panelTop] = await Promise.all([
				end.evaluate((footer) => footer.getBoundingClientRect().bottom),
				page.locator('live-panel').evaluate((panel) => panel.getBoundingClientRect().top),
			]);
			assert.ok(text <= panelTop, 'the end of the text is above the panel');
			await page.getByRole('button', { name: 'Console, editor and wire' }).click();
			assert.ok((await height()) < 80, 'it is folded');
		});
	}),
);

test(
	'an error is shown with its line, and leads there',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			const { page } = panel;
			await panel.start();
			await panel.append("\nthrow new Error('on purpose');\n");
			assert.match(await panel.run('get'), /Error: on purpose[\s\S]*exit status 1/);
			const line = panel.editor().locator('.cm-error-line');
			assert.equal(await line.textContent(), "throw new Error('on purpose');");
			await page.getByRole('button', { name: /^client\.ts, line \d+$/ }).click();
			assert.equal(await focused(page), 'client.ts');
			await page.evaluate(() => localStorage.clear());
		});
	}),
);

test(
	'an endless loop is stopped',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			await panel.start();
			await panel.append('\nfor (;;);\n');
			await panel.button('Run').click();
			await panel.part('stop').and(panel.page.locator('[aria-disabled="false"]')).waitFor();
			await panel.button('Stop').click();
			await panel.shows('output', 'exit status 137');
			await panel.page.evaluate(() => localStorage.clear());
		});
	}),
);

test(
	'a kernel that panics says so, and a reset helps',
	inPanel(async () => {
		await visit(chapter, async (panel) => {
			await panel.start();
			await panel.type('echo c > /proc/sysrq-trigger');
			await panel.state('panicked');
			await panel.shows('words', 'Kernel panic - not syncing');
			await panel.reset();
			await panel.state('ready');
			await panel.type('echo $((6 * 7))');
			await panel.consoleShows('42');
		});
	}),
);

test(
	'what is played is stopped by its own button',
	inPanel(async () => {
		await visit('/guide/02-input/', async (panel) => {
			const { page } = panel;
			await panel.start();
			await panel.type('sleep 1000');
			await panel.consoleShows('sleep 1000');
			const run = page.getByRole('button', { name: 'Run this' }).first();
			await run.click();
			await panel.shows('notice', 'A program has the console');
			await panel.part('console').getByRole('textbox').focus();
			await page.keyboard.press('Control+c');
			await panel.part('dismiss').click();
			await panel.append('\nawait new Promise(() => setInterval(() => {}, 1000));\n');
			await run.click();
			await panel.part('stop').and(page.locator('[aria-disabled="false"]')).waitFor();
			await page.locator('.terminal').getByRole('button', { name: 'Stop' }).click();
			await panel.part('stop').and(page.locator('[aria-disabled="true"]')).waitFor();
			await page.evaluate(() => localStorage.clear());
		});
	}),
);

test(
	'where the browser keeps nothing, the page says so and goes on',
	inPanel(async () => {
		await visit(
			chapter,
			async (panel) => {
				await panel.start();
				await panel.append('\nconsole.log(1 + 1);\n');
				await panel.part('not-kept').waitFor();
				assert.match(await panel.run('get'), /2/);
			},
			{
				before: (page) =>
					page.addInitScript(() => {
						const { setItem } = Storage.prototype;
						Storage.prototype.setItem = function (key, value) {
							if (key.startsWith('netlink-both-sides/'))
								throw new DOMException('denied', 'QuotaExceededError');
							setItem.call(this, key, value);
						};
					}),
			},
		);
	}),
);
