/** What the built pages allow a browser to load and run. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtGuide, dist } from '../../guide.ts';

await builtGuide();

/** The directives of a page's policy, by name. */
function policyOf(path: string): Map<string, string> {
	const html = readFileSync(join(dist, path), 'utf8');
	const [, head = ''] = /<head>([\s\S]*?)<script/.exec(html) ?? [];
	const [, content = ''] =
		/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(head || html) ?? [];
	return new Map(
		content.split('; ').map((directive) => {
			const [name = '', ...sources] = directive.split(' ');
			return [name, sources.join(' ')];
		}),
	);
}

test('every page has a policy, before its first script, that lets nothing in from elsewhere', () => {
	const pages = globSync('**/*.html', { cwd: dist }).filter((path) => path !== 'sandbox.html');
	assert.ok(pages.length > 10);
	for (const path of pages) {
		const policy = policyOf(path);
		assert.equal(policy.get('default-src'), "'self'", path);
		assert.match(
			policy.get('script-src') ?? '',
			/^'self' 'wasm-unsafe-eval'( 'sha256-[^']+')+$/,
			path,
		);
		for (const [name, sources] of policy)
			assert.doesNotMatch(
				sources,
				/https?:|\*|unsafe-eval'(?<!wasm-unsafe-eval')/,
				`${path}: ${name}`,
			);
	}
});

test('the frame that clients run in fetches nothing at all', () => {
	const policy = policyOf('sandbox.html');
	assert.deepEqual([...policy.keys()], ['default-src', 'script-src', 'worker-src']);
	assert.equal(policy.get('default-src'), "'none'");
	assert.match(policy.get('script-src') ?? '', /^'sha256-[^']+' blob:$/);
	assert.equal(policy.get('worker-src'), 'blob:');
});
