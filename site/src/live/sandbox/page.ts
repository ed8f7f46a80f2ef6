import { createHash } from 'node:crypto';

/**
 * The frame that clients run in, as a page. Its policy is its own and that of the workers in it: they run the frame's
 * script and what they are handed as a blob, and fetch nothing at all.
 *
 * @param script text of frame.js
 */
export function sandboxPage(script: string): string {
	const hash = createHash('sha256').update(script).digest('base64');
	const policy = `default-src 'none'; script-src 'sha256-${hash}' blob:; worker-src blob:`;
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${policy}">`,
		'<title>Where clients run</title>',
		`<script>${script}</script>`,
		'</html>',
	].join('\n');
}
