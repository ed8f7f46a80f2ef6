/** Each stage's pulse.ts that is made from a pulse.yaml, against what the library makes of it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generateTypeScript, readSpecification } from '@both-sides/netlink/spec/yaml';

const stages = readdirSync(new URL('.', import.meta.url)).filter((stage) =>
	existsSync(new URL(`../kmod/${stage}/pulse.yaml`, import.meta.url)),
);

for (const stage of stages) {
	const path = `kmod/${stage}/pulse.yaml`;
	test(`${stage}: pulse.ts is what npm run generate makes of pulse.yaml`, () => {
		const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
		assert.equal(
			readFileSync(new URL(`${stage}/pulse.ts`, import.meta.url), 'utf8'),
			generateTypeScript(readSpecification(text, path)),
		);
	});
}
