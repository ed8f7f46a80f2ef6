/** Docstrings as pages show them: code set as code, and names led to where they are described. */
import { markdownToHtml } from 'satteri';

/** A paragraph or a list, or code. */
export type Block = { readonly html: string } | { readonly code: string };

/** Where a name is described, as docstrings write it (`Socket.request`, `open`); undefined for what is no name of the library's. */
export type Addresses = (name: string) => string | undefined;

const kinds = {
	section: String.raw`\bRFC 3549 section (?<section>[\d.]*\d)`,
	page: String.raw`\b(?<page>[a-z_]+)\((?<part>[1-8])\)`,
	/** What needs no backticks to be known as code. */
	code: [
		// include/uapi/linux/netlink.h
		String.raw`\b\w+(?:/\w+)*/[\w.-]+\.[ch]\b`,
		// 'dump', 'ENOENT'
		String.raw`(?<!\w)'[^'\s]+'(?!\w)`,
		// AF_NETLINK, nlmsg_type, netlink_ack(), NLM_F_*
		String.raw`\b[A-Za-z]+\d*_[A-Za-z0-9_]*(?:[A-Za-z0-9]\b(?:\(\))?|\*)`,
		// ENOENT
		String.raw`\bE[A-Z]{3,}\b`,
		// open(), Socket.request(), Layout.body
		String.raw`\b[A-Za-z]\w*(?:\.[A-Za-z]\w*)*\(\)`,
		String.raw`\b[A-Z]\w*\.[a-z]\w*\b`,
		// NetlinkError
		String.raw`\b[A-Z][a-z]+[A-Z]\w*\b`,
		String.raw`\b(?:nlmsghdr|nlattr|nlmsgerr|genlmsghdr)\b`,
	].join('|'),
};
const known = new RegExp(`${kinds.section}|${kinds.page}|(?<code>${kinds.code})`, 'g');

/**
 * A docstring's blocks in their order.
 *
 * @param text Markdown; code is indented by four spaces
 */
export function docstring(text: string, addresses: Addresses): Block[] {
	return text
		.split(/\n\n(?=\S)|\n\n(?= {4})/)
		.map((part) =>
			part.startsWith('    ')
				? { code: part.replace(/^ {4}/gm, '') }
				: { html: markdownToHtml(withCode(part, addresses)).html },
		);
}

/** A docstring of one paragraph, as HTML to stand within one. */
export function inlineDocstring(text: string, addresses: Addresses): string {
	const { html } = markdownToHtml(withCode(text, addresses));
	return html.trim().replace(/^<p>|<\/p>$/g, '');
}

function withCode(text: string, addresses: Addresses): string {
	const linked = (code: string): string => {
		const address = addresses(code.replace(/\(\)$/, ''));
		return address === undefined ? `\`${code}\`` : `[\`${code}\`](${address})`;
	};
	const bare = (words: string): string =>
		words.replace(known, (found: string, ...rest) => {
			const { section, page, part } = rest.at(-1) as Record<string, string | undefined>;
			if (section) return `[${found}](https://www.rfc-editor.org/rfc/rfc3549#section-${section})`;
			if (page)
				return `[${found}](https://man7.org/linux/man-pages/man${part}/${page}.${part}.html)`;
			return linked(found);
		});
	return text
		.split(/(`[^`]+`)/)
		.map((part) => (part.startsWith('`') ? linked(part.slice(1, -1)) : bare(part)))
		.join('');
}
