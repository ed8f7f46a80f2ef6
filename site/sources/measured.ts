/** What a stage gains by what its chapter changes: examples/<stage>/measured.json. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ratio } from '../../addon/bench/statistics.ts';
import type { Measured } from '../../examples/measured.ts';
import type { Spread } from './benchmark.ts';
import { PageError, readSource, root } from './project.ts';

export interface Gain {
	readonly title: string;
	/** After by before, round by round. */
	readonly ratio: Spread;
}

export interface Gains extends Omit<Measured, 'rows'> {
	readonly rounds: number;
	readonly gains: readonly Gain[];
}

/** What was recorded of a stage. Throws a PageError where nothing was. */
export function gains(stage: string, top = root): Gains {
	const file = `examples/${stage}/measured.json`;
	if (!existsSync(join(top, file)))
		throw new PageError(`${file} is missing: \`npm run vm -- measure ${stage}\` records it`);
	const { rows, ...machine }: Measured = JSON.parse(readSource(file, top));
	const found = rows.map(({ title, before, after }) => {
		const spread = ratio(after, before);
		if (!spread) throw new PageError(`${file} has no round of "${title}"`);
		return { title, ratio: spread };
	});
	return { ...machine, rounds: rows[0]?.after.length ?? 0, gains: found };
}
