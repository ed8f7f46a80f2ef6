/** Whether a kernel's headers have what the history of netlink's API says of them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Evidence } from '../src/history/changes.ts';
import { isBefore } from '../src/history/versions.ts';
import { definitionsOf } from './definitions.ts';
import { PageError } from './project.ts';

/** Where a kernel's own headers lie, of what its modules are built against: Debian has them in a package beside. */
export function includeFolder(headers: string): string {
	const beside = globSync('linux-headers-*-common/include', { cwd: dirname(headers) });
	const folders = ['include', ...beside.map((path) => join('..', path))].map((path) =>
		join(headers, path),
	);
	const found = folders.find((folder) => existsSync(join(folder, 'linux/netlink.h')));
	if (found) return found;
	throw new PageError(`${headers} has no include/linux/netlink.h, and nothing beside it has`);
}

/** C with one space where there is white space, and without comments. */
export function plain(text: string): string {
	return text
		.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/**
 * A header, or one definition in it, as plain() has it; undefined where there is no such file.
 *
 * @param include where the headers lie
 * @throws PageError where the file has no such definition
 */
export async function headerText(
	include: string,
	header: string,
	within?: string,
): Promise<string | undefined> {
	const path = join(include, header);
	if (!existsSync(path)) return undefined;
	const text = readFileSync(path, 'utf8');
	if (within === undefined) return plain(text);
	// A struct may be announced before it is defined.
	const found = (await definitionsOf(header, text)).filter(({ name }) => name === within);
	if (found.length === 0) throw new PageError(`${header} does not define ${within}`);
	const lines = text.split('\n');
	return plain(found.flatMap(({ start, end }) => lines.slice(start, end)).join('\n'));
}

/** Whether a kernel of this series is to have it. */
export function isExpected({ from, until, backported = [] }: Evidence, series: string): boolean {
	const came = from === undefined || !isBefore(series, from) || backported.includes(series);
	const went = until !== undefined && !isBefore(series, until);
	return came && !went;
}
