import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { AstroError } from 'astro/errors';

/** Scripts that stand in a page itself; those with an address are covered by 'self'. */
const inline = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]+?)<\/script>/g;

/** What a page may load and run: its own site's, and the scripts in it that were there when it was built. */
function policyFor(html: string): string {
	const hashes = new Set(
		[...html.matchAll(inline)].map(
			([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
		),
	);
	return [
		"default-src 'self'",
		// The search is WebAssembly; the kernel too, in a worker.
		["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(' '),
		// Code and terminals are coloured by styles that stand in elements, or come with scripts.
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
	].join('; ');
}

/** Gives each page its Content-Security-Policy; a page that brings its own keeps it. */
export function policy(): AstroIntegration {
	return {
		name: 'policy',
		hooks: {
			'astro:build:done': ({ dir }) => {
				const folder = fileURLToPath(dir);
				for (const name of globSync('**/*.html', { cwd: folder })) {
					const html = readFileSync(folder + name, 'utf8');
					if (html.includes('http-equiv="Content-Security-Policy"')) continue;
					const meta = `<meta http-equiv="Content-Security-Policy" content="${policyFor(html)}">`;
					const guarded = html.replace(
						/<meta charset="[^"]*"\s*\/?>/i,
						(charset) => charset + meta,
					);
					if (guarded === html)
						throw new AstroError(`${name} names no charset to put its policy after`);
					writeFileSync(folder + name, guarded);
				}
			},
		},
	};
}
