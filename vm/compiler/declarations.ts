/** Where the names are declared that a file and its headers bring along, found in what the preprocessor makes of them. */
import { withoutComments } from './preamble.ts';
import { kernelFolder } from './program.ts';
import type { Sources } from './sources.ts';

export interface Declaration {
	readonly name: string;
	readonly kind: 'function' | 'macro' | 'type' | 'constant' | 'variable';
	/** A file of the module by its name, or one of the kernel's by its path in the kernel's source. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
}

/** A kernel's header, to be read. */
export interface Header {
	/** Its path in the kernel's source. */
	readonly path: string;
	/** Without comments, on the lines on which they were. */
	readonly text: string;
}

/** By name. Of several declarations of one, that with a body counts, or else the first. */
export type Declarations = ReadonlyMap<string, Declaration>;

/** What a declaration may say beside its name. */
const notNames = new Set(
	(
		'auto const extern inline register restrict signed static unsigned volatile void char short int long float double struct union ' +
		'enum typedef sizeof __attribute__ __attribute __inline __inline__ __asm__ asm __extension__ typeof __typeof__ _Bool bool ' +
		'__volatile__ __const__ __signed__ _Static_assert _Alignof __alignof__ if else for while do switch return'
	).split(' '),
);

const tokens = /\w+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s\w]/g;

interface Token {
	readonly text: string;
	readonly file: string;
	readonly line: number;
}

/** Collects what is declared at a file's outermost level, token by token. */
class Collector {
	readonly found = new Map<string, Declaration>();
	readonly #bodies = new Set<string>();
	/** Of the declaration that is being read, without what stands in braces. */
	#tokens: Token[] = [];
	#depth = 0;
	#isEnum = false;
	#expectsConstant = false;

	macro(name: string, file: string, line: number): void {
		// The last one is the one that holds.
		this.found.set(name, { name, kind: 'macro', file, line });
	}

	token(token: Token): void {
		const { text } = token;
		if (text === '{') {
			this.#open(token);
		} else if (text === '}') {
			this.#depth -= 1;
			if (this.#depth === 0) this.#close();
		} else if (this.#depth > 0) {
			this.#inside(token);
		} else if (text === ';') this.#end();
		else this.#tokens.push(token);
	}

	/** What a brace begins: the body of a function, the members of a struct, a value. */
	#open(token: Token): void {
		this.#depth += 1;
		if (this.#depth > 1) return;
		const at = this.#tokens.findLastIndex(({ text }) => /^(struct|union|enum)$/.test(text));
		// The kind, perhaps a name, and the brace: with more between them it is the body of a function.
		const [kind, name, ...more] = at < 0 ? [] : withoutAttributes(this.#tokens.slice(at));
		const isRecord = kind !== undefined && more.length === 0;
		this.#isEnum = isRecord && kind.text === 'enum';
		this.#expectsConstant = this.#isEnum;
		if (isRecord && isName(name?.text)) this.#add(name as Token, 'type', true);
		this.#tokens.push(token);
	}

	/** In braces only the constants of an enum are of interest. */
	#inside(token: Token): void {
		if (!this.#isEnum || this.#depth !== 1) return;
		if (this.#expectsConstant && /^[A-Za-z_]/.test(token.text)) {
			this.#add(token, 'constant', true);
			this.#expectsConstant = false;
		} else if (token.text === ',') this.#expectsConstant = true;
	}

	/** After the body of a function nothing follows; after that of a struct there may be names. */
	#close(): void {
		const index = this.#tokens.findLastIndex(({ text }) => text === '{');
		const before = this.#tokens.slice(0, index);
		const isFunction = before.at(-1)?.text === ')' && !before.some(({ text }) => text === '=');
		if (isFunction) {
			this.#declare(before, true);
			this.#tokens = [];
		}
	}

	#end(): void {
		this.#declare(this.#tokens, false);
		this.#tokens = [];
	}

	/** Finds the name in a declaration: what stands before the parameters of a function, or else what stands last. */
	#declare(all: readonly Token[], hasBody: boolean): void {
		const isType = all[0]?.text === 'typedef';
		const texts = withoutAttributes(all);
		const initial = texts.findIndex(({ text }) => text === '=');
		const rest = initial < 0 ? texts : texts.slice(0, initial);
		const parameters = rest.findIndex(
			({ text }, index) =>
				text === '(' && isName(rest[index - 1]?.text) && rest[index + 1]?.text !== '*',
		);
		const pointer = rest.findIndex(
			({ text }, index) => text === '(' && rest[index + 1]?.text === '*',
		);
		const isFunction = parameters > 0 && (pointer < 0 || parameters < pointer);
		// Without a type before it, it is a macro that is used.
		const before = rest.slice(0, Math.max(parameters - 1, 0)).map(({ text }) => text);
		if (isFunction && before.every((text) => /^(static|extern|inline)$/.test(text))) return;
		if (isFunction) this.#add(rest[parameters - 1] as Token, isType ? 'type' : 'function', hasBody);
		else {
			const end =
				pointer >= 0
					? rest.findIndex(({ text }, index) => index > pointer && text === ')')
					: rest.length;
			const name = rest
				.slice(0, end)
				.findLast(({ text }, index, part) => isName(text) && part[index + 1]?.text !== ']');
			const isNamed =
				name && /^(struct|union|enum)$/.test(rest[rest.indexOf(name) - 1]?.text ?? '');
			if (name && !isNamed) this.#add(name, isType ? 'type' : 'variable', false);
		}
	}

	#add({ text: name, file, line }: Token, kind: Declaration['kind'], hasBody: boolean): void {
		if (this.#bodies.has(name) || (this.found.has(name) && !hasBody)) return;
		if (hasBody) this.#bodies.add(name);
		this.found.set(name, { name, kind, file, line });
	}
}

function isName(text: string | undefined): boolean {
	return text !== undefined && /^[A-Za-z_]\w*$/.test(text) && !notNames.has(text);
}

/** Leaves out `__attribute__((...))` and the like, and what stands in braces. */
function withoutAttributes(all: readonly Token[]): Token[] {
	const left: Token[] = [];
	for (let index = 0; index < all.length; index += 1) {
		const token = all[index] as Token;
		const isAttribute = /^(__attribute__|__attribute|__asm__|asm|typeof|__typeof__|_Alignof)$/.test(
			token.text,
		);
		if (!isAttribute || all[index + 1]?.text !== '(') {
			left.push(token);
			continue;
		}
		let depth = 0;
		do {
			index += 1;
			if (all[index]?.text === '(') depth += 1;
			if (all[index]?.text === ')') depth -= 1;
		} while (depth > 0 && index < all.length);
	}
	return left;
}

/**
 * The names that are declared in a preprocessed text.
 *
 * @param text what cc1 prints with -E -dD: code, directives that define, and marks of where it comes from, `# 12 "include/linux/list.h" 2`
 */
export function declarationsIn(text: string): Declarations {
	const collector = new Collector();
	let file = '';
	let line = 0;
	for (const content of text.split('\n')) {
		const [, number, path = ''] = /^# (\d+) "([^"]*)"/.exec(content) ?? [];
		if (number !== undefined) {
			line = Number(number) - 1;
			file = path.startsWith(`${kernelFolder}/`) ? path.slice(kernelFolder.length + 1) : path;
			continue;
		}
		line += 1;
		const [, macro] = /^#define (\w+)/.exec(content) ?? [];
		if (macro !== undefined) {
			if (!file.startsWith('<')) collector.macro(macro, file, line);
		} else if (!content.startsWith('#'))
			for (const [token] of content.matchAll(tokens)) collector.token({ text: token, file, line });
	}
	return collector.found;
}

/** The names that the files of a module declare themselves. */
export function ownDeclarations(sources: Sources): Declarations {
	const texts = [...sources]
		.filter(([name]) => /\.[ch]$/.test(name))
		.map(([name, text]) => `# 1 "${name}"\n${withoutComments(text)}\n`);
	return declarationsIn(texts.join(''));
}
