/** What crosses between pulse and its clients: all of it is in its specification. */
import { readFileSync } from 'node:fs';
import { readSpecification } from '@both-sides/netlink/spec/yaml';
import type { Grammar } from '../grammar.ts';
import { grammarOfSpecification } from '../specification-grammar.ts';

const file = new URL('../../kmod/10-hardening/pulse.yaml', import.meta.url);
const specification = readSpecification(
	readFileSync(file, 'utf8'),
	'kmod/10-hardening/pulse.yaml',
);

export const grammars: Readonly<Record<string, Grammar>> = {
	pulse: {
		...grammarOfSpecification(specification),
		parameters: { limit: [3], rate: [100] },
	},
};
