/**
 * What host and guest say to each other over the control port: a line of JSON each. The first line from the
 * host is the sources (vm/guest/init reads it); the agent then says `ready` and takes one order after another.
 * Paths are the same on both sides, because the guest's root is the host's.
 */
import type { MeasuredRow } from '../../examples/measured.ts';
import type { Answer, Block } from '../../examples/transcript.ts';
import type { Failure } from './fuzz/play.ts';

/** Text of TypeScript files with their types taken off, by file URL. */
export type Sources = Readonly<Record<string, string>>;

/** A stage, as the guest needs to know it. */
export interface StageFiles {
	readonly name: string;
	/** Folder with its client.ts and transcript. */
	readonly examples: string;
	/** The file whose default export registers its tests with a lab. */
	readonly tests: string;
	/** Folder with its .ko files, built for the guest's kernel. */
	readonly modules: string;
}

export type Order =
	/** Replaces the sources, for a machine that is used again after a file has changed. */
	| { readonly do: 'update'; readonly sources: Sources }
	/** Runs the stage's tests but for the tests with these names, which have been run. */
	| {
			readonly do: 'test';
			readonly stage: StageFiles;
			readonly except: readonly string[];
			/** The names of those to run; all where there is none. */
			readonly only: readonly string[];
			/** How many times as long as usual a wait may last. */
			readonly slowness: number;
	  }
	/** Plays blocks of the stage's transcript. */
	| { readonly do: 'play'; readonly stage: StageFiles; readonly blocks: readonly Block[] }
	/** Measures what the stage's measure.ts says. */
	| { readonly do: 'measure'; readonly stage: StageFiles }
	/** Plays programs of the fuzzer, as text, until one fails. */
	| {
			readonly do: 'fuzz';
			readonly stage: StageFiles;
			/** Path of the .ko file without its ending. */
			readonly module: string;
			readonly programs: readonly string[];
			/** How many times as long as usual a wait may last. */
			readonly slowness: number;
	  }
	/** Runs one line of the guest's shell. */
	| { readonly do: 'run'; readonly stage: StageFiles; readonly command: string }
	/** Runs a shell for people on the terminal, until it ends. */
	| {
			readonly do: 'shell';
			readonly stage: StageFiles;
			readonly rows: number;
			readonly columns: number;
			/** TERM. */
			readonly terminal: string;
	  };

export type Outcome = 'pass' | 'fail' | 'skip';

/** How a test ended. */
export interface TestResult {
	readonly name: string;
	/** 0 for a test of the file itself, 1 for one of its subtests, and so on. */
	readonly nesting: number;
	readonly outcome: Outcome;
	/** In milliseconds. */
	readonly duration: number;
	/** Where the test stands. */
	readonly file: string | undefined;
	readonly line: number | undefined;
	/** Why it was skipped, or how it failed. */
	readonly message?: string;
}

export type Report =
	| { readonly kind: 'ready' }
	/** A test or a transcript's block begins: what is to blame if the guest dies now. */
	| { readonly kind: 'start'; readonly name: string }
	/** The test that runs is to make the kernel say what matches. */
	| { readonly kind: 'break'; readonly pattern: string }
	/** It has, and lives: the guest ends itself now. */
	| { readonly kind: 'broken' }
	/** What a running test or command prints. */
	| { readonly kind: 'output'; readonly text: string }
	/** Kernel messages that appeared during a test. */
	| { readonly kind: 'log'; readonly name: string; readonly lines: readonly string[] }
	| ({ readonly kind: 'test' } & TestResult)
	/** All tests of the file have been run and reported. */
	| { readonly kind: 'complete' }
	/** A block was played to its end; an answer for each of its entries. */
	| {
			readonly kind: 'block';
			readonly name: string;
			readonly answers: readonly Answer[];
			/** In milliseconds. */
			readonly duration: number;
			/** What the kernel or a command did that no transcript may show. */
			readonly trouble?: string;
			/** What crossed, as a block of a capture; not where no client ran, or the machine cannot tell. */
			readonly capture?: string;
	  }
	/** What a profiled module has counted since the last such report, as gcov reads it (a .gcda file), in base64. */
	| { readonly kind: 'coverage'; readonly data: string }
	/** A program of the fuzzer has failed; those after it are not played. */
	| { readonly kind: 'failed'; readonly program: number; readonly failure: Failure }
	/** What was measured of a stage. */
	| { readonly kind: 'measured'; readonly rows: readonly MeasuredRow[] }
	/** The order is done; `problem` where it could not be carried out whole. */
	| { readonly kind: 'done'; readonly status: number; readonly problem?: string };

/** JSON in ASCII, which the guest reads and parses several times as fast as UTF-8; it does so at each start of a Node. */
export function asciiJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[^\0-\x7f]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
