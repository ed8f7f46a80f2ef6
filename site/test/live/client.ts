import { clientFiles, readSource } from '../../sources/project.ts';

/** A stage's client as the page is handed it: with all that it imports. */
export function clientOf(stage: string, ...args: string[]) {
	const texts = clientFiles(stage).map((name) => [name, readSource(`examples/${stage}/${name}`)]);
	return { files: Object.fromEntries(texts) as Record<string, string>, args };
}
