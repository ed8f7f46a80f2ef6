import { existsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import type { Measured, MeasuredRow } from '../../examples/measured.ts';
import { buildModules } from '../machines/build.ts';
import { kernel, kernelSeries, qemu } from '../machines/kernels/index.ts';
import { accelerator } from '../machines/qemu/accelerator.ts';
import { MachineDied } from '../machines/qemu/machine.ts';
import { sources } from '../machines/qemu/sources.ts';
import { startStageMachine } from '../machines/stage-machine.ts';
import { filesOf, findStage, foldersOf, projectFolder } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { Problem } from '../setup/problem.mjs';

const cpus = 2;

const loadNow = (): number => Math.round(10 * (loadavg()[0] ?? 0)) / 10;

/** As biome has it: numbers in a line. */
function format(measured: Measured): string {
	return JSON.stringify(measured, null, '\t').replace(/\[[\d,\s]+\]/g, (numbers) =>
		numbers.replace(/\s+/g, '').replaceAll(',', ', '),
	);
}

export const measure = new Command('measure')
	.description(
		'record what a stage gains by what its chapter changes, before and after in turns, on the newest of Debian’s kernels',
	)
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.addHelpText(
		'after',
		'\nWhat is recorded are rates that the guide shows as ratios. Nothing else should run meanwhile.\n\nExample: npm run vm -- measure 10',
	)
	.action(async (name: string) => {
		const folders = foldersOf(name);
		if (!existsSync(join(folders.userSide, 'measure.ts')))
			throw new Problem(
				`${name} measures nothing: there is no examples/${name}/measure.ts. 10-hardening has one.`,
			);
		const newest = await kernel(kernelSeries().at(-1) ?? '');
		const { folder } = await buildModules(folders.kernelSide, newest);
		await buildAddon();
		const before = loadNow();
		let rows: readonly MeasuredRow[] | undefined;
		try {
			await using machine = await startStageMachine(newest, { cpus, sources: sources() });
			const order = { do: 'measure', stage: filesOf(folders, folder) } as const;
			const { problem } = await machine.order(order, (report) => {
				if (report.kind === 'output') process.stdout.write(report.text);
				if (report.kind === 'measured') rows = report.rows;
			});
			if (problem !== undefined) throw new Problem(problem);
		} catch (error) {
			if (!(error instanceof MachineDied)) throw error;
			throw new Problem(error.explain());
		}
		if (!rows) throw new Problem(`examples/${name}/measure.ts did not come to its end: see above.`);
		const measured: Measured = {
			date: new Date().toISOString(),
			kernel: newest.release,
			processors: cpus,
			accelerator: await accelerator(await qemu(), newest),
			load: { before, after: loadNow() },
			rows,
		};
		const path = join(folders.userSide, 'measured.json');
		writeFileSync(path, `${format(measured)}\n`);
		console.log(relative(projectFolder, path));
	});
