/** What must hold of all pages together. Each problem is a line that names the place and what to do. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { comparison } from '../sources/benchmark.ts';
import { capturedMessage } from '../sources/capture.ts';
import { change, changedNames } from '../sources/change.ts';
import { bothSides } from '../sources/crossing.ts';
import { excerpt, namesIn } from '../sources/excerpt.ts';
import { library } from '../sources/library.ts';
import { gains } from '../sources/measured.ts';
import { PageError, root, stageFiles, stages } from '../sources/project.ts';
import { block } from '../sources/transcript.ts';
import type { Crossing } from '../src/crossings/crossing.ts';
import { unexplained } from './coverage.ts';
import { namesOf, undescribed } from './library.ts';
import { type Page, readPages, type Use } from './pages.ts';

/** Every problem of the guide's pages; none where all is well. */
export async function problems(top = root): Promise<string[]> {
	const pages = readPages(top);
	return [
		...missingParts(top),
		...(await Promise.all(pages.map((page) => brokenUses(page, top)))).flat(),
		...(await Promise.all(pages.map((page) => uncovered(page, top)))).flat(),
		...undescribed(pages, top),
		...(await unexplained(top)),
	];
}

/** A chapter is a module, a client with its transcript, and a page. */
function missingParts(top: string): string[] {
	const parts = [
		(slug: string) => `kmod/${slug}`,
		(slug: string) => `examples/${slug}`,
		(slug: string) => `site/src/content/docs/guide/${slug}.mdx`,
	];
	const slugs = new Set(
		['kmod', 'examples', 'site/src/content/docs/guide']
			.flatMap((folder) => readdirSync(join(top, folder)))
			.map((name) => name.replace(/\.mdx$/, ''))
			.filter((name) => /^\d\d-[a-z-]+$/.test(name)),
	);
	return [...slugs].sort().flatMap((slug) => {
		const all = parts.map((part) => part(slug));
		const missing = all.filter((path) => !existsSync(join(top, path)));
		const there = all.filter((path) => !missing.includes(path));
		return missing.map(
			(path) => `${path} is missing, the chapter's part beside ${there.join(' and ')}`,
		);
	});
}

/** What a use of a component needs of the sources; throws a PageError where it is not there. */
async function resolve(use: Use, top: string): Promise<void> {
	const { component, attributes } = use;
	const needed = (name: string): string => {
		const value = attributes[name];
		if (value === undefined) throw new PageError(`it needs ${name}="…"`);
		return value;
	};
	if (component === 'Source') await excerpt(needed('file'), attributes.symbol, top);
	if (component === 'Change') await change(needed('stage'), needed('file'), needed('symbol'), top);
	if (component === 'Transcript') block(needed('stage'), needed('block'), top);
	if (component === 'Ratios') comparison(needed('part'), attributes.against ?? needed('part'), top);
	if (component === 'Gains') gains(needed('stage'), top);
	if (component === 'Api' || component === 'ApiTable') namesOf(use, library(top));
	if (component === 'BothSides')
		await bothSides(needed('stage'), crossing(needed('stage'), top), top);
	if (component === 'MessageBytes') {
		const [block, client, message] = [needed('block'), needed('client'), Number(needed('message'))];
		const { protocol } = crossing(needed('stage'), top);
		capturedMessage(needed('stage'), { block, client, message }, protocol, top);
	}
}

/** What crosses in a stage, as its file declares it; by require(), for the checks run where import() is not Node's own. */
function crossing(stage: string, top: string): Crossing {
	const file = `site/src/crossings/${stage}.ts`;
	if (!existsSync(join(top, file))) throw new PageError(`there is no file ${file}`);
	return createRequire(join(top, file))(join(top, file)).default;
}

async function brokenUses(page: Page, top: string): Promise<string[]> {
	const found = await Promise.all(
		page.uses.map(async (use) => {
			try {
				await resolve(use, top);
				return [];
			} catch (error) {
				if (!(error instanceof Error)) throw error;
				return [`${page.path}:${use.line}: <${use.component}>: ${error.message}`];
			}
		}),
	);
	return found.flat();
}

/** The names of a stage's file that a page shows; undefined where it shows all of it. */
function shownBy({ stage, uses }: Page, file: string): ReadonlySet<string> | undefined {
	const shown = new Set<string>();
	for (const { component, attributes } of uses) {
		const shows =
			component === 'Source'
				? attributes.file === `kmod/${stage}/${file}`
				: component === 'Change' && attributes.stage === stage && attributes.file === file;
		if (!shows) continue;
		if (attributes.symbol === undefined) return undefined;
		for (const name of namesIn(attributes.symbol)) shown.add(name);
	}
	return shown;
}

/** What a chapter's stage changes and its page neither shows nor lists as boilerplate, and what it lists in vain. */
async function uncovered(page: Page, top: string): Promise<string[]> {
	const { stage, path, boilerplate } = page;
	if (stage === undefined || !stages(top).includes(stage)) return [];
	const files = await Promise.all(
		stageFiles(stage, top).map(async (file) => ({
			file,
			changed: await changedNames(stage, file, top),
			shown: shownBy(page, file),
		})),
	);
	const hidden = files.flatMap(({ file, changed, shown }) =>
		changed
			.filter((name) => shown && !shown.has(name))
			.filter((name) => !boilerplate.includes(name) && !boilerplate.includes(file))
			.map(
				(name) =>
					`${path}: the stage changes ${name} in kmod/${stage}/${file}, and the page does not show it: ` +
					`<Change stage="${stage}" file="${file}" symbol="${name}" />, or list it as boilerplate`,
			),
	);
	const known = new Set(
		files.flatMap(({ file, changed }) => (changed.length > 0 ? [file, ...changed] : [])),
	);
	const vain = boilerplate
		.filter((name) => !known.has(name))
		.map(
			(name) => `${path}: boilerplate lists ${name}, which the stage does not change: remove it`,
		);
	return [...hidden, ...vain];
}
