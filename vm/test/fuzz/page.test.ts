/** The fuzzer in the page's machine: it finds the bugs that are there to be found, and nothing where there is none. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Finding, search, shorten } from '../../fuzz/campaign.ts';
import { playgroundOn } from '../../fuzz/playground.ts';
import { grammarOf } from '../../guest/fuzz/grammar.ts';
import { formatProgram, parseProgram } from '../../guest/fuzz/text.ts';
import { mainlineSeries } from '../../machines/kernels/newest.ts';
import { filesBehind } from '../../machines/remembered.ts';
import { foldersOf, projectFolder, stageNames } from '../../machines/stages.ts';
import { filesIn, remembering } from '../../setup/memory.ts';

async function grammarsOf(stage: string) {
	const path = join(foldersOf(stage).userSide, 'grammar.ts');
	return (await import(pathToFileURL(path).href)).grammars;
}

/** What the programs of a seed find, so many of them. */
async function found(
	stage: string,
	module: string,
	seed: number,
	programs: number,
): Promise<Finding | undefined> {
	const grammar = grammarOf(await grammarsOf(stage), module);
	const playground = await playgroundOn(mainlineSeries, stage, module, grammar);
	return search(grammar, seed, { ...playground, batch: 1 }, (played) => played >= programs, {
		played() {},
	});
}

/** A test of a stage that is not run again as long as neither the stage nor the fuzzer has changed. */
function lasting(name: string, stage: string, work: () => Promise<void>): void {
	const unlessKnown = remembering(() => ({
		files: [
			...filesBehind(foldersOf(stage)),
			...filesIn(join(projectFolder, 'vm/fuzz')),
			import.meta.filename,
		],
	}));
	test(name, unlessKnown(work));
}

/** Bugs to find, and what gives each away. */
const bugs = [
	{
		stage: 'bugs-05',
		module: 'echo',
		seed: 1,
		rule: /^(an answer that (nobody asked for|could not be delivered)|acknowledged, and not answered|no answer)$/,
	},
	{ stage: 'bugs-05', module: 'frost', seed: 5, rule: /^NLMSG_DONE to what asks for no list$/ },
	{ stage: 'bugs-05', module: 'guests', seed: 196, rule: /^accepted what is not declared$/ },
	{ stage: 'bugs-05', module: 'roster', seed: 3570, rule: /^a report of the kernel$/ },
	{
		stage: 'bugs-07',
		module: 'shelf',
		seed: 31,
		rule: /^(an answer that (nobody asked for|could not be delivered)|acknowledged, and not answered|no answer)$/,
	},
	{ stage: 'bugs-07', module: 'chime', seed: 12, rule: /^a report of the kernel$/ },
];

/** Programs of such a seed: the bug comes up in one of them, and the mended module has no other fault in as many. */
const programs = 2;

describe('the fuzzer', () => {
	for (const { stage, module, seed, rule } of bugs) {
		lasting(`finds the bug of ${module}`, stage, async () => {
			const finding = await found(stage, module, seed, programs);
			assert.ok(finding, 'it found nothing');
			assert.match(finding.failure.rule, rule);
		});

		lasting(`finds nothing in ${module} once it is mended`, stage, async () => {
			const finding = await found(stage, `right/${module}/${module}`, seed, programs);
			assert.deepEqual(finding?.failure, undefined);
		});
	}

	const stages = stageNames().filter((stage) =>
		existsSync(join(foldersOf(stage).userSide, 'grammar.ts')),
	);
	for (const stage of stages) {
		lasting(`finds nothing in ${stage}`, stage, async () => {
			assert.deepEqual((await found(stage, 'pulse', 1, 3))?.failure, undefined);
		});
	}

	lasting(
		'reduces what it found to a program that can be read, and replayed',
		'bugs-05',
		async () => {
			const grammar = grammarOf(await grammarsOf('bugs-05'), 'frost');
			const playground = await playgroundOn(mainlineSeries, 'bugs-05', 'frost', grammar);
			const finding = await found('bugs-05', 'frost', 5, 1);
			assert.ok(finding);
			const { program, reproduced } = await shorten(finding, playground, () => false, {
				reduced() {},
			});
			assert.ok(reproduced);
			const text = formatProgram(program, grammar);
			assert.match(text, /^load\nopen \d\nsend \d get request\n$/);
			await using session = await playground.start();
			const again = await session.play([parseProgram(text, grammar)]);
			assert.equal(again?.failure.rule, finding.failure.rule);
		},
	);
});
