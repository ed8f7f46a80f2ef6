import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.ts';

/** Modules that are built with GCOV_PROFILE count here, also once they are unloaded; Documentation/dev-tools/gcov.rst. */
const counters = '/sys/kernel/debug/gcov';

/** Reports what profiled modules have counted, and has them begin again at 0; nothing where there are none. */
export function reportCoverage(): void {
	if (!existsSync(counters)) return;
	const files = readdirSync(counters, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.gcda'),
	);
	for (const path of files)
		report({ kind: 'coverage', data: readFileSync(join(counters, path), 'base64') });
	if (files.length > 0) writeFileSync(join(counters, 'reset'), '1');
}
