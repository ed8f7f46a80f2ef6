/** What must hold of the coverage: a reason for each line that no test reaches, and no other. */
import { allCoverage } from '../sources/coverage.ts';
import { type Reason, reasons } from '../src/coverage/reasons.ts';

const place = 'site/src/coverage/reasons.ts';

/** The stages whose coverage cannot be shown, and what to do about it. */
export async function unrecorded(top?: string): Promise<string[]> {
	return (await allCoverage({ ...(top && { top }), all: [] })).flatMap((stage) =>
		stage.files ? [] : [stage.missing],
	);
}

/** The lines without a reason, and the reasons without a line. */
export async function unexplained(
	top?: string,
	all: readonly Reason[] = reasons,
): Promise<string[]> {
	const stages = await allCoverage({ ...(top && { top }), all });
	const lines = stages.flatMap(({ files = [] }) =>
		files.flatMap(({ path, unreached }) => unreached.map((line) => ({ path, ...line }))),
	);
	const without = lines
		.filter(({ reason }) => !reason)
		.map(
			({ path, line, symbol, text }) =>
				`${path}:${line}: no test reaches "${text}" in ${symbol}, and ${place} has no reason`,
		);
	// What a stage that is to be recorded again needs is not known.
	if (stages.some(({ files }) => !files)) return without;
	const vain = all.flatMap(({ at }) =>
		Object.entries(at).flatMap(([symbol, parts]) =>
			parts
				.filter(
					(part) => !lines.some((line) => line.symbol === symbol && line.text.startsWith(part)),
				)
				.map(
					(part) =>
						`${place}: no stage has a line "${part}" in ${symbol} that is not reached: remove the reason`,
				),
		),
	);
	return [...without, ...vain];
}
