/**
 * `npm run bench`: this library beside others, at the same work, on this machine's own kernel. `npm run bench -- <word>` runs the
 * parts whose name contains the word. Prints ratios, and writes all that was measured to addon/build/benchmark.json; results.json
 * beside this file is such a file of a whole run, kept for the guide. `npm run bench -- --profile` shows where this library's time goes
 * instead: a flame graph of each part in addon/build; profiles/ has those that belong to results.json.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join, relative } from 'node:path';
import { buildAddon } from '../../vm/setup/addon.ts';
import { temporaryPath } from '../../vm/setup/cache.mjs';
import { Problem } from '../../vm/setup/problem.mjs';
import { run } from '../../vm/setup/run.ts';
import { type Candidate, type Part, prepareCandidates, yardstick } from './candidates.ts';
import { type Frame, flameGraph } from './flame-graph.ts';
import { burstSize, type Measured, type Round, rounds } from './measure.ts';
import { counts } from './profile.ts';
import { routeCount } from './routes.ts';
import { ratio, type Spread, spread } from './statistics.ts';

const here = import.meta.dirname;
const results = join(here, '../build/benchmark.json');

interface Comparison {
	readonly title: string;
	readonly part: Part;
	/** The yardstick's part that is 1. */
	readonly reference: Part;
}

const comparisons: readonly Comparison[] = [
	{
		title: 'nlctrl GETFAMILY, one request after the other',
		part: 'requests',
		reference: 'requests',
	},
	{
		title: 'nlctrl GETFAMILY, 32 requests in one send',
		part: 'batched',
		reference: 'batched',
	},
	{
		title: 'nlctrl GETFAMILY, 32 requests in one send, against one after the other',
		part: 'batched',
		reference: 'requests',
	},
	{
		title: `dump of ${routeCount.toLocaleString('en')} routes, each decoded`,
		part: 'dump',
		reference: 'dump',
	},
	{
		title: `events received of a burst of ${burstSize.toLocaleString('en')} before the first overrun, each library's own buffer`,
		part: 'events',
		reference: 'events',
	},
];

const allParts = Object.keys(rounds) as Part[];

function selectParts(words: readonly string[], from: readonly Part[]): readonly Part[] {
	if (words.length === 0) return from;
	const parts = from.filter((part) => words.some((word) => part.includes(word)));
	if (parts.length > 0) return parts;
	throw new Problem(`no part of the benchmark is named like that; there are: ${from.join(', ')}`);
}

/** Runs a script of this folder in a network namespace of its own, which is gone when it is over, and gives what it wrote. */
async function inNamespace(script: string, order: unknown): Promise<unknown> {
	const file = temporaryPath();
	const own = process.getuid?.() === 0 ? [] : ['--map-root-user'];
	const { status, output } = await run(
		'unshare',
		[...own, '--net', process.execPath, join(here, script), file],
		{
			limit: 900_000,
			input: JSON.stringify(order),
			heard: (text) => process.stderr.write(text),
		},
	);
	if (status !== 0) {
		throw new Problem(
			`The benchmark did not come to its end. It needs a network namespace of its own (unshare --net: root, or user namespaces for all).\n${output.trim()}`,
		);
	}
	const written = JSON.parse(readFileSync(file, 'utf8'));
	rmSync(file);
	return written;
}

interface Row {
	readonly candidate: string;
	/** Requests or routes a second; events of a burst. */
	readonly rate: Spread | undefined;
	readonly ratio: Spread | undefined;
	/** The ratio by processor time instead of by the clock. */
	readonly processorRatio: Spread | undefined;
	/** Why there is none. */
	readonly reason: string | undefined;
}

function compare(
	{ part, reference }: Comparison,
	candidates: readonly Candidate[],
	measured: Measured,
): Row[] {
	const of = (field: keyof Round, what: Part, who: string) =>
		(measured[what]?.[who]?.rounds ?? []).map((round) => round[field]);
	return candidates.map(({ name, without }) => {
		const rates = of('rate', part, name).filter((rate) => rate !== undefined);
		const against = (field: keyof Round) =>
			ratio(of(field, part, name), of(field, reference, yardstick));
		return {
			candidate: name,
			rate: rates.length > 0 ? spread(rates) : undefined,
			ratio: against('rate'),
			processorRatio: against('processorRate'),
			reason: without[part] ?? measured[part]?.[name]?.failure,
		};
	});
}

const figures = (of: Spread): string =>
	[of.min, of.median, of.max].map((value) => value.toFixed(2).padStart(8)).join('');

function table(title: string, reference: Part, rows: readonly Row[]): string {
	const width = Math.max(...rows.map(({ candidate }) => candidate.length)) + 2;
	const hasProcessor = rows.some(({ processorRatio }) => processorRatio);
	const lines = rows.map(({ candidate, ratio: byClock, processorRatio, reason }) => {
		const cells = [byClock, processorRatio].flatMap((of) => (of ? [figures(of)] : []));
		return `${candidate.padEnd(width)}${byClock ? cells.join('  ') : `   ${reason ?? 'not measured'}`}`;
	});
	const columns = ['min', 'median', 'max'].map((word) => word.padStart(8)).join('');
	return [
		title,
		...(hasProcessor
			? [`${''.padEnd(width)}${'by the clock'.padStart(24)}${'by processor time'.padStart(26)}`]
			: []),
		`${`${yardstick}, ${reference} = 1`.padEnd(width)}${columns}${hasProcessor ? `  ${columns}` : ''}`,
		...lines,
	].join('\n');
}

async function profile(words: readonly string[]): Promise<void> {
	const parts = selectParts(words, Object.keys(counts) as Part[]);
	await buildAddon();
	const frames = (await inNamespace('profile.ts', parts)) as Record<Part, Frame>;
	for (const part of parts) {
		const file = join(here, `../build/${part}.svg`);
		writeFileSync(file, flameGraph(`both-sides socket: ${part}`, frames[part]));
		console.log(`${part}: ${relative(process.cwd(), file)}`);
	}
}

async function main(words: readonly string[]): Promise<void> {
	const parts = selectParts(words, allParts);
	const folder = temporaryPath();
	const { candidates, missing } = await prepareCandidates(folder);
	const loadBefore = loadavg();
	const measured = (await inNamespace('measure.ts', { parts, candidates })) as Measured;
	const machine = {
		date: new Date().toISOString(),
		processor: cpus()[0]?.model ?? 'unknown',
		processors: cpus().length,
		kernel: release(),
		load: { before: loadBefore, after: loadavg() },
	};
	const shown = comparisons
		.filter(({ part, reference }) => parts.includes(part) && parts.includes(reference))
		.map((comparison) => ({ ...comparison, rows: compare(comparison, candidates, measured) }));
	for (const { title, reference, rows } of shown) console.log(`${table(title, reference, rows)}\n`);
	for (const { name, version } of candidates) console.log(`${name}: ${version}`);
	for (const line of missing) console.log(`left out: ${line}`);
	console.log(
		`${machine.processor}, ${machine.processors} processors, Linux ${machine.kernel}, load ${loadBefore[0]?.toFixed(1)} before and ${machine.load.after[0]?.toFixed(1)} after`,
	);
	const versions = Object.fromEntries(candidates.map(({ name, version }) => [name, version]));
	const report = {
		machine,
		versions,
		missing,
		yardstick,
		comparisons: shown,
		rounds: measured,
	};
	writeFileSync(results, `${JSON.stringify(report, undefined, '\t')}\n`);
	console.log(`All rounds: ${relative(process.cwd(), results)}`);
}

try {
	const words = process.argv.slice(2);
	if (words[0] === '--profile') await profile(words.slice(1));
	else await main(words);
} catch (error) {
	if (!(error instanceof Problem)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
