import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import starlightLinksValidator from 'starlight-links-validator';
import { checkedPages } from './config/checked-pages.ts';
import { linksWithBase } from './config/links-with-base.ts';
import { pageComponents } from './config/page-components.ts';
import { policy } from './config/policy.ts';
import { sourcesInNode } from './config/sources-in-node.ts';
import { worker } from './config/workers.ts';

const { SITE, BASE_PATH, REPOSITORY } = process.env;

export default defineConfig({
	...(SITE && { site: SITE }),
	...(BASE_PATH && { base: BASE_PATH }),
	integrations: [
		checkedPages(),
		linksWithBase(),
		policy(),
		starlight({
			title: 'Netlink, Both Sides',
			description:
				'A literate, runnable guide to Linux netlink: the kernel half in C, the user half in TypeScript.',
			favicon: '/favicon.svg',
			credits: false,
			...(REPOSITORY && {
				editLink: { baseUrl: `${REPOSITORY}/edit/main/site/` },
			}),
			tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
			customCss: [
				'./src/styles/fonts.css',
				'./src/styles/tokens.css',
				'./src/styles/page.css',
				'./src/styles/print.css',
			],
			sidebar: [
				{
					label: 'Guide',
					items: ['set-up', { autogenerate: { directory: 'guide' } }, 'from-here', 'workshops'],
				},
				{ label: 'Find the bug', items: ['bugs/after-05', 'bugs/after-07'] },
				{
					label: 'The library',
					items: [
						'library/user-half',
						'library/how-fast',
						'library/opening',
						'library/conversations',
						'library/messages',
						'library/attributes',
						'library/generic',
						'library/specification',
						'library/errors',
					],
				},
				{
					label: 'Reference',
					items: [
						'reference/wire-format',
						'reference/errors',
						'reference/api-history',
						'reference/glossary',
						'reference/coverage',
						'reference/kernel-in-the-page',
						'draft-2015',
						'bibliography',
					],
				},
			],
			components: {
				Footer: './src/overrides/Footer.astro',
				Header: './src/overrides/Header.astro',
				PageTitle: './src/overrides/PageTitle.astro',
				Sidebar: './src/overrides/Sidebar.astro',
				SkipLink: './src/overrides/SkipLink.astro',
				TwoColumnContent: './src/overrides/TwoColumnContent.astro',
			},
			plugins: [starlightLinksValidator()],
		}),
	],
	vite: {
		worker,
		build: {
			rolldownOptions: {
				// Astro's own directives in its own modules: nobody can mend them here.
				onLog: (level, log, handle) => {
					if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
				},
			},
		},
		plugins: [pageComponents(), sourcesInNode()],
	},
});
