import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { need } from './debian.ts';
import { Problem } from './problem.mjs';
import { run } from './run.ts';
import { step } from './steps.mjs';

const folder = fileURLToPath(new URL('../../addon', import.meta.url));

/** The native half of the netlink library, built where its sources are newer. */
export async function buildAddon(): Promise<string> {
	const target = join(folder, 'build/Release/netlink.node');
	const native = join(folder, 'native');
	return step({
		name: 'native netlink transport',
		why: "the C++ half of the library, compiled against the pinned Node's headers; 10 s",
		lock: 'addon',
		done: () => {
			if (!existsSync(target)) return undefined;
			const built = statSync(target).mtimeMs;
			const isNewer = (name: string): boolean => statSync(join(native, name)).mtimeMs > built;
			return readdirSync(native).some(isNewer) ? undefined : target;
		},
		work: async () => {
			await need('addon');
			const { status, output } = await run(process.execPath, [join(native, 'build.ts')], {
				limit: 300_000,
			});
			if (status !== 0)
				throw new Problem(`The native netlink transport does not build:\n${output.trim()}`);
			// The build leaves alone what was built from the same sources, however old the file.
			utimesSync(target, new Date(), new Date());
			return target;
		},
	});
}
