/** The few pieces of code that stand on pages themselves compile, as programs of their own. */
import assert from 'node:assert/strict';
import {
	copyFileSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import ts from 'typescript';
import { root } from '../sources/project.ts';

// Inside the project, where a program finds the packages; ignored by git like all that Astro makes.
const home = join(root, '.astro');
mkdirSync(home, { recursive: true });
const folder = mkdtempSync(join(home, 'snippets-'));
after(() => rmSync(folder, { recursive: true, force: true }));
// What the command on one of the pages makes, as the library's own tests have it.
copyFileSync(join(root, 'addon/test/kernel/families/rt-link.ts'), join(folder, 'rt-link.ts'));

test("TypeScript on the library's pages compiles", () => {
	const places = new Map<string, string>();
	for (const page of globSync('site/src/content/docs/library/*.mdx', { cwd: root })) {
		const text = readFileSync(join(root, page), 'utf8');
		for (const { 1: code = '', index } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
			const line = text.slice(0, index).split('\n').length;
			const file = join(folder, `${places.size}.ts`);
			writeFileSync(file, `${code}\nexport {};\n`);
			places.set(file, `${page}:${line}`);
		}
	}
	assert.ok(places.size >= 3, 'the pages have no code any more');
	const configuration = ts.getParsedCommandLineOfConfigFile(
		join(root, 'addon/tsconfig.json'),
		// Shown to be read, not to be used.
		{ noUnusedLocals: false },
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)),
		},
	);
	const program = ts.createProgram([...places.keys()], configuration?.options ?? {});
	const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
		const place = places.get(file?.fileName ?? '') ?? relative(root, file?.fileName ?? '');
		return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
	});
	assert.deepEqual(problems, []);
});
