/** The fuzzer for longer, with two CPUs, and on the kernel that watches itself; other programs each time. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { search, shorten } from '../../../fuzz/campaign.ts';
import { playgroundOn } from '../../../fuzz/playground.ts';
import { grammarOf } from '../../../guest/fuzz/grammar.ts';
import { formatProgram } from '../../../guest/fuzz/text.ts';
import { foldersOf, stageNames } from '../../../machines/stages.ts';

/** For each stage, in minutes. */
const searching = 3;
const reducing = 5;

/** Another run, other programs; a failure names the seed. */
const seed = Date.now() % 1e9;

const stages = stageNames().filter((stage) =>
	existsSync(join(foldersOf(stage).userSide, 'grammar.ts')),
);

for (const kernel of ['6.12', 'debug'])
	describe(`the fuzzer on ${kernel}`, () => {
		for (const stage of stages)
			test(`finds nothing in ${stage} with seed ${seed}`, async () => {
				const path = join(foldersOf(stage).userSide, 'grammar.ts');
				const { grammars } = await import(pathToFileURL(path).href);
				const grammar = grammarOf(grammars, 'pulse');
				const playground = await playgroundOn(kernel, stage, 'pulse', grammar);
				const end = performance.now() + searching * 60_000;
				const finding = await search(grammar, seed, playground, () => performance.now() > end, {
					played() {},
				});
				if (!finding) return;
				const late = performance.now() + reducing * 60_000;
				const isLate = () => performance.now() > late;
				const { program, failure } = await shorten(finding, playground, isLate, { reduced() {} });
				assert.fail(`${failure.detail.join('\n')}\n\n${formatProgram(program, grammar)}`);
			});
	});
