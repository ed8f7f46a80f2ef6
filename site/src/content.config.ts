import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { z } from 'astro/zod';

export const collections = {
	docs: defineCollection({
		loader: docsLoader(),
		schema: docsSchema({
			extend: z.object({
				/** A chapter's number; its `description` is the question that it answers. */
				chapter: z
					.string()
					.regex(/^\d\d$/)
					.optional(),
				/** Minutes that a reader needs, where counting words and lines of code tells wrong. */
				minutes: z.number().int().positive().optional(),
				/** What its stage changes and no page need show: names of definitions, or files (`rival.c`). */
				boilerplate: z.array(z.string()).optional(),
			}),
		}),
	}),
};
