import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';
import { step } from '../../setup/steps.mjs';
import { type GuestPackages, guestKey, guestPackages, type PageKernel } from './kernel.ts';

const folder = fileURLToPath(new URL('../../guest/relay', import.meta.url));
const compiler = 'gcc-12';

const flags = [
	...['-m32', '-march=i686', '-Os', '-std=gnu11', '-Wall', '-Wextra', '-Werror'],
	...['-static', '-no-pie', '-fno-pie', '-fno-stack-protector', '-s'],
	...['-fno-asynchronous-unwind-tables', '-Wl,--gc-sections', '-Wl,--build-id=none'],
	// Of the host's compiler the headers and libraries are left out: musl's and our kernel's take their place.
	...['-nostdinc', '-nostdlib'],
];

async function ask(question: string): Promise<string> {
	const { status, stdout, stderr } = await run(compiler, ['-m32', question], { limit: 10_000 });
	if (status !== 0) throw new Problem(`${compiler} ${question}: ${stderr.trim()}`);
	return stdout.trim();
}

async function compile(kernel: PageKernel, { musl }: GuestPackages, target: string): Promise<void> {
	const libraries = join(musl, 'lib/i386-linux-musl');
	const include = [
		join(musl, 'include/i386-linux-musl'),
		kernel.userHeaders,
		await ask('-print-file-name=include'),
	];
	const sources = readdirSync(folder).filter((name) => name.endsWith('.c'));
	const { status, output } = await run(
		compiler,
		[
			...flags,
			...include.flatMap((path) => ['-isystem', path]),
			...['-o', target, join(libraries, 'crt1.o'), ...sources],
			...[`-L${libraries}`, '-Wl,--start-group', '-lc', await ask('-print-libgcc-file-name')],
			'-Wl,--end-group',
		],
		{ cwd: folder, limit: 60_000 },
	);
	if (status !== 0) throw new Problem(`vm/guest/relay does not build:\n${output.trim()}`);
}

/** Where the relay for a kernel lies once it is built; nothing is fetched to know it. */
export function relayPath(kernel: PageKernel): string {
	const hash = createHash('sha256').update(
		JSON.stringify([basename(kernel.folder), guestKey(), flags]),
	);
	for (const name of readdirSync(folder)
		.filter((name) => /\.[ch]$/.test(name))
		.sort())
		hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
	return join(cacheFolder(), 'page', `relay-${hash.digest('hex').slice(0, 12)}`);
}

/** The relay, a static program for the page's machine, built where its sources or what it stands on has changed. */
export async function buildRelay(kernel: PageKernel): Promise<string> {
	const path = relayPath(kernel);
	return step({
		name: 'relay',
		why: "carries netlink in and out of the page's machine; compiled in a second",
		lock: basename(path),
		done: () => (existsSync(path) ? path : undefined),
		work: async () => {
			const temporary = temporaryPath();
			await compile(kernel, await guestPackages(), temporary);
			mkdirSync(dirname(path), { recursive: true });
			renameSync(temporary, path);
			return path;
		},
	});
}
