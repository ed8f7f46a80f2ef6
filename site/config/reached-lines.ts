import { definePlugin } from '@astrojs/starlight/expressive-code';
import { h, select } from '@astrojs/starlight/expressive-code/hast';

declare module '@expressive-code/core' {
	interface ExpressiveCodeBlockProps {
		/** Of the lines that are code, counted from 0: whether a test has reached it. */
		reached: ReadonlyMap<number, boolean>;
	}
}

/** Numbers the lines of a block that has them, and says of each line that is code whether it was reached. */
export const reachedLines = definePlugin({
	name: 'reached lines',
	hooks: {
		postprocessRenderedLine({ codeBlock, lineIndex, renderData: { lineAst } }) {
			const { reached } = codeBlock.props;
			const code = reached && select('.code', lineAst);
			if (!code) return;
			const was = reached.get(lineIndex);
			lineAst.properties.id = `${lineIndex + 1}`;
			lineAst.properties.dataReached = was === undefined ? 'none' : was ? 'yes' : 'no';
			if (was === false) code.children.unshift(h('span.sr-only', 'never reached: '));
			lineAst.children.unshift(
				h('span.number', { 'aria-hidden': 'true' }, [
					h('i', was === undefined ? '' : was ? '✓' : '✗'),
					` ${lineIndex + 1}`,
				]),
			);
		},
	},
});
