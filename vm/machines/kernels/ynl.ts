import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { need } from '../../setup/debian.ts';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import { sourceArchive } from './from-source.ts';
import { mainlineSeries } from './newest.ts';
import { currentSet, keyOf } from './sets.ts';

/** What is taken from the kernel's source. The tools find the top of its tree by MAINTAINERS, and search for ever where there is none. */
const wanted = ['tools/net/ynl', 'Documentation/netlink', 'MAINTAINERS'];

/** Commands, and the Python programs that they are. Debian's Python has the modules that they import. */
const commands = { ynl: 'cli.py', 'ynl-gen-c': 'ynl_gen_c.py' };

/** The kernel's own tools for netlink specifications, below the top of what the kernel's source has of them. */
export interface NetlinkTools {
	/** Has Documentation/netlink, with the schemas. */
	readonly folder: string;
	/** Has the commands `ynl` and `ynl-gen-c`, for PATH. */
	readonly commands: string;
}

function place(): NetlinkTools {
	const folder = join(cacheFolder(), 'ynl', keyOf(currentSet('mainline-source')));
	return { folder, commands: join(folder, 'bin') };
}

/** The tools, where they are in the cache. */
export function findNetlinkTools(): NetlinkTools | undefined {
	const tools = place();
	return existsSync(tools.folder) ? tools : undefined;
}

/** The tools, taken from the kernel's source where they are not in the cache, and what they are written for. */
export async function netlinkTools(): Promise<NetlinkTools> {
	await need('ynl');
	return step({
		name: `netlink tools of Linux ${mainlineSeries}`,
		why: 'ynl and its generator, from the kernel’s source, to hold our specification against',
		lock: 'ynl',
		done: findNetlinkTools,
		work: async () => {
			const archive = await sourceArchive();
			const temporary = temporaryPath();
			mkdirSync(join(temporary, 'bin'), { recursive: true });
			const patterns = wanted.map((path) => `linux-source-*/${path}`);
			const { status, stderr } = await run(
				'tar',
				['-xJf', archive, '-C', temporary, '--strip-components=1', '--wildcards', ...patterns],
				{ limit: 300_000 },
			);
			if (status !== 0) throw new Problem(`${archive} cannot be unpacked: ${stderr.trim()}`);
			// Without it, each start of a guest's Python compiles them anew.
			await run('/usr/bin/python3', ['-m', 'compileall', '-q', join(temporary, 'tools')], {
				limit: 60_000,
			});
			for (const [name, program] of Object.entries(commands))
				writeFileSync(
					join(temporary, 'bin', name),
					`#!/bin/sh\nexec /usr/bin/python3 -B "$(dirname "$0")/../tools/net/ynl/pyynl/${program}" "$@"\n`,
					{ mode: 0o755 },
				);
			const tools = place();
			mkdirSync(dirname(tools.folder), { recursive: true });
			renameSync(temporary, tools.folder);
			return tools;
		},
	});
}
