/** What many rounds say. */
export interface Spread {
	readonly min: number;
	readonly median: number;
	readonly max: number;
}

/** @throws RangeError where there are no values */
export function spread(values: readonly number[]): Spread {
	if (values.length === 0) throw new RangeError('there is no spread of no values');
	const sorted = values.toSorted((a, b) => a - b);
	const at = (index: number): number => sorted[index] as number;
	const half = sorted.length / 2;
	const median = (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2;
	return { min: at(0), median, max: at(sorted.length - 1) };
}

/**
 * How many times as much as the other in the same round, for the rounds that both have. Taken round by round, so that load, which
 * hits both alike, cancels out.
 *
 * @returns undefined where there is no such round
 */
export function ratio(
	rates: readonly (number | undefined)[],
	others: readonly (number | undefined)[],
): Spread | undefined {
	const ratios = rates.flatMap((rate, round) => {
		const other = others[round];
		return rate === undefined || !other ? [] : [rate / other];
	});
	return ratios.length === 0 ? undefined : spread(ratios);
}
