/** Which symbols a module may use: Module.symvers, as scripts/mod/modpost.c writes and reads it. */
import { closest, distance } from 'fastest-levenshtein';

/** A symbol that the kernel exports. */
export interface Export {
	/** Only for modules under the GPL: EXPORT_SYMBOL_GPL. */
	readonly isGplOnly: boolean;
	/** EXPORT_SYMBOL_NS: a module has to say MODULE_IMPORT_NS. */
	readonly namespace: string;
}

export type KernelSymbols = ReadonlyMap<string, Export>;

/** Lines of checksum, name, module, kind of export, namespace, separated by tabs. */
export function exportsOf(symvers: string): KernelSymbols {
	return new Map(
		symvers
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const [, name = '', , kind = '', namespace = ''] = line.split('\t');
				return [name, { isGplOnly: kind.endsWith('_GPL'), namespace }];
			}),
	);
}

/** license_is_gpl_compatible() in include/linux/license.h */
const gplCompatible = new Set([
	'GPL',
	'GPL v2',
	'GPL and additional rights',
	'Dual BSD/GPL',
	'Dual MIT/GPL',
	'Dual MPL/GPL',
]);

/** What the object of a module says of it. */
export interface ModuleFacts {
	/** Names that are used and not defined in it. */
	readonly undefined: readonly string[];
	/** By key: license, import_ns, ... */
	readonly info: ReadonlyMap<string, readonly string[]>;
}

/** What keeps the kernel from loading a module. */
export interface Objection {
	/** A sentence for people. */
	readonly text: string;
	/** The symbol that it is about. */
	readonly symbol?: string;
}

function suggestion(symbol: string, kernel: KernelSymbols): string {
	const nearest = closest(symbol, [...kernel.keys()]);
	// Further away than this it is another word, no slip.
	return distance(symbol, nearest) <= symbol.length / 4 ? ` Did you mean ${nearest}?` : '';
}

/** Everything that keeps the kernel from loading a module; nothing where it would be loaded. */
export function objections(
	name: string,
	{ undefined: names, info }: ModuleFacts,
	kernel: KernelSymbols,
): Objection[] {
	const licences = info.get('license');
	if (licences === undefined)
		return [{ text: `${name} has no MODULE_LICENSE: the kernel has to know what it may use.` }];
	const isGpl = licences.every((licence) => gplCompatible.has(licence));
	return names.flatMap((symbol): Objection[] => {
		const found = kernel.get(symbol);
		if (!found) {
			const hint = suggestion(symbol, kernel);
			const text = `${symbol} is neither defined in ${name} nor exported by the kernel.${hint}`;
			return [{ symbol, text }];
		}
		const { isGplOnly, namespace } = found;
		if (isGplOnly && !isGpl) {
			const text = `${symbol} is exported to modules under the GPL only (EXPORT_SYMBOL_GPL), and ${name} says MODULE_LICENSE("${licences[0]}").`;
			return [{ symbol, text }];
		}
		// EXPORT_SYMBOL_FOR_MODULES names the modules in the place of a namespace.
		const [, others] = /^module:(.*)$/.exec(namespace) ?? [];
		if (others !== undefined)
			return others.split(',').includes(name)
				? []
				: [{ symbol, text: `${symbol} is exported to these modules only: ${others}.` }];
		if (namespace !== '' && !info.get('import_ns')?.includes(namespace)) {
			const text = `${symbol} is exported in the namespace ${namespace}, and ${name} does not say MODULE_IMPORT_NS("${namespace}").`;
			return [{ symbol, text }];
		}
		return [];
	});
}
