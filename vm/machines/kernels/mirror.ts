import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';

/** Debian keeps its files in two archives, which a mirror has at two addresses. */
export type Archive = 'debian' | 'debian-security';

/** Where to fetch from: the base address of each archive, without a slash at the end. */
export type Mirror = Readonly<Record<Archive, string>>;

interface Source {
	readonly address: string;
	readonly suite: string;
}

const debianSuite =
	/^(bullseye|bookworm|trixie|forky|duke|sid|unstable|testing|stable|oldstable|oldoldstable)(-|\/|$)/;

/** sources.list(5), one line a source: `deb [options] address suite component...`. */
function fromLines(text: string): Source[] {
	return text.split('\n').flatMap((line) => {
		const [, address, suite] = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)/.exec(line) ?? [];
		return address && suite ? [{ address, suite }] : [];
	});
}

/** sources.list(5), deb822 style: stanzas of `Field: value`, whose continued lines begin with a space. */
function fromStanzas(text: string): Source[] {
	const stanzas = text.replaceAll(/^#.*\n?/gm, '').split(/\n\s*\n/);
	return stanzas.flatMap((stanza) => {
		const fields = new Map<string, string[]>();
		for (const [, name, value] of stanza.matchAll(/^([\w-]+):((?:.*(?:\n[ \t].*)*))/gm))
			if (name && value) fields.set(name.toLowerCase(), value.trim().split(/\s+/));
		if (fields.get('enabled')?.[0]?.toLowerCase() === 'no') return [];
		if (!fields.get('types')?.includes('deb')) return [];
		const suites = fields.get('suites') ?? [];
		return (fields.get('uris') ?? []).flatMap((address) =>
			suites.map((suite) => ({ address, suite })),
		);
	});
}

/** apt's mirror+file: names a file that lists addresses; the first is as good as any. */
function resolve(address: string): string | undefined {
	if (address.startsWith('mirror+file:')) {
		const list = readFileSync(address.slice('mirror+file:'.length), 'utf8');
		return /https?:\S+/.exec(list)?.[0]?.replace(/\/+$/, '');
	}
	return /^https?:/.test(address) ? address.replace(/\/+$/, '') : undefined;
}

/** The security archive lies beside the main one: debian-security beside debian. */
function beside(main: string): string {
	return new URL('debian-security', main).href;
}

function aptSources(folder: string): Source[] {
	const read = (path: string): string => {
		try {
			return readFileSync(path, 'utf8');
		} catch {
			return '';
		}
	};
	let names: string[] = [];
	try {
		names = readdirSync(join(folder, 'sources.list.d')).sort();
	} catch {
		// No such folder: sources.list alone.
	}
	return [
		...fromLines(read(join(folder, 'sources.list'))),
		...names.flatMap((name) => {
			const text = read(join(folder, 'sources.list.d', name));
			if (name.endsWith('.list')) return fromLines(text);
			return name.endsWith('.sources') ? fromStanzas(text) : [];
		}),
	];
}

/**
 * The mirror that DEBIAN_MIRROR names, else the one that this machine's apt uses.
 *
 * @param aptFolder apt's settings, /etc/apt on every Debian
 * @throws {Problem} where neither names one
 */
export function findMirror(
	environment: NodeJS.ProcessEnv = process.env,
	aptFolder = '/etc/apt',
): Mirror {
	const given = environment.DEBIAN_MIRROR?.replace(/\/+$/, '');
	if (given) {
		if (!/^https?:\/\/[^/]/.test(given))
			throw new Problem(
				`DEBIAN_MIRROR is "${given}": give the address of a Debian mirror, beginning with http:// or https:// and ending in /debian`,
			);
		return { debian: given, 'debian-security': beside(given) };
	}
	const sources = aptSources(aptFolder).filter(({ suite }) => debianSuite.test(suite));
	const first = (security: boolean): string | undefined => {
		for (const { address, suite } of sources) {
			const base = suite.endsWith('-security') === security ? resolve(address) : undefined;
			if (base) return base;
		}
		return undefined;
	};
	const main = first(false);
	if (!main)
		throw new Problem(
			`No Debian mirror: ${aptFolder} names none. Set DEBIAN_MIRROR to the address of one, ending in /debian, and run this again.`,
		);
	return { debian: main, 'debian-security': first(true) ?? beside(main) };
}
