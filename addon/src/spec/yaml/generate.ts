/** `npm run generate -- SPECIFICATION MODULE`: TypeScript for a family, from its specification. */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { problemText, SpecificationError } from './place.ts';
import { readSpecification } from './read.ts';
import { generateTypeScript } from './typescript.ts';

function generate(from: string, to: string): void {
	// npm runs a script in the package's folder, and says where it was asked to.
	const folder = process.env.INIT_CWD ?? process.cwd();
	const path = resolve(folder, from);
	const specification = readSpecification(readFileSync(path, 'utf8'), relative(folder, path));
	for (const warning of specification.warnings) console.error(`note: ${problemText(warning)}`);
	writeFileSync(resolve(folder, to), generateTypeScript(specification));
	const { operations, events } = specification.tables;
	const count = (all: object, noun: string) => {
		const number = Object.keys(all).length;
		return `${number} ${noun}${number === 1 ? '' : 's'}`;
	};
	console.log(`${to}: ${count(operations, 'operation')}, ${count(events, 'event')}`);
}

const [from, to, ...more] = process.argv.slice(2);
if (from === undefined || to === undefined || more.length > 0) {
	console.error('usage: npm run generate -- SPECIFICATION.yaml MODULE.ts');
	process.exitCode = 2;
} else {
	try {
		generate(from, to);
	} catch (error) {
		if (
			!(error instanceof SpecificationError) &&
			(error as NodeJS.ErrnoException).code === undefined
		) {
			throw error;
		}
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
