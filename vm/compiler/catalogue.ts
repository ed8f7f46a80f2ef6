/** What is published of the compiler, as a page finds it: types for both, nothing of Node. */
import type { PublishedFile } from '../machines/page/catalogue.ts';
import type { ProgramName } from './service.ts';

/** What the file `catalogueName` in the compiler's own folder says. */
export interface CompilerCatalogue {
	/** The kernel that modules are made for: `uname -r` */
	readonly release: string;
	readonly programs: Readonly<
		Record<
			ProgramName,
			{
				/** The JavaScript module that starts it. */
				readonly start: PublishedFile;
				/** The WebAssembly, packed with zstd. */
				readonly code: PublishedFile;
			}
		>
	>;
	/** Packs of the kernel's files by name, packed with zstd. */
	readonly packs: Readonly<Record<string, PublishedFile>>;
	/** The licences: paths as those of files. */
	readonly papers: readonly string[];
}

/** In the place of that: there is no compiler here, and how the reader gets one who builds the guide. */
export interface CompilerAbsent {
	readonly absent: true;
	/** What builds it: a line for a shell, in the project's folder. */
	readonly command: string;
	/** How long that takes, and what else, for people. */
	readonly cost: string;
}
