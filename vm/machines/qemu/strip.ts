import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { relative } from 'node:path';
import { Problem } from '../../setup/problem.mjs';
import { projectFolder } from '../stages.ts';

/**
 * A TypeScript file with its types taken off, as Node does it when it loads one: lines and columns stay.
 *
 * @throws {Problem} that names the file, for what is not erasable TypeScript
 */
export function strip(path: string): string {
	const { emitWarning } = process;
	// That this is experimental was weighed when Node was pinned; it is nothing to tell those who run a test.
	process.emitWarning = () => {};
	try {
		return stripTypeScriptTypes(readFileSync(path, 'utf8'));
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new Problem(`${relative(projectFolder, path)}: ${error.message}`);
	} finally {
		process.emitWarning = emitWarning;
	}
}
