import type { Grammar } from '../../examples/grammar.ts';
import { kernelFailure } from '../guest/fuzz/play.ts';
import { formatProgram } from '../guest/fuzz/text.ts';
import type { StageFiles } from '../guest/protocol.ts';
import type { Kernel } from '../machines/kernels/index.ts';
import { Machine, MachineDied } from '../machines/qemu/machine.ts';
import { sources } from '../machines/qemu/sources.ts';
import type { Inspection } from '../machines/run-stages.ts';
import { Problem } from '../setup/problem.mjs';
import { type PlayedFailure, type Playground, seenLate } from './campaign.ts';

/**
 * QEMU's guests, with two CPUs.
 *
 * @param module path of the .ko file without its ending, in the stage's modules
 * @param inspections what is looked at when all programs of a machine have been played
 */
export function qemuPlayground(
	kernel: Kernel,
	grammar: Grammar,
	stage: StageFiles,
	module: string,
	inspections: readonly Inspection[],
): Playground {
	const { slowness = 1 } = kernel;
	return {
		name: kernel.series,
		batch: Math.ceil(20 / slowness),
		batches: 10,
		isSlowToStart: true,
		start: async () => {
			const machine = await Machine.start(kernel, { sources: sources(), cpus: 2 });
			return {
				play: async (programs) => {
					let begun = 0;
					let failed: PlayedFailure | undefined;
					let output = '';
					const texts = programs.map((program) => formatProgram(program, grammar));
					try {
						const { status } = await machine.order(
							{ do: 'fuzz', stage, module, programs: texts, slowness },
							(report) => {
								if (report.kind === 'start') begun = Number(report.name);
								else if (report.kind === 'output') output += report.text;
								else if (report.kind === 'failed') failed = report;
							},
						);
						if (status !== 0 && !failed)
							throw new Problem(`the player of programs ended with status ${status}\n${output}`);
					} catch (error) {
						if (!(error instanceof MachineDied)) throw error;
						return { program: begun, failure: failureOf(error) };
					}
					return failed;
				},
				inspect: async () => {
					for (const { name, look } of inspections) {
						const wrong = await look(machine, stage);
						if (wrong !== undefined)
							return { kind: 'kernel', rule: `${seenLate}${name}`, detail: wrong.split('\n') };
					}
					return undefined;
				},
				[Symbol.asyncDispose]: () => machine[Symbol.asyncDispose](),
			};
		},
	};
}

function failureOf(error: MachineDied): PlayedFailure['failure'] {
	return error.report
		? kernelFailure(error.report)
		: { kind: 'hang', rule: 'the machine is gone', detail: error.explain().split('\n') };
}
