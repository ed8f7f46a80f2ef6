/** Holds the history of netlink's API against the headers of the kernels that we test on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernel, kernelSeries } from '../../vm/machines/kernels/index.ts';
import { findPageKernel } from '../../vm/machines/page/kernel.ts';
import { headerText, includeFolder, isExpected, plain } from '../sources/headers.ts';
import { changes } from '../src/history/changes.ts';
import { commitsOf, configuration } from '../src/history/configuration.ts';
import { isBefore } from '../src/history/versions.ts';

const page = await findPageKernel();
const kernels = [
	...(await Promise.all(kernelSeries().map((series) => kernel(series)))),
	...(page ? [page] : []),
];

test('the versions stand in their order', () => {
	const versions = changes.map(({ since }) => since);
	const sorted = [...versions].sort((one, other) => (isBefore(one, other) ? -1 : 1));
	assert.deepEqual(versions, sorted);
	assert.ok(isBefore('2.6.39', '3.0') && isBefore('3.7', '3.16') && isBefore('6.1', '6.12'));
	assert.ok(!isBefore('6.1', '6.1'));
});

test('every change has a commit or the trees that it lies between', () => {
	const without = changes.filter(({ commits, between }) => !commits && !between);
	assert.deepEqual(without, []);
});

test('every form of every member of netlink_kernel_cfg has its commit, and so has its end', () => {
	const without = configuration.flatMap(({ name, forms, until = [] }) =>
		[...forms.map(({ since }) => since), ...[until].flat()]
			.filter((version) => commitsOf(name, version).length === 0)
			.map((version) => `${name} in ${version}`),
	);
	assert.deepEqual(without, []);
});

test('the kernel of the page is among those whose headers are read', {
	skip: page ? false : 'it is not built here: npm run vm -- page',
}, () => {
	assert.ok(kernels.some(({ series }) => series === page?.series));
});

for (const { series, headers } of kernels) {
	test(`Linux ${series}: its headers agree with every change`, async () => {
		const include = includeFolder(headers);
		const wrong: string[] = [];
		for (const { since, what, evidence = [] } of changes) {
			for (const each of evidence) {
				const { header, text, within } = each;
				const there = (await headerText(include, header, within))?.includes(text) ?? false;
				if (there === isExpected(each, series)) continue;
				const place = within === undefined ? header : `${header}, ${within}`;
				wrong.push(`${since}: ${what}\n  ${place} ${there ? 'has' : 'lacks'} "${text}"`);
			}
		}
		assert.deepEqual(wrong, []);
	});

	test(`Linux ${series}: struct netlink_kernel_cfg has these members and no other`, async () => {
		const text = await headerText(
			includeFolder(headers),
			'linux/netlink.h',
			'struct netlink_kernel_cfg',
		);
		const expected = configuration
			.filter(({ until }) => until === undefined || isBefore(series, until))
			.flatMap(({ forms }) => forms.findLast(({ since }) => !isBefore(series, since)) ?? [])
			.map(({ declaration }) => declaration);
		const members = /\{(.*)\}/.exec(text ?? '')?.[1] ?? '';
		const found = members.match(/[^;]+;/g)?.map(plain) ?? [];
		assert.deepEqual(found.sort(), expected.sort());
	});
}
