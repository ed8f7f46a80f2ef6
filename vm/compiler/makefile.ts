/** make's language, as far as the Kbuild of a few modules needs it: variables, functions of one's own, ifeq. The GNU make manual has it all. */

/** Something in a Kbuild that is not understood here. */
export class KbuildProblem extends Error {
	override readonly name = 'KbuildProblem';
	/** Counted from 1. */
	readonly line: number;

	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

/** Runs a command of the shell for its exit status; undefined where this command cannot be run here. */
export type TryRun = (command: string) => Promise<boolean | undefined>;

/** A line with its continuations. */
interface Line {
	readonly text: string;
	/** Of its last line, counted from 1. */
	readonly number: number;
}

function* linesOf(text: string): Generator<Line> {
	let begun = '';
	for (const [index, line] of text.split('\n').entries()) {
		// A continued line goes on with one blank, whatever stands around its end.
		begun += (begun === '' ? line : line.trimStart()).replace(/#.*/, '');
		if (begun.endsWith('\\')) {
			begun = `${begun.slice(0, -1).trimEnd()} `;
			continue;
		}
		if (begun.trim() !== '') yield { text: begun.trim(), number: index + 1 };
		begun = '';
	}
}

/** Where the parenthesis that is open at a place is closed; -1 where it is not. */
function closing(text: string, start: number): number {
	let depth = 1;
	for (let place = start; place < text.length; place += 1) {
		if (text[place] === '(') depth += 1;
		if (text[place] === ')') depth -= 1;
		if (depth === 0) return place;
	}
	return -1;
}

/** A text's parts, between the commas that are in no parenthesis. */
function argumentsOf(text: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const letter of text) {
		if (letter === '(') depth += 1;
		if (letter === ')') depth -= 1;
		if (letter === ',' && depth === 0) parts.push('');
		else parts[parts.length - 1] += letter;
	}
	return parts;
}

/** The deepest that functions may call one another; one that calls itself has no end. */
const depthLimit = 50;

interface Variable {
	/** As it is written: it is expanded where it is used. */
	readonly text: string;
	readonly line: number;
}

/** What a makefile says of its variables. */
export class Makefile {
	readonly #variables = new Map<string, Variable>();
	readonly #tryRun: TryRun;
	#line = 0;

	private constructor(given: Readonly<Record<string, string>>, tryRun: TryRun) {
		for (const [name, text] of Object.entries(given)) this.#variables.set(name, { text, line: 1 });
		this.#tryRun = tryRun;
	}

	/**
	 * @param given variables that it finds
	 * @param tryRun what `$(call try-run,command,yes,no)` asks
	 * @throws {KbuildProblem}
	 */
	static async read(
		text: string,
		given: Readonly<Record<string, string>>,
		tryRun: TryRun,
	): Promise<Makefile> {
		const makefile = new Makefile(given, tryRun);
		await makefile.#read(text);
		return makefile;
	}

	/** The words of a variable, and its line; nothing where there is none. */
	async words(name: string): Promise<{ words: string[]; line: number }> {
		const { text, line } = this.#variables.get(name) ?? { text: '', line: 1 };
		this.#line = line;
		const words = (await this.#expand(text, [])).split(/\s+/).filter((word) => word !== '');
		return { words, line };
	}

	/** The names of its variables. */
	names(): Iterable<string> {
		return this.#variables.keys();
	}

	async #read(text: string): Promise<void> {
		/** Of each ifeq that is open: whether its lines count, and whether an else would be its first. */
		const open: { counts: boolean; mayTurn: boolean }[] = [];
		for (const { text: line, number } of linesOf(text)) {
			this.#line = number;
			const counts = open.every((block) => block.counts);
			const [, word = '', rest = ''] = /^(\w+)\b\s*(.*)$/.exec(line) ?? [];
			if (word === 'ifeq' || word === 'ifneq') {
				const isTrue = counts && (await this.#areEqual(rest)) === (word === 'ifeq');
				open.push({ counts: isTrue, mayTurn: true });
			} else if (line === 'else') {
				const block = open.pop();
				if (!block?.mayTurn) this.#refuse('This else has no ifeq.');
				open.push({ counts: !block.counts, mayTurn: false });
			} else if (line === 'endif') {
				if (!open.pop()) this.#refuse('This endif has no ifeq.');
			} else if (counts) await this.#assign(line);
		}
		if (open.length > 0) this.#refuse('An ifeq has no endif.');
	}

	#refuse(message: string): never {
		throw new KbuildProblem(message, this.#line);
	}

	async #areEqual(rest: string): Promise<boolean> {
		const [one, other, ...more] = argumentsOf(/^\((.*)\)$/.exec(rest)?.[1] ?? '');
		if (one === undefined || other === undefined || more.length > 0)
			this.#refuse('What is compared here? ifeq ($(name),value)');
		return (await this.#expand(one, [])).trim() === (await this.#expand(other, [])).trim();
	}

	async #assign(line: string): Promise<void> {
		const [, name, operator, value = ''] = /^([\w-]+)\s*(:=|\+=|=)\s*(.*)$/s.exec(line) ?? [];
		if (name === undefined)
			this.#refuse(
				`Only assignments and ifeq are understood here: obj-m := ${/\w+/.exec(line)?.[0] ?? 'module'}.o`,
			);
		const before = operator === '+=' ? this.#variables.get(name)?.text : undefined;
		const now = operator === ':=' ? await this.#expand(value, []) : value;
		const text = before ? `${before} ${now}` : now;
		this.#variables.set(name, { text, line: this.#line });
	}

	async #expand(text: string, given: readonly string[], depth = 0): Promise<string> {
		if (depth > depthLimit) this.#refuse('This goes round in a circle.');
		let expanded = '';
		let done = 0;
		for (let start = text.indexOf('$('); start >= 0; start = text.indexOf('$(', done)) {
			const end = closing(text, start + 2);
			if (end < 0) this.#refuse('A parenthesis is not closed.');
			expanded += text.slice(done, start);
			expanded += await this.#reference(text.slice(start + 2, end), given, depth + 1);
			done = end + 1;
		}
		return expanded + text.slice(done);
	}

	/** What stands for $(text). */
	async #reference(text: string, given: readonly string[], depth: number): Promise<string> {
		if (/^\d+$/.test(text)) return given[Number(text)] ?? '';
		if (/^[\w-]+$/.test(text)) return this.#expand(this.#textOf(text), [], depth);
		const [, called] = /^call\s+(.*)$/s.exec(text) ?? [];
		if (called === undefined) this.#refuse(`$(${text}) is not understood here.`);
		const words: string[] = [];
		for (const word of argumentsOf(called)) words.push(await this.#expand(word, given, depth));
		const [name = '', command = '', yes = '', no = ''] = words;
		if (name === 'try-run') return (await this.#try(command)) ? yes : no;
		return this.#expand(this.#textOf(name), words, depth);
	}

	#textOf(name: string): string {
		// make takes nothing for it; but here kbuild and the kernel's configuration say less than there.
		return this.#variables.get(name)?.text ?? this.#refuse(`$(${name}) is not known here.`);
	}

	/** try-run in scripts/Makefile.compiler */
	async #try(command: string): Promise<boolean> {
		const succeeded = await this.#tryRun(command.trim());
		return succeeded ?? this.#refuse(`This command cannot be tried here: ${command.trim()}`);
	}
}
