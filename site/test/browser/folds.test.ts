/** What a change folds, in Chromium. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { serve } from '../../serve.ts';
import { change, folds } from '../../sources/change.ts';
import { launch, visitIn, wide } from './chromium.ts';

const { address, stop } = await serve(4400);
after(stop);

/** A function of which little has changed. */
const page = new URL('/guide/07-pernet/', address);
const { lines } = await change(
	'07-pernet',
	'pulse.c',
	'pulse_find pulse_named pulse_new pulse_remove',
);
const [[first, last] = [0, 0]] = folds(lines);
/** A line in the middle of its first fold. */
const hidden = lines.slice(first, last + 1).find(({ text }) => text.trim().length > 20)?.text ?? '';

const lineIn = (figure: Locator) => figure.locator('.ec-line').filter({ hasText: hidden.trim() });

for (const javaScriptEnabled of [true, false]) {
	const how = javaScriptEnabled ? 'and what is copied is whole' : 'also without JavaScript';
	test(`a fold opens and closes with the keyboard, ${how}`, async () => {
		assert.ok(last > first, 'the function has a fold');
		const { context, close } = await launch({ javaScriptEnabled });
		try {
			await visitIn(context, page, wide, async (page) => {
				const figure = page
					.locator('.source.change')
					.filter({ hasText: 'changes since' })
					.filter({ has: page.locator('.ec-line', { hasText: 'static int pulse_new(' }) })
					.first();
				const summary = figure.locator('summary').first();
				assert.match((await summary.textContent()) ?? '', /^\s*\d+ unchanged lines$/);
				assert.equal(await lineIn(figure).first().isVisible(), false);
				await summary.focus();
				await page.keyboard.press('Enter');
				assert.equal(await lineIn(figure).first().isVisible(), true);
				assert.equal(await summary.getByText('unchanged lines').isVisible(), true);
				await page.keyboard.press('Enter');
				assert.equal(await lineIn(figure).first().isVisible(), false);
				if (!javaScriptEnabled) return;
				await figure.getByRole('button').click();
				await page.waitForFunction(
					async (line) => (await navigator.clipboard.readText()).includes(line),
					hidden,
				);
			});
		} finally {
			await close();
		}
	});
}
