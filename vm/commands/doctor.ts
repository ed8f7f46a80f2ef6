import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { Command } from 'commander';
import { buildTime as compilerBuildTime, isCompilerBuilt } from '../compiler/make/index.ts';
import { buildTime, findDebugKernel } from '../machines/debug/kernel.ts';
import { downloadPath, megabytes, request, sha256Of } from '../machines/kernels/download.ts';
import { kernelSeries, systemQemu } from '../machines/kernels/index.ts';
import { findMirror } from '../machines/kernels/mirror.ts';
import { setNames } from '../machines/kernels/newest.ts';
import { findUnpacked } from '../machines/kernels/sets.ts';
import { findPageMachine } from '../machines/page/artefacts.ts';
import { findPageKernel, buildTime as pageBuildTime } from '../machines/page/kernel.ts';
import { knownAccelerator } from '../machines/qemu/accelerator.ts';
import { cacheFolder } from '../setup/cache.mjs';
import { missingPackages, planInstall, thisSystem } from '../setup/debian.ts';
import { packages } from '../setup/packages.ts';
import { Problem } from '../setup/problem.mjs';

/** What a check found: it is there, it will be got when it is needed, or people must do something. */
interface Finding {
	readonly state: 'there' | 'later' | 'trouble';
	readonly text: string;
}

const there = (text: string): Finding => ({ state: 'there', text });
const later = (text: string): Finding => ({ state: 'later', text });
const trouble = (text: string): Finding => ({ state: 'trouble', text });
const marks = { there: '✓', later: '·', trouble: '✗' };

function platform(): Finding {
	const { platform, architecture } = thisSystem();
	if (platform === 'linux' && architecture === 'x64') return there('x86-64 Linux');
	return trouble(
		`${platform} ${architecture}: reading the guide works here, building and testing stages needs x86-64 Linux`,
	);
}

function debianPackages(): Finding {
	const names = [...new Set(Object.values(packages).flatMap((group) => Object.keys(group)))];
	const missing = missingPackages(names);
	if (missing.length === 0) return there(names.join(', '));
	const { command, ask } = planInstall(missing, thisSystem());
	return later(
		`missing: ${missing.join(', ')}; ${ask ? 'you will be asked to run' : 'will be installed by'} ${command.join(' ')}`,
	);
}

async function qemuProgram(): Promise<Finding> {
	if (await systemQemu()) return there("this system's own, version 10 or newer");
	const { folder } = findUnpacked('qemu');
	return folder ? there(folder) : later('not fetched yet');
}

function kvm(): Finding {
	const known = knownAccelerator();
	if (known === undefined) return later('not tried yet');
	if (known === 'kvm') return there('works');
	return there('does not work here; the CPU is emulated, which is slower');
}

function kernel(series: string): Finding {
	const { set, folder } = findUnpacked(series);
	return folder ? there(`${set.release} in ${folder}`) : later(`${set.release} is not fetched yet`);
}

async function debug(): Promise<Finding> {
	const found = await findDebugKernel();
	return found
		? there(`${found.release} in ${found.folder}`)
		: later(`not built yet, ${buildTime}`);
}

async function page(): Promise<Finding> {
	const found = await findPageKernel();
	if (!found) return later(`not built yet, ${pageBuildTime}`);
	const machine = findPageMachine(found);
	const state = machine ? `its saved machine in ${machine}` : 'its machine is not saved yet, 10 s';
	return there(`${found.release} in ${found.folder}; ${state}`);
}

function compiler(): Finding {
	return isCompilerBuilt()
		? there('in the cache')
		: later(`not built yet, npm run vm -- compiler: ${compilerBuildTime}`);
}

async function downloads(): Promise<Finding> {
	const damaged: string[] = [];
	let whole = 0;
	for (const set of setNames) {
		for (const entry of findUnpacked(set).set.packages) {
			const path = downloadPath(entry);
			if (!existsSync(path)) continue;
			if ((await sha256Of(path)) === entry.sha256) whole += 1;
			else damaged.push(entry.name);
		}
	}
	if (damaged.length > 0) return later(`damaged, fetched again when needed: ${damaged.join(', ')}`);
	return there(`${whole} with the right checksum`);
}

async function room(): Promise<Finding> {
	const { bavail, bsize } = await statfs(existsSync(cacheFolder()) ? cacheFolder() : homedir());
	const free = bavail * bsize;
	// Kernels, headers, QEMU and their packages take 1.2 GB.
	if (free > 2e9) return there(`${megabytes(free)} free for ${cacheFolder()}`);
	return trouble(
		`${megabytes(free)} free for ${cacheFolder()}: make it 2 GB, or set XDG_CACHE_HOME to another disk`,
	);
}

async function mirror(): Promise<Finding> {
	const { debian } = findMirror();
	await request(`${debian}/dists/bookworm/InRelease`, 0, async () => {});
	return there(debian);
}

const checks: Readonly<Record<string, () => Finding | Promise<Finding>>> = {
	platform,
	Node: () => there(process.version),
	'npm packages': () => there('as package-lock.json names them'),
	'Debian packages': debianPackages,
	QEMU: qemuProgram,
	KVM: kvm,
	...Object.fromEntries(kernelSeries().map((name) => [`Linux ${name}`, () => kernel(name)])),
	"page's kernel": page,
	"page's compiler": compiler,
	'debug kernel': debug,
	'fetched packages': downloads,
	'disk room': room,
	mirror,
};

export const doctor = new Command('doctor')
	.description('check everything that building and testing needs, and change nothing')
	.addHelpText('after', '\nExample: npm run vm -- doctor')
	.action(async () => {
		let troubled = false;
		for (const [name, check] of Object.entries(checks)) {
			let finding: Finding;
			try {
				finding = await check();
			} catch (error) {
				if (!(error instanceof Error)) throw error;
				finding = trouble(
					error instanceof Problem ? error.message : `${error.name}: ${error.message}`,
				);
			}
			troubled ||= finding.state === 'trouble';
			console.log(`${marks[finding.state]} ${name.padEnd(17)} ${finding.text}`);
		}
		console.log(`✓ there   · got when it is needed   ✗ needs you`);
		if (troubled) process.exitCode = 1;
	});
