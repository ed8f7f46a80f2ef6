/** Looks at messages byte by byte, with the pointer, with the keyboard, and without JavaScript. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseCapture } from '@both-sides/examples/capture.ts';
import type { Page } from 'playwright-core';
import { serve } from '../../serve.ts';
import { root } from '../../sources/project.ts';
import { axe, launch, narrow, visitIn, wide } from './chromium.ts';

const { address, stop } = await serve(4400);
const { context, close } = await launch();
after(async () => {
	await close();
	await stop();
});

const chapter = new URL('/guide/03-replies/', address);

/** What is marked of a `<BothSides>`: the byte, its field, and the lines on either side. */
function marked(page: Page) {
	return page.evaluate(() => {
		const textOf = (selector: string) =>
			[...document.querySelectorAll(`.both-sides ${selector}`)].map((element) =>
				(element.textContent ?? '').trim(),
			);
		return {
			byte: textOf('.byte.looked-at'),
			field: textOf('tr.looked-at th'),
			user: textOf('.user-side .looked-at .code'),
			kernel: textOf('.kernel-side .looked-at .code'),
			detail: textOf('.down .wire-detail').join(' '),
		};
	});
}

const beats = {
	field: ['beats'],
	user: ['return { type: PULSE_ADD, ...pulseCount.body({ beats: Number(number) }) };'],
	kernel: ['pulse_beats = beats + count->beats;'],
};

/** The first byte of a field of the first message. */
function byteOf(page: Page, field: string) {
	return page
		.locator('.both-sides .wire-message')
		.first()
		.locator('tr', { has: page.getByRole('rowheader', { name: field, exact: true }) })
		.locator('.byte')
		.first();
}

test('pointing at a byte marks its field, its line in TypeScript and its line in C', async () => {
	await visitIn(context, chapter, wide, async (page) => {
		await byteOf(page, 'beats').hover();
		const { detail, ...places } = await marked(page);
		assert.deepEqual(places, { byte: ['03'], ...beats });
		assert.match(detail, /byte 16, beats: 3/);
		await byteOf(page, 'nlmsg_seq').hover();
		assert.deepEqual((await marked(page)).field, ['nlmsg_seq']);
		await page.locator('h1').first().hover();
		assert.deepEqual((await marked(page)).field, []);
		assert.deepEqual((await marked(page)).user, []);
	});
});

test('the keyboard walks from byte to byte and from field to field, and marks the same', async () => {
	await visitIn(context, chapter, wide, async (page) => {
		const isByte = () =>
			page.evaluate(() => document.activeElement?.matches('.both-sides .byte') ?? false);
		for (let presses = 0; presses < 300 && !(await isByte()); presses++)
			await page.keyboard.press('Tab');
		const walked: string[] = [];
		const keys = ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowUp', 'End'];
		for (const key of keys) {
			await page.keyboard.press(key);
			const { field, byte } = await marked(page);
			walked.push(`${key}: ${field} ${byte}`);
		}
		assert.deepEqual(walked, [
			'ArrowRight: nlmsg_len 00',
			'ArrowDown: nlmsg_type 10',
			'ArrowRight: nlmsg_type 00',
			'ArrowLeft: nlmsg_type 10',
			'ArrowUp: nlmsg_len 14',
			'End: beats 00',
		]);
		const { user, kernel, field } = await marked(page);
		assert.deepEqual({ user, kernel, field }, beats);
		const name = await page.evaluate(() => document.activeElement?.ariaLabel);
		assert.match(name ?? '', /^00, byte 19, beats: 3.*; User: return .*; Kernel: pulse_beats = /);
		// A message is one stop of Tab, and keeps its place.
		await page.keyboard.press('Tab');
		assert.deepEqual((await marked(page)).field, []);
		await page.keyboard.press('Shift+Tab');
		assert.deepEqual((await marked(page)).byte, ['00']);
		await page.keyboard.press('Escape');
		assert.deepEqual((await marked(page)).byte, []);
	});
});

test('axe finds nothing where a byte is looked at, light and dark', async () => {
	await visitIn(context, chapter, narrow, async (page) => {
		await byteOf(page, 'beats').focus();
		for (const theme of ['light', 'dark']) {
			await page.evaluate((name) => {
				document.documentElement.dataset.theme = name;
			}, theme);
			assert.deepEqual(await axe(page), [], theme);
		}
	});
});

test('without JavaScript there is a table of what was captured, and lines say their fields', async () => {
	const without = await launch({ javaScriptEnabled: false });
	try {
		const page = await without.context.newPage();
		await page.setViewportSize(wide);
		await page.goto(chapter.href);
		const table = page.locator('.both-sides .wire-message').first();
		const shown = (await table.locator('.byte').allTextContents()).join(' ');
		const [count] = parseCapture(readFileSync(join(root, 'examples/03-replies/capture'), 'utf8'));
		const sent = count?.clients[0]?.datagrams[0]?.bytes ?? new Uint8Array();
		assert.deepEqual(
			shown.split(' ').map((byte) => Number.parseInt(byte, 16)),
			[...sent],
		);
		assert.match(
			(await page.locator('.both-sides > .down .captured').textContent()) ?? '',
			/Linux 6\.\d+\.\d+/,
		);
		assert.ok(
			(await page.locator('.both-sides > .down').textContent())?.includes(count?.release ?? 'none'),
		);
		assert.equal(await table.getByRole('row').count(), 7);
		assert.equal(await page.locator('.byte[tabindex]').count(), 0);
		const label = await page
			.locator('.both-sides .code', { hasText: 'count->beats' })
			.evaluate((line) => getComputedStyle(line, '::after').content);
		assert.match(label, /beats/);
	} finally {
		await without.close();
	}
});
