import type { MachineState } from '../live/machine.ts';

/** Bytes in the unit that a reader counts in: `1.2 MB`. */
export function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The state of a machine in words: what a reader sees at all times. */
export function wordsFor(state: MachineState, release: string | undefined): string {
	const linux = `Linux ${release ?? ''}`.trim();
	switch (state.name) {
		case 'new':
			return 'A Linux kernel can run in this page.';
		case 'building':
			return `The server is still building the kernel for this page: ${state.what}`;
		case 'downloading':
			return state.total === 0
				? 'Fetching the kernel'
				: `Fetching the kernel: ${megabytes(state.received)} of ${megabytes(state.total)}`;
		case 'restoring':
			return `Waking ${linux}`;
		case 'ready':
			return `${linux}, running`;
		case 'paused':
			return `${linux}, paused`;
		case 'panicked':
			return `The kernel has stopped. Its last words: ${state.reason}`;
		case 'failed':
			return state.reason;
		case 'stopped':
			return 'The machine was stopped when this page was left.';
	}
}

/** The same for somebody who listens: once a state, without figures that change all the time. */
export function spokenFor(state: MachineState, release: string | undefined): string {
	return state.name === 'downloading' ? 'Fetching the kernel' : wordsFor(state, release);
}
