import { Command } from 'commander';
import type { StageFiles } from '../guest/protocol.ts';
import { buildModules } from '../machines/build.ts';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { mainlineSeries } from '../machines/kernels/newest.ts';
import { pageArtefacts, savedParts } from '../machines/page/artefacts.ts';
import { PageGuest } from '../machines/page/guest.ts';
import { Machine, MachineDied } from '../machines/qemu/machine.ts';
import { sources } from '../machines/qemu/sources.ts';
import { needs } from '../machines/run-stages.ts';
import { startStageMachine } from '../machines/stage-machine.ts';
import { filesOf, findStage, foldersOf } from '../machines/stages.ts';
import { buildAddon } from '../setup/addon.ts';
import { atExit } from '../setup/cleanup.mjs';
import { Problem } from '../setup/problem.mjs';

/** Lends our terminal to the guest's shell; what the kernel says appears among what it prints. */
async function interact(machine: Machine, stage: StageFiles): Promise<number> {
	const { stdin, stdout } = process;
	const { terminal } = machine;
	machine.onConsole((line) => stdout.write(`\r\u001b[Kkernel: ${line}\r\n`));
	stdin.setRawMode(true);
	const restore = atExit(() => stdin.setRawMode(false));
	stdin.pipe(terminal).on('data', (data: Buffer) => stdout.write(data));
	try {
		const { rows, columns } = stdout;
		const { status } = await machine.order({
			...{ do: 'shell', stage, rows, columns },
			terminal: process.env.TERM ?? 'linux',
		});
		return status;
	} finally {
		restore();
		stdin.setRawMode(false);
		stdin.unpipe(terminal).pause();
	}
}

/** Leaves the page machine's shell, whose own "exit" starts another one: Ctrl-]. */
const leave = '\u001d';

/** Lends our terminal to the console of a page machine. */
async function interactWithPage(modules: string): Promise<void> {
	const { stdin, stdout } = process;
	const parts = await savedParts(await pageArtefacts());
	await using guest = await PageGuest.start(parts, modules);
	guest.machine.onConsole((text) => stdout.write(text));
	stdin.setRawMode(true);
	const restore = atExit(() => stdin.setRawMode(false));
	// A line of its own, for the prompt.
	guest.machine.type('\n');
	try {
		for await (const data of stdin) {
			const text = String(data);
			if (text.includes(leave)) return;
			guest.machine.type(text);
		}
	} finally {
		restore();
		stdin.setRawMode(false);
		stdin.pause();
	}
}

export const shell = new Command('shell')
	.description('a shell in a virtual machine, with a stage’s modules and the project inside')
	.argument('<stage>', 'its name or number', (word) => findStage(word))
	.option('--kernel <series>', 'with this kernel, for example 6.1', checkSeries)
	.option('--command <line>', 'run one line of shell, print its output, end with its status')
	.addHelpText(
		'after',
		"\nExample: npm run vm -- shell 01 --command 'insmod pulse.ko && dmesg | tail'",
	)
	.action(async (name: string, options: { kernel?: string; command?: string }) => {
		const { command } = options;
		if (command === undefined && !(process.stdin.isTTY && process.stdout.isTTY))
			throw new Problem('A shell needs a terminal; without one, give it a line: --command "line".');
		const folders = foldersOf(name);
		const matrix = await kernel(options.kernel ?? kernelSeries().at(-1) ?? '');
		const { folder } = await buildModules(folders.kernelSide, matrix);
		await buildAddon();
		const stage = filesOf(folders, folder);
		if (matrix.series === mainlineSeries && command === undefined) {
			console.log(
				`Linux ${matrix.release} in the page's machine. Here are the modules of ${name}. What you change is forgotten; Ctrl-] leaves.`,
			);
			await interactWithPage(folder);
			return;
		}
		try {
			const { cpus } = needs(folders);
			const options = { cpus, sources: sources(), limits: { total: 2 ** 31 - 1 } };
			if (command === undefined) {
				// A person may stay as long as they like.
				await using machine = await Machine.start(matrix, { ...options, terminal: true });
				console.log(
					`Linux ${matrix.release}. Here are the modules of ${name}; "client" runs its client.ts. What you change is forgotten; "exit" leaves.`,
				);
				process.exitCode = await interact(machine, stage);
			} else {
				await using machine = await startStageMachine(matrix, options);
				const order = { do: 'run', stage, command } as const;
				const { status } = await machine.order(order, (report) => {
					if (report.kind === 'output') process.stdout.write(report.text);
				});
				process.exitCode = status;
			}
		} catch (error) {
			if (!(error instanceof MachineDied)) throw error;
			throw new Problem(error.explain());
		}
	});
