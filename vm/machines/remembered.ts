/** What has passed before, stage by stage. A stage in which anything failed is not kept. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filesIn, type Memory, memoryOf } from '../setup/memory.ts';
import type { Pass } from './run-stages.ts';
import { projectFolder, type StageFolders } from './stages.ts';

/** A TypeScript file and all that it imports by a relative path, and so on. */
function importsOf(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path) || !existsSync(path)) return seen;
	seen.add(path);
	for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(/'(\.[^']*\.ts)'/g))
		importsOf(resolve(dirname(path), specifier), seen);
	return seen;
}

/** Below the project: what runs stages, and what their clients stand on. */
const common = ['addon/src', 'addon/native', 'vm/guest', 'vm/machines'];
const examples = join(projectFolder, 'examples');

/** The files that decide how a stage's run ends. */
export function filesBehind({ kernelSide, userSide, tests }: StageFolders): Set<string> {
	const rooms = common.map((folder) => join(projectFolder, folder));
	return new Set([
		...[...rooms, kernelSide, userSide].flatMap(filesIn),
		...importsOf(tests),
		...readdirSync(examples, { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name }) => join(examples, name)),
	]);
}

/** A stage's place in the memory, on a kernel, with all that goes into it as it is when this is called. */
export function memoryOfStage(
	{ kernel, parts, inspections = [] }: Pass,
	stage: StageFolders,
): Memory {
	return memoryOf(
		[
			...[stage.name, stage.only, parts, inspections.map(({ name }) => name)],
			...[kernel.series, basename(kernel.folder), kernel.parameters, kernel.slowness],
		],
		filesBehind(stage),
	);
}
