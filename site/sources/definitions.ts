/**
 * The definitions of a source file, found by a parser, so that the sources carry no markers for the guide.
 */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml';

/** A definition at the top of a file, or a member of a class. Lines count from 0; `end` is the line after the last. */
export interface Definition {
	/** What pages call it: `pulse_init`, `struct pulse`, `MODULE_LICENSE`, `include`, `Socket.receive`. */
	readonly name: string;
	/** First line, that of the comment directly above where there is one. */
	readonly start: number;
	readonly end: number;
}

type Grammar = 'c' | 'cpp' | 'typescript';

const require = createRequire(import.meta.url);

// Once for all grammars: a second, simultaneous one leaves parsers that find nothing.
const ready = Parser.init();

async function parserFor(grammar: Grammar): Promise<Parser> {
	await ready;
	const parser = new Parser();
	parser.setLanguage(
		await Language.load(require.resolve(`tree-sitter-${grammar}/tree-sitter-${grammar}.wasm`)),
	);
	return parser;
}

const parsers = new Map<Grammar, Promise<Parser>>();

function grammarOf(file: string): Grammar | undefined {
	if (/\.[ch]$/.test(file)) return 'c';
	if (file.endsWith('.cc')) return 'cpp';
	if (file.endsWith('.ts')) return 'typescript';
	return undefined;
}

/**
 * What has a name in a specification, by path: `operations/create`, `attribute-sets/pulse/period`. What lies in lists and has no name
 * of its own is part of what it lies in.
 */
function yamlDefinitions(text: string): readonly Definition[] {
	const counter = new LineCounter();
	const lines = text.split('\n');
	const definitions: Definition[] = [];
	const visit = (node: YamlNode | null | undefined, path: readonly string[]): void => {
		if (isSeq<YamlNode>(node))
			for (const item of node.items) {
				const name = isMap(item) && item.get('name');
				const [from, , to] = item.range ?? [0, 0, 0];
				if (typeof name !== 'string') continue;
				const first = counter.linePos(from).line - 1;
				const start = /^\s*-$/.test(lines[first - 1] ?? '') ? first - 1 : first;
				const end = counter.linePos(to - 1).line;
				definitions.push({ name: [...path, name].join('/'), start, end });
				visit(item, [...path, name]);
			}
		if (!isMap<YamlNode, YamlNode>(node)) return;
		for (const { key, value } of node.items) {
			// A list of a list's own, `operations: list:`, adds nothing to a path.
			const word = isScalar(key) ? String(key.value) : '';
			const inner = path.length > 0 && (word === 'list' || word === 'attributes');
			visit(value, inner ? path : [...path, word]);
		}
	};
	visit(parseDocument(text, { lineCounter: counter }).contents, []);
	return definitions.sort((a, b) => a.start - b.start);
}

/**
 * The definitions of a C, C++ or TypeScript file, or of a specification in YAML, in the order in which they stand there. Two may have
 * the same name, as in the branches of an #if; a file of another language has none.
 */
export async function definitionsOf(file: string, text: string): Promise<readonly Definition[]> {
	if (file.endsWith('.yaml')) return yamlDefinitions(text);
	const found = await parsed(file, text, (top, grammar) =>
		grammar === 'c'
			? cDefinitions(top)
			: grammar === 'cpp'
				? cppDefinitions(top)
				: typescriptDefinitions(top),
	);
	return found ?? [];
}

/** The lines of the smallest statement around the first place where `part` stands, or undefined where it stands in none. */
export function statementAt(
	file: string,
	text: string,
	part: string,
): Promise<{ readonly start: number; readonly end: number } | undefined> {
	return parsed(file, text, (top) => {
		const index = text.indexOf(part);
		let node = index < 0 ? null : top.descendantForIndex(index, index + part.length - 1);
		while (node && !/_statement$|declaration$/.test(node.type)) node = node.parent;
		return node ? { start: node.startPosition.row, end: endLine(node) } : undefined;
	});
}

/** Runs `read` on a file's syntax tree; undefined for a language that we have no parser of. */
async function parsed<Result>(
	file: string,
	text: string,
	read: (top: Node, grammar: Grammar) => Result,
): Promise<Result | undefined> {
	const grammar = grammarOf(file);
	if (!grammar) return undefined;
	const parser = parsers.get(grammar) ?? parserFor(grammar);
	parsers.set(grammar, parser);
	const tree = (await parser).parse(grammar === 'c' ? withoutAnnotations(text) : text);
	if (!tree) throw new Error(`${file}: the parser gave up`);
	try {
		return read(tree.rootNode, grammar);
	} finally {
		tree.delete();
	}
}

/** The kernel's annotations are macros, which a parser of C cannot know: spaces of the same width stand in for them. */
function withoutAnnotations(text: string): string {
	return text.replace(
		/\b__(?:init|exit|net_init|net_exit|initdata|ro_after_init|net_initdata|read_mostly|rcu|user|percpu|always_unused|maybe_unused|must_check|printf\([^)]*\)|(?:must_hold|acquires|releases)\([^)]*\))(?=[\s;*=,)])/g,
		(annotation) => ' '.repeat(annotation.length),
	);
}

/** The line after a node's last; preprocessor nodes end at the start of the next line. */
function endLine(node: Node): number {
	return node.endPosition.column === 0 ? node.endPosition.row : node.endPosition.row + 1;
}

/** First line of a node, with the comments directly above it, unless those are the head of the file. */
function startLine(node: Node): number {
	let start = node.startPosition.row;
	for (
		let above = node.previousNamedSibling;
		above?.type === 'comment' && above.endPosition.row === start - 1;
		above = above.previousNamedSibling
	)
		start = above.startPosition.row;
	return start === 0 ? node.startPosition.row : start;
}

function definition(name: string, node: Node): Definition {
	return { name, start: startLine(node), end: endLine(node) };
}

/** The identifiers that a C declaration declares, below pointers, arrays, functions and initializers. */
function declared(node: Node): string[] {
	return node.childrenForFieldName('declarator').flatMap((child) => {
		let at: Node | null = child;
		while (at && !/identifier$/.test(at.type)) {
			at = at.childForFieldName('declarator') ?? at.namedChildren[0] ?? null;
		}
		return at ? [at.text] : [];
	});
}

/** Macros that say something of the variable that their first argument names, and belong to it. */
const aboutVariable = /^(module_param|MODULE_PARM_DESC$|EXPORT_SYMBOL)/;
/** Macros that define what their first argument names. */
const defines = /^(DEFINE|DECLARE)_|^(LIST|HLIST)_HEAD$/;

function macroName(call: Node): string {
	const macro = call.childForFieldName('function')?.text ?? '';
	const argument = call.childForFieldName('arguments')?.namedChildren[0];
	const named =
		argument?.type === 'identifier' && (aboutVariable.test(macro) || defines.test(macro));
	return named ? argument.text : macro;
}

function cDefinitions(parent: Node): Definition[] {
	return parent.namedChildren.flatMap((node): Definition[] => {
		const name = node.childForFieldName('name')?.text;
		switch (node.type) {
			case 'preproc_include':
				return [definition('include', node)];
			case 'preproc_def':
			case 'preproc_function_def': {
				// The guard of a header is no definition that anybody looks for.
				const guard = parent.type === 'preproc_ifdef' && parent.childForFieldName('name')?.text;
				return name && name !== guard ? [definition(name, node)] : [];
			}
			case 'function_definition':
			case 'declaration':
			case 'type_definition':
				return declared(node).map((symbol) => definition(symbol, node));
			case 'struct_specifier':
			case 'union_specifier':
			case 'enum_specifier':
				return [definition(`${node.type.split('_')[0]}${name ? ` ${name}` : ''}`, node)];
			case 'expression_statement': {
				const call = node.namedChildren[0];
				return call?.type === 'call_expression' ? [definition(macroName(call), node)] : [];
			}
			default:
				return node.type.startsWith('preproc_') ? cDefinitions(node) : [];
		}
	});
}

/** Functions and classes, wherever in namespaces and classes they are: `Socket::Send`, `Visit`, `Visit::Enter`. */
function cppDefinitions(parent: Node, within = ''): Definition[] {
	return parent.namedChildren.flatMap((node): Definition[] => {
		switch (node.type) {
			case 'namespace_definition':
			case 'declaration_list':
				return cppDefinitions(node, within);
			case 'class_specifier':
			case 'struct_specifier': {
				const name = `${within}${node.childForFieldName('name')?.text ?? ''}`;
				const body = node.childForFieldName('body');
				return [definition(name, node), ...(body ? cppDefinitions(body, `${name}::`) : [])];
			}
			case 'function_definition': {
				let at = node.childForFieldName('declarator');
				while (at && at.type !== 'function_declarator') at = at.childForFieldName('declarator');
				const name = at?.childForFieldName('declarator')?.text;
				return name ? [definition(`${within}${name}`, node)] : [];
			}
			default:
				return [];
		}
	});
}

function typescriptDefinitions(parent: Node): Definition[] {
	return parent.namedChildren.flatMap((node): Definition[] => {
		const inner = node.childForFieldName('declaration') ?? node;
		const name = inner.childForFieldName('name')?.text;
		if (node.type === 'import_statement') return [definition('import', node)];
		if (inner.type === 'lexical_declaration')
			return inner.namedChildren.flatMap((declarator) => {
				const variable = declarator.childForFieldName('name')?.text;
				return variable ? [definition(variable, node)] : [];
			});
		if (!name || !/_(declaration|signature)$/.test(inner.type)) return [];
		const members = inner.type.includes('class') ? inner.childForFieldName('body') : null;
		return [
			definition(name, node),
			...(members?.namedChildren ?? []).flatMap((member) => {
				const memberName = member.childForFieldName('name')?.text;
				return memberName ? [definition(`${name}.${memberName}`, member)] : [];
			}),
		];
	});
}
