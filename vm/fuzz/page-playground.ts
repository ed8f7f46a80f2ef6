import type { Grammar } from '../../examples/grammar.ts';
import { kernelFailure, play } from '../guest/fuzz/play.ts';
import { kernelReport } from '../guest/kernel-report.ts';
import type { StageFiles } from '../guest/protocol.ts';
import { pageArtefacts, savedParts } from '../machines/page/artefacts.ts';
import { PageGuest } from '../machines/page/guest.ts';
import { PageLab } from '../machines/page/lab.ts';
import type { Playground } from './campaign.ts';

/** How long an operation may take, in milliseconds. */
const limit = 5000;

/**
 * The page's machine: a fresh one in a fraction of a second.
 *
 * @param module path of the .ko file without its ending, in the stage's modules
 */
export async function pagePlayground(
	grammar: Grammar,
	stage: StageFiles,
	module: string,
): Promise<Playground> {
	const artefacts = await pageArtefacts();
	const parts = await savedParts(artefacts);
	return {
		name: artefacts.kernel.series,
		batch: 5,
		batches: 20,
		isSlowToStart: false,
		start: async () => {
			const guest = await PageGuest.start(parts, stage.modules);
			const lab = new PageLab(artefacts.kernel, stage, () => guest);
			return {
				play: async (programs) => {
					for (const [index, program] of programs.entries()) {
						const failure = await play(program, grammar, { lab, module, limit });
						if (failure) return { program: index, failure };
					}
					return undefined;
				},
				inspect: async () => {
					const report = kernelReport(await guest.messages.since(0));
					return report && kernelFailure(report);
				},
				[Symbol.asyncDispose]: () => guest[Symbol.asyncDispose](),
			};
		},
	};
}
