/** Chromium, and a page in it that fails its test by whatever it complains of. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export interface Viewport {
	readonly width: number;
	readonly height: number;
}

export const narrow: Viewport = { width: 360, height: 740 };
export const middle: Viewport = { width: 768, height: 1024 };
export const wide: Viewport = { width: 1440, height: 900 };

/** A browser with a profile of its own; `close` ends it and removes that. */
export async function launch(
	options: { javaScriptEnabled?: boolean } = {},
): Promise<{ context: BrowserContext; close(): Promise<void> }> {
	const profile = mkdtempSync(join(tmpdir(), 'both-sides-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: '/usr/bin/chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
		permissions: ['clipboard-read', 'clipboard-write'],
		...options,
	});
	context.setDefaultTimeout(20_000);
	return {
		context,
		close: async () => {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}

/**
 * Opens a page of the guide, does something with it, and closes it; whatever the browser complains of meanwhile fails.
 *
 * @param options.before called before the page is opened
 * @param options.expected complaints that belong to what is tested
 */
export async function visitIn<Result>(
	context: BrowserContext,
	address: URL,
	viewport: Viewport,
	work: (page: Page) => Promise<Result>,
	options: { before?(page: Page): Promise<unknown>; expected?: RegExp } = {},
): Promise<Result> {
	const page = await context.newPage();
	const complaints: string[] = [];
	await options.before?.(page);
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning')
			complaints.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
	page.on('requestfailed', (request) => {
		// A page is fetched ahead while the pointer is over its link; the click ends that if it still goes on.
		if (request.headers()['sec-purpose'] === 'prefetch') return;
		complaints.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
	});
	page.on('request', (request) => {
		const { origin, protocol } = new URL(request.url());
		if (origin !== address.origin && protocol !== 'data:' && protocol !== 'blob:')
			complaints.push(`a request leaves the site: ${request.url()}`);
	});
	try {
		await page.setViewportSize(viewport);
		await page.goto(address.href, { waitUntil: 'networkidle' });
		const result = await work(page);
		assert.deepEqual(
			complaints.filter((complaint) => !options.expected?.test(complaint)),
			[],
		);
		return result;
	} finally {
		await page.close();
	}
}

/** What axe finds, a line a place; with a list of rules, by those alone. */
export async function axe(page: Page, rules?: string[]): Promise<string[]> {
	// The other mode is for pages with frames of other origins, and opens a second page each time.
	const builder = new AxeBuilder({ page }).setLegacyMode(true);
	// To describe what is well takes it twice as long.
	const { violations } = await builder
		.options({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })
		.analyze();
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
	);
}
