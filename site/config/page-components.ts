import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const index = new URL('../src/components/index.ts', import.meta.url);
/** The names that src/components/index.ts exports. */
const names = [...readFileSync(index, 'utf8').matchAll(/default as (\w+)/g)].map(
	([, name]) => name,
);

/**
 * Lets pages use the guide's components without importing them, and Markdown's tables be ours. That goes to the end of the page, so that the
 * lines of error messages stay those of the file.
 */
export function pageComponents(): Plugin {
	return {
		name: 'page-components',
		enforce: 'pre',
		transform: {
			filter: { id: /\/src\/content\/docs\/.*\.mdx$/ },
			handler: (code) =>
				`${code}\n\nimport { ${names.join(', ')} } from '/src/components/index.ts';\n\nexport const components = { table: Table };\n`,
		},
	};
}
