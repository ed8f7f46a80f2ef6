import type { Kernel, RunningKernel } from './kernels/index.ts';
import { mainlineSeries } from './kernels/newest.ts';
import { pageArtefacts } from './page/artefacts.ts';
import { PageStageMachine } from './page/stage-machine.ts';
import { Machine, type MachineOptions } from './qemu/machine.ts';

/** A machine that stages run in: QEMU's guest, or the one of the guide's pages. */
export interface StageMachine extends AsyncDisposable {
	readonly kernel: RunningKernel;
	/** Milliseconds until it took orders. */
	readonly bootTime: number;
	/** What the kernel has written to its console so far, line by line. */
	readonly console: readonly string[];
	/** Has an order carried out; see Machine. */
	readonly order: Machine['order'];
}

/** Starts the machine that a kernel is for; throws MachineDied. */
export async function startStageMachine(
	kernel: Kernel,
	options: MachineOptions,
): Promise<StageMachine> {
	return kernel.series === mainlineSeries
		? new PageStageMachine(await pageArtefacts())
		: Machine.start(kernel, options);
}
