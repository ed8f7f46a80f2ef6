/** A page as it goes to paper: A4, without the margins. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { serve } from '../../serve.ts';
import { launch, visitIn } from './chromium.ts';

const { address, stop } = await serve(4400);
const { context, close } = await launch();
after(async () => {
	await close();
	await stop();
});

const paper = { width: 680, height: 1000 };

const onPaper = <Result>(path: string, work: (page: Page) => Promise<Result>) =>
	visitIn(context, new URL(path, address), paper, async (page) => {
		await page.evaluate(() => {
			document.documentElement.dataset.theme = 'dark';
		});
		await page.emulateMedia({ media: 'print' });
		return work(page);
	});

test('nothing that is to be pressed, and no panel', async () => {
	await onPaper('/guide/07-pernet/', async (page) => {
		const visible = await page.evaluate(() =>
			[...document.querySelectorAll('header, .sidebar, live-panel, main button, main nav')]
				.filter((element) => element.getClientRects().length > 0)
				.map(({ tagName, className }) => `${tagName}.${className}`),
		);
		assert.deepEqual(visible, []);
	});
});

for (const path of ['/guide/05-dump/', '/guide/07-pernet/', '/reference/api-history/'])
	test(`${path}: nothing is cut off, be it long, scrolled or folded on a screen`, async () => {
		await onPaper(path, async (page) => {
			const cut = await page.evaluate((width) => {
				const scrolls = [...document.querySelectorAll('main :is(pre, .lines, .table)')]
					.filter((element) => element.scrollWidth > element.clientWidth + 1)
					.map(({ textContent }) => `too wide: ${textContent?.trim().slice(0, 60)}`);
				const beyond = [...document.querySelectorAll('main :is(p, li, pre, figure, td)')]
					.filter((element) => element.getBoundingClientRect().right > width + 1)
					.map(({ textContent }) => `beyond the edge: ${textContent?.trim().slice(0, 60)}`);
				const folded = [...document.querySelectorAll('main .ec-line')]
					.filter((line) => !line.closest('summary') && line.getClientRects().length === 0)
					.map(({ textContent }) => `folded: ${textContent?.trim().slice(0, 60)}`);
				return [...scrolls, ...beyond, ...folded];
			}, paper.width);
			assert.deepEqual(cut, []);
		});
	});

test('ink on paper, whatever theme the screen has', async () => {
	await onPaper('/guide/03-replies/', async (page) => {
		const light = await page.evaluate(() => {
			const brightness = (colour: string) => {
				const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
				return (red + green + blue) / 3;
			};
			return [...document.querySelectorAll('main :is(p, h1, h2, .code span, .terminal b, td)')]
				.filter((element) => element.getClientRects().length > 0 && element.textContent?.trim())
				.filter((element) => brightness(getComputedStyle(element).color) > 150)
				.map(({ textContent }) => textContent?.trim().slice(0, 60));
		});
		assert.deepEqual(light, []);
	});
});

test('a page makes a PDF of some pages', async () => {
	await onPaper('/guide/03-replies/', async (page) => {
		const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
		const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
		assert.ok(pages > 5 && pages < 25, `${pages}`);
	});
});
