/** The errors that the netlink library makes itself, read from its sources. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readSource, root } from './project.ts';

/** An error that the library makes. */
export interface LibraryError {
	/** The class: `NetlinkError`, `MalformedMessage`, `RangeError` and so on. */
	readonly kind: string;
	/** Of a NetlinkError: the errno's name, where the source says it. */
	readonly code: string;
	/** The message, or the reason in it, with `…` for what differs from case to case. */
	readonly message: string;
	/** Path from the project's top folder. */
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
}

const folder = 'addon/src';
const errnoName = /\bE[A-Z]{3,}\b/;

/** Each once, in the order of the files. */
export function libraryErrors(top = root): LibraryError[] {
	const found = new Map<string, LibraryError>();
	for (const name of globSync('**/*.ts', { cwd: join(top, folder) }).sort()) {
		const file = `${folder}/${name}`;
		const source = ts.createSourceFile(file, readSource(file, top), ts.ScriptTarget.Latest, true);
		for (const error of errorsIn(source, source)) {
			const key = `${error.kind} ${error.code} ${error.message}`;
			if (!found.has(key)) found.set(key, error);
		}
	}
	return [...found.values()];
}

function* errorsIn(node: ts.Node, source: ts.SourceFile): Generator<LibraryError> {
	const error = (kind: string, code: string, message: string): LibraryError => {
		const { line } = source.getLineAndCharacterOfPosition(node.getStart());
		return { kind, code, message, file: source.fileName, line: line + 1 };
	};
	if (ts.isNewExpression(node)) {
		const kind = node.expression.getText();
		const argument = node.arguments?.[0];
		// Where and what: nothing else tells these from one another.
		if (kind === 'MalformedMessage') yield error(kind, '', 'expected …, found …');
		else if (kind === 'NetlinkError' && argument && ts.isObjectLiteralExpression(argument)) {
			const reason = property(argument, 'reason');
			const code = errnoName.exec(property(argument, 'errno')?.getText() ?? '')?.[0] ?? '';
			for (const message of messagesOf(reason)) yield error(kind, code, message);
		} else if (/^(Type|Range)?Error$/.test(kind))
			for (const message of messagesOf(argument)) yield error(kind, '', message);
	}
	if (ts.isReturnStatement(node) && functionAround(node) === 'explain')
		for (const message of messagesOf(node.expression))
			yield error('NetlinkError', errnoAround(node), message);
	const children: ts.Node[] = [];
	node.forEachChild((child) => void children.push(child));
	for (const child of children) yield* errorsIn(child, source);
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	const found = object.properties.find((one) => one.name?.getText() === name);
	return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/** The text that an expression can be; none where it is not text that stands here. */
function messagesOf(expression: ts.Expression | undefined): string[] {
	if (!expression) return [];
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isTemplateExpression(expression))
		return [
			expression.head.text +
				expression.templateSpans.map(({ literal }) => `…${literal.text}`).join(''),
		];
	if (ts.isConditionalExpression(expression))
		return [...messagesOf(expression.whenTrue), ...messagesOf(expression.whenFalse)];
	return [];
}

function functionAround(node: ts.Node): string | undefined {
	let at = node.parent;
	while (at && !ts.isFunctionLike(at)) at = at.parent;
	return at && 'name' in at ? (at.name as ts.Node | undefined)?.getText() : undefined;
}

/** The errno that the case or the condition around a statement is about. */
function errnoAround(node: ts.Node): string {
	for (let at = node.parent; at && !ts.isFunctionLike(at); at = at.parent) {
		if (!ts.isCaseClause(at) && !ts.isIfStatement(at)) continue;
		const found = errnoName.exec(at.expression.getText());
		if (found) return found[0];
	}
	return '';
}
