import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
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

const capture = `## load on 6.12.0
> client
down protocol 31 port 7: 11 00 00 00 10 00 01 00 00 00 00 00 00 00 00 00 2a 00 00 00
`;

/** Two chapters, of which a page shows what crosses in the second: as declared here. */
function withCrossing({ message = 1, field = 'nlmsg_type', line = 'listen(pulse_input)' }) {
	const project = twoChapters();
	const crossing = {
		user: [{ file: 'kmod/00-first/pulse.c', symbol: 'pulse_init' }],
		kernel: [{ file: 'kmod/01-second/pulse.c', symbol: 'pulse_init' }],
		crosses: [
			{
				title: 'Hello',
				captured: { block: 'load', client: 'client', message },
				lines: { [field]: { user: 'return 0', kernel: line } },
			},
		],
	};
	project.write('examples/01-second/capture', capture);
	project.write('site/src/crossings/01-second.ts', `export default ${JSON.stringify(crossing)};\n`);
	project.write('site/src/content/docs/index.mdx', 'Text.\n\n<BothSides stage="01-second" />\n');
	return project;
}

const place = 'site/src/content/docs/index.mdx:3: <BothSides>: ';

test('what crosses agrees with capture and code', async () => {
	using project = withCrossing({});
	assert.deepEqual(await problems(project.top), []);
});

test("a field's line that is gone: message, file, text and field", async () => {
	using project = withCrossing({ line: 'hear(pulse_input)' });
	assert.deepEqual(await problems(project.top), [
		`${place}Hello: no line that is shown of kmod/01-second/pulse.c has "hear(pulse_input)", which nlmsg_type is said to be about`,
	]);
});

test('a field that the message does not have', async () => {
	using project = withCrossing({ field: 'nlmsg_typ' });
	assert.deepEqual(await problems(project.top), [
		`${place}Hello: the message has no field nlmsg_typ; the nearest is nlmsg_type, nlmsg_len, nlmsg_seq`,
	]);
});

test('a message that was not captured', async () => {
	using project = withCrossing({ message: 2 });
	assert.deepEqual(await problems(project.top), [
		`${place}examples/01-second/capture, block load: there is no message 2 of "client"; the last one is 1`,
	]);
	project.write(
		'site/src/content/docs/index.mdx',
		'Text.\n\n<MessageBytes stage="01-second" block="lode" client="client" message="1" />\n',
	);
	assert.deepEqual(await problems(project.top), [
		'site/src/content/docs/index.mdx:3: <MessageBytes>: examples/01-second/capture has no block lode; it has load',
	]);
});

test('a stage of which nothing was captured: how to record it', async () => {
	using project = withCrossing({});
	rmSync(join(project.top, 'examples/01-second/capture'));
	assert.deepEqual(await problems(project.top), [
		`${place}there is no file examples/01-second/capture; \`npm run vm -- transcript 01-second --update\` records it`,
	]);
});
