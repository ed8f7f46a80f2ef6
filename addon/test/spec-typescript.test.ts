/** The generator: what it writes compiles, has exact types, and is the family. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { generateTypeScript, readSpecification } from '../src/spec/yaml/index.ts';

const addon = join(import.meta.dirname, '..');
mkdirSync(join(addon, 'build'), { recursive: true });
// Inside the package, where its own name leads to it.
const folder = mkdtempSync(join(addon, 'build/spec-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const specifications = [
	join(import.meta.dirname, 'clock.yaml'),
	...['6.12', '7.3'].flatMap((kernel) =>
		readdirSync(join(addon, 'specs', kernel)).map((file) => join(addon, 'specs', kernel, file)),
	),
];

interface Written {
	readonly specification: ReturnType<typeof readSpecification>;
	readonly text: string;
	readonly file: string;
}

const written = specifications.map((path, index): Written => {
	const specification = readSpecification(readFileSync(path, 'utf8'), basename(path));
	const text = generateTypeScript(specification);
	const name = basename(path).replace('.yaml', '.ts');
	const file = join(folder, index === 0 ? name : `${index}-${name}`);
	writeFileSync(file, text);
	return { specification, text, file };
});
const [clock] = written as [Written, ...Written[]];

/** What the compiler says of files, with the project's own strict settings. */
function complaints(files: readonly string[]): string[] {
	const configuration = ts.getParsedCommandLineOfConfigFile(
		join(addon, 'tsconfig.json'),
		{},
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic: ({ messageText }) => assert.fail(String(messageText)),
		},
	);
	const program = ts.createProgram(files, configuration?.options ?? {});
	return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
		const { line } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0 };
		const text = ts.flattenDiagnosticMessageText(messageText, ' ');
		return `${basename(file?.fileName ?? '')}:${line + 1}: ${text}`;
	});
}

/** Compiles only where each type is exactly what stands beside it, and where each line that is marked is wrong. */
const uses = `
import type { Client, FamilyEvent } from '@both-sides/netlink/spec';
import type { FurtherBytes, Undeclared } from '@both-sides/netlink/spec';
import type { Chime, Clock, ClockFamily, Header, Lamps, Moment, Pair, Part, State } from './clock.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_is: Same<A, B>): void {}

same<State, 'idle' | 'busy'>(true);
same<Lamps, 'red' | 'green' | 'blue'>(true);
same<Clock['id'], number | undefined>(true);
same<Clock['label'], string | undefined>(true);
same<Clock['state'], State | number | undefined>(true);
same<Clock['lamps'], readonly (Lamps | number)[] | undefined>(true);
same<Clock['eras'], readonly ('past' | 'future' | bigint)[] | undefined>(true);
same<Clock['era'], 'past' | 'future' | bigint | undefined>(true);
same<Clock['count'], bigint | undefined>(true);
same<Clock['bytes'], Uint8Array | undefined>(true);
same<Clock['words'], readonly number[] | undefined>(true);
same<Clock['at'], (Moment & FurtherBytes) | undefined>(true);
same<Moment['inner'], Pair | undefined>(true);
same<Moment['address'], string | undefined>(true);
same<Clock['address'], string | undefined>(true);
same<Clock['peer'], string | undefined>(true);
same<Clock['mask'], number | undefined>(true);
same<Clock['running'], boolean | undefined>(true);
same<Clock['part'], Part | undefined>(true);
same<Clock['parts'], readonly Part[] | undefined>(true);
same<Clock['row'], readonly Part[] | undefined>(true);
same<Clock['numbers'], readonly number[] | undefined>(true);
same<Clock['table'], readonly ({ row: number; column: number } & Part)[] | undefined>(true);
same<Part['extra'], Chime | (Pair & FurtherBytes) | (Omit<Header, 'index'> & { 'header.index'?: Header['index'] } & Chime) | undefined>(true);
same<'pad' extends keyof Clock ? true : false, false>(true);
same<keyof ClockFamily['do'], 'get' | 'set'>(true);
same<keyof ClockFamily['dump'], 'get'>(true);
same<keyof ClockFamily['events'], 'struck' | 'broken'>(true);
same<ClockFamily['groups'], 'bells' | 'all'>(true);

export async function use(client: Client<ClockFamily>): Promise<void> {
	const one = await client.do('get', { id: 1 });
	same<typeof one.count, bigint | undefined>(true);
	// @ts-expect-error a reply has no more than its list
	one.running;
	const nothing = await client.do('set', { index: 3, 'id': 2, kind: 'chime', options: { loudness: 3 } });
	same<typeof nothing, undefined>(true);
	for (const each of await client.list('get')) same<typeof each, typeof one>(true);
	for await (const each of client.dump('get', { label: 'x' })) same<typeof each, typeof one>(true);

	// @ts-expect-error no such operation
	await client.do('got');
	// @ts-expect-error it cannot list
	await client.list('set');
	// @ts-expect-error no such attribute
	await client.do('get', { idd: 1 });
	// @ts-expect-error not in this request
	await client.do('get', { label: 'x' });
	// @ts-expect-error a number
	await client.do('get', { id: '1' });
	// @ts-expect-error no such name
	await client.do('set', { state: 'bussy' });
	// @ts-expect-error 64 bits are a bigint
	await client.do('set', { count: 1 });
	// @ts-expect-error an array
	await client.do('set', { lamps: 'red' });
	// @ts-expect-error an attribute of another format
	await client.do('set', { kind: 'bell', options: { loudness: 3 } });
	// @ts-expect-error which format is not said
	await client.do('set', { options: { loudness: 3 } });
	// @ts-expect-error nothing is known of this format
	await client.do('set', { kind: 'mute', options: {} });
	await client.do('set', { 'attribute 99': [new Uint8Array()] });
	// @ts-expect-error bytes
	await client.do('set', { 'attribute 99': 1 });
	// @ts-expect-error no such group
	await client.subscribe(['gongs']);

	for await (const event of await client.subscribe(['bells', 'all'])) {
		same<typeof event, FamilyEvent<ClockFamily>>(true);
		if (event.kind !== 'event') continue;
		same<typeof event.group, 'bells' | 'all'>(true);
		if (event.name === 'broken') same<typeof event.attributes, Pick<import('./clock.ts').Brief, 'id'> & Undeclared>(true);
		else same<typeof event.attributes, typeof one>(true);
	}
}

export function choose(clock: Clock): number | undefined {
	if (clock.kind === 'chime') return clock.options?.loudness;
	if (clock.kind === 'bell') return clock.options?.left;
	if (clock.kind === 'gong') return clock.options?.['header.index'];
	return undefined;
}
`;

suite('what the generator writes', () => {
	test('compiles, of all specifications, and has exact types', () => {
		const file = join(folder, 'uses.ts');
		writeFileSync(file, uses);
		assert.equal(written.length, 1 + 19 + 33);
		assert.deepEqual(complaints([...written.map((each) => each.file), file]), []);
	});

	test('has the tables of the specification', async () => {
		for (const { file, specification } of written) {
			const exported = Object.values(await import(pathToFileURL(file).href));
			assert.deepEqual(exported, [specification.tables], specification.file);
		}
	});

	test('imports types alone', () => {
		for (const { text, specification } of written) {
			const imports = text.match(/^import\b.*$|^.*\b(?:import|require)\(.*$/gm);
			assert.equal(imports?.length, 1, specification.file);
			assert.match(imports[0], /^import type \{ [\w, ]+ \} from '@both-sides\/netlink\/spec';$/);
		}
	});

	test('runs on what needs neither Node nor YAML', () => {
		const modules = new Set<string>();
		const foreign: string[] = [];
		const follow = (file: string) => {
			if (modules.has(file)) return;
			modules.add(file);
			for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
				if (fileName.startsWith('.')) follow(join(dirname(file), fileName));
				else foreign.push(fileName);
			}
		};
		follow(join(addon, 'src/spec/index.ts'));
		assert(modules.size > 10);
		assert.deepEqual(foreign, []);
	});

	test('says what the specification says', () => {
		assert.match(clock.text, /^\/\/ SPDX-License-Identifier: BSD-3-Clause\n/);
		assert.match(clock.text, /^\/\/ Made from clock\.yaml by /m);
		assert.match(
			clock.text,
			/\n\t\/\*\*\n\t \* Which one\.\n\t \* At least 1\.\n\t \*\/\n\tid\?: number/,
		);
		assert.match(clock.text, /\n\t\/\*\* At most 15 bytes\. \*\/\n\tlabel\?: string/);
		assert.match(
			clock.text,
			/\n\/\*\*\n \* What it does\.\n \* - busy: It strikes\.\n \*\/\nexport type State/,
		);
		assert.match(
			clock.text,
			/\n\t\t \* Change one\.\n\t\t \* Needs CAP_NET_ADMIN in the namespace\.\n/,
		);
		assert.match(
			clock.text,
			/\n\/\*\* Clocks, and what can be had of them\. \*\/\nexport const clock:/,
		);
	});

	test('has one name for each thing, also where the specification has one for several', () => {
		const ethtool = written.find(({ specification }) => specification.file === 'ethtool.yaml');
		assert.match(ethtool?.text ?? '', /^export type Stringset =/m);
		assert.match(ethtool?.text ?? '', /^export interface StringsetAttributes /m);
	});

	test('is what the tests that talk to a kernel run on', () => {
		const families = join(import.meta.dirname, 'kernel/families');
		const all = readdirSync(families);
		assert(all.length >= 4);
		for (const name of all) {
			const newest = written.findLast(({ file }) => file.endsWith(`-${name}`));
			assert.equal(readFileSync(join(families, name), 'utf8'), newest?.text, name);
		}
	});

	test('does not let a comment end early', () => {
		const text = readFileSync(join(import.meta.dirname, 'clock.yaml'), 'utf8');
		const hostile = text.replace('doc: Change one.', 'doc: "Change */ process.exit(); /* one."');
		const file = join(folder, 'hostile.ts');
		writeFileSync(file, generateTypeScript(readSpecification(hostile, 'clock.yaml')));
		assert.deepEqual(complaints([file]), []);
		assert.match(readFileSync(file, 'utf8'), /Change \* \/ process\.exit\(\); \/\* one\./);
	});
});

suite('the command', () => {
	const command = join(addon, 'src/spec/yaml/generate.ts');
	const run = (...args: string[]) =>
		spawnSync(process.execPath, [command, ...args], {
			cwd: folder,
			env: { ...process.env, INIT_CWD: folder },
			encoding: 'utf8',
		});

	test('writes the module, and says what is odd', () => {
		const { status, stdout, stderr } = run(join(addon, 'specs/6.12/nftables.yaml'), 'nftables.ts');
		assert.equal(status, 0);
		assert.equal(stdout, 'nftables.ts: 33 operations, 9 events\n');
		assert.equal(
			stderr.split('\n')[0],
			'note: ../../specs/6.12/nftables.yaml:1269:15: operations.list.newrule.do.request.attributes.0: there is no attribute in rule-attrs name; there are: table, chain, handle, expressions, compat, position, userdata, id, position-id, chain-id',
		);
		const found = written.find(({ specification }) => specification.file === 'nftables.yaml');
		assert.equal(readFileSync(join(folder, 'nftables.ts'), 'utf8'), found?.text);
	});

	test('says what is wrong, and writes nothing', () => {
		writeFileSync(
			join(folder, 'bad.yaml'),
			'name: bad\nattribute-sets: []\noperations: { list: 1 }\n',
		);
		const { status, stdout, stderr } = run('bad.yaml', 'bad.ts');
		assert.deepEqual([status, stdout], [1, '']);
		assert.equal(stderr, 'bad.yaml:3:21: operations.list: a list is wanted here, and this is 1\n');
		assert(!readdirSync(folder).includes('bad.ts'));
	});

	test('says which file is not there', () => {
		const { status, stderr } = run('none.yaml', 'none.ts');
		assert.equal(status, 1);
		assert.match(stderr, /^ENOENT: no such file or directory, open '.*none\.yaml'\n$/);
	});

	test('says how it is used', () => {
		const { status, stderr } = run('one.yaml');
		assert.equal(status, 2);
		assert.equal(stderr, 'usage: npm run generate -- SPECIFICATION.yaml MODULE.ts\n');
	});
});
