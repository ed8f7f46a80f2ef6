/**
 * Builds the native transport: `node addon/native/build.ts`. Needs a C++ compiler, make and Python 3, and no
 * network: the headers are those of the pinned Node. Does nothing where what is there was built from the same sources.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

const sources = ['addon.cc', 'socket.cc', 'socket.h', 'binding.gyp'];
const here = import.meta.dirname;
const output = join(here, '..', 'build', 'Release');
const stamp = join(output, 'netlink.key');
const require = createRequire(import.meta.url);

function key(): string {
	const hash = createHash('sha256');
	hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`);
	hash.update(require('node-addon-api').version);
	for (const source of sources) hash.update(source).update(readFileSync(join(here, source)));
	return hash.digest('hex');
}

function upToDate(wanted: string): boolean {
	try {
		return readFileSync(stamp, 'utf8') === wanted;
	} catch {
		return false;
	}
}

/**
 * Builds in a folder of its own and moves the result into place, so that two builds at once, or one that is
 * interrupted, leave no half a file, and a process that has the old file loaded keeps it.
 */
function build(wanted: string): void {
	mkdirSync(output, { recursive: true });
	const work = mkdtempSync(join(output, '..', 'work-'));
	try {
		for (const source of sources) cpSync(join(here, source), join(work, source));
		const headers = dirname(
			require.resolve(`node-${process.platform}-${process.arch}/package.json`),
		);
		const built = spawnSync(
			process.execPath,
			[
				require.resolve('node-gyp/bin/node-gyp.js'),
				'rebuild',
				`--nodedir=${headers}`,
				'--loglevel=error',
			],
			{
				cwd: work,
				encoding: 'utf8',
				// binding.gyp asks `node` for a path: it must be this one.
				env: {
					...process.env,
					PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
				},
				timeout: 300_000,
			},
		);
		if (built.status !== 0) {
			console.error(`node-gyp rebuild failed in addon/native:\n${built.stdout}${built.stderr}`);
			process.exitCode = 1;
			return;
		}
		writeFileSync(join(work, 'netlink.key'), wanted);
		renameSync(join(work, 'build', 'Release', 'netlink.node'), join(output, 'netlink.node'));
		renameSync(join(work, 'netlink.key'), stamp);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

if (process.platform !== 'linux') {
	console.log('The native netlink transport is for Linux: nothing to build here.');
} else {
	const wanted = key();
	if (!upToDate(wanted)) build(wanted);
}
