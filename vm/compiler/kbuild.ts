/** The part of kbuild's language that modules of a few files use: Documentation/kbuild/makefiles.rst. */
import { KbuildProblem, Makefile } from './makefile.ts';

/** Which files make a module. */
export interface ModuleParts {
	/** "pulse" */
	readonly name: string;
	/** Names of C files, without ".c"; the module's own name where it is one file. */
	readonly parts: readonly string[];
}

/** What a Kbuild asks for. */
export interface Kbuild {
	readonly modules: readonly ModuleParts[];
	/** What it tells the compiler of each file: ccflags-y. */
	readonly flags: readonly string[];
}

/** A text that a Kbuild has compiled to learn whether it can be: with the flags that a module's files get. */
export interface Probe {
	readonly text: string;
	/** Headers that come before it. */
	readonly included: readonly string[];
}

/** Whether the compiler takes it. */
export type Compiles = (probe: Probe) => Promise<boolean>;

/** kbuild's variables: what they say to the compiler it is told in any case. */
const given = {
	CC: 'cc',
	NOSTDINC_FLAGS: '',
	LINUXINCLUDE: '',
	KBUILD_CPPFLAGS: '',
	KBUILD_CFLAGS: '',
	src: '.',
	obj: '.',
};

/** The command of a `try-run` that asks the compiler: echo '<text>' | cc [-include <header>]... -fsyntax-only -x c - */
function probeOf(command: string): Probe | undefined {
	const [, text, line = ''] = /^echo '([^']*)' \| cc (.*)$/s.exec(command) ?? [];
	const words = line.split(/\s+/).filter((word) => word !== '');
	const included = words.filter((_, index) => words[index - 1] === '-include');
	const others = words.filter((word) => word !== '-include' && !included.includes(word));
	const isKnown = others.join(' ') === '-fsyntax-only -x c -';
	return text !== undefined && isKnown ? { text, included } : undefined;
}

/** What ccflags-y may say: definitions, warnings, code. Files and folders are where kbuild has them. */
const isFlag = /^-[DUWfO]/;

/** Names that mean something to kbuild and nothing here. */
const isForeign =
	/^(obj-(?!m$)|(ccflags|asflags|ldflags)-(?!y$)|(asflags|ldflags|subdir|extra|always)-|[A-Z]+_\w)/;

/**
 * Reads a Kbuild.
 *
 * @throws {KbuildProblem}
 */
export async function readKbuild(text: string, compiles: Compiles): Promise<Kbuild> {
	const makefile = await Makefile.read(text, given, async (command) => {
		const probe = probeOf(command);
		return probe && compiles(probe);
	});
	for (const name of makefile.names())
		if (isForeign.test(name) && !(name in given)) {
			const { line } = await makefile.words(name);
			throw new KbuildProblem(
				`${name} means nothing here: obj-m, ccflags-y and lists of objects do.`,
				line,
			);
		}
	const objects = async (name: string): Promise<string[]> => {
		const { words, line } = await makefile.words(name);
		const other = words.find((word) => !/^[\w-]+\.o$/.test(word));
		if (other !== undefined)
			throw new KbuildProblem(`${name} lists objects, name.o, and not ${other}.`, line);
		return words.map((word) => word.slice(0, -2));
	};
	const modules: ModuleParts[] = [];
	for (const name of await objects('obj-m')) {
		const parts = [...(await objects(`${name}-y`)), ...(await objects(`${name}-objs`))];
		modules.push({ name, parts: parts.length > 0 ? parts : [name] });
	}
	const { words: flags, line } = await makefile.words('ccflags-y');
	const refused = flags.find((flag) => !isFlag.test(flag));
	if (refused !== undefined)
		throw new KbuildProblem(
			`ccflags-y says ${refused}: only -D, -U, -W, -f and -O can be said here.`,
			line,
		);
	return { modules, flags };
}
