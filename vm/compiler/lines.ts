/** Which line of the source an instruction of a module comes from: what the kernel's own reports leave open. */
import { type Elf, readElf } from './elf.ts';

/** Where the code of a line begins. */
export interface LineStart {
	/** In bytes, from the beginning of its function. */
	readonly offset: number;
	/** A file of the module by its name, or one of the kernel's by its path in the kernel's source. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
}

/** By name of function, in the order of their offsets. */
export type Lines = ReadonlyMap<string, readonly LineStart[]>;

/** A row of the line number table: DWARF 4, 6.2. */
interface Row extends LineStart {
	/** The section that the offset counts in. */
	readonly section: number;
}

/** STT_FUNC */
const functionType = 2;

/** The line table of an object that was compiled with -g1 -gdwarf-4. */
export function readLines(object: Uint8Array): Lines {
	const elf = readElf(object);
	const rows = rowsOf(elf);
	const lines = new Map<string, readonly LineStart[]>();
	for (const { name, type, section, value, size } of elf.symbols) {
		if (type !== functionType) continue;
		const own = rows
			.filter((row) => row.section === section && row.offset >= value && row.offset < value + size)
			.map(({ offset, file, line }) => ({ offset: offset - value, file, line }))
			.sort((one, other) => one.offset - other.offset);
		lines.set(name, own);
	}
	return lines;
}

/** Reads numbers and strings one after the other. */
class Cursor {
	at: number;
	readonly #view: DataView;

	constructor(bytes: Uint8Array, at: number) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.at = at;
	}

	byte(): number {
		return this.#view.getUint8(this.at++);
	}

	signedByte(): number {
		return this.#view.getInt8(this.at++);
	}

	half(): number {
		this.at += 2;
		return this.#view.getUint16(this.at - 2, true);
	}

	word(): number {
		this.at += 4;
		return this.#view.getUint32(this.at - 4, true);
	}

	/** LEB128 without a sign */
	number(): number {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) return value;
		}
	}

	/** LEB128 with a sign */
	signed(): number {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = this.byte();
			value += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) return byte < 0x40 ? value : value - 2 ** (shift + 7);
		}
	}

	/** Up to a NUL */
	text(): string {
		const codes: number[] = [];
		for (let code = this.byte(); code !== 0; code = this.byte()) codes.push(code);
		return new TextDecoder().decode(Uint8Array.from(codes));
	}
}

function rowsOf(elf: Elf): Row[] {
	const index = elf.sections.findIndex(({ name }) => name === '.debug_line');
	const bytes = elf.sections[index]?.bytes;
	if (!bytes) return [];
	const relocations = elf.relocationsOf(index);
	const rows: Row[] = [];
	for (let unit = 0; unit < bytes.length; ) {
		const cursor = new Cursor(bytes, unit);
		const end = cursor.word() + cursor.at;
		readUnit(cursor, end, relocations, rows);
		unit = end;
	}
	return rows;
}

/** The program of one unit, DWARF 4, 6.2.4 and 6.2.5: a state that opcodes change, and copy into rows. */
function readUnit(
	cursor: Cursor,
	end: number,
	relocations: ReadonlyMap<number, { readonly section: number }>,
	rows: Row[],
): void {
	const version = cursor.half();
	if (version < 2 || version > 4) throw new Error(`A line table of version ${version}.`);
	const program = cursor.word() + cursor.at;
	const instructionLength = cursor.byte();
	if (version === 4) cursor.byte();
	cursor.byte();
	const lineBase = cursor.signedByte();
	const lineRange = cursor.byte();
	const opcodeBase = cursor.byte();
	const operands = Array.from({ length: opcodeBase - 1 }, () => cursor.byte());
	const folders = [''];
	for (let folder = cursor.text(); folder !== ''; folder = cursor.text()) folders.push(folder);
	const files = [''];
	for (let file = cursor.text(); file !== ''; file = cursor.text()) {
		const folder = folders[cursor.number()] ?? '';
		files.push(folder === '' ? file : `${folder}/${file}`);
		cursor.number();
		cursor.number();
	}
	cursor.at = program;

	let state = { section: 0, offset: 0, file: 1, line: 1 };
	const copy = () => rows.push({ ...state, file: files[state.file] ?? '' });
	const special = (opcode: number) => {
		const adjusted = opcode - opcodeBase;
		state.offset += Math.floor(adjusted / lineRange) * instructionLength;
		return adjusted;
	};
	const extended = () => {
		const next = cursor.number() + cursor.at;
		const opcode = cursor.byte();
		if (opcode === 1) state = { section: 0, offset: 0, file: 1, line: 1 };
		else if (opcode === 2) {
			state.section = relocations.get(cursor.at)?.section ?? 0;
			state.offset = cursor.word();
		}
		cursor.at = next;
	};
	const standard: Partial<Record<number, () => void>> = {
		0: extended,
		1: copy,
		2: () => {
			state.offset += cursor.number() * instructionLength;
		},
		3: () => {
			state.line += cursor.signed();
		},
		4: () => {
			state.file = cursor.number();
		},
		8: () => special(255),
		9: () => {
			state.offset += cursor.half();
		},
	};
	while (cursor.at < end) {
		const opcode = cursor.byte();
		if (opcode >= opcodeBase) {
			state.line += lineBase + (special(opcode) % lineRange);
			copy();
		} else if (standard[opcode]) standard[opcode]();
		else for (let left = operands[opcode - 1] ?? 0; left > 0; left -= 1) cursor.number();
	}
}

/**
 * The line of a module's own files that an instruction belongs to; code that a header brought along belongs to the line before it that
 * made use of it.
 *
 * @param offset in bytes, from the beginning of the function
 * @returns undefined where the table does not say
 */
export function lineAt(
	lines: Lines,
	name: string,
	offset: number,
	isOwn: (file: string) => boolean,
): LineStart | undefined {
	return lines.get(name)?.findLast((start) => start.offset <= offset && isOwn(start.file));
}
