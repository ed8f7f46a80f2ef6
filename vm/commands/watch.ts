import { watch as watchFolder } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { findCompiler } from '../compiler/make/index.ts';
import { compilerIn } from '../compiler/node.ts';
import { builderWith } from '../compiler/stage.ts';
import { buildModules } from '../machines/build.ts';
import { checkSeries, type Kernel, kernel } from '../machines/kernels/index.ts';
import { mainlineSeries } from '../machines/kernels/newest.ts';
import { sources } from '../machines/qemu/sources.ts';
import { type BuildModules, prepareTask, runTasks, startMachine } from '../machines/run-stages.ts';
import type { StageMachine } from '../machines/stage-machine.ts';
import { findStage, foldersOf, type StageFolders } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { Problem } from '../setup/problem.mjs';
import { describe, noCounts, Report } from '../setup/report.ts';
import { describeTimes, listen, type Times } from './matrix.ts';

/** An editor saves in several steps; in milliseconds. */
const settleTime = 150;

/** What people edit in a stage, and not what an editor or a make leaves beside it. */
const edited = /^([^.].*\.[ch]|Kbuild|Makefile|[^.].*\.ts|transcript)$/;

/** Resolves each time that a file of the stage has been saved; saves that come while nobody waits count as one. */
function saves({ kernelSide, userSide }: StageFolders): () => Promise<string> {
	let saved: string | undefined;
	let wake = () => {};
	for (const folder of [kernelSide, userSide]) {
		watchFolder(folder, (_event, name) => {
			if (name === null || !edited.test(name) || name.endsWith('.mod.c')) return;
			saved = name;
			wake();
		});
	}
	return async () => {
		if (saved === undefined) {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
		await sleep(settleTime);
		const name = saved ?? '';
		saved = undefined;
		return basename(name);
	};
}

/** Builds and tests the stage once, on the machine that the last round has left, or on a new one; gives the machine for the next round. */
async function round(
	matrix: Kernel,
	stage: StageFolders,
	build: BuildModules,
	warm: StageMachine | undefined,
): Promise<StageMachine | undefined> {
	const begin = performance.now();
	const counts = noCounts();
	const times: Times = new Map();
	const listener = listen(new Report(), counts, times);
	const task = await prepareTask(matrix, stage, ['tests', 'transcript'], build);
	listener.time('build', performance.now() - begin);
	await warm?.order({ do: 'update', sources: sources() });
	const machine =
		warm ?? (await startMachine(matrix, [task], listener, { limits: { total: 2 ** 31 - 1 } }));
	const alive = machine !== undefined && (await runTasks(machine, [task], listener));
	console.log(`${describe(counts)} in ${describeTimes(performance.now() - begin, times)}`);
	if (alive) return machine;
	await machine?.[Symbol.asyncDispose]();
	return undefined;
}

/** The page's compiler for the page's kernel, where it is in the cache: it is quicker than kbuild, once it is warm. */
async function builderFor({ series }: Kernel): Promise<BuildModules> {
	const folders = series === mainlineSeries ? await findCompiler() : undefined;
	return folders ? builderWith(compilerIn(folders), folders) : buildModules;
}

export const watch = new Command('watch')
	.description('build, load and test a stage again each time that one of its files is saved')
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.option(
		'--kernel <series>',
		"with this kernel, for example 6.1, in QEMU; unless given in the page's machine, which is the fastest",
		checkSeries,
	)
	.addHelpText('after', '\nExample: npm run vm -- watch 02-input\nCtrl-C leaves.')
	.action(async (name: string, options: { kernel?: string }) => {
		const stage = foldersOf(name);
		const matrix = await kernel(options.kernel ?? mainlineSeries);
		const build = await builderFor(matrix);
		await buildAddon();
		const nextSave = saves(stage);
		let machine: StageMachine | undefined;
		for (;;) {
			try {
				machine = await round(matrix, stage, build, machine);
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				console.log(error.message);
			}
			console.log(`Waiting for a change in kmod/${name} or examples/${name}; Ctrl-C leaves.`);
			console.log(`\n${await nextSave()} was saved.`);
		}
	});
