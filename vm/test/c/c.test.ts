/** The C checks: every stage builds without a warning (W=1) on each kernel, and checkpatch and sparse find nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModules, buildStage, make } from '../../machines/build.ts';
import { type Kernel, kernel, kernelScripts, kernelSeries } from '../../machines/kernels/index.ts';
import { projectFolder, testedNames } from '../../machines/stages.ts';
import { need } from '../../setup/debian.ts';
import { filesIn, remembering } from '../../setup/memory.ts';
import { run } from '../../setup/run.ts';

const fixture = (name: string): string =>
	fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
/** How stages are built and checked. */
const checkers = [
	import.meta.filename,
	fileURLToPath(new URL('../../machines/build.ts', import.meta.url)),
];
const kernels: Kernel[] = [];
let checkpatch: string;

/** What checkpatch finds in files, nothing where they are clean. */
async function check(...paths: string[]): Promise<string> {
	const { stdout, stderr } = await run(
		'perl',
		[
			checkpatch,
			'--no-tree',
			'--strict',
			'--no-summary',
			'--terse',
			'--show-types',
			'--file',
			...paths,
		],
		{ limit: 60_000, cwd: projectFolder },
	);
	return stdout + stderr;
}

before(async () => {
	await need('checks');
	for (const series of kernelSeries()) kernels.push(await kernel(series));
	checkpatch = join(await kernelScripts(), 'checkpatch.pl');
});

for (const stage of testedNames()) {
	const folder = join(projectFolder, 'kmod', stage);
	const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.[ch]$/.test(path) && !path.endsWith('.mod.c'))
		.map((path) => join('kmod', stage, path));

	/** What the compiler and the checkers see. */
	const unlessKnown = remembering(() => ({
		words: [stage, ...kernels.map(({ folder }) => basename(folder))],
		files: [...filesIn(folder), ...checkers],
	}));

	describe(stage, () => {
		test(
			'builds without a warning on each kernel',
			unlessKnown(async () => {
				for (const each of kernels) {
					const { folder } = await buildStage(stage, each);
					assert.ok(readdirSync(folder).some((name) => name.endsWith('.ko')));
				}
			}),
		);

		test(
			'is clean for checkpatch --strict',
			unlessKnown(async () => {
				assert.equal(await check(...sources), '');
			}),
		);

		test(
			'is clean for sparse',
			unlessKnown(async () => {
				for (const each of kernels) {
					const { log, complaint } = await make(folder, each, ['C=2']);
					assert.match(log, /^ {2}CHECK +kmod/m, 'sparse did not run');
					assert.equal(complaint, undefined);
				}
			}),
		);
	});
}

test('the relay of the page’s machine is clean for checkpatch --strict', async () => {
	const folder = 'vm/guest/relay';
	const sources = readdirSync(join(projectFolder, folder))
		.filter((name) => /\.[ch]$/.test(name))
		.map((name) => join(folder, name));
	// It is a program of user space, which has C's own names for integers.
	assert.equal(await check('--ignore=PREFER_KERNEL_TYPES', ...sources), '');
});

test('a substitute that goes by version number clashes where a stable release has the real one', async () => {
	for (const each of kernels) {
		const building = buildModules(fixture('by-version'), each);
		if (each.series !== '6.1') await building;
		else
			await assert.rejects(building, {
				name: 'Problem',
				message: /error: static declaration of .timer_delete_sync. follows non-static declaration/,
			});
	}
});

describe('the checks themselves', () => {
	test('refuse a warning, with the place in the source', async () => {
		for (const each of kernels)
			await assert.rejects(buildModules(fixture('warning'), each), {
				name: 'Problem',
				message:
					/^vm\/test\/c\/fixtures\/warning does not build for Linux 6\.\d+:\n(.*\n)*vm\/test\/c\/fixtures\/warning\/warning\.c:6:13: warning: unused variable .nobody_reads_it./,
			});
	});

	test('refuse an error, with the place in the source', async () => {
		for (const each of kernels)
			await assert.rejects(buildModules(fixture('error'), each), {
				name: 'Problem',
				message:
					/\nvm\/test\/c\/fixtures\/error\/error\.c:6:16: error: .nowhere_to_be_found. undeclared/,
			});
	});

	test('build the mistakes that a chapter makes on purpose, beside the stage', async () => {
		for (const each of kernels) {
			const { folder } = await buildModules(fixture('mistake'), each);
			const right = readFileSync(join(folder, 'mistake.ko'));
			const wrong = readFileSync(join(folder, 'wrong/refuses/mistake.ko'));
			assert.notDeepEqual(right, wrong);
		}
	});

	test('refuse a mistake that does not fit its stage', async () => {
		for (const each of kernels)
			await assert.rejects(buildModules(fixture('misfit'), each), {
				name: 'Problem',
				message: /^vm\/test\/c\/fixtures\/misfit\/wrong\/refuses\.patch does not fit its stage:/,
			});
	});

	test('see what sparse sees', async () => {
		for (const each of kernels) {
			const { complaint } = await make(fixture('endian'), each, ['C=2']);
			assert.match(
				complaint ?? '',
				/endian\.c:8:\d+: warning: incorrect type in return expression/,
			);
		}
	});

	test('see what checkpatch sees', async () => {
		assert.match(
			await check('vm/test/c/fixtures/style/style.c'),
			/style\.c:4: CHECK:SPACING: spaces preferred around that '\+'/,
		);
	});
});
