import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';

/** A part of a module, where the kernel has put it. */
interface Section {
	readonly module: string;
	readonly name: string;
	readonly start: bigint;
	/** In bytes. */
	readonly size: bigint;
}

/** What has the kernel say where it puts each section of a module: it forgets that when the module is unloaded. */
export const sectionParameter = 'dyndbg="func move_module +p"';

/** The sections of all modules that were loaded, in the order in which they were; move_module() in kernel/module/main.c. */
function findSections(log: readonly string[]): Section[] {
	const sections: Section[] = [];
	let module = '';
	for (const line of log) {
		module = /^Final section addresses for (\w+):$/.exec(line)?.[1] ?? module;
		const [, start, size, name] = /^\t(0x[0-9a-f]+) (0x[0-9a-f]+) (\S+)$/.exec(line) ?? [];
		if (start && size && name)
			sections.push({ module, name, start: BigInt(start), size: BigInt(size) });
	}
	return sections;
}

/** A function or a variable in a section of a .ko file. */
interface Symbol {
	readonly section: string;
	readonly name: string;
	readonly start: bigint;
	/** In bytes. */
	readonly size: bigint;
}

/** What objdump(1) says of a .ko file: how large its sections are, and what is in them. */
async function examine(
	path: string,
): Promise<{ sizes: Map<string, bigint>; symbols: readonly Symbol[] }> {
	const { status, stdout, stderr } = await run('objdump', ['--section-headers', '--syms', path], {
		limit: 30_000,
	});
	if (status !== 0) throw new Problem(`${path} cannot be read: ${stderr.trim()}`);
	const sizes = new Map<string, bigint>();
	for (const [, name, size] of stdout.matchAll(/^ +\d+ (\S+) +([0-9a-f]{8}) /gm))
		sizes.set(name ?? '', BigInt(`0x${size}`));
	const symbols: Symbol[] = [];
	for (const [, start, section, size, name] of stdout.matchAll(
		/^([0-9a-f]{16}) .{7} (\S+)\t([0-9a-f]{16}) (?:\.hidden )?(\S+)$/gm,
	))
		if (section && name)
			symbols.push({ section, name, start: BigInt(`0x${start}`), size: BigInt(`0x${size}`) });
	return { sizes, symbols };
}

/**
 * Gives addresses in a kernel's report the names that the kernel no longer knew, because the module is unloaded:
 * "0xffffffffc0201034" becomes "pulse_input+0x34/0x50 [pulse]".
 *
 * @param log the kernel's log, with what `sectionParameter` adds to it
 * @param folder holds the .ko files
 */
export async function nameAddresses(
	report: string,
	log: readonly string[],
	folder: string,
): Promise<string> {
	const sections = findSections(log);
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.ko'),
	);
	const names = new Map<string, string>();
	for (const [address] of report.matchAll(/0x[0-9a-f]{16}(?![\w+])/g)) {
		const value = BigInt(address);
		const section = sections.findLast(({ start, size }) => value >= start && value < start + size);
		if (!section || names.has(address)) continue;
		for (const file of files) {
			if (basename(file, '.ko') !== section.module) continue;
			const { sizes, symbols } = await examine(join(folder, file));
			// Modules with a mistake have the name of the right one.
			if (sizes.get(section.name) !== section.size) continue;
			const offset = value - section.start;
			const symbol = symbols.find(
				({ section: name, start, size }) =>
					name === section.name && offset >= start && offset < start + size,
			);
			if (!symbol) continue;
			const [inside, size] = [offset - symbol.start, symbol.size].map((n) => n.toString(16));
			names.set(address, `${symbol.name}+0x${inside}/0x${size} [${section.module}]`);
			break;
		}
	}
	return report.replace(/0x[0-9a-f]{16}(?![\w+])/g, (address) => names.get(address) ?? address);
}
