import { appendFileSync } from 'node:fs';

/** How one test ended. */
export interface TestRecord {
	/** What it is counted with and gets one line together: a test file, or a stage on a kernel. */
	readonly group: string;
	readonly name: string;
	readonly status: 'passed' | 'failed' | 'skipped';
	/** How long it took. */
	readonly milliseconds: number;
	/** What went wrong, in full, or why it was skipped. */
	readonly detail?: string;
	/** The day on which it ended so, YYYY-MM-DD, where it was not run again: nothing that goes into it has changed. */
	readonly remembered?: string;
}

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

export const noCounts = (): Counts => ({ passed: 0, failed: 0, skipped: 0 });

/** "12 passed, 0 failed, 1 skipped": also the form of the suite's closing line. */
export function describe({ passed, failed, skipped }: Counts): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Why a test that has passed on a day is not run again; `readRemembered` gives the day back. */
export function sayRemembered(date: string): string {
	return `passed on ${date}, and nothing of it has changed`;
}

export function readRemembered(reason: string): string | undefined {
	return /^passed on (\d{4}-\d\d-\d\d), and nothing of it has changed$/.exec(reason)?.[1];
}

/** "group: name", and what went wrong on lines of their own. */
export function describeFailure({ group, name, detail = '' }: TestRecord): string {
	const lines = detail.trimEnd().split('\n');
	return `${group}: ${name}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

/**
 * The results of one part of the suite: failures in full as they come, a line for each group at its end; and every
 * result as a line of JSON (a TestRecord) in the file that the suite names in SUITE_RECORD, which is what it counts.
 */
export class Report {
	readonly #print: (text: string) => void;
	readonly #recordPath: string | undefined;
	readonly #groups = new Map<
		string,
		Counts & { milliseconds: number; remembered?: { count: number; date: string } }
	>();

	constructor(
		print: (text: string) => void = (text) => process.stdout.write(text),
		recordPath = process.env.SUITE_RECORD,
	) {
		this.#print = print;
		this.#recordPath = recordPath;
		if (recordPath) appendFileSync(recordPath, '');
	}

	add(record: TestRecord): void {
		const { group, name, status, milliseconds, detail, remembered } = record;
		const counts = this.#groups.get(group) ?? { ...noCounts(), milliseconds: 0 };
		counts[status] += 1;
		if (remembered)
			counts.remembered = { count: (counts.remembered?.count ?? 0) + 1, date: remembered };
		else counts.milliseconds += milliseconds;
		this.#groups.set(group, counts);
		if (status === 'failed') this.#print(`✗ ${describeFailure(record)}`);
		if (status === 'skipped') this.#print(`- ${group}: ${name}: skipped: ${detail ?? ''}\n`);
		if (this.#recordPath) appendFileSync(this.#recordPath, `${JSON.stringify(record)}\n`);
	}

	/** Prints the line of a group, all of whose tests have been added. */
	end(group: string): void {
		const counts = this.#groups.get(group) ?? { ...noCounts(), milliseconds: 0 };
		const mark = counts.failed > 0 ? '✗' : '✓';
		const { count, date } = counts.remembered ?? {};
		const notRun = count ? `; ${count} on ${date}, and nothing of them has changed` : '';
		const took = `${(counts.milliseconds / 1000).toFixed(1)} s`;
		this.#print(`${mark} ${group}: ${describe(counts)} (${took}${notRun})\n`);
		this.#groups.delete(group);
	}

	/** Ends the groups that have not been ended. */
	close(): void {
		for (const group of [...this.#groups.keys()]) this.end(group);
	}
}
