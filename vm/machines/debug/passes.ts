import type { StageFiles } from '../../guest/protocol.ts';
import { Problem } from '../../setup/problem.mjs';
import type { Kernel } from '../kernels/index.ts';
import type { Inspection, Part, Pass } from '../run-stages.ts';
import type { StageMachine } from '../stage-machine.ts';
import type { StageFolders } from '../stages.ts';
import { nameAddresses, sectionParameter } from './symbols.ts';

/** Runs a line of shell in the guest and gives what it printed. */
async function ask(machine: StageMachine, stage: StageFiles, command: string): Promise<string> {
	let printed = '';
	const { status, problem } = await machine.order({ do: 'run', stage, command }, (report) => {
		if (report.kind === 'output') printed += report.text;
	});
	if (status !== 0)
		throw new Problem(`${command}: ${problem ?? `status ${status}`}: ${printed.trim()}`);
	return printed;
}

/** After its first report lockdep stops, and without a report where its tables are full: then its silence means nothing. */
const lockdepIsOn: Inspection = {
	name: 'lockdep has watched to the end',
	async look(machine, stage) {
		const statistics = await ask(machine, stage, 'cat /proc/lockdep_stats');
		return /^ debug_locks: +1$/m.test(statistics)
			? undefined
			: `lockdep has turned itself off: it had something to report, or its tables are full\n${statistics}`;
	},
};

const leaks = '/sys/kernel/debug/kmemleak';

/** Memory that a stage allocated and nothing points to any more; Documentation/dev-tools/kmemleak.rst. */
const noLeaks: Inspection = {
	name: 'no memory is leaked',
	async look(machine, stage) {
		// No object is reported before it is 5 s old (MSECS_MIN_AGE in mm/kmemleak.c).
		await ask(machine, stage, 'sleep 6');
		// One whose content has changed since the scan before is given another chance.
		for (let scan = 1; scan <= 2; scan += 1) await ask(machine, stage, `echo scan >${leaks}`);
		const report = await ask(machine, stage, `cat ${leaks}`);
		if (report === '') return undefined;
		await ask(machine, stage, `echo clear >${leaks}`);
		const named = await nameAddresses(report, machine.console, stage.modules);
		const objects = named.trimEnd().split(/\n(?=unreferenced object )/);
		return [
			`kmemleak found memory that nothing points to any more (${objects.length} objects, the first of them shown):`,
			...objects.slice(0, 3),
		].join('\n');
	},
};

/**
 * What has the kernel look for leaks. Caches with a check of their own (here red zones) keep no sheaves (mm/slub.c): the
 * stale pointers in those count as references, and hide what was leaked.
 */
const kmemleakParameters = ['kmemleak=on', 'slab_debug=Z', sectionParameter];

/** The passes that stages make on the debug kernel: kmemleak has one of its own, because it makes all else slow. */
export function debugPasses(
	kernel: Kernel,
	stages: readonly StageFolders[],
	parts: readonly Part[],
): Pass[] {
	const first: Pass = { kernel, stages, parts, inspections: [lockdepIsOn] };
	if (!parts.includes('tests')) return [first];
	const { series, slowness = 1, parameters = [] } = kernel;
	const withKmemleak = {
		...kernel,
		series: `${series} with kmemleak`,
		slowness: slowness * 2,
		parameters: [...parameters, ...kmemleakParameters],
	};
	return [
		first,
		{ kernel: withKmemleak, stages, parts: ['tests'], inspections: [lockdepIsOn, noLeaks] },
	];
}
