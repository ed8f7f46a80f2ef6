import { Command } from 'commander';
import { debugSeries, findDebugKernel } from '../machines/debug/kernel.ts';
import { debugPasses } from '../machines/debug/passes.ts';
import { checkSeries, matrixSeries } from '../machines/kernels/index.ts';
import { needs, type Part, type Pass } from '../machines/run-stages.ts';
import { findStage, foldersOf, type StageFolders, testedNames } from '../machines/stages.ts';
import type { TestRecord } from '../setup/report.ts';
import { changedOption, isChangedOnly, passesOn, runMatrix } from './matrix.ts';

/** The tests that need the debug kernel are run on it too, if it is in the cache: it takes long to build. */
async function onDebugKernel(
	stages: readonly StageFolders[],
): Promise<{ passes: Pass[]; skipped: TestRecord[] }> {
	const needing = stages
		.map((stage) => ({ ...stage, only: needs(stage).debugTests }))
		.filter(({ only }) => only.length > 0);
	if (needing.length === 0) return { passes: [], skipped: [] };
	const kernel = await findDebugKernel();
	if (kernel) return { passes: debugPasses(kernel, needing, ['tests']).slice(0, 1), skipped: [] };
	const skipped = needing.map(
		({ name }): TestRecord => ({
			group: `${name} on ${debugSeries}`,
			name: 'the tests that need it',
			status: 'skipped',
			milliseconds: 0,
			detail: `the debug kernel is not in the cache: npm run vm -- kernels fetch ${debugSeries}`,
		}),
	);
	return { passes: [], skipped };
}

export const test = new Command('test')
	.description(
		"run a stage's tests and its transcript in a virtual machine, or those of all stages",
	)
	.argument('[stage]', 'its name or number; all stages unless given', (word) =>
		findStage(word, testedNames()),
	)
	.option('--kernel <series>', 'on this kernel alone, for example 6.12', checkSeries)
	.option(...changedOption)
	.addHelpText(
		'after',
		[
			'',
			`On the kernel "${debugSeries}" the tests run twice, the second time with kmemleak; transcripts are of the other kernels.`,
			'Where it is not in the cache it is built first: npm run vm -- kernels fetch --help.',
			'',
			'Example: npm run vm -- test 02-input --kernel 6.12',
		].join('\n'),
	)
	.action(async (stage: string | undefined, options: { kernel?: string; changed?: true }) => {
		const { kernel: series } = options;
		const changed = isChangedOnly(options);
		const stages = (stage ? [stage] : testedNames()).map(foldersOf);
		if (series === debugSeries)
			return runMatrix(await passesOn([series], stages, ['tests']), { changed });
		const parts: Part[] = ['tests', 'transcript'];
		if (series !== undefined) {
			// Alone, a kernel would leave a core idle: its tests and its transcript get a guest each.
			const passes = parts.map((part) => passesOn([series], stages, [part]));
			return runMatrix((await Promise.all(passes)).flat(), { changed });
		}
		const { passes, skipped } = await onDebugKernel(stages);
		await runMatrix([...(await passesOn(matrixSeries(), stages, parts)), ...passes], {
			skipped,
			changed,
		});
	});
