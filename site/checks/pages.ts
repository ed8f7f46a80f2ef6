/** The pages as the checks see them: front matter, and where which component stands. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MdastNode, mdxToMdast } from 'satteri';
import { parse } from 'yaml';
import { PageError, readSource, root } from '../sources/project.ts';

export interface Use {
	/** `Source`, `Change`, … */
	readonly component: string;
	readonly attributes: Readonly<Record<string, string | undefined>>;
	/** Counted from 1. */
	readonly line: number;
}

export interface Page {
	/** Path from the project's top folder. */
	readonly path: string;
	/** The stage that it is the chapter of. */
	readonly stage: string | undefined;
	/** What its stage changes and it need not show. */
	readonly boilerplate: readonly string[];
	readonly uses: readonly Use[];
}

const folder = 'site/src/content/docs';

function usesIn(node: MdastNode): Use[] {
	const inside =
		'children' in node ? node.children.flatMap((child) => usesIn(child as MdastNode)) : [];
	if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return inside;
	const attributes = Object.fromEntries(
		node.attributes.flatMap((attribute) =>
			attribute.type === 'mdxJsxAttribute' && typeof attribute.value === 'string'
				? [[attribute.name, attribute.value]]
				: [],
		),
	);
	return [
		{ component: node.name ?? '', attributes, line: node.position?.start.line ?? 1 },
		...inside,
	];
}

/** A page's text, understood. Throws a PageError where it is no MDX. */
export function readPage(path: string, text: string): Page {
	const tree = syntaxTree(path, text);
	const head = 'children' in tree ? tree.children[0] : undefined;
	const matter = head?.type === 'yaml' ? parse(head.value) : {};
	return {
		path,
		stage: /\/guide\/(\d\d-[^/]+)\.mdx$/.exec(path)?.[1],
		boilerplate: matter?.boilerplate ?? [],
		uses: usesIn(tree),
	};
}

function syntaxTree(path: string, text: string): MdastNode {
	try {
		return mdxToMdast(text);
	} catch (error) {
		throw new PageError(`${path}: ${error instanceof Error ? error.message : error}`);
	}
}

/** All pages of the guide. */
export function readPages(top = root): Page[] {
	return readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.mdx'))
		.sort()
		.map((name) => `${folder}/${name}`)
		.map((path) => readPage(path, readSource(path, top)));
}
