/** Narrows the table of how the API changed, which works without JavaScript. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { serve } from '../../serve.ts';
import { areas, changes } from '../../src/history/changes.ts';
import { launch, wide } from './chromium.ts';

const { address, stop } = await serve(4400);
const { context, close } = await launch({ javaScriptEnabled: false });
after(async () => {
	await close();
	await stop();
});

test('links choose what the table shows', async () => {
	const page = await context.newPage();
	await page.setViewportSize(wide);
	await page.goto(new URL('/reference/api-history/', address).href);
	const rows = page.locator('.history tbody tr:visible');
	assert.equal(await rows.count(), changes.length);
	for (const [area, name] of Object.entries(areas)) {
		await page.getByRole('link', { name, exact: true }).click();
		const expected = changes.filter((change) => change.area === area);
		assert.equal(await rows.count(), expected.length, name);
		assert.equal(await rows.locator('small', { hasText: name }).count(), expected.length, name);
	}
	await page.getByRole('link', { name: 'everything' }).click();
	assert.equal(await rows.count(), changes.length);
});
