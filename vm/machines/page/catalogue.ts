/** What is published of the page's machine, as a page finds it: types for both, nothing of Node. */

/** The file that leads to all others; only its content changes under the same name. */
export const catalogueName = 'catalogue.json';

/** A file to be fetched: its path from the folder of the catalogue, and its length as it is transferred. */
export interface PublishedFile {
	readonly path: string;
	readonly bytes: number;
}

export interface Catalogue {
	/** `uname -r` */
	readonly release: string;
	/** v86.wasm, packed with gzip. */
	readonly emulator: PublishedFile;
	/** The saved machine, packed with zstd, which v86 unpacks itself. */
	readonly state: PublishedFile;
	/** By stage, and then by the name that it has in /stage: `pulse.ko`, `wrong/no-mutex/pulse.ko`. */
	readonly modules: Readonly<Record<string, Readonly<Record<string, PublishedFile>>>>;
	/** The kernel's configuration and the licences: paths as those of files. */
	readonly papers: readonly string[];
}

/** In the place of a catalogue: what is being built, or why that failed, lines for people; or that nothing was put there. */
export type Announcement =
	| { readonly building: string }
	| { readonly failed: string }
	| { readonly absent: true };
