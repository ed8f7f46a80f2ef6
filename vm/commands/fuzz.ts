import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import type { Grammar } from '../../examples/grammar.ts';
import { type Finding, type Playground, search, shorten } from '../fuzz/campaign.ts';
import { playgroundOn } from '../fuzz/playground.ts';
import { grammarOf } from '../guest/fuzz/grammar.ts';
import type { Failure } from '../guest/fuzz/play.ts';
import type { Program } from '../guest/fuzz/program.ts';
import { formatProgram, parseProgram } from '../guest/fuzz/text.ts';
import { checkSeries } from '../machines/kernels/index.ts';
import { mainlineSeries } from '../machines/kernels/newest.ts';
import { findStage, foldersOf, testedNames } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { Problem } from '../setup/problem.mjs';

/** How long a failing program may be reduced, in minutes. */
const reduceMinutes = 10;

function positive(word: string): number {
	if (!/^\d+(\.\d+)?$/.test(word) || Number(word) === 0)
		throw new Problem(`"${word}" is no number of minutes: 1, 0.5, 60.`);
	return Number(word);
}

function seedOf(word: string): number {
	if (!/^\d{1,9}$/.test(word))
		throw new Problem(`"${word}" is no seed: a number of up to nine digits.`);
	return Number(word);
}

/** To people; what goes to standard output is a program, to be kept in a file. */
function tell(text: string): void {
	process.stderr.write(`${text}\n`);
}

async function readGrammar(stage: string, module: string): Promise<Grammar> {
	const path = join(foldersOf(stage).userSide, 'grammar.ts');
	if (!existsSync(path))
		throw new Problem(
			`${stage} has no grammar, examples/${stage}/grammar.ts: there is nothing to fuzz it with.`,
		);
	const { grammars } = await import(pathToFileURL(path).href);
	return grammarOf(grammars, module);
}

/** A program as a file that can be replayed, with what it is and what came of it. */
function file(
	program: Program,
	failure: Failure,
	grammar: Grammar,
	head: readonly string[],
): string {
	const remarks = [...head, '', ...failure.detail].map((line) => `# ${line}`.trimEnd());
	return `${remarks.join('\n')}\n${formatProgram(program, grammar)}`;
}

async function reduceAndTell(
	finding: Finding,
	playground: Playground,
	grammar: Grammar,
	about: string,
): Promise<void> {
	tell(`Program ${finding.number} failed: ${finding.failure.detail[0]}`);
	tell(
		'Looking for the shortest program that fails like this, each try in a fresh machine; at most ' +
			`${reduceMinutes} minutes.`,
	);
	const end = performance.now() + reduceMinutes * 60_000;
	let shown = 0;
	const { program, failure, reproduced, tries } = await shorten(
		finding,
		playground,
		() => performance.now() > end,
		{
			reduced(shorter, made) {
				if (shorter.length === shown) return;
				shown = shorter.length;
				tell(`${shorter.length} operations after ${made} tries`);
			},
		},
	);
	const how = reproduced
		? `${tries} tries in fresh machines led to this program.`
		: 'It did not fail again: this is all that was played in its machine.';
	process.stdout.write(file(program, failure, grammar, [about, how]));
	process.exitCode = 1;
}

interface Options {
	readonly minutes: number;
	readonly seed?: number;
	readonly kernel: string;
	readonly module: string;
	readonly replay?: string;
}

export const fuzz = new Command('fuzz')
	.description(
		'say everything to a stage’s module that can be said, right and wrong, until something breaks',
	)
	.argument('<stage>', 'its name or number, or a folder with bugs', (word) =>
		findStage(word, testedNames()),
	)
	.option('--minutes <number>', 'for how long', positive, 1)
	.option(
		'--seed <number>',
		'another one gives other programs, the same one the same; by chance unless given',
		seedOf,
	)
	.option(
		'--kernel <series>',
		"on this kernel, for example 6.12 or debug, in QEMU; unless given in the page's machine, which is the fastest",
		checkSeries,
		mainlineSeries,
	)
	.option('--module <path>', 'this module of the stage, for example wrong/no-mutex/pulse', 'pulse')
	.option('--replay <file>', 'play this program instead, once')
	.addHelpText(
		'after',
		[
			'',
			'What fails is reduced to the shortest program that still fails, which goes to standard output: keep it, and --replay it.',
			'The exit status is 1 where something failed.',
			'',
			'Example: npm run vm -- fuzz 07-pernet --minutes 10 --seed 1 --kernel debug',
			'         npm run vm -- fuzz bugs-05 --module echo >echo.fuzz',
			'         npm run vm -- fuzz bugs-05 --module echo --replay echo.fuzz',
		].join('\n'),
	)
	.action(async (stage: string, options: Options) => {
		const { minutes, kernel, module, replay } = options;
		const seed = options.seed ?? Math.floor(Math.random() * 1e9);
		const grammar = await readGrammar(stage, module);
		await buildAddon();
		const playground = await playgroundOn(kernel, stage, module, grammar);
		if (replay !== undefined) {
			const program = parseProgram(readFileSync(replay, 'utf8'), grammar, replay);
			await using session = await playground.start();
			const failure = (await session.play([program]))?.failure ?? (await session.inspect());
			tell(failure ? failure.detail.join('\n') : `${replay}: nothing failed on Linux ${kernel}.`);
			if (failure) process.exitCode = 1;
			return;
		}
		tell(
			`${stage}, module ${module}, on Linux ${kernel} for ${minutes} minutes, with the programs of seed ${seed}.`,
		);
		const end = performance.now() + minutes * 60_000;
		let programs = 0;
		const finding = await search(grammar, seed, playground, () => performance.now() > end, {
			played(count) {
				programs = count;
				if (process.stderr.isTTY) process.stderr.write(`\r${count} programs`);
			},
		});
		if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
		if (!finding) {
			tell(`${programs} programs, and nothing failed.`);
			return;
		}
		const about = `npm run vm -- fuzz ${stage} --module ${module} --kernel ${kernel} --seed ${seed}: program ${finding.number}`;
		await reduceAndTell(finding, playground, grammar, about);
	});
