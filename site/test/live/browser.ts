/** Chromium on the machine's page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type BrowserContext, chromium, type JSHandle, type Page } from 'playwright-core';
import type { Harness } from './harness/main.ts';
import { serveMachine } from './served.ts';

const { stop, ...served } = await serveMachine();
export const { address, folder, hasCompiler, asked, withhold } = served;
const profile = mkdtempSync(join(tmpdir(), 'both-sides-chromium-'));
export const context: BrowserContext = await chromium.launchPersistentContext(profile, {
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
});
context.setDefaultTimeout(30_000);
after(async () => {
	await context.close();
	await stop();
	rmSync(profile, { recursive: true, force: true });
});

/** A tab with a harness. */
export interface Tab extends AsyncDisposable {
	readonly page: Page;
	readonly harness: JSHandle<Harness>;
	/** Addresses of all that was fetched, from the site's top. */
	readonly requests: readonly string[];
	/** What the browser complained of. */
	readonly complaints: readonly string[];
}

/** Opens a tab; with a stage, its machine is started. */
export async function openTab(stage?: string): Promise<Tab> {
	const page = await context.newPage();
	const requests: string[] = [];
	const complaints: string[] = [];
	page.on('request', (request) => requests.push(request.url().replace(address, '/')));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(error.message));
	await page.goto(address);
	const harness = await page.evaluateHandle(
		() => (globalThis as unknown as { harness: Harness }).harness,
	);
	if (stage) await harness.evaluate((harness, stage) => harness.machine.start(stage), stage);
	return { page, harness, requests, complaints, [Symbol.asyncDispose]: () => page.close() };
}
