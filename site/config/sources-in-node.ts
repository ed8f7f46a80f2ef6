import type { Plugin } from 'vite';

/** What reads the project's sources is not bundled with the pages: Node runs it from its own place, parser and all. */
export function sourcesInNode(): Plugin {
	return {
		name: 'sources-in-node',
		enforce: 'pre',
		// A server for writing runs everything from its own place anyway.
		apply: 'build',
		resolveId: {
			filter: { id: /^@both-sides\/site\// },
			handler: (id) => ({ id, external: true }),
		},
	};
}
