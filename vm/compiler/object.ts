/** Reads what the assembler made: ELF for i386, elf(5). */
import type { ModuleFacts } from './symbols.ts';

/** SHN_UNDEF, STB_LOCAL, STB_WEAK, SHT_SYMTAB */
const undefinedSection = 0;
const local = 0;
const weak = 2;
const symbolTable = 2;

interface Section {
	readonly type: number;
	readonly link: number;
	readonly bytes: Uint8Array;
}

/** A string that ends with a NUL. */
function textAt(bytes: Uint8Array, offset: number): string {
	return new TextDecoder().decode(bytes.subarray(offset, bytes.indexOf(0, offset)));
}

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
	const view = new DataView(object.buffer, object.byteOffset, object.byteLength);
	const word = (offset: number): number => view.getUint32(offset, true);
	const half = (offset: number): number => view.getUint16(offset, true);
	const table = word(0x20);
	const headers = Array.from({ length: half(0x30) }, (_, index) => table + index * half(0x2e));
	const sections = headers.map((header): Section => {
		const start = word(header + 16);
		const bytes = object.subarray(start, start + word(header + 20));
		return { type: word(header + 4), link: word(header + 24), bytes };
	});
	const names = sections[half(0x32)]?.bytes ?? new Uint8Array();
	const modinfo = headers.findIndex((header) => textAt(names, word(header)) === '.modinfo');

	const info = new Map<string, string[]>();
	for (const entry of new TextDecoder().decode(sections[modinfo]?.bytes).split('\0')) {
		const [, key, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
		if (key !== undefined && value !== undefined) info.set(key, [...(info.get(key) ?? []), value]);
	}

	const defined = new Set<string>();
	const exports: string[] = [];
	const undefined_: string[] = [];
	for (const { bytes, link } of sections.filter(({ type }) => type === symbolTable)) {
		const strings = sections[link]?.bytes ?? new Uint8Array();
		const symbols = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (let offset = 0; offset < bytes.length; offset += 16) {
			const binding = symbols.getUint8(offset + 12) >> 4;
			const name = textAt(strings, symbols.getUint32(offset, true));
			if (name.startsWith(exportMark)) exports.push(name.slice(exportMark.length));
			if (binding === local) continue;
			if (symbols.getUint16(offset + 14, true) !== undefinedSection) defined.add(name);
			// .mod.c defines this one.
			else if (binding !== weak && name !== '__this_module') undefined_.push(name);
		}
	}
	return { defined, undefined: undefined_, exports, info };
}
