import type { Protocol } from '@both-sides/netlink/wire';

/** What crosses between the sides in a chapter: the data of its `<BothSides>`. */
export interface Crossing {
	readonly user: Shown;
	readonly kernel: Shown;
	/** What the client sends, as the library's encoder makes it. */
	readonly down: Crosses & { readonly datagram: Uint8Array };
	/** What comes back, if only in words. */
	readonly up: Crosses;
}

export interface Crosses {
	readonly title: string;
	readonly text?: string;
	readonly datagram?: Uint8Array;
	/** How the library's formatter names what is in the datagram's payload. */
	readonly protocol?: Protocol;
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
