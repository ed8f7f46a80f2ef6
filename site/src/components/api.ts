/** What the pages about the netlink library need of it. */
import { descriptions } from '@both-sides/site/checks/library.ts';
import { readPages } from '@both-sides/site/checks/pages.ts';
import type { Addresses } from '@both-sides/site/sources/docstring.ts';
import { type Export, library } from '@both-sides/site/sources/library.ts';

const pages = 'site/src/content/docs';
const base = import.meta.env.BASE_URL.replace(/\/$/, '');

const all = library();
const described = descriptions(readPages(), all);

/** An export by its name. */
export function exportOf(name: string): Export {
	const found = all.get(name);
	if (found) return found;
	throw new Error(`the library exports no ${name}`);
}

/** The id of what describes an export or, as `Socket.request`, a member. */
export function anchorOf(name: string): string {
	return `api-${name.replace(/[^\w.]|Symbol\./g, '')}`;
}

/** Where names lead to from within the description of `owner`, whose members can do without its name. */
export function addressesIn(owner: string): Addresses {
	return (name) => addressOf(`${owner}.${name}`) ?? addressOf(name);
}

/** The address of what describes an export or a member. */
function addressOf(name: string): string | undefined {
	const [first = '', second, ...deeper] = name.split('.');
	const page = described.get(first)?.[0];
	if (page === undefined || deeper.length > 0) return undefined;
	const isMember = all.get(first)?.members.some((member) => member.name === second);
	if (second !== undefined && !isMember) return undefined;
	const path = page.slice(pages.length).replace(/(?:\/index)?\.mdx$/, '/');
	return `${base}${path}#${anchorOf(name)}`;
}

/** The addresses of exports that a signature names. */
export function addressesFor(names: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		names.flatMap((name) => {
			const address = addressOf(name);
			return address === undefined ? [] : [[name, address]];
		}),
	);
}
