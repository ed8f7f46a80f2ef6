/** What goes wrong when a reader makes a mistake on purpose: built by the page's compiler, tried in the page's machine. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
	type Entry,
	formatAnswer,
	formatCommand,
	normalise,
} from '../../../examples/transcript.ts';
import { describe as inWords } from '../../compiler/diagnostics.ts';
import { compilerIn } from '../../compiler/node.ts';
import { patched, readSources } from '../../compiler/stage.ts';
import { readPatch, type Trial } from '../../compiler/trial.ts';
import { playBlock } from '../../guest/player.ts';
import { patchesOf } from '../../machines/build.ts';
import { type Artefacts, pageArtefacts, savedParts } from '../../machines/page/artefacts.ts';
import { startClientLine } from '../../machines/page/client.ts';
import { PageGuest } from '../../machines/page/guest.ts';
import { foldersOf, stageNames } from '../../machines/stages.ts';
import { folders, needsCompiler } from './compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

/** The lines that came of it; of a kernel that did not live on, those of its console. */
async function outcome(entries: readonly Entry[], guest: PageGuest, userSide: string) {
	const block = { name: 'trial', kernels: [], entries, line: 1 };
	try {
		const answers = await playBlock(
			block,
			({ to, command }, output) =>
				to === 'client'
					? startClientLine(guest, userSide, command, output)
					: {
							end: () => guest.run(`exec 2>&1\n${command}`, output),
							line: () => assert.fail(`${command}: only a client can run on`),
							stop: () => assert.fail(`${command}: only a client can run on`),
						},
			guest.messages,
		);
		return entries.flatMap((entry, index) => {
			const answer = answers[index];
			return [formatCommand(entry), ...(answer ? formatAnswer(answer) : [])];
		});
	} catch (error) {
		const console = guest.console.map((line) => `kernel: ${line}`);
		if (!console.some((line) => line.includes('Kernel panic - '))) throw error;
		return [...entries.map(formatCommand), ...console];
	}
}

/** That lines are there in their order, whatever lies between. A message of the kernel may be longer: addresses are no two times the same. */
function assertInOrder(expected: readonly string[], got: readonly string[]): void {
	let place = 0;
	for (const line of expected.map(normalise)) {
		const isIt = (other: string) =>
			other === line || (line.startsWith('kernel: ') && other.startsWith(line));
		const found = got.findIndex((other, index) => index >= place && isIt(normalise(other)));
		assert.ok(found >= 0, `no line "${line}" at its place in:\n${got.join('\n')}`);
		place = found + 1;
	}
}

const trials = stageNames().flatMap((stage) => {
	const { kernelSide } = foldersOf(stage);
	return patchesOf(kernelSide).flatMap((path): [string, string, Trial][] => {
		const { trial } = readPatch(readFileSync(join(kernelSide, path), 'utf8'));
		return trial ? [[stage, path, trial]] : [];
	});
});

describe('a mistake made on purpose', { ...needsCompiler, timeout: 600_000 }, () => {
	let artefacts: Artefacts;
	const modules = mkdtempSync(join(tmpdir(), 'both-sides-trial-'));
	before(async () => {
		artefacts = await pageArtefacts();
	});
	after(() => rmSync(modules, { recursive: true }));

	for (const [stage, path, { lookFor, entries }] of trials)
		test(`${stage}/${path} shows in the page`, async () => {
			assert.ok(compiler);
			const { kernelSide, userSide } = foldersOf(stage);
			const patch = readFileSync(join(kernelSide, path), 'utf8');
			const built = await compiler.build(patched(readSources(kernelSide), patch, path));
			assert.deepEqual(built.diagnostics.map(inWords), []);
			for (const [name, content] of built.modules) writeFileSync(join(modules, name), content);
			await using guest = await PageGuest.start(await savedParts(artefacts), modules);
			const expected = entries.flatMap((entry) => [
				formatCommand(entry),
				...formatAnswer(entry.answer),
			]);
			assertInOrder(expected, await outcome(entries, guest, userSide));
			// What people are told to look for is what was tried.
			for (const [, code = ''] of lookFor.matchAll(/`([^`]+)`/g))
				assert.ok(
					expected.some((line) => line.includes(code)),
					`nothing was tried that shows ${code}`,
				);
		});

	test('can be tried in each chapter that has one to see in the page', () => {
		const stages = new Set(trials.map(([stage]) => stage));
		assert.deepEqual(
			[...stages],
			stageNames().filter((name) => name >= '02'),
		);
	});
});
