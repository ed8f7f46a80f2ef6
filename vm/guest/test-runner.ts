/**
 * Runs one stage's tests in a process of its own: `test-runner.ts <stage as JSON>`. The tests get the
 * guest as their lab; after each the guest must be as it was before.
 */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Lab } from '../../examples/lab.ts';
import { reportCoverage } from './coverage.ts';
import { KernelMessages } from './kernel-log.ts';
import { kernelReport } from './kernel-report.ts';
import { GuestLab } from './lab.ts';
import type { StageFiles } from './protocol.ts';
import { report } from './report.ts';
import { Traces } from './traces.ts';

const stage: StageFiles = JSON.parse(process.argv[2] ?? '');
const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
const messages = new KernelMessages();
const lab = new GuestLab(release, stage, messages);
const traces = new Traces(release);

/** How many tests we are inside of: what a subtest leaves, its parent may still need. */
let depth = 0;
let before = 0;

beforeEach((context) => {
	depth += 1;
	if (depth > 1) return;
	before = messages.count();
	report({ kind: 'start', name: context.name });
});

afterEach(async (context) => {
	depth -= 1;
	if (depth > 0) return;
	const left = await traces.remove(() => lab.close());
	reportCoverage();
	const lines = messages.since(before);
	if (lines.length > 0) report({ kind: 'log', name: context.name, lines });
	const trouble = kernelReport(lines);
	if (trouble) throw new Error(`the kernel reports:\n${trouble.join('\n')}`);
	if (left.length > 0) throw new Error(`the test left something behind: ${left.join('; ')}`);
});

const { default: register }: { default: (lab: Lab) => void } = await import(
	pathToFileURL(stage.tests).href
);
register(lab);
