/** What people write: the files of one or more modules. */

/** By name: Kbuild, *.c, *.h; others do no harm. */
export type Sources = ReadonlyMap<string, string>;
