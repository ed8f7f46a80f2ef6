import type { Plugin } from 'vite';

/** What reads the project's sources is not bundled with the pages: Node runs it from its own place, parser and all. */
export function sourcesInNode(): Plugin {
	return {
		name: 'sources-in-node',
		enforce: 'pre',
		resolveId: {
			filter: { id: /^@both-sides\/site\// },
			handler: (id) => ({ id, external: true }),
		},
	};
}
