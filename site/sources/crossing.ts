/** What `<BothSides>` shows: code of both sides, what crosses between them, and which lines each field is about. */
import type { LineMark } from '../config/marked-lines.ts';
import type {
	Crosses,
	Crossing,
	CrossingMessage,
	CrossingWords,
	Lines,
	Shown,
} from '../src/crossings/crossing.ts';
import { fieldsOf } from '../src/wire/message.ts';
import { type CapturedMessage, capturedMessage } from './capture.ts';
import { excerpt, nearest, statement } from './excerpt.ts';
import { PageError, root } from './project.ts';

/** Code with the marks of its lines: what is looked at in a message marks them. */
export interface MarkedCode {
	readonly file: string;
	readonly code: string;
	/** By line, counted from 0: the marks that it has, each with the name of its field. */
	readonly marks: Map<number, LineMark[]>;
}

export type ShownCrossing = CrossingWords | ShownMessage;

export interface ShownMessage {
	readonly title: string;
	readonly direction: 'down' | 'up';
	readonly text?: string | undefined;
	readonly message: CapturedMessage;
	/** The mark of each field that has a line of code, by the field's name. */
	readonly marks: Readonly<Record<string, string>>;
}

export interface BothSides {
	readonly user: readonly MarkedCode[];
	readonly kernel: readonly MarkedCode[];
	readonly crosses: readonly ShownCrossing[];
}

/** @throws PageError where code, message, field or line is not there */
export async function bothSides(
	stage: string,
	{ user, kernel, crosses, protocol }: Crossing,
	top = root,
): Promise<BothSides> {
	const sides = { user: await codeOf(user, top), kernel: await codeOf(kernel, top) };
	return {
		...sides,
		crosses: crosses.map((each, index) =>
			isMessage(each)
				? shownMessage(each, index, sides, capturedMessage(stage, each.captured, protocol, top))
				: each,
		),
	};
}

function isMessage(crosses: Crosses): crosses is CrossingMessage {
	return 'captured' in crosses;
}

async function codeOf(shown: readonly Shown[], top: string): Promise<MarkedCode[]> {
	return Promise.all(
		shown.map(async (each) => ({
			file: each.file,
			code: await ('symbol' in each
				? excerpt(each.file, each.symbol, top)
				: statement(each.file, each.statement, top)),
			marks: new Map(),
		})),
	);
}

function shownMessage(
	{ title, text, lines }: CrossingMessage,
	index: number,
	sides: Readonly<Record<keyof Lines, readonly MarkedCode[]>>,
	message: CapturedMessage,
): ShownMessage {
	const fields = fieldsOf(message);
	const marks: Record<string, string> = {};
	for (const [field, of] of Object.entries(lines)) {
		if (!fields.includes(field))
			throw new PageError(
				`${title}: the message has no field ${field}; the nearest is ${nearest(field, fields)}`,
			);
		const mark = `${index}-${fields.indexOf(field)}`;
		marks[field] = mark;
		for (const side of ['user', 'kernel'] as const) {
			const line = of[side];
			if (line !== undefined) markLine(sides[side], line, { mark, field }, title);
		}
	}
	return { title, text, direction: message.direction, message, marks };
}

function markLine(
	pieces: readonly MarkedCode[],
	text: string,
	mark: LineMark,
	title: string,
): void {
	for (const { code, marks } of pieces) {
		const line = code.split('\n').findIndex((each) => each.includes(text));
		if (line < 0) continue;
		marks.set(line, [...(marks.get(line) ?? []), mark]);
		return;
	}
	const files = [...new Set(pieces.map(({ file }) => file))].join(' or ');
	throw new PageError(
		`${title}: no line that is shown of ${files} has "${text}", which ${mark.field} is said to be about`,
	);
}
