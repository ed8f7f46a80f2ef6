/** A page mixes prose with code, which reads slower: these are a calm reader's. */
const WORDS_PER_MINUTE = 180;
const SECONDS_PER_FIGURE = 40;

/**
 * How long a page takes, in minutes: its words, and a while for each piece of code, terminal or picture.
 *
 * @param body the page's MDX, without front matter
 */
export function minutesFor(body: string): number {
	const figures = body.match(/<[A-Z]\w*[^>]*\/>/g)?.length ?? 0;
	const words = body.replace(/<[^>]*>/g, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'_()]*/gu)?.length ?? 0;
	return Math.max(1, Math.round(words / WORDS_PER_MINUTE + (figures * SECONDS_PER_FIGURE) / 60));
}
