import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { step } from '../../setup/steps.mjs';
import type { RunningKernel } from '../kernels/index.ts';
import { projectFolder } from '../stages.ts';
import { guestPackages, type PageKernel, pageKernel } from './kernel.ts';
import { PageMachine, relayPort, type SavedParts } from './machine.ts';
import { Relay } from './relay/relay.ts';
import { buildRelay, relayPath } from './relay-program.ts';

/** What Node restores machines from. */
export interface SavedMachine {
	readonly kernel: RunningKernel;
	/** Holds state.zst. */
	readonly folder: string;
}

/** What a page hands out: the folder holds v86.wasm.gzip, manifest.json, kernel.config and licences/, too. */
export interface Artefacts extends SavedMachine {
	readonly kernel: PageKernel;
}

/** What manifest.json says. */
export interface Manifest {
	/** `uname -r` */
	readonly kernel: string;
	readonly commandLine: string;
	readonly files: readonly {
		readonly name: string;
		readonly bytes: number;
		readonly sha256: string;
	}[];
	/** Unpacked, in bytes. */
	readonly stateBytes: number;
	readonly relayBytes: number;
}

export function readManifest({ folder }: Artefacts): Manifest {
	return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
}

const commandLine = 'console=ttyS0 tsc=reliable quiet init_on_free=1';

/** How long a machine may take until its shell and its relay are there, in milliseconds. */
const bootLimit = 120_000;

const emulatorFolder = join(dirname(createRequire(import.meta.url).resolve('v86')), '..');

/** Where npm has put v86.wasm. */
export function emulatorPath(): string {
	return join(emulatorFolder, 'build/v86.wasm');
}

function guestFile(name: string): Uint8Array {
	return readFileSync(fileURLToPath(new URL(`../../guest/page/${name}`, import.meta.url)));
}

let compiled: Promise<WebAssembly.Module> | undefined;

function emulator(): Promise<WebAssembly.Module> {
	compiled ??= WebAssembly.compile(readFileSync(emulatorPath()));
	return compiled;
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Waits until the machine's shell and its relay are there. */
async function started(machine: PageMachine): Promise<void> {
	const end = performance.now() + bootLimit;
	while (!machine.console.includes('# ')) {
		if (performance.now() > end)
			throw new Problem(
				`The page's machine did not start within ${bootLimit / 1000} s. The end of its console:\n${machine.console.slice(-2000)}`,
			);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** Asks the machine for its kernel's release, over the relay. */
async function releaseOf(machine: PageMachine): Promise<string> {
	const relay = await Relay.connect(machine.port(relayPort));
	try {
		let text = '';
		const decoder = new TextDecoder();
		const command = await relay.run('uname -r', (_, bytes) => {
			text += decoder.decode(bytes);
		});
		await command.ended;
		return text.trim();
	} finally {
		relay.close();
	}
}

/** Boots a machine once and gives its state. */
async function boot(kernel: PageKernel, relay: string, commandLine: string): Promise<Uint8Array> {
	const packages = await guestPackages();
	await using machine = await PageMachine.boot({
		emulator: await emulator(),
		bios: readFileSync(packages.bios),
		vgaBios: readFileSync(packages.vgaBios),
		kernel: readFileSync(kernel.image),
		commandLine,
		files: { relay: readFileSync(relay), start: guestFile('start') },
	});
	await started(machine);
	await releaseOf(machine);
	return machine.save();
}

/** A state that cannot be gone on from must not get into the cache. */
async function verify(state: Uint8Array, kernel: PageKernel): Promise<void> {
	await using machine = await PageMachine.restore({ emulator: await emulator(), state });
	const release = await releaseOf(machine);
	if (release !== kernel.release)
		throw new Problem(
			`The page's machine was saved with Linux ${kernel.release}; restored, it says "${release}".`,
		);
}

/** Where the saved machine lies once it is there. */
function findPlace(kernel: PageKernel): { key: string; folder: string } {
	const key = createHash('sha256')
		.update(
			JSON.stringify([
				basename(kernel.folder),
				basename(relayPath(kernel)),
				sha256(guestFile('start')),
				sha256(readFileSync(emulatorPath())),
				...['machine.ts', 'artefacts.ts'].map((name) =>
					sha256(readFileSync(fileURLToPath(new URL(name, import.meta.url)))),
				),
				commandLine,
			]),
		)
		.digest('hex')
		.slice(0, 12);
	return { key, folder: join(cacheFolder(), 'page', `machine-${key}`) };
}

/** The folder of the saved machine, where it is in the cache. */
export function findPageMachine(kernel: PageKernel): string | undefined {
	const { folder } = findPlace(kernel);
	return existsSync(folder) ? folder : undefined;
}

/** The saved machine, built where it is not in the cache: kernel, relay, one boot. */
export async function pageArtefacts(): Promise<Artefacts> {
	const kernel = await pageKernel();
	const relay = await buildRelay(kernel);
	const { key, folder } = findPlace(kernel);
	const artefacts = { kernel, folder };
	return step({
		name: "the page's machine",
		why: 'booted once in v86, its state saved; 10 s',
		lock: `page-machine-${key}`,
		done: () => (existsSync(folder) ? artefacts : undefined),
		work: async (progress) => {
			progress('booting');
			const state = await boot(kernel, relay, commandLine);
			progress('restoring');
			await verify(state, kernel);
			progress('compressing');
			const result = temporaryPath();
			mkdirSync(result);
			await write(result, kernel, relay, state);
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(result, folder);
			return artefacts;
		},
	});
}

async function write(
	folder: string,
	kernel: PageKernel,
	relay: string,
	state: Uint8Array,
): Promise<void> {
	const level = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 };
	const [zstd, gz] = await Promise.all([
		promisify(zstdCompress)(state, { params: level }),
		// v86 unpacks zstd, but who unpacks v86? A browser has gzip. (A server takes .gz for its own doing.)
		promisify(gzip)(readFileSync(emulatorPath()), { level: 9 }),
	]);
	writeFileSync(join(folder, 'state.zst'), zstd);
	writeFileSync(join(folder, 'v86.wasm.gzip'), gz);
	copyFileSync(kernel.config, join(folder, 'kernel.config'));
	await copyLicences(join(folder, 'licences'));
	const files = ['v86.wasm.gzip', 'state.zst'].map((name) => {
		const bytes = readFileSync(join(folder, name));
		return { name, bytes: bytes.length, sha256: sha256(bytes) };
	});
	const manifest: Manifest = {
		kernel: kernel.release,
		commandLine,
		files,
		stateBytes: state.length,
		relayBytes: readFileSync(relay).length,
	};
	writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
}

/** The texts that go along with what the state holds. */
async function copyLicences(folder: string): Promise<void> {
	mkdirSync(folder);
	copyFileSync(join(projectFolder, 'kmod/COPYING'), join(folder, 'linux'));
	copyFileSync(join(projectFolder, 'LICENSE'), join(folder, 'relay'));
	copyFileSync(join(emulatorFolder, 'LICENSE'), join(folder, 'v86'));
	const { documents } = await guestPackages();
	for (const name of ['busybox-static', 'musl-dev', 'seabios'])
		copyFileSync(join(documents, name, 'copyright'), join(folder, name));
}

/** What machines are restored from, read once. */
export async function savedParts({ folder }: SavedMachine): Promise<SavedParts> {
	const state = await promisify(zstdDecompress)(readFileSync(join(folder, 'state.zst')));
	return { emulator: await emulator(), state };
}
