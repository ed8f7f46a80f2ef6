import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import starlightLinksValidator from 'starlight-links-validator';
import { checkedPages } from './config/checked-pages.ts';
import { pageComponents } from './config/page-components.ts';
import { sourcesInNode } from './config/sources-in-node.ts';

export default defineConfig({
	// Where it will be served. REPOSITORY=https://host/owner/name gives each page a link to edit it.
	site: process.env.SITE ?? 'http://localhost',
	base: process.env.BASE_PATH ?? '/',
	trailingSlash: 'always',
	integrations: [
		checkedPages(),
		starlight({
			title: 'Netlink, Both Sides',
			description:
				'A literate, runnable guide to Linux netlink: the kernel half in C, the user half in TypeScript.',
			favicon: '/favicon.svg',
			credits: false,
			...(process.env.REPOSITORY && {
				editLink: { baseUrl: `${process.env.REPOSITORY}/edit/main/site/` },
			}),
			tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
			customCss: ['./src/styles/fonts.css', './src/styles/tokens.css', './src/styles/page.css'],
			sidebar: [
				{ label: 'Guide', items: ['set-up', { autogenerate: { directory: 'guide' } }] },
				{ label: 'Reference', items: ['draft-2015', 'bibliography'] },
			],
			components: {
				Footer: './src/overrides/Footer.astro',
				Header: './src/overrides/Header.astro',
				PageTitle: './src/overrides/PageTitle.astro',
				Sidebar: './src/overrides/Sidebar.astro',
				SiteTitle: './src/overrides/SiteTitle.astro',
				TwoColumnContent: './src/overrides/TwoColumnContent.astro',
			},
			plugins: [starlightLinksValidator()],
		}),
	],
	vite: {
		plugins: [pageComponents(), sourcesInNode()],
	},
});
