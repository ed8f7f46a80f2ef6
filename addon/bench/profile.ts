/**
 * Where this library's time goes: its program does each part under V8's profiler. The parts are given on standard input as JSON, and
 * what was found goes to the file named. The profiler knows functions of JavaScript only: a system call's time is that of the function in
 * src/native.ts that has it made. On a busy machine it looks late, and most of all when a system call ends, so that these come out too wide.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Part } from './candidates.ts';
import { type Frame, total } from './flame-graph.ts';
import { addRoutes, routeCount } from './routes.ts';

/** How often each part is done, and how much of it: about two seconds. */
export const counts: Partial<Readonly<Record<Part, readonly [times: number, count: number]>>> = {
	requests: [3, 100_000],
	batched: [3, 200_000],
	dump: [20, routeCount],
};

/** The profile that `node --cpu-prof` writes (the Chrome DevTools Protocol's Profiler.Profile). */
interface Profile {
	readonly nodes: readonly {
		readonly id: number;
		readonly callFrame: { readonly functionName: string; readonly url: string };
		readonly children?: readonly number[];
	}[];
	/** The node that was found at work, at each look. */
	readonly samples: readonly number[];
	/** Microseconds since the look before: long, where a system call put a look off. */
	readonly timeDeltas: readonly number[];
}

const program = join(import.meta.dirname, 'programs/both-sides.ts');
/** Where the part itself runs from: not the loading of modules. */
const atWork = /^(processTicksAndRejections|\(garbage collector\))/;
/** Microseconds from one look to the next. */
const interval = 250;
const limit = 120_000;

async function profile(part: Part): Promise<Profile> {
	const [times = 0, count = 0] = counts[part] ?? [];
	const folder = mkdtempSync(join(tmpdir(), 'netlink-profile-'));
	try {
		const child = spawn(
			process.execPath,
			[
				'--cpu-prof',
				`--cpu-prof-interval=${interval}`,
				`--cpu-prof-dir=${folder}`,
				program,
				'socket',
			],
			{ stdio: ['pipe', 'ignore', 'inherit'], timeout: limit },
		);
		child.stdin.end(`${part} ${count}\n`.repeat(times));
		const [status] = await once(child, 'close');
		if (status !== 0) throw new Error(`${part}: the program ended with status ${status}`);
		const [file = ''] = readdirSync(folder);
		return JSON.parse(readFileSync(join(folder, file), 'utf8'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The profile as a tree in which a function, called by the same ones, is one frame. */
function tree({ nodes, samples, timeDeltas }: Profile): Frame {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const time = new Map<number, number>();
	samples.forEach((id, look) => {
		time.set(id, (time.get(id) ?? 0) + (timeDeltas[look] ?? 0));
	});

	/** Nodes that differ in their line only are one frame. */
	function frame(name: string, ids: readonly number[]): Frame {
		const children = new Map<string, number[]>();
		for (const id of ids) {
			for (const child of byId.get(id)?.children ?? []) {
				const { functionName = '', url = '' } = byId.get(child)?.callFrame ?? {};
				const file = url.startsWith('node:')
					? ` node:${basename(url)}`
					: url && ` ${basename(url)}`;
				const called = `${functionName || '(anonymous)'}${file}`;
				children.set(called, [...(children.get(called) ?? []), child]);
			}
		}
		return {
			name,
			own: ids.reduce((sum, id) => sum + (time.get(id) ?? 0), 0),
			children: [...children].map(([called, of]) => frame(called, of)),
		};
	}

	const root = frame('', [nodes[0]?.id ?? 0]);
	return { ...root, children: root.children.filter(({ name }) => atWork.test(name)) };
}

async function main(parts: readonly Part[], file: string): Promise<void> {
	if (parts.includes('dump')) await addRoutes(routeCount);
	const frames: Partial<Record<Part, Frame>> = {};
	for (const part of parts) {
		const frame = tree(await profile(part));
		if (total(frame) === 0) throw new Error(`${part}: nothing was found at work`);
		frames[part] = frame;
	}
	writeFileSync(file, JSON.stringify(frames));
}

if (import.meta.main) await main((await json(process.stdin)) as Part[], process.argv[2] ?? '');
