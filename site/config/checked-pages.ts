import type { AstroIntegration } from 'astro';
import { AstroError } from 'astro/errors';
import { problems } from '../checks/check.ts';

/** Fails a build before it starts where the pages and the sources do not agree. */
export function checkedPages(): AstroIntegration {
	return {
		name: 'checked-pages',
		hooks: {
			'astro:build:start': async () => {
				const found = await problems();
				if (found.length > 0)
					throw new AstroError(
						`The pages and the sources do not agree in ${found.length} place${found.length > 1 ? 's' : ''}:\n\n${found.join('\n')}\n`,
					);
			},
		},
	};
}
