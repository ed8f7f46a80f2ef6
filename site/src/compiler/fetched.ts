/** How much of the compiler has been fetched. */
import type { CompilerCatalogue } from '../../../vm/compiler/catalogue.ts';
import { kernelPack } from '../../../vm/compiler/kernel.ts';

/** In bytes, packed. */
export interface Fetched {
	readonly received: number;
	readonly total: number;
}

/** What the worker says of it. */
export interface Progress {
	readonly fetched: Fetched;
}

/** What every module needs, in bytes, packed. */
export function bytesToFetch({ programs, packs }: CompilerCatalogue): number {
	const codes = Object.values(programs).map(({ code }) => code.bytes);
	return [...codes, packs[kernelPack]?.bytes ?? 0].reduce((sum, bytes) => sum + bytes, 0);
}
