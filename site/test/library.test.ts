import assert from 'node:assert/strict';
import { test } from 'node:test';
import { undescribed } from '../checks/library.ts';
import { readPages } from '../checks/pages.ts';
import { type Block, docstring, inlineDocstring } from '../sources/docstring.ts';
import { type Library, library } from '../sources/library.ts';
import { type Sample, sample } from './sample.ts';

/** A library of two modules, and a page that describes what it exports. */
function aLibrary(): Sample {
	return sample({
		'addon/package.json': JSON.stringify({
			name: '@sample/netlink',
			exports: { '.': './src/index.ts', './wire': './src/wire.ts' },
		}),
		'addon/tsconfig.json': JSON.stringify({
			compilerOptions: { module: 'NodeNext', target: 'ES2024', lib: ['ES2024'], types: [] },
		}),
		'addon/src/index.ts': `
export { Socket, type Wait } from './socket.ts';
export { size } from './wire.ts';
`,
		'addon/src/socket.ts': `
import type { Header } from './wire.ts';

/** How long to wait. */
export interface Wait {
	/** Milliseconds. */
	readonly limit?: number;
}

/** A socket. */
export class Socket<Header extends object> {
	#hidden = 1;
	/** Says it. */
	readonly header: Header;

	/** From a header. */
	constructor(header: Header) {
		this.header = header;
	}

	/**
	 * Asks.
	 *
	 * @param wait how long.
	 * @returns nothing.
	 * @throws RangeError never.
	 */
	async request(
		wait: Wait = {},
	): Promise<void> {
		await wait;
	}

	private other(): void {}
}
`,
		'addon/src/wire.ts': `
/** Bytes. */
export const size = 0x10;
/** Of a message. */
export type Header = {
	/** In bytes. */
	length: typeof size;
};
`,
		'site/src/content/docs/library.mdx': `---
title: All
---
<Api name="Socket" />
<Api name="Wait" />
<ApiTable names="size Head*" />
`,
	});
}

const entry = (all: Library, name: string) => {
	const found = all.get(name);
	assert.ok(found, `${name} is not there`);
	return found;
};

test('exports are known by the module to import them from, with place, signature and docstring', () => {
	using project = aLibrary();
	const all = library(project.top);
	assert.deepEqual([...all.keys()].sort(), ['Header', 'Socket', 'Wait', 'size']);
	const size = entry(all, 'size');
	assert.equal(size.module, '@sample/netlink');
	assert.deepEqual(
		[size.kind, size.value, size.file, size.line],
		['constant', '0x10', 'addon/src/wire.ts', 3],
	);
	const header = entry(all, 'Header');
	assert.equal(header.module, '@sample/netlink/wire');
	assert.equal(header.signature, 'type Header = {\n\t/** In bytes. */\n\tlength: typeof size;\n}');
	assert.deepEqual(header.mentions, ['size']);
});

test('a class has its public members, without bodies; names of its own are no exports', () => {
	using project = aLibrary();
	const { signature, members } = entry(library(project.top), 'Socket');
	assert.equal(signature, 'class Socket<Header extends object>');
	assert.deepEqual(
		members.map(({ signature, mentions }) => [signature, ...mentions]),
		[
			['readonly header: Header'],
			['new Socket(header: Header)'],
			['request(\n\twait: Wait = {},\n): Promise<void>', 'Wait'],
		],
	);
	const request = members[2];
	assert.deepEqual(request?.documentation, {
		text: 'Asks.',
		parameters: [{ name: 'wait', text: 'how long.' }],
		returns: 'nothing.',
		throws: ['RangeError never.'],
	});
	assert.match(request?.definition ?? '', /^async request\([\s\S]*\n\}$/);
});

test('where all is described there is no problem', () => {
	using project = aLibrary();
	assert.deepEqual(undescribed(readPages(project.top), project.top), []);
});

test('an export or a member without a docstring: file, line and name', () => {
	using project = aLibrary();
	project.write(
		'addon/src/wire.ts',
		'export const size = 16;\nexport interface Header {\n\tlength: number;\n}\n',
	);
	assert.deepEqual(undescribed(readPages(project.top), project.top), [
		'addon/src/wire.ts:1: size has no docstring, and it is public',
		'addon/src/wire.ts:2: Header has no docstring, and it is public',
		'addon/src/wire.ts:3: Header.length has no docstring, and it is public',
	]);
});

test('an export that no page describes, and one that two do', () => {
	using project = aLibrary();
	const again = '---\ntitle: Again\n---\n<Api name="Socket" />\n';
	project.write('site/src/content/docs/again.mdx', again);
	project.write(
		'site/src/content/docs/library.mdx',
		again.replace('/>', '/>\n\n<ApiTable names="size Header" />'),
	);
	assert.deepEqual(undescribed(readPages(project.top), project.top), [
		'addon/src/socket.ts:11: Socket is described 2 times, on site/src/content/docs/again.mdx and site/src/content/docs/library.mdx',
		'addon/src/socket.ts:5: Wait is public, and no page describes it: <Api name="Wait" />',
	]);
});

const addresses = (name: string) =>
	name === 'open' || name === 'Socket.send' ? `/${name}` : undefined;

test('a docstring: what is code is set as code, and known names are links', () => {
	const html = (text: string) => inlineDocstring(text, addresses);
	assert.equal(
		html('See open(), `open` and Socket.send.'),
		'See <a href="/open"><code>open()</code></a>, <a href="/open"><code>open</code></a> and <a href="/Socket.send"><code>Socket.send</code></a>.',
	);
	assert.equal(
		html("EPERM of NLM_F_*, the kernel's 'dump', not open or Message"),
		"<code>EPERM</code> of <code>NLM_F_*</code>, the kernel's <code>'dump'</code>, not open or Message",
	);
	assert.equal(
		html('setsockopt(2), RFC 3549 section 2.3.2.'),
		'<a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>, <a href="https://www.rfc-editor.org/rfc/rfc3549#section-2.3.2">RFC 3549 section 2.3.2</a>.',
	);
});

test('a docstring: paragraphs, and code that is indented', () => {
	const blocks: Block[] = [
		{ html: '<p>First:</p>\n' },
		{ code: 'const a = 1;\n\tb();' },
		{ html: '<p>Then.</p>\n' },
	];
	assert.deepEqual(docstring('First:\n\n    const a = 1;\n    \tb();\n\nThen.', addresses), blocks);
});
