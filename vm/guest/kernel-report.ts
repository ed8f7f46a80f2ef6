/**
 * What the kernel logs when something is wrong with it, whatever its level. A line that matches starts a report;
 * Documentation/admin-guide/bug-hunting.rst and lib/bug.c, mm/kfence/report.c, mm/kasan/report.c,
 * kernel/hung_task.c, kernel/rcu/tree_stall.h, kernel/watchdog.c, lib/refcount.c, kernel/locking/lockdep.c,
 * lib/debugobjects.c, lib/ref_tracker.c, mm/kmemleak.c.
 */
const signs: readonly RegExp[] = [
	/^BUG: /,
	/^WARNING: /,
	/^Kernel panic - /,
	/^Oops: /,
	/^(general protection fault|stack segment|invalid opcode|divide error|int3|double fault)\b/,
	/^kernel BUG at /,
	/^Unable to handle kernel /,
	/^INFO: (rcu\S* (self-)?detected|task .* blocked|trying to register non-static key)/,
	/^rcu: INFO: rcu\S* (self-)?detected/,
	/^watchdog: /,
	/^refcount_t: /,
	/^INFO: possible recursive locking/,
	/^(UBSAN|ODEBUG|ref_tracker): /,
	/^kmemleak: \d+ new suspected memory leaks/,
	/^list_(add|del) corruption/,
	/^unregister_netdevice: waiting for /,
];

/** The first line that says that the kernel itself went wrong: its index, or -1. */
export function findReport(lines: readonly string[]): number {
	return lines.findIndex((line) => signs.some((sign) => sign.test(line)));
}

/** From the line that says what went wrong on: that line, what follows, at most `length` lines; undefined where nothing is wrong. */
export function kernelReport(lines: readonly string[], length = 40): string[] | undefined {
	const first = findReport(lines);
	return first === -1 ? undefined : lines.slice(first, first + length);
}
