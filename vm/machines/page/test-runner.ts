/**
 * Runs one stage's tests against the page's machine, in a process of its own: `test-runner.ts <stage as JSON> <machine as JSON>`.
 * Each test gets a machine of its own, so that none can leave anything to another.
 */
import { afterEach, beforeEach } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openThrough } from '@both-sides/netlink';
import type { Lab } from '../../../examples/lab.ts';
import { kernelReport } from '../../guest/kernel-report.ts';
import type { StageFiles } from '../../guest/protocol.ts';
import { report } from '../../guest/report.ts';
import { type SavedMachine, savedParts } from './artefacts.ts';
import { PageGuest } from './guest.ts';
import { PageLab } from './lab.ts';
import { namespacePath } from './relay/lending.ts';

const stage: StageFiles = JSON.parse(process.argv[2] ?? '');
const saved: SavedMachine = JSON.parse(process.argv[3] ?? '');
const parts = await savedParts(saved);

/** How many tests we are inside of: a subtest has the machine of its parent. */
let depth = 0;
let guest: PageGuest | undefined;

beforeEach(async (context) => {
	depth += 1;
	if (depth > 1) return;
	report({ kind: 'start', name: context.name });
	guest = await PageGuest.start(parts, stage.modules);
});

afterEach(async (context) => {
	depth -= 1;
	if (depth > 0 || !guest) return;
	await using ending = guest;
	guest = undefined;
	const lines = await ending.messages.since(0);
	if (lines.length > 0) report({ kind: 'log', name: context.name, lines });
	const trouble = ending.isBroken ? undefined : kernelReport(lines);
	if (trouble) throw new Error(`the kernel reports:\n${trouble.join('\n')}`);
});

const { default: register }: { default: (lab: Lab) => void } = await import(
	pathToFileURL(stage.tests).href
);
const guestAtHand = (): PageGuest => {
	if (!guest) throw new Error('the machine is there while a test runs, and not before');
	return guest;
};
openThrough(async (protocol, { namespace } = {}) =>
	guestAtHand().open(protocol, namespacePath(namespace)),
);
register(new PageLab(saved.kernel, stage, guestAtHand));
