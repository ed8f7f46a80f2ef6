import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';

/** One kernel module, ready for insmod. */
export interface Driver {
	readonly name: string;
	readonly content: Uint8Array;
}

/** Module names count "-" and "_" as the same. */
function nameOf(path: string): string {
	return basename(path)
		.replace(/\.ko(\.xz)?$/, '')
		.replaceAll('-', '_');
}

/** What the module's own .modinfo section says it needs. */
function dependencies(content: Uint8Array): string[] {
	const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
	const [, list = ''] = /\0depends=([^\0]*)\0/.exec(text) ?? [];
	return list.split(',').filter((name) => name !== '');
}

/**
 * The named modules of a kernel and all that they depend on, in an order in which insmod takes them.
 * What the kernel has built in is left out; .ko.xz, which the guest's insmod does not read, is unpacked. depmod is not asked: it takes half a minute for a whole kernel.
 *
 * @param folder the kernel's /lib/modules/<release>
 */
export function drivers(folder: string, names: readonly string[]): Driver[] {
	const builtIn = new Set(
		readFileSync(join(folder, 'modules.builtin'), 'utf8').trim().split('\n').map(nameOf),
	);
	const files = new Map(
		readdirSync(join(folder, 'kernel'), { recursive: true, encoding: 'utf8' })
			.filter((path) => /\.ko(\.xz)?$/.test(path))
			.map((path) => [nameOf(path), join(folder, 'kernel', path)]),
	);
	const found = new Map<string, Driver>();
	const add = (name: string) => {
		if (builtIn.has(name) || found.has(name)) return;
		const path = files.get(name);
		if (path === undefined)
			throw new Problem(`${folder} has no module ${name}, which a guest needs to start`);
		const content = path.endsWith('.xz')
			? execFileSync('xz', ['-dc', path], { maxBuffer: 64 * 1024 * 1024 })
			: readFileSync(path);
		for (const needed of dependencies(content)) add(nameOf(needed));
		found.set(name, { name, content });
	};
	for (const name of names) add(nameOf(name));
	return [...found.values()];
}
