/** Where the project's sources are, and what they are called on pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mainlineSeries } from '../../vm/machines/kernels/newest.ts';

/** The top folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something wrong in a page or in what it shows; the message says where and what to do. */
export class PageError extends Error {
	override readonly name = 'PageError';
}

/** The side that a file is on. */
export type Side = 'kernel' | 'user';

export function sideOf(file: string): Side {
	return file.startsWith('kmod/') ? 'kernel' : 'user';
}

/** A file of the project by its path from the top folder. */
export function readSource(file: string, top = root): string {
	const path = join(top, file);
	if (!existsSync(path)) throw new PageError(`there is no file ${file}`);
	return readFileSync(path, 'utf8');
}

/** The stages by name, in their order. */
export function stages(top = root): string[] {
	return readdirSync(join(top, 'kmod'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
		.map((entry) => entry.name)
		.sort();
}

/** The stage before, or undefined for the first one. */
export function previousStage(stage: string, top = root): string | undefined {
	const all = stages(top);
	const index = all.indexOf(stage);
	if (index < 0) throw new PageError(`there is no stage ${stage}; there are ${all.join(', ')}`);
	return all[index - 1];
}

/** The C sources of a stage: `pulse.c`, `pulse.h`. */
export function stageFiles(stage: string, top = root): string[] {
	return readdirSync(join(top, 'kmod', stage))
		.filter((name) => /\.[ch]$/.test(name) && !name.endsWith('.mod.c'))
		.sort();
}

/** The TypeScript that a stage's client consists of: `client.ts` first, then what it imports. */
export function clientFiles(stage: string, top = root): string[] {
	const files = new Set(['client.ts']);
	for (const name of files) {
		const source = readFileSync(join(top, 'examples', stage, name), 'utf8');
		for (const [, imported = ''] of source.matchAll(/from '\.\/([^'/]+\.ts)'/g))
			files.add(imported);
	}
	return [...files];
}

/** The series of the kernel that runs in a page. */
export const pageSeries = mainlineSeries;

/** The kernels that everything is tested on, by series, oldest first, that of the page last: `6.1`, `6.12`, `7.3`. */
export function kernels(): string[] {
	const lock = JSON.parse(readSource('vm/machines/kernels/lock.json'));
	const ofDebian = Object.keys(lock)
		.filter((name) => /^\d+\.\d+$/.test(name))
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
	return [...ofDebian, pageSeries];
}
