/** The public face of the netlink library, read from its sources: every export with its signature and docstring. */
import { join, relative } from 'node:path';
import ts from 'typescript';
import { readSource, root } from './project.ts';

/** A docstring, in Markdown. */
export interface Documentation {
	readonly text: string;
	readonly parameters: readonly { readonly name: string; readonly text: string }[];
	readonly returns: string | undefined;
	readonly throws: readonly string[];
}

/** What has a name, a signature and a docstring. */
export interface Described {
	readonly name: string;
	/** Path from the project's top folder. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
	/** As it is declared: without body, and without what only the library itself needs to know. */
	readonly signature: string;
	/** The exports that the signature names. */
	readonly mentions: readonly string[];
	readonly documentation: Documentation;
	/** The whole definition, where the signature is not all of it. */
	readonly definition: string | undefined;
}

/** A member of a class or an interface. */
export interface Member extends Described {
	readonly kind: 'property' | 'method';
}

/** An export of the library. */
export interface Export extends Described {
	readonly kind: 'function' | 'class' | 'interface' | 'type' | 'constant';
	/** What to import it from: '@both-sides/netlink/wire'. */
	readonly module: string;
	/** Of a constant: its value, or its type where the value is not a number. */
	readonly value: string | undefined;
	readonly members: readonly Member[];
}

const folder = 'addon';

/** All that the library exports, by name. */
export type Library = ReadonlyMap<string, Export>;

let ours: Library | undefined;

/** The library's exports, in the order of its modules. */
export function library(top = root): Library {
	if (top !== root) return read(top);
	ours ??= read(top);
	return ours;
}

/** What has no docstring, a line each. */
export function undocumented(top = root): string[] {
	return [...library(top).values()].flatMap((entry) =>
		[entry, ...entry.members]
			.filter(({ documentation }) => documentation.text === '')
			.map(({ name, file, line }) => {
				const what = name === entry.name ? name : `${entry.name}.${name}`;
				return `${file}:${line}: ${what} has no docstring, and it is public`;
			}),
	);
}

function read(top: string): Library {
	const { name: packageName, exports } = JSON.parse(readSource(`${folder}/package.json`, top));
	const modules = Object.entries(exports as Record<string, string>).map(([path, file]) => ({
		module: join(packageName, path),
		file: join(top, folder, file),
	}));
	const configuration = ts.getParsedCommandLineOfConfigFile(
		join(top, folder, 'tsconfig.json'),
		{},
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
	);
	const program = ts.createProgram(
		modules.map(({ file }) => file),
		configuration?.options ?? {},
	);
	return new Reader(program.getTypeChecker(), top).read(
		modules.map(({ module, file }) => ({ module, source: program.getSourceFile(file) })),
	);
}

class Reader {
	readonly #checker: ts.TypeChecker;
	readonly #top: string;
	/** What is exported, by what it is declared as. */
	readonly #names = new Map<ts.Symbol, { readonly name: string; readonly module: string }>();

	constructor(checker: ts.TypeChecker, top: string) {
		this.#checker = checker;
		this.#top = top;
	}

	read(
		modules: readonly { readonly module: string; readonly source: ts.SourceFile | undefined }[],
	): Library {
		for (const { module, source } of modules) {
			const symbol = source && this.#checker.getSymbolAtLocation(source);
			if (!symbol) throw new Error(`${module} exports nothing`);
			for (const exported of this.#checker.getExportsOfModule(symbol)) {
				const target = this.#resolved(exported);
				if (!this.#names.has(target)) this.#names.set(target, { name: exported.name, module });
			}
		}
		return new Map(
			[...this.#names].map(([symbol, { name, module }]) => {
				const [declaration] = symbol.declarations ?? [];
				if (!declaration) throw new Error(`${module} exports ${name}, which is not there`);
				return [name, this.#describe(name, module, declaration)];
			}),
		);
	}

	#resolved(symbol: ts.Symbol): ts.Symbol {
		return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
	}

	#describe(name: string, module: string, declaration: ts.Declaration): Export {
		const placed = this.#place(name, declaration);
		const common = { ...placed, module, value: undefined, members: [] };
		if (ts.isFunctionDeclaration(declaration)) {
			return { ...common, kind: 'function', signature: `function ${common.signature}` };
		}
		if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) {
			const kind = ts.isClassDeclaration(declaration) ? 'class' : 'interface';
			const members = [...declaration.members]
				.filter((member) => isShown(member))
				.map((member) => this.#describeMember(name, member));
			return { ...common, kind, members };
		}
		if (ts.isTypeAliasDeclaration(declaration)) return { ...common, kind: 'type' };
		if (ts.isVariableDeclaration(declaration)) {
			const type = this.#checker.typeToString(this.#checker.getTypeAtLocation(declaration));
			const isNumber = /^\d+$|^number$/.test(type);
			const value = isNumber ? declaration.initializer?.getText() : declaration.type?.getText();
			return { ...common, kind: 'constant', value: value ?? type };
		}
		throw new Error(
			`${placed.file}:${placed.line}: ${name} is of a kind that no page can describe`,
		);
	}

	#describeMember(owner: string, member: ts.ClassElement | ts.TypeElement): Member {
		const isConstructor = ts.isConstructorDeclaration(member);
		const placed = this.#place(
			isConstructor ? 'constructor' : (member.name?.getText() ?? ''),
			member,
		);
		if (isConstructor) {
			const signature = placed.signature.replace(/^constructor/, `new ${owner}`);
			return { ...placed, kind: 'method', signature };
		}
		const isMethod = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
		return isMethod
			? { ...placed, kind: 'method' }
			: { ...placed, kind: 'property', definition: undefined };
	}

	#place(name: string, node: ts.Declaration): Described {
		const source = node.getSourceFile();
		const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
		const { line } = source.getLineAndCharacterOfPosition(statement.getStart());
		const body = 'body' in node ? (node.body as ts.Node | undefined) : undefined;
		return {
			name,
			file: relative(this.#top, source.fileName),
			line: line + 1,
			signature: signatureOf(node, statement, body),
			mentions: [...this.#mentionsIn(node)].filter((mention) => mention !== name),
			documentation: documentationOf(node),
			definition: body && withoutIndent(source, statement.getStart(), statement.end),
		};
	}

	/** The exports that a declaration names, but for its body and its members. */
	*#mentionsIn(node: ts.Node): Generator<string> {
		if (ts.isIdentifier(node)) {
			const symbol = this.#checker.getSymbolAtLocation(node);
			const known = symbol && this.#names.get(this.#resolved(symbol));
			if (known) yield known.name;
		}
		const hidden =
			'body' in node
				? [node.body]
				: ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
					? [...node.members]
					: [];
		const children: ts.Node[] = [];
		ts.forEachChild(node, (child) => {
			if (!hidden.includes(child)) children.push(child);
		});
		for (const child of children) yield* this.#mentionsIn(child);
	}
}

/** What overrides is described where it is first declared. */
const notShown = new Set([
	ts.SyntaxKind.PrivateKeyword,
	ts.SyntaxKind.ProtectedKeyword,
	ts.SyntaxKind.OverrideKeyword,
]);

function isShown(member: ts.ClassElement | ts.TypeElement): boolean {
	if (member.name && ts.isPrivateIdentifier(member.name)) return false;
	const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined;
	return !modifiers?.some(({ kind }) => notShown.has(kind));
}

/** From the name on, for what has a body; classes and interfaces to before their members. */
function signatureOf(node: ts.Node, statement: ts.Node, body: ts.Node | undefined): string {
	const source = node.getSourceFile();
	if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
		const text = source.text.slice(node.getStart(), node.end);
		return text
			.slice(0, text.indexOf('{'))
			.replace(/^export /, '')
			.trim();
	}
	const named = body && 'name' in node ? (node.name as ts.Node | undefined) : undefined;
	const start = (named ?? statement).getStart();
	const text = withoutIndent(source, start, body?.getStart() ?? statement.end);
	const accessor = ts.isGetAccessorDeclaration(node) ? 'get ' : '';
	return `${accessor}${text}`
		.replace(/^export /, '')
		.replace(/;$/, '')
		.trim();
}

/** Text of a file, without the indentation that its first line has there. */
function withoutIndent({ text }: ts.SourceFile, start: number, end: number): string {
	const lineStart = text.lastIndexOf('\n', start - 1) + 1;
	const indent = /^\s*/.exec(text.slice(lineStart, start))?.[0] ?? '';
	return text.slice(start, end).replaceAll(`\n${indent}`, '\n');
}

function documentationOf(node: ts.Declaration): Documentation {
	const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
	const tags = comments.flatMap((comment) => [...(comment.tags ?? [])]);
	const textOf = (part: ts.JSDoc | ts.JSDocTag) =>
		(ts.getTextOfJSDocComment(part.comment) ?? '').trim();
	return {
		text: comments.map(textOf).join('\n\n'),
		parameters: tags
			.filter(ts.isJSDocParameterTag)
			.map((tag) => ({ name: tag.name.getText(), text: textOf(tag) })),
		returns: tags.filter(ts.isJSDocReturnTag).map(textOf)[0],
		throws: tags.filter(ts.isJSDocThrowsTag).map(textOf),
	};
}
