import type { Protocol } from '@both-sides/netlink/wire';
import type { Captured } from '../../sources/capture.ts';

/** What crosses between the sides in a chapter: the data of its `<BothSides>`. */
export interface Crossing {
	/** How the library's formatter names what is in the stage's messages; the panel names them so too. */
	readonly protocol?: Protocol;
	/** What the client does for it, piece by piece. */
	readonly user: readonly Shown[];
	/** What the module does for it. */
	readonly kernel: readonly Shown[];
	/** In their order. */
	readonly crosses: readonly Crosses[];
}

/** A message that was captured, or words for what crosses in place of one. */
export type Crosses = CrossingMessage | CrossingWords;

export interface CrossingMessage {
	readonly title: string;
	readonly text?: string;
	readonly captured: Captured;
	/** The lines of code that a field is about, by the field's name: `nlmsg_type`, `period`, `request.nlmsg_seq`. */
	readonly lines: Readonly<Record<string, Lines>>;
}

export interface CrossingWords {
	readonly title: string;
	readonly text: string;
	readonly direction: 'down' | 'up';
}

/** Text of a line in the code shown on a side; the first line that has it is meant. */
export interface Lines {
	readonly user?: string;
	readonly kernel?: string;
}

/** Code by name: definitions of a file, or its first statement that holds some text. */
export type Shown =
	| { readonly file: string; readonly symbol: string }
	| { readonly file: string; readonly statement: string };

const crossings = import.meta.glob<{ default: Crossing }>('./[0-9]*.ts', { eager: true });

export function crossingOf(stage: string): Crossing {
	const found = crossings[`./${stage}.ts`];
	if (found) return found.default;
	throw new Error(`there is no src/crossings/${stage}.ts to say what crosses`);
}
