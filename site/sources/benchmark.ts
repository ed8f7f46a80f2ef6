/** What the benchmark of the library has measured: addon/bench/results.json. */
import { PageError, readSource, root } from './project.ts';

const file = 'addon/bench/results.json';

/** What several rounds say. */
export interface Spread {
	readonly min: number;
	readonly median: number;
	readonly max: number;
}

export interface Row {
	readonly candidate: string;
	/** As many times as fast as the yardstick in the same round, by the clock. */
	readonly ratio?: Spread;
	/** The same by processor time. */
	readonly processorRatio?: Spread;
	/** Why there is no ratio. */
	readonly reason?: string;
}

export interface Comparison {
	readonly title: string;
	readonly part: string;
	/** The yardstick's part that is 1. */
	readonly reference: string;
	readonly rows: readonly Row[];
}

export interface Benchmark {
	readonly machine: {
		readonly date: string;
		readonly processor: string;
		readonly processors: number;
		readonly kernel: string;
		readonly load: { readonly before: readonly number[]; readonly after: readonly number[] };
	};
	readonly versions: Readonly<Record<string, string>>;
	readonly yardstick: string;
	readonly comparisons: readonly Comparison[];
}

export function benchmark(top = root): Benchmark {
	return JSON.parse(readSource(file, top));
}

/** A part held against a part of the yardstick's. Throws a PageError where nothing like that was measured. */
export function comparison(part: string, reference: string, top = root): Comparison {
	const { comparisons } = benchmark(top);
	const found = comparisons.find((one) => one.part === part && one.reference === reference);
	if (found) return found;
	const there = comparisons.map((one) => `${one.part} against ${one.reference}`).join(', ');
	throw new PageError(`${file} has no ${part} against ${reference}; it has ${there}`);
}
