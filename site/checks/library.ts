/** The pages that describe the netlink library, and its exports: each of them on one page, with a docstring. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../sources/excerpt.ts';
import { type Library, library, undocumented } from '../sources/library.ts';
import { PageError } from '../sources/project.ts';
import type { Page, Use } from './pages.ts';

/** The exports that `<Api>` or `<ApiTable>` describes. Throws a PageError where there is none of that name. */
export function namesOf({ component, attributes }: Use, all: Library): string[] {
	const words = (attributes.name ?? attributes.names ?? '').split(/\s+/).filter(Boolean);
	if (words.length === 0)
		throw new PageError(`it needs ${component === 'Api' ? 'name' : 'names'}="…"`);
	return words.flatMap((word) => {
		const found = word.endsWith('*')
			? [...all.keys()].filter((name) => name.startsWith(word.slice(0, -1)))
			: [...all.keys()].filter((name) => name === word);
		if (found.length > 0) return found;
		throw new PageError(
			`the library exports no ${word}; the nearest names are ${nearest(word, [...all.keys()])}`,
		);
	});
}

const describes = ({ component }: Use) => component === 'Api' || component === 'ApiTable';

/** The pages that describe each export, as paths of the project. */
export function descriptions(pages: readonly Page[], all: Library): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const { path, uses } of pages)
		for (const use of uses.filter(describes))
			for (const name of namesOf(use, all)) found.set(name, [...(found.get(name) ?? []), path]);
	return found;
}

/** What is exported without a docstring, and what is described by no page or by several. */
export function undescribed(pages: readonly Page[], top: string): string[] {
	if (!existsSync(join(top, 'addon/package.json'))) return [];
	const all = library(top);
	const found = descriptions(pages, all);
	const elsewhere = [...all.values()].flatMap(({ name, file, line }) => {
		const on = found.get(name) ?? [];
		if (on.length === 1) return [];
		return on.length === 0
			? [`${file}:${line}: ${name} is public, and no page describes it: <Api name="${name}" />`]
			: [`${file}:${line}: ${name} is described ${on.length} times, on ${on.join(' and ')}`];
	});
	return [...undocumented(top), ...elsewhere];
}
