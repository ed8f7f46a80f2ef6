import { watch as watchFolder } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { fetchCompiler } from '../compiler/fetched.ts';
import { findCompiler } from '../compiler/make/index.ts';
import { compilerIn } from '../compiler/node.ts';
import { builderWith } from '../compiler/stage.ts';
import { buildModules } from '../machines/build.ts';
import { checkSeries, kernel } from '../machines/kernels/index.ts';
import { mainlineSeries } from '../machines/kernels/newest.ts';
import { BuiltGuide } from '../machines/page/built-guide.ts';
import { fetchMachine } from '../machines/page/fetched.ts';
import { PageStageMachine } from '../machines/page/stage-machine.ts';
import { sources } from '../machines/qemu/sources.ts';
import {
	type BuildModules,
	type Listener,
	prepareTask,
	runTasks,
	startMachine,
	type Task,
} from '../machines/run-stages.ts';
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

/** How a stage is built, and what it is run in. */
interface Workshop {
	readonly series: string;
	build(source: string): ReturnType<BuildModules>;
	start(task: Task, listener: Listener): Promise<StageMachine | undefined>;
}

/** What there is on this machine, or is built for it. */
async function ownWorkshop(series: string): Promise<Workshop> {
	const own = await kernel(series);
	// The page's compiler, where it is in the cache, is quicker than kbuild once it is warm.
	const folders = series === mainlineSeries ? await findCompiler() : undefined;
	const build = folders ? builderWith(compilerIn(folders), folders) : buildModules;
	await buildAddon();
	return {
		series,
		build: (source) => build(source, own),
		start: (task, listener) =>
			startMachine(own, [task], listener, { limits: { total: 2 ** 31 - 1 } }),
	};
}

/** The page's machine and its compiler, as a guide has them. */
async function guideWorkshop(place: string): Promise<Workshop> {
	const guide = new BuiltGuide(place);
	const saved = await fetchMachine(guide);
	const folders = await fetchCompiler(guide, saved.kernel.release);
	const build = builderWith(compilerIn(folders), folders);
	return {
		series: saved.kernel.series,
		build: (source) => build(source, saved.kernel),
		start: async () => new PageStageMachine(saved),
	};
}

/** Builds and tests the stage once, on the machine that the last round has left, or on a new one; gives the machine for the next round. */
async function round(
	{ series, build, start }: Workshop,
	stage: StageFolders,
	warm: StageMachine | undefined,
): Promise<StageMachine | undefined> {
	const begin = performance.now();
	const counts = noCounts();
	const times: Times = new Map();
	const listener = listen(new Report(), counts, times);
	const task = await prepareTask(series, stage, ['tests', 'transcript'], build);
	listener.time('build', performance.now() - begin);
	await warm?.order({ do: 'update', sources: sources() });
	const machine = warm ?? (await start(task, listener));
	const alive = machine !== undefined && (await runTasks(machine, [task], listener));
	console.log(`${describe(counts)} in ${describeTimes(performance.now() - begin, times)}`);
	if (alive) return machine;
	await machine?.[Symbol.asyncDispose]();
	return undefined;
}

export const watch = new Command('watch')
	.description('build, load and test a stage again each time that one of its files is saved')
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.option(
		'--kernel <series>',
		"with this kernel, for example 6.1, in QEMU; unless given in the page's machine, which is the fastest",
		checkSeries,
	)
	.option(
		'--from <guide>',
		"with the page's machine and compiler of a built guide, its address or its folder: nothing is built here but modules, so that any system with Node will do",
	)
	.addHelpText(
		'after',
		'\nExample: npm run vm -- watch 02-input\nExample: npm run vm -- watch 02-input --from site/dist\nCtrl-C leaves.',
	)
	.action(async (name: string, options: { kernel?: string; from?: string }) => {
		if (options.kernel !== undefined && options.from !== undefined)
			throw new Problem('--from brings a kernel along: leave out --kernel, or --from.');
		const stage = foldersOf(name);
		const workshop = options.from
			? await guideWorkshop(options.from)
			: await ownWorkshop(options.kernel ?? mainlineSeries);
		const nextSave = saves(stage);
		let machine: StageMachine | undefined;
		for (;;) {
			try {
				machine = await round(workshop, stage, machine);
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				console.log(error.message);
			}
			console.log(`Waiting for a change in kmod/${name} or examples/${name}; Ctrl-C leaves.`);
			console.log(`\n${await nextSave()} was saved.`);
		}
	});
