/** Walks the built guide in Chromium, as readers would. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { remembering } from '../../../vm/setup/memory.ts';
import { dist } from '../../guide.ts';
import { serve } from '../../serve.ts';
import { block, commandsOf } from '../../sources/transcript.ts';
import { axe, launch, middle, narrow, type Viewport, visitIn, wide } from './chromium.ts';

const { address, stop } = await serve(4400);
const { context, close } = await launch();
after(async () => {
	await close();
	await stop();
});

/** Every page that was built, by its path: `/`, `/guide/02-input/`. */
const paths = globSync('**/index.html', { cwd: dist })
	.map((file) => `/${file.replace(/index\.html$/, '')}`)
	.sort();

const visit = <Result>(path: string, viewport: Viewport, work: (page: Page) => Promise<Result>) =>
	visitIn(context, new URL(path, address), viewport, work);

/** The elements that stick out of the page to the right. */
function tooWide(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.querySelectorAll('main *')]
			.filter((element) => element.getBoundingClientRect().right > width + 1)
			.map((element) => `${element.tagName}.${element.className}`);
	});
}

/** What axe looks at that a theme or a width can change. */
const looks = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

function theme(page: Page, name: 'dark' | 'light'): Promise<void> {
	return page.evaluate((name) => {
		document.documentElement.dataset.theme = name;
	}, name);
}

/**
 * What decides how a page looks: its HTML names scripts and styles by their content. What a page loads later, a search's
 * index or a machine, is none of it.
 */
const looksTheSame = (path: string) =>
	remembering(() => ({
		files: [
			join(dist, path, 'index.html'),
			join(dist, 'favicon.svg'),
			import.meta.filename,
			join(import.meta.dirname, 'chromium.ts'),
		],
	}));

// Most of the time is the wait for a page to be quiet, so two are looked at side by side.
suite('each page: nothing sticks out, axe finds nothing', { concurrency: 2 }, () => {
	for (const path of paths) {
		test(
			path,
			{ timeout: 240_000 },
			looksTheSame(path)(() =>
				visit(path, narrow, async (page) => {
					await theme(page, 'dark');
					assert.deepEqual(await tooWide(page), [], 'narrow');
					assert.deepEqual(await axe(page, looks), [], 'narrow, dark');
					await page.setViewportSize(middle);
					assert.deepEqual(await tooWide(page), [], 'middle');
					await page.setViewportSize(wide);
					await theme(page, 'light');
					assert.deepEqual(await tooWide(page), [], 'wide');
					assert.deepEqual(await axe(page), [], 'wide, light');
				}),
			),
		);
	}
});

test('every link leads somewhere, and every page can be reached', { timeout: 60_000 }, async () => {
	const ids = new Map<string, Set<string>>();
	const links: { from: string; to: URL }[] = [];
	await visit('/', wide, async (page) => {
		for (const path of paths) {
			const html = readFileSync(join(dist, path, 'index.html'), 'utf8');
			const found = await page.evaluate((html) => {
				const parsed = new DOMParser().parseFromString(html, 'text/html');
				return {
					ids: [...parsed.querySelectorAll('[id]')].map(({ id }) => id),
					links: [...parsed.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')),
				};
			}, html);
			ids.set(path, new Set(found.ids));
			for (const link of found.links)
				links.push({ from: path, to: new URL(link ?? '', new URL(path, address)) });
		}
	});
	const inside = links.filter(({ to }) => to.origin === new URL(address).origin);
	const dead = inside.filter(({ to }) => {
		const page = ids.get(to.pathname);
		if (!page) return !existsSync(join(dist, to.pathname)) || to.pathname.endsWith('/');
		return to.hash !== '' && !page.has(decodeURIComponent(to.hash.slice(1)));
	});
	assert.deepEqual(
		dead.map(({ from, to }) => `${from}: ${to.pathname}${to.hash}`),
		[],
	);
	const reached = new Set(inside.map(({ to }) => to.pathname));
	assert.deepEqual(
		paths.filter((path) => !reached.has(path)),
		[],
	);
});

test('an address that leads nowhere gets the page that says so', async () => {
	const response = await fetch(new URL('/no/such/page/', address));
	assert.equal(response.status, 404);
	assert.match(await response.text(), /Nobody listens here/);
});

test('the search finds a word and the page that it is on', async () => {
	await visit('/', wide, async (page) => {
		await page.keyboard.press('Control+k');
		await page.getByRole('textbox').fill('consume_skb');
		const result = page.locator('.pagefind-ui__result-link').first();
		await result.waitFor();
		assert.match((await result.getAttribute('href')) ?? '', /\/guide\/02-input\//);
	});
});

/** What the clipboard holds after a button was pressed. */
async function copied(page: Page, press: () => Promise<void>): Promise<string> {
	await page.evaluate(() => navigator.clipboard.writeText(''));
	await press();
	await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
	return page.evaluate(() => navigator.clipboard.readText());
}

test("a terminal's copy button copies the commands alone", async () => {
	await visit('/guide/02-input/', wide, async (page) => {
		const terminal = page
			.locator('.terminal')
			.filter({ has: page.getByRole('group', { name: 'Terminal: hello' }) });
		const text = await copied(page, () =>
			terminal.getByRole('button', { name: 'Copy commands' }).click(),
		);
		assert.equal(text, commandsOf(block('02-input', 'hello')));
		assert.doesNotMatch(text, /^[$>#] |kernel|sent/m);
	});
});

test("a change's copy button leaves out what was removed, and keeps tabs", async () => {
	await visit('/guide/01-create/', wide, async (page) => {
		const change = page.locator('.source.change').filter({ hasText: 'pulse_init' }).first();
		assert.match((await change.textContent()) ?? '', /loaded; the next stage/);
		const text = await copied(page, () => change.getByRole('button').click());
		assert.match(text, /\n\tpulse_socket = netlink_kernel_create/);
		assert.doesNotMatch(text, /loaded; the next stage/);
		const source = readFileSync(join(dist, '../../kmod/01-create/pulse.c'), 'utf8');
		assert.ok(source.includes(text), text);
	});
});

test('a change says to a screen reader what was added and removed', async () => {
	await visit('/guide/01-create/', wide, async (page) => {
		const change = page.locator('.source.change').first();
		const text = (await change.textContent()) ?? '';
		assert.match(text, /removed: \s*pr_info\("loaded/);
		assert.match(text, /added: \s*pulse_socket = /);
	});
});

test('code that does not fit is reached and scrolled with the keyboard', async () => {
	await visit('/guide/02-input/', narrow, async (page) => {
		const code = page.locator('.source.change pre').nth(1);
		await code.scrollIntoViewIfNeeded();
		await page.waitForFunction(
			(pre) => pre?.getAttribute('tabindex') === '0',
			await code.elementHandle(),
		);
		for (let presses = 0; presses < 200; presses++) {
			await page.keyboard.press('Tab');
			if (await code.evaluate((pre) => pre === document.activeElement)) break;
		}
		assert.ok(await code.evaluate((pre) => pre === document.activeElement), 'never focused');
		await page.keyboard.press('ArrowRight');
		await page.waitForFunction((pre) => (pre?.scrollLeft ?? 0) > 0, await code.elementHandle());
	});
});

test('80 columns of code fit on a laptop', async () => {
	await visit('/guide/02-input/', { width: 1280, height: 800 }, async (page) => {
		const columns = await page
			.locator('.source pre')
			.first()
			.evaluate((pre) => {
				const probe = document.createElement('span');
				probe.textContent = '0'.repeat(80);
				probe.style.font = getComputedStyle(pre).font;
				document.body.append(probe);
				const needed = probe.getBoundingClientRect().width;
				probe.remove();
				return needed;
			});
		const room = await page
			.locator('.sl-markdown-content > .source .code')
			.first()
			.evaluate((line) => {
				const style = getComputedStyle(line);
				const pre = line.closest('pre')?.clientWidth ?? 0;
				return (
					pre -
					Number.parseFloat(style.paddingInlineStart) -
					Number.parseFloat(style.paddingInlineEnd)
				);
			});
		assert.ok(room >= columns, `${columns} needed, ${room} there`);
	});
});

test('a line of text has 60 to 80 characters on a wide screen', async () => {
	await visit('/guide/02-input/', wide, async (page) => {
		const characters = await page
			.locator('.sl-markdown-content > p')
			.first()
			.evaluate((paragraph) => {
				const range = document.createRange();
				range.selectNodeContents(paragraph);
				const lines = new Set(
					[...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 10)),
				);
				return (paragraph.textContent ?? '').length / lines.size;
			});
		assert.ok(characters > 55 && characters < 80, `${characters}`);
	});
});

test('both sides stand beside each other, and below each other in the order of events', async () => {
	const tops = (page: Page) =>
		page
			.locator('.both-sides > *')
			.evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().left)));
	const [user = 0, message = 0, kernel = 0] = await visit('/guide/02-input/', wide, tops);
	assert.ok(user < message && message < kernel, 'user, message, kernel from left to right');
	await visit('/guide/02-input/', narrow, async (page) => {
		const order = await page
			.locator('.both-sides > *')
			.evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top));
		assert.deepEqual(
			order,
			[...order].sort((a, b) => a - b),
		);
	});
});

test('the chosen theme stays', async () => {
	await visit('/', wide, async (page) => {
		await page.getByLabel('Select theme').first().selectOption('dark');
		await page.goto(new URL('/guide/00-module/', address).href, { waitUntil: 'networkidle' });
		assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
		await page.getByLabel('Select theme').first().selectOption('auto');
	});
});
