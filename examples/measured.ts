/** What a stage gains by what its chapter changes: examples/<stage>/measured.json, recorded by `npm run vm -- measure`. */
import type { Lab } from './lab.ts';

/** One kind of work, done with the module as it was before and as it is now, in turns. */
export interface MeasuredRow {
	/** What was counted: more is better. */
	readonly title: string;
	/** So many a second, one figure a round. */
	readonly before: readonly number[];
	readonly after: readonly number[];
}

/** The default export of a stage's measure.ts. */
export type Measure = (lab: Lab, tell: (line: string) => void) => Promise<readonly MeasuredRow[]>;

export interface Measured {
	/** When, as an ISO date. */
	readonly date: string;
	/** The guest's kernel, as uname -r says it. */
	readonly kernel: string;
	/** Of the guest. */
	readonly processors: number;
	/** What they ran on: QEMU's name for it. */
	readonly accelerator: string;
	/** Of the host, over a minute. */
	readonly load: { readonly before: number; readonly after: number };
	readonly rows: readonly MeasuredRow[];
}
