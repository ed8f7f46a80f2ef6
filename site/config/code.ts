/**
 * How code looks. Colours belong to the two sides and to what crosses between them, so the code itself is set in ink:
 * weight for what the language says, grey for what the reader may skip.
 */

import type { StarlightExpressiveCodeOptions } from '@astrojs/starlight/expressive-code';
import { definePlugin, ExpressiveCodeTheme } from '@astrojs/starlight/expressive-code';
import { h, select, selectAll } from '@astrojs/starlight/expressive-code/hast';
import {
	pluginCollapsibleSections,
	pluginCollapsibleSectionsTexts,
} from '@expressive-code/plugin-collapsible-sections';
import { linkedNames } from './linked-names.ts';
import { markedLines } from './marked-lines.ts';
import { reachedLines } from './reached-lines.ts';

interface Inks {
	readonly ink: string;
	readonly quiet: string;
	readonly keyword: string;
	readonly literal: string;
	readonly paper: string;
}

function theme(name: string, type: 'light' | 'dark', inks: Inks): ExpressiveCodeTheme {
	const token = (scope: string[], foreground: string, fontStyle = '') => ({
		scope,
		settings: { foreground, fontStyle },
	});
	return new ExpressiveCodeTheme({
		name,
		type,
		colors: { 'editor.background': inks.paper, 'editor.foreground': inks.ink },
		settings: [
			{ settings: { foreground: inks.ink } },
			token(['comment', 'punctuation.definition.comment'], inks.quiet, 'italic'),
			token(
				['string', 'constant.numeric', 'constant.language', 'string punctuation'],
				inks.literal,
			),
			token(
				['keyword', 'storage', 'variable.language.this', 'punctuation.definition.directive'],
				inks.keyword,
			),
			token(['keyword.operator'], inks.ink),
			token(['entity.name.function', 'support.function'], inks.ink, 'bold'),
		],
	});
}

/** Says to a screen reader which lines a change adds and removes, and keeps the removed ones out of what is copied. */
const spokenChanges = definePlugin({
	name: 'spoken changes',
	hooks: {
		postprocessRenderedLine({ renderData: { lineAst } }) {
			const classes = lineAst.properties.className;
			const spoken = Array.isArray(classes)
				? classes.includes('ins')
					? 'added: '
					: classes.includes('del')
						? 'removed: '
						: undefined
				: undefined;
			if (spoken)
				select('.code', lineAst)?.children.unshift(
					h('span.sr-only', { 'data-pagefind-ignore': '' }, spoken),
				);
		},
		postprocessRenderedBlock({ codeBlock, renderData: { blockAst } }) {
			const lines = selectAll('.ec-line', blockAst);
			const kept = codeBlock
				.getLines()
				.filter((_, index) => {
					const classes = lines[index]?.properties.className;
					return !(Array.isArray(classes) && classes.includes('del'));
				})
				.map(({ text }) => text);
			const button = select('.copy button', blockAst);
			if (button) button.properties.dataCode = kept.join('\x7f');
		},
	},
});

/** Expressive Code makes each scrollable block a landmark without a name; a page needs no thirty of these. */
const noLandmarks = definePlugin({
	name: 'no landmarks',
	hooks: {
		postprocessRenderedBlock({ renderData: { blockAst } }) {
			for (const pre of selectAll('pre', blockAst)) {
				pre.properties.tabIndex = 0;
				pre.properties.role = 'group';
			}
		},
	},
});

pluginCollapsibleSectionsTexts.overrideTexts(undefined, {
	collapsedLines: '{lineCount} unchanged {lineCount;1=line;lines}',
});

export const code: StarlightExpressiveCodeOptions = {
	themes: [
		theme('both-sides-light', 'light', {
			ink: '#1d1c1a',
			quiet: '#66625b',
			keyword: '#5c4a1f',
			literal: '#2f5d3a',
			paper: '#f6f4ef',
		}),
		theme('both-sides-dark', 'dark', {
			ink: '#e6e3dc',
			quiet: '#a09b91',
			keyword: '#d9c48f',
			literal: '#a9cfae',
			paper: '#1b1e22',
		}),
	],
	useStarlightDarkModeSwitch: true,
	useStarlightUiThemeColors: false,
	// Tabs stay tabs: their width is the language's (page.css), and what is copied is what the file holds.
	tabWidth: 0,
	// What a frame says, our own components say; blocks in Markdown need none.
	defaultProps: { frame: 'none', collapseStyle: 'collapsible-start' },
	plugins: [
		spokenChanges,
		noLandmarks,
		linkedNames,
		markedLines,
		reachedLines,
		pluginCollapsibleSections(),
	],
	styleOverrides: {
		borderRadius: '8px',
		borderColor: 'var(--line)',
		codeBackground: 'var(--code)',
		codeFontFamily: 'var(--mono)',
		codeFontSize: 'var(--code-size)',
		codeLineHeight: '1.55',
		codePaddingBlock: '0.75rem',
		codePaddingInline: '0.9rem',
		uiFontFamily: 'var(--sans)',
		uiFontSize: '0.8rem',
		focusBorder: 'var(--user)',
		frames: {
			frameBoxShadowCssValue: 'none',
			editorActiveTabIndicatorTopColor: 'transparent',
			editorTabBarBackground: 'var(--code)',
			editorTabBarBorderBottomColor: 'var(--line)',
			editorActiveTabBackground: 'var(--code)',
			terminalTitlebarBackground: 'var(--code)',
			terminalBackground: 'var(--code)',
			terminalTitlebarBorderBottomColor: 'var(--line)',
			inlineButtonBorder: 'var(--line)',
			inlineButtonBorderOpacity: '1',
		},
		collapsibleSections: {
			closedBackgroundColor: 'transparent',
			closedBorderColor: 'var(--line)',
			closedTextColor: 'var(--quiet)',
			closedFontFamily: 'var(--sans)',
			closedPaddingBlock: '0.1rem',
			openBackgroundColor: 'transparent',
			openBackgroundColorCollapsible: 'transparent',
		},
		textMarkers: {
			insBackground: 'var(--added)',
			insBorderColor: 'var(--good)',
			insDiffIndicatorColor: 'var(--good)',
			delBackground: 'var(--removed)',
			delBorderColor: 'var(--gone)',
			delDiffIndicatorColor: 'var(--gone)',
			lineMarkerAccentWidth: '2px',
			lineDiffIndicatorMarginLeft: '0.5rem',
		},
	},
};
