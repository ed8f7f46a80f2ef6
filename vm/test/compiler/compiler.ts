/** The compiler for tests, where the cache has it. */
import { findCompiler } from '../../compiler/make/index.ts';

export const folders = await findCompiler();

/** The options of a test that needs the compiler. */
export const needsCompiler = folders
	? {}
	: { skip: 'the compiler is not in the cache: npm run vm -- compiler' };
