import type { Grammar } from '../../examples/grammar.ts';
import { buildModules } from '../machines/build.ts';
import { debugSeries } from '../machines/debug/kernel.ts';
import { debugPasses } from '../machines/debug/passes.ts';
import { kernel } from '../machines/kernels/index.ts';
import { mainlineSeries } from '../machines/kernels/newest.ts';
import { filesOf, foldersOf } from '../machines/stages.ts';
import type { Playground } from './campaign.ts';
import { pagePlayground } from './page-playground.ts';
import { qemuPlayground } from './qemu-playground.ts';

/**
 * Machines with a kernel, and with a stage's modules built for it.
 *
 * @param series the kernel, as the matrix names it
 * @param stage name of a folder in kmod/ and in examples/
 * @param module path of the .ko file without its ending
 */
export async function playgroundOn(
	series: string,
	stage: string,
	module: string,
	grammar: Grammar,
): Promise<Playground> {
	const found = await kernel(series);
	const folders = foldersOf(stage);
	const { folder } = await buildModules(folders.kernelSide, found);
	const files = filesOf(folders, folder);
	if (series === mainlineSeries) return pagePlayground(grammar, files, module);
	if (series !== debugSeries) return qemuPlayground(found, grammar, files, module, []);
	const passes = debugPasses(found, [folders], ['tests']).map(({ kernel, inspections = [] }) =>
		qemuPlayground(kernel, grammar, files, module, inspections),
	);
	return inTurn(series, passes);
}

/** Each machine that is started is of the next of them. */
function inTurn(name: string, playgrounds: readonly Playground[]): Playground {
	const [first] = playgrounds;
	if (!first) throw new RangeError('nowhere to play');
	let started = 0;
	return {
		...first,
		name,
		start: () => {
			const next = playgrounds[started % playgrounds.length] as Playground;
			started += 1;
			return next.start();
		},
	};
}
