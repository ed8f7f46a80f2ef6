import { PageError } from '@both-sides/site/sources/project.ts';

/** Runs what a component needs from the sources; where that fails, the error also names page and component. */
export async function onPage<Result>(
	page: string | undefined,
	component: string,
	work: () => Result | Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		throw new PageError(`site/${page ?? '?'}: ${component}: ${error.message}`, { cause: error });
	}
}
