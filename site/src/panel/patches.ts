/** Changes of a stage's files as unified patches. */
import { applyPatch, createTwoFilesPatch, parsePatch } from 'diff';

type Texts = ReadonlyMap<string, string>;

/** What makes the one of the other; '' where nothing does. */
export function patchFrom(originals: Texts, texts: Texts): string {
	return [...originals]
		.filter(([name, text]) => texts.get(name) !== text)
		.map(([name, text]) =>
			createTwoFilesPatch(`a/${name}`, `b/${name}`, text, texts.get(name) ?? '', '', ''),
		)
		.join('');
}

/**
 * The files that a patch changes, as they are then.
 *
 * @throws Error with a sentence for the reader, where it does not fit
 */
export function patched(originals: Texts, patch: string): Map<string, string> {
	const files = new Map<string, string>();
	for (const part of partsOf(patch)) {
		const name = part.oldFileName?.replace(/^a\//, '') ?? '';
		const original = originals.get(name);
		const text = original !== undefined && applyPatch(original, part, { fuzzFactor: 0 });
		if (typeof text !== 'string')
			throw new Error(
				`The change does not fit this chapter's ${name || 'files'}: it was made for another version. Nothing was changed.`,
			);
		files.set(name, text);
	}
	if (files.size === 0) throw new Error('There is no change in it. Nothing was changed.');
	return files;
}

function partsOf(patch: string): ReturnType<typeof parsePatch> {
	try {
		return parsePatch(patch);
	} catch {
		return [];
	}
}
