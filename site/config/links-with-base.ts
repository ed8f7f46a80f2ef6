import type { AstroIntegration } from 'astro';
import { defineMdastPlugin, type MdastPluginEntry } from 'satteri';

/** Puts the base path before the links of pages, so that they are written the same wherever the guide is served. */
export function linksWithBase(): AstroIntegration {
	return {
		name: 'links-with-base',
		hooks: {
			'astro:config:setup': ({ config }) => {
				const base = config.base.replace(/\/$/, '');
				if (base === '') return;
				// Astro leaves the type of its processor's options open.
				const { options } = config.markdown.processor as {
					options: { mdastPlugins: MdastPluginEntry[] };
				};
				options.mdastPlugins.push(
					defineMdastPlugin({
						name: 'links-with-base',
						link(node, context) {
							if (node.url.startsWith('/')) context.setProperty(node, 'url', `${base}${node.url}`);
						},
					}),
				);
			},
		},
	};
}
