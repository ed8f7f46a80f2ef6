/** Which lines of a stage's C its tests reach, as it was recorded, and why they do not reach the others. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FileCoverage, parseCoverage } from '../../examples/coverage.ts';
import { type Reason, reasons } from '../src/coverage/reasons.ts';
import { definitionsOf } from './definitions.ts';
import { readSource, root, stages } from './project.ts';

/** A line that no test reaches. */
export interface UnreachedLine {
	/** Counted from 1. */
	readonly line: number;
	/** Without its indentation. */
	readonly text: string;
	/** The definition that it is in. */
	readonly symbol: string;
	readonly reason: Reason | undefined;
}

export interface CoveredFile {
	readonly name: string;
	/** Path from the project's top folder. */
	readonly path: string;
	readonly text: string;
	/** Of the lines that are code, counted from 0: whether it was reached. */
	readonly lines: ReadonlyMap<number, boolean>;
	readonly unreached: readonly UnreachedLine[];
}

/** What is known of a stage: its files, or why there are none to be shown. */
export type StageCoverage =
	| { readonly stage: string; readonly kernel: string; readonly files: readonly CoveredFile[] }
	| { readonly stage: string; readonly files?: undefined; readonly missing: string };

/** Whether a file is still what it was when its coverage was recorded. */
function isCurrent(text: string, { sha256 }: FileCoverage): boolean {
	return createHash('sha256').update(text).digest('hex') === sha256;
}

async function coveredFile(
	name: string,
	path: string,
	text: string,
	{ reached, unreached }: FileCoverage,
	all: readonly Reason[],
): Promise<CoveredFile> {
	const lines = text.split('\n');
	const definitions = await definitionsOf(name, text);
	return {
		name,
		path,
		text,
		lines: new Map([
			...reached.map((line) => [line - 1, true] as const),
			...unreached.map((line) => [line - 1, false] as const),
		]),
		unreached: unreached.map((line) => {
			const shown = (lines[line - 1] ?? '').trim();
			const inside = definitions.find(({ start, end }) => start < line && line <= end);
			const symbol = inside?.name ?? '';
			const reason = all.find(
				({ at }) => at[symbol]?.some((part) => shown.startsWith(part)) ?? false,
			);
			return { line, text: shown, symbol, reason };
		}),
	};
}

/** What was recorded of a stage, unless it has changed since. */
export async function coverageOf(
	stage: string,
	{ top = root, all = reasons }: { top?: string; all?: readonly Reason[] } = {},
): Promise<StageCoverage> {
	const path = `examples/${stage}/coverage.json`;
	const again = `\`npm run vm -- coverage ${stage}\``;
	if (!existsSync(join(top, path)))
		return { stage, missing: `${path} is missing: ${again} records it` };
	const { kernel, files } = parseCoverage(readSource(path, top));
	const covered: CoveredFile[] = [];
	for (const [name, recorded] of Object.entries(files)) {
		const source = `kmod/${stage}/${name}`;
		const text = existsSync(join(top, source)) ? readSource(source, top) : '';
		if (!isCurrent(text, recorded))
			return {
				stage,
				missing: `${source} has changed since ${path} was recorded: ${again} records it again`,
			};
		covered.push(await coveredFile(name, source, text, recorded, all));
	}
	return { stage, kernel, files: covered };
}

/** The coverage of all stages. */
export function allCoverage(
	options: { top?: string; all?: readonly Reason[] } = {},
): Promise<StageCoverage[]> {
	return Promise.all(stages(options.top).map((stage) => coverageOf(stage, options)));
}
