import type { Grammar } from '../../../examples/grammar.ts';
import { Problem } from '../../setup/problem.mjs';

/**
 * The grammar of a module among those of its stage.
 *
 * @param module path of the .ko file without its ending: "pulse", "wrong/no-mutex/pulse"
 * @throws {Problem} that names those that there are
 */
export function grammarOf(grammars: Readonly<Record<string, Grammar>>, module: string): Grammar {
	const grammar = grammars[module.split('/').at(-1) ?? ''];
	if (grammar) return grammar;
	throw new Problem(
		`There is no grammar of a module "${module}" here; there are those of ${Object.keys(grammars).join(', ')}.`,
	);
}
