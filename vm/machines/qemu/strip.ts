import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/**
 * A TypeScript file with its types taken off, as Node does it when it loads one: lines and columns stay.
 *
 * @throws {SyntaxError} for what is not erasable TypeScript
 */
export function strip(path: string): string {
	const { emitWarning } = process;
	// That this is experimental was weighed when Node was pinned; it is nothing to tell those who run a test.
	process.emitWarning = () => {};
	try {
		return stripTypeScriptTypes(readFileSync(path, 'utf8'));
	} finally {
		process.emitWarning = emitWarning;
	}
}
