/** ELF for i386, as the assembler and the linker write it: elf(5). */

/** SHT_SYMTAB, SHT_REL */
const symbolTable = 2;
const relocationTable = 9;

export interface Section {
	readonly name: string;
	readonly type: number;
	readonly link: number;
	readonly info: number;
	readonly bytes: Uint8Array;
}

export interface ElfSymbol {
	readonly name: string;
	/** STB_LOCAL, STB_GLOBAL, ... */
	readonly binding: number;
	/** STT_FUNC, ... */
	readonly type: number;
	/** The index of the section that it is in; SHN_UNDEF, 0, for none. */
	readonly section: number;
	/** In bytes, from the section's beginning. */
	readonly value: number;
	readonly size: number;
}

export interface Elf {
	readonly sections: readonly Section[];
	readonly symbols: readonly ElfSymbol[];
	/** What the linker is to fill in in a section: the symbol for each offset. */
	relocationsOf(section: number): ReadonlyMap<number, ElfSymbol>;
}

/** A string that ends with a NUL. */
function textAt(bytes: Uint8Array, offset: number): string {
	return new TextDecoder().decode(bytes.subarray(offset, bytes.indexOf(0, offset)));
}

function words(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function readElf(object: Uint8Array): Elf {
	const view = words(object);
	const word = (offset: number): number => view.getUint32(offset, true);
	const half = (offset: number): number => view.getUint16(offset, true);
	const table = word(0x20);
	const headers = Array.from({ length: half(0x30) }, (_, index) => table + index * half(0x2e));
	const bytesOf = (header: number): Uint8Array =>
		object.subarray(word(header + 16), word(header + 16) + word(header + 20));
	const names = bytesOf(headers[half(0x32)] ?? 0);
	const sections = headers.map((header): Section => {
		const [type, link, info] = [word(header + 4), word(header + 24), word(header + 28)];
		return { name: textAt(names, word(header)), type, link, info, bytes: bytesOf(header) };
	});
	const symbols = sections.flatMap((section) =>
		section.type === symbolTable
			? symbolsOf(section.bytes, sections[section.link]?.bytes ?? new Uint8Array())
			: [],
	);
	return {
		sections,
		symbols,
		relocationsOf: (index) => {
			const found = new Map<number, ElfSymbol>();
			for (const { type, info, bytes } of sections) {
				if (type !== relocationTable || info !== index) continue;
				const entries = words(bytes);
				for (let at = 0; at < bytes.length; at += 8) {
					const symbol = symbols[entries.getUint32(at + 4, true) >>> 8];
					if (symbol) found.set(entries.getUint32(at, true), symbol);
				}
			}
			return found;
		},
	};
}

function symbolsOf(bytes: Uint8Array, strings: Uint8Array): ElfSymbol[] {
	const view = words(bytes);
	return Array.from({ length: bytes.length / 16 }, (_, index): ElfSymbol => {
		const at = index * 16;
		const info = view.getUint8(at + 12);
		return {
			name: textAt(strings, view.getUint32(at, true)),
			binding: info >> 4,
			type: info & 15,
			section: view.getUint16(at + 14, true),
			value: view.getUint32(at + 4, true),
			size: view.getUint32(at + 8, true),
		};
	});
}
