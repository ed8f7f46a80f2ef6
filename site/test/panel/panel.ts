/** The panel as a test handles it. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** How long the machine may take for anything, in milliseconds. */
export const limit = 60_000;

/** How long the compiler may take for anything, fetched and started before it, in milliseconds. */
export const compileLimit = 120_000;

export class Panel {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	part(name: string): Locator {
		return this.page.locator(`live-panel [data-part="${name}"]`);
	}

	button(name: string): Locator {
		return this.page.locator('live-panel').getByRole('button', { name, exact: true });
	}

	/** Waits until a part of the panel holds a text. */
	async shows(part: string, text: string | RegExp, timeout = limit): Promise<void> {
		await this.part(part).filter({ hasText: text }).waitFor({ timeout });
	}

	/** Builds and loads the module; waits until the panel says what became of it. */
	async build(outcome: string | RegExp): Promise<void> {
		await this.button('Build and load').click();
		await this.shows('outcome', outcome, compileLimit);
	}

	async state(name: string): Promise<void> {
		await this.page.locator(`live-panel[data-state="${name}"]`).waitFor({ timeout: limit });
	}

	async start(): Promise<void> {
		await this.button('Start the kernel').click();
		await this.page.waitForFunction(
			() =>
				/ready|failed/.test(document.querySelector<HTMLElement>('live-panel')?.dataset.state ?? ''),
			undefined,
			{ timeout: limit },
		);
		assert.match((await this.part('words').textContent()) ?? '', /running/);
		await this.part('console')
			.getByRole('textbox', { includeHidden: true })
			.waitFor({ state: 'attached', timeout: limit });
	}

	/** Makes the machine what it was when it started. */
	async reset(): Promise<void> {
		if (await this.part('dismiss').isVisible()) await this.part('dismiss').click();
		await this.button('Reset').click();
		await this.shows('notice', 'as it was when it started');
	}

	/** Types at the console. */
	async type(line: string): Promise<void> {
		await this.part('console').getByRole('textbox').focus();
		await this.page.keyboard.type(`${line}\n`);
	}

	/** Waits until the console holds a text, wherever its lines break. */
	async consoleShows(text: string): Promise<void> {
		await this.page.waitForFunction(
			(wanted) =>
				document
					.querySelector('live-panel .xterm-rows')
					?.textContent?.replace(/\s/g, '')
					.includes(wanted),
			text.replace(/\s/g, ''),
			{ timeout: limit },
		);
	}

	/** Runs the client and returns what it printed. */
	async run(args: string): Promise<string> {
		const programs = this.part('output').locator('.program');
		const count = await programs.count();
		await this.part('arguments').fill(args);
		await this.button('Run').click();
		await programs.nth(count).waitFor({ timeout: limit });
		await this.part('stop')
			.and(this.page.locator('[aria-disabled="true"]'))
			.waitFor({ timeout: limit });
		return (await programs.nth(count).textContent()) ?? '';
	}

	/** Appends to the end of client.ts. */
	async append(text: string): Promise<void> {
		await this.editor().focus();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(text);
	}

	editor(): Locator {
		return this.page.locator('live-panel .user .cm-content').first();
	}

	/** Opens a file of the module. */
	async openModule(file = 'pulse.c'): Promise<Locator> {
		const { page } = this;
		const side = page.getByRole('tab', { name: 'Kernel', exact: true });
		if (await side.isVisible()) await side.click();
		await page.getByRole('tab', { name: new RegExp(`^${file}`) }).click();
		return page.getByRole('tabpanel', { name: new RegExp(`^${file}`) }).locator('.cm-content');
	}

	/** Pastes another text over a whole file of the module. */
	async paste(text: string, file = 'pulse.c'): Promise<void> {
		const editor = await this.openModule(file);
		await editor.focus();
		await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
		await this.page.keyboard.press('Control+a');
		await this.page.keyboard.press('Control+v');
	}
}
