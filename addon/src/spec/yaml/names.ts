/** Names, and what to say of those that are not there. */
import type { Place } from './place.ts';

/** Names that an error lists. */
const mostNames = 12;

type Known = ReadonlyMap<string, unknown> | ReadonlySet<string> | Readonly<Record<string, unknown>>;

/** The names that there are, the most similar ones first where they are many. */
export function namesOf(known: Known, wanted: string): string {
	const names =
		known instanceof Map || known instanceof Set ? [...known.keys()] : Object.keys(known);
	if (names.length <= mostNames) return names.join(', ') || 'none';
	const distances = new Map(names.map((name) => [name, distance(name, wanted)]));
	names.sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
	return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}

/** How many letters are to be put in, taken out or changed. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
			next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}

/** A complaint of a name that leads nowhere. */
export function unknown(noun: string, name: string, known: Known): string {
	return `there is no ${noun} ${name}; there are: ${namesOf(known, name)}`;
}

/** The schemas have fewer characters, but some of the kernel's own specifications go beyond. */
const namePattern = /^(?!attribute \d|further bytes$|__proto__$)[0-9A-Za-z_ -]+$/;

/** What values have for names: words of the protocol's own. */
export const wordPattern = /^(?!__proto__$)[^"\\\n]+$/;

/** A name, checked. */
export function nameOf(place: Place | undefined, pattern = namePattern): string {
	const name = place?.text() ?? '';
	if (name !== '' && !pattern.test(name)) {
		place?.complain(`${JSON.stringify(name)} is no name: letters, digits and hyphens make one`);
	}
	return name;
}

/** A name that stands for something of the file, under `key`; a complaint where it leads nowhere. */
export function reference<Key extends string>(
	place: Place | undefined,
	key: Key,
	known: Known,
	noun: string,
): Partial<Record<Key, string>> {
	if (!place) return {};
	const name = place.text();
	const isKnown =
		known instanceof Map || known instanceof Set ? known.has(name) : Object.hasOwn(known, name);
	if (!isKnown) place.complain(unknown(noun, name, known));
	return { [key]: name } as Partial<Record<Key, string>>;
}

/** What is said of something for people, where anything is. */
export function docOf(place: Place | undefined): { readonly doc?: string } {
	const doc = place && !place.isEmpty ? place.text().trim() : '';
	return doc === '' ? {} : { doc };
}
