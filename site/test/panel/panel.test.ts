/** The panel of each chapter in Chromium, with the real machine: what a reader does there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import {
	type Block,
	blocksFor,
	normalise,
	parseTranscript,
} from '@both-sides/examples/transcript.ts';
import type { Locator, Page } from 'playwright-core';
import { canPublishSoon, publish } from '../../../vm/machines/page/publish.ts';
import { machineFolder } from '../../guide.ts';
import { type Served, serve } from '../../serve.ts';
import { pageSeries, readSource, stages } from '../../sources/project.ts';
import { launch, type Viewport, visitIn, wide } from '../browser/chromium.ts';

const skip =
	!(await canPublishSoon()) &&
	'the kernel for pages is not built yet: npm run vm -- page builds it';

/** The stages that have a chapter. */
const chapters = stages().filter((stage) =>
	existsSync(new URL(`../../src/content/docs/guide/${stage}.mdx`, import.meta.url)),
);

/** How long the machine may take for anything, in milliseconds. */
const limit = 30_000;

class Panel {
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
	async shows(part: string, text: string | RegExp): Promise<void> {
		await this.part(part).filter({ hasText: text }).waitFor({ timeout: limit });
	}

	async state(name: string): Promise<void> {
		await this.page.locator(`live-panel[data-state="${name}"]`).waitFor({ timeout: limit });
	}

	async start(): Promise<void> {
		await this.button('Start the kernel').click();
		await this.state('ready');
		await this.part('console').getByRole('textbox').waitFor({ timeout: limit });
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
		await this.editor().click();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(text);
	}

	editor(): Locator {
		return this.page.locator('live-panel .user .cm-content').first();
	}
}

/** What a block's clients print, a client a piece, as the panel shows it. */
function recordedPrograms({ entries }: Block): string[] {
	const programs: { lines: string[]; background: boolean }[] = [];
	for (const { to, command, background, answer } of entries) {
		const status = answer.status === 0 ? [] : [`exit status ${answer.status}`];
		const [, number] = /^(?:wait|kill) %(\d+)$/.exec(command) ?? [];
		const lines = [...answer.printed, ...status];
		if (number) programs.filter((one) => one.background)[Number(number) - 1]?.lines.push(...lines);
		else if (to === 'client') programs.push({ lines: [`> ${command}`, ...lines], background });
	}
	return programs.map(({ lines }) => lines.map(normalise).join('\n'));
}

/** Presses "Run this" of a block and compares what the panel shows with what was recorded. */
async function playBlock(panel: Panel, block: Block): Promise<void> {
	const { page } = panel;
	await panel.button('Reset').click();
	await panel.state('ready');
	await panel.shows('notice', 'as it was when it started');
	const programs = panel.part('output').locator('.program');
	const before = await programs.count();
	const terminal = page
		.locator('.terminal')
		.filter({ has: page.getByRole('group', { name: `Terminal: ${block.name}`, exact: true }) })
		.first();
	await terminal.getByRole('button', { name: 'Run this' }).click();
	await terminal.getByRole('button', { name: 'Stop' }).waitFor({ state: 'hidden', timeout: limit });
	const printed = await programs.evaluateAll((all) =>
		all.map((program) =>
			[...program.querySelectorAll<HTMLElement>('.command, pre, .status')]
				.map((part) => part.textContent?.trim())
				.filter((text) => text !== '')
				.join('\n'),
		),
	);
	assert.deepEqual(
		printed.slice(before).map((text) => text.split('\n').map(normalise).join('\n')),
		recordedPrograms(block),
		`what the clients of ${block.name} print`,
	);
	const logged = block.entries.flatMap(({ answer }) => answer.kernel.map(normalise));
	await page.waitForFunction(
		(count) => document.querySelectorAll('live-panel .log p').length >= count,
		logged.length,
		{ timeout: limit },
	);
	const log = await panel
		.part('log')
		.locator('p')
		.evaluateAll((lines) =>
			lines.map((line) => (line.lastChild as Text | null)?.textContent?.trim() ?? ''),
		);
	assert.deepEqual(log.map(normalise), logged, `what the kernel logs in ${block.name}`);
	for (const { to, command, answer } of block.entries) {
		if (to === 'client' || /%\d+$/.test(command)) continue;
		for (const line of answer.printed) await panel.consoleShows(line);
	}
}

suite('the panel', { skip }, () => {
	let served: Served;
	let browser: Awaited<ReturnType<typeof launch>>;
	before(
		async () => {
			served = await serve(4420);
			await publish(machineFolder);
			browser = await launch();
		},
		{ timeout: 600_000 },
	);
	after(async () => {
		await browser?.close();
		await served?.stop();
	});

	const visit = <Result>(
		path: string,
		work: (panel: Panel) => Promise<Result>,
		viewport: Viewport = wide,
	) =>
		visitIn(browser.context, new URL(path, served.address), viewport, (page) =>
			work(new Panel(page)),
		);

	for (const [index, stage] of chapters.entries()) {
		const transcript = parseTranscript(readSource(`examples/${stage}/transcript`));

		test(`${stage}: start, insmod, run, edit, run again, checkpoint, rewind, reset, next chapter`, {
			timeout: 180_000,
		}, async () => {
			await visit(`/guide/${stage}/`, async (panel) => {
				const { page } = panel;
				await panel.start();
				await panel.type('insmod pulse.ko');
				await panel.shows('log', 'pulse: ');

				const client = transcript
					.flatMap(({ entries }) => entries)
					.find(({ to, background }) => to === 'client' && !background);
				const args = client?.command.replace(/^client ?/, '') ?? '';
				assert.notEqual(await panel.run(args), '', 'the client prints something');

				await panel.append("\nconsole.log('changed by a reader');\n");
				assert.match(await panel.run(args), /changed by a reader/);

				await panel.button('Checkpoint').click();
				await panel.shows('notice', 'Rewind brings it back');
				const logged = await panel.part('log').textContent();
				await panel.type('rmmod pulse; cat /proc/modules; echo gone=$?');
				await panel.consoleShows('gone=0');
				await panel.button('Rewind').click();
				await panel.shows('notice', 'The machine is as it was at');
				assert.equal(await panel.part('log').textContent(), logged);
				await panel.type('grep -o pulse /proc/modules; echo there=$?');
				await panel.consoleShows('pulsethere=0');

				await panel.button('Reset').click();
				await panel.shows('notice', 'as it was when it started');
				await panel.type('grep -o pulse /proc/modules; echo there=$?');
				await panel.consoleShows('there=1');
				assert.equal(await panel.part('log').textContent(), '');

				const next = chapters[index + 1];
				if (next) {
					await page.getByRole('link', { name: /^Next/ }).click();
					await page.waitForURL(`**/guide/${next}/`);
					await panel.start();
					await panel.button('Bring it here').click();
					await panel.editor().filter({ hasText: 'changed by a reader' }).waitFor();
					await panel.button('As in the chapter').click();
					await panel.editor().filter({ hasNotText: 'changed by a reader' }).waitFor();
					assert.equal(await panel.button('As in the chapter').isVisible(), false);
				}
				// For the chapters to come.
				await page.evaluate(() => localStorage.clear());
			});
		});

		test(`${stage}: each terminal in the text runs, and shows what was recorded`, {
			timeout: 300_000,
		}, async () => {
			await visit(`/guide/${stage}/`, async (panel) => {
				const { page } = panel;
				await panel.start();
				const shown = await page
					.locator('.terminal .lines')
					.evaluateAll((all) => all.map((one) => one.ariaLabel?.replace('Terminal: ', '')));
				const here = blocksFor(transcript, pageSeries).filter(({ name }) => shown.includes(name));
				for (const block of here) await playBlock(panel, block);
				assert.equal(await page.getByRole('button', { name: 'Run this' }).count(), here.length);
			});
		});
	}
});
