import { Command } from 'commander';
import type { StageFiles } from '../guest/protocol.ts';
import { buildModules } from '../machines/build.ts';
import { checkSeries, kernel, kernelSeries } from '../machines/kernels/index.ts';
import { Machine, MachineDied } from '../machines/qemu/machine.ts';
import { sources } from '../machines/qemu/sources.ts';
import { findStage, foldersOf } from '../machines/stages.ts';
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
		const stage = { name, examples: folders.userSide, modules: folder };
		try {
			await using machine = await Machine.start(matrix, {
				sources: sources(),
				terminal: command === undefined,
				// A person may stay as long as they like.
				limits: { total: 2 ** 31 - 1 },
			});
			if (command === undefined) {
				console.log(
					`Linux ${matrix.release}. Here are the modules of ${name}; "client" runs its client.ts. What you change is forgotten; "exit" leaves.`,
				);
				process.exitCode = await interact(machine, stage);
			} else {
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
