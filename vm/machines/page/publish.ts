/** What a web server hands out of the page's machine. */
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { atExit } from '../../setup/cleanup.mjs';
import { hearSteps } from '../../setup/steps.mjs';
import { buildStage } from '../build.ts';
import { stageNames } from '../stages.ts';
import { type Artefacts, pageArtefacts, readManifest } from './artefacts.ts';
import type { Announcement, Catalogue, PublishedFile } from './catalogue.ts';
import { catalogueName } from './catalogue.ts';
import { findPageKernel } from './kernel.ts';

/** Whether `publish` would be done in some seconds: the kernel, which takes minutes, is built. */
export async function canPublishSoon(): Promise<boolean> {
	return (await findPageKernel()) !== undefined;
}

/**
 * Puts into a folder what a page needs to start the machine, building what is not in the cache; while that lasts the
 * catalogue there says so, and where it fails, why.
 */
export async function publish(folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const announce = (announcement: Announcement) => write(folder, announcement);
	hearSteps((building) => announce({ building }));
	// Nobody is to wait for what was interrupted.
	const forget = atExit(() => announce({ absent: true }));
	try {
		const artefacts = await pageArtefacts();
		const modules: Record<string, string> = {};
		for (const stage of stageNames())
			modules[stage] = (await buildStage(stage, artefacts.kernel)).folder;
		put(folder, artefacts, modules);
	} catch (error) {
		announce({ failed: (error as Error).message });
		throw error;
	} finally {
		forget();
	}
}

/** Files come before the catalogue that names them, and go after it. */
function put(
	folder: string,
	artefacts: Artefacts,
	modules: Readonly<Record<string, string>>,
): void {
	const machine = basename(artefacts.folder);
	copyFiles(artefacts.folder, join(folder, machine));
	const file = (path: string): PublishedFile => ({
		path,
		bytes: statSync(join(folder, path)).size,
	});
	const published = Object.entries(modules).map(([stage, built]) => {
		const place = basename(built);
		const names = copyFiles(built, join(folder, place), (name) => name.endsWith('.ko'));
		return [stage, Object.fromEntries(names.map((name) => [name, file(`${place}/${name}`)]))];
	});
	write(folder, {
		release: readManifest(artefacts).kernel,
		emulator: file(`${machine}/v86.wasm.gzip`),
		state: file(`${machine}/state.zst`),
		modules: Object.fromEntries(published),
		papers: [`${machine}/kernel.config`, ...papers(join(folder, machine), machine)],
	});
	const used = new Set([
		catalogueName,
		machine,
		...Object.values(modules).map((path) => basename(path)),
	]);
	for (const name of readdirSync(folder))
		if (!used.has(name)) rmSync(join(folder, name), { recursive: true });
}

function papers(folder: string, machine: string): string[] {
	return readdirSync(join(folder, 'licences')).map((name) => `${machine}/licences/${name}`);
}

function write(folder: string, content: Catalogue | Announcement): void {
	const temporary = join(folder, `${catalogueName}.${process.pid}`);
	writeFileSync(temporary, `${JSON.stringify(content, null, '\t')}\n`);
	renameSync(temporary, join(folder, catalogueName));
}

/** Copies the files of a folder that are not there yet, each whole or not at all, and gives all their names. */
export function copyFiles(from: string, to: string, wanted = (_name: string) => true): string[] {
	const names = readdirSync(from, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
		.filter(wanted)
		.sort();
	for (const name of names) {
		const target = join(to, name);
		if (existsSync(target)) continue;
		mkdirSync(dirname(target), { recursive: true });
		const temporary = `${target}.${process.pid}`;
		copyFileSync(join(from, name), temporary);
		renameSync(temporary, target);
	}
	return names;
}
