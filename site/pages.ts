/** `node pages.ts <folder>`: has Astro make the pages. guide.ts runs it, and shows what it prints where it fails. */
import { fileURLToPath } from 'node:url';
import { build } from 'astro';

const [, , outDir = ''] = process.argv;
try {
	await build({ root: fileURLToPath(new URL('.', import.meta.url)), outDir, logLevel: 'error' });
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
