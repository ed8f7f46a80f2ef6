/** What is to be known of what the assembler made. */
import { readElf } from './elf.ts';
import type { ModuleFacts } from './symbols.ts';

/** SHN_UNDEF, STB_LOCAL, STB_WEAK */
const undefinedSection = 0;
const local = 0;
const weak = 2;

export interface ObjectFacts extends ModuleFacts {
	/** The names that it defines for others. */
	readonly defined: ReadonlySet<string>;
	/** The names in EXPORT_SYMBOL. */
	readonly exports: readonly string[];
}

/** What include/linux/export.h puts before the name of a symbol that is to be exported. */
const exportMark = '__export_symbol_';

/** What is to be known of an object to make a module of it. */
export function readObject(object: Uint8Array): ObjectFacts {
	const { sections, symbols } = readElf(object);
	const modinfo = sections.find(({ name }) => name === '.modinfo');

	const info = new Map<string, string[]>();
	for (const entry of new TextDecoder().decode(modinfo?.bytes).split('\0')) {
		const [, key, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
		if (key !== undefined && value !== undefined) info.set(key, [...(info.get(key) ?? []), value]);
	}

	const defined = new Set<string>();
	const exports: string[] = [];
	const undefined_: string[] = [];
	for (const { name, binding, section } of symbols) {
		if (name.startsWith(exportMark)) exports.push(name.slice(exportMark.length));
		if (binding === local) continue;
		if (section !== undefinedSection) defined.add(name);
		// .mod.c defines this one.
		else if (binding !== weak && name !== '__this_module') undefined_.push(name);
	}
	return { defined, undefined: undefined_, exports, info };
}
