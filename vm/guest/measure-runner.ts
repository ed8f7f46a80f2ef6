/** Measures a stage as its measure.ts says, in a process of its own: `measure-runner.ts <stage as JSON>`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Measure } from '../../examples/measured.ts';
import { KernelMessages } from './kernel-log.ts';
import { kernelReport } from './kernel-report.ts';
import { GuestLab } from './lab.ts';
import type { StageFiles } from './protocol.ts';
import { report } from './report.ts';

const stage: StageFiles = JSON.parse(process.argv[2] ?? '');
const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
const messages = new KernelMessages();
const lab = new GuestLab(release, stage, messages);
const before = messages.count();

const { default: measure }: { default: Measure } = await import(
	pathToFileURL(join(stage.examples, 'measure.ts')).href
);
const rows = await measure(lab, (line) => report({ kind: 'output', text: `${line}\n` }));
const trouble = kernelReport(messages.since(before));
if (trouble) throw new Error(`the kernel reports:\n${trouble.join('\n')}`);
report({ kind: 'measured', rows });
