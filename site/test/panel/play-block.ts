/** "Run this" of a terminal in the text, compared with what was recorded. */
import assert from 'node:assert/strict';
import { type Block, normalise } from '@both-sides/examples/transcript.ts';
import type { Page } from 'playwright-core';
import { limit, type Panel } from './panel.ts';

/** How a client ends that is ended: by `kill`, or with its block. */
const interrupted = 130;
const stopped = 137;

/** What a block's clients print, a client a piece, as the panel shows it. */
function recordedPrograms({ entries }: Block): string[] {
	const programs: string[][] = [];
	const jobs: { readonly lines: string[]; status: number }[] = [];
	for (const { to, command, background, answer } of entries) {
		const [, verb, number] = /^(wait|kill) %(\d+)$/.exec(command) ?? [];
		const job = jobs[Number(number) - 1];
		if (job) {
			job.lines.push(...answer.printed);
			job.status = verb === 'wait' ? answer.status : interrupted;
		} else if (to === 'client') {
			const lines = [`> ${command}`, ...answer.printed];
			programs.push(lines);
			if (background) jobs.push({ lines, status: stopped });
			else if (answer.status !== 0) lines.push(`exit status ${answer.status}`);
		}
	}
	for (const { lines, status } of jobs) if (status !== 0) lines.push(`exit status ${status}`);
	return programs.map((lines) => lines.map(normalise).join('\n'));
}

/** Whether a client still runs when all lines of a block have been played. */
function endsClients({ entries }: Block): boolean {
	const started = entries.filter(({ background }) => background).length;
	const ended = entries.filter(({ command }) => /^(wait|kill) %\d+$/.test(command)).length;
	return started > ended;
}

/** Presses "Run this" of a block and compares what the panel shows with what was recorded. */
export async function playBlock(panel: Panel, block: Block): Promise<void> {
	const { page } = panel;
	await panel.reset();
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
	// A client that the end of the block ends may have the kernel say more.
	const own = endsClients(block) ? log.slice(0, logged.length) : log;
	assert.deepEqual(own.map(normalise), logged, `what the kernel logs in ${block.name}`);
	for (const { to, command, answer } of block.entries) {
		if (to === 'client' || /%\d+$/.test(command)) continue;
		for (const line of answer.printed) await panel.consoleShows(line);
	}
}

/** Those blocks that the page shows, in its order. */
export async function shownBlocks(page: Page, blocks: readonly Block[]): Promise<Block[]> {
	const shown = await page
		.locator('.terminal .lines')
		.evaluateAll((all) => all.map((one) => one.ariaLabel?.replace('Terminal: ', '')));
	return shown.flatMap((name) => blocks.find((block) => block.name === name) ?? []);
}
