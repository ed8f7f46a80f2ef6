import { definePlugin } from '@astrojs/starlight/expressive-code';
import { select } from '@astrojs/starlight/expressive-code/hast';

/** What marks a line of code: a field of a message that the line is about. */
export interface LineMark {
	readonly mark: string;
	/** Its name, for people. */
	readonly field: string;
}

declare module '@expressive-code/core' {
	interface ExpressiveCodeBlockProps {
		/** By line, counted from 0. */
		marks: ReadonlyMap<number, readonly LineMark[]>;
	}
}

/** Has each line say by which fields it is marked: what src/wire/walk.ts looks for. */
export const markedLines = definePlugin({
	name: 'marked lines',
	hooks: {
		postprocessRenderedLine({ codeBlock, lineIndex, renderData: { lineAst } }) {
			const marks = codeBlock.props.marks?.get(lineIndex);
			if (!marks) return;
			lineAst.properties.dataMarks = marks.map(({ mark }) => mark).join(' ');
			const code = select('.code', lineAst);
			const fields = new Set(marks.map(({ field }) => field));
			if (code) code.properties.dataFields = [...fields].join(', ');
		},
	},
});
