import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../checks/check.ts';
import { twoChapters } from './sample.ts';

const guide = 'site/src/content/docs/guide';

test('where all is well there is no problem', async () => {
	using project = twoChapters();
	assert.deepEqual(await problems(project.top), []);
});

test("the guide's own pages agree with the sources", async () => {
	assert.deepEqual(await problems(), []);
});

test('a renamed function: page, line, file and the nearest name', async () => {
	using project = twoChapters();
	project.write('kmod/01-second/pulse.c', 'void pulse_inputs(void)\n{\n}\nint pulse_init;\n');
	const found = await problems(project.top);
	assert.ok(
		found.includes(
			`${guide}/01-second.mdx:10: <Source>: kmod/01-second/pulse.c defines no pulse_input; the nearest names in it are pulse_inputs, pulse_init`,
		),
		found.join('\n'),
	);
});

test('a change that no page shows: page, stage, file and name', async () => {
	using project = twoChapters();
	project.write('kmod/01-second/pulse.h', '#define NETLINK_PULSE 31\n');
	assert.deepEqual(await problems(project.top), [
		`${guide}/01-second.mdx: the stage changes NETLINK_PULSE in kmod/01-second/pulse.h, and the page does not show it: ` +
			'<Change stage="01-second" file="pulse.h" symbol="NETLINK_PULSE" />, or list it as boilerplate',
	]);
});

test('a whole file of boilerplate need not be shown', async () => {
	using project = twoChapters();
	project.write('kmod/01-second/rival.c', 'int rival;\n');
	project.write(
		`${guide}/01-second.mdx`,
		'---\nboilerplate: [rival.c, pulse_init, pulse_input]\n---\n',
	);
	assert.deepEqual(await problems(project.top), []);
});

test('boilerplate that the stage does not change is refused', async () => {
	using project = twoChapters();
	project.write(
		`${guide}/01-second.mdx`,
		'---\nboilerplate: [unit]\n---\n\n<Source file="kmod/01-second/pulse.c" />\n',
	);
	assert.deepEqual(await problems(project.top), [
		`${guide}/01-second.mdx: boilerplate lists unit, which the stage does not change: remove it`,
	]);
});

test('a transcript block that is gone', async () => {
	using project = twoChapters();
	project.write('examples/00-first/transcript', '## unload\n$ rmmod pulse\n');
	assert.deepEqual(await problems(project.top), [
		`${guide}/00-first.mdx:8: <Transcript>: examples/00-first/transcript has no block load; it has unload`,
	]);
});

test('a crossing that nobody declared', async () => {
	using project = twoChapters();
	project.write('site/src/content/docs/index.mdx', 'Text.\n\n<BothSides stage="01-second" />\n');
	assert.deepEqual(await problems(project.top), [
		'site/src/content/docs/index.mdx:3: <BothSides>: there is no file site/src/crossings/01-second.ts',
	]);
});

test('a component without what it needs', async () => {
	using project = twoChapters();
	project.write(
		`${guide}/00-first.mdx`,
		'---\nboilerplate: [include, unit, pulse_init, module_init]\n---\n<Source />\n',
	);
	assert.deepEqual(await problems(project.top), [
		`${guide}/00-first.mdx:4: <Source>: it needs file="…"`,
	]);
});

test('a chapter without one of its parts', async () => {
	using project = twoChapters();
	project.write('kmod/02-third/pulse.c', '');
	assert.deepEqual(await problems(project.top), [
		"examples/02-third is missing, the chapter's part beside kmod/02-third",
		`${guide}/02-third.mdx is missing, the chapter's part beside kmod/02-third`,
	]);
});
