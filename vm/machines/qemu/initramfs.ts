import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import type { Kernel } from '../kernels/index.ts';
import { cpio, type Entry } from './cpio.ts';
import { drivers } from './drivers.ts';
import { strip } from './strip.ts';

const needed = [
	// What stands between the kernel and the host's root: the bus, the file systems, the control port, word of a panic.
	...['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'virtio_console', 'pvpanic-pci'],
	// Devices that can be made without any hardware.
	'veth',
];

function guestPath(name: string): string {
	return fileURLToPath(new URL(`../../guest/${name}`, import.meta.url));
}

/**
 * The path of the small file system that a kernel starts in: busybox, drivers, and vm/guest/init. Kept in the
 * cache, by what goes into it.
 *
 * @param busybox path of a static busybox, from busybox()
 */
export function initramfs(kernel: Kernel, busybox: string): string {
	const init = readFileSync(guestPath('init'), 'utf8');
	const hooks = strip(guestPath('hooks.ts'));
	const key = createHash('sha256')
		.update(JSON.stringify([kernel.folder, busybox, init, hooks, needed]))
		.digest('hex');
	const path = join(cacheFolder(), 'initramfs', `${kernel.release}-${key.slice(0, 12)}.cpio`);
	if (existsSync(path)) return path;

	const folder = (path: string): Entry => ({ path, mode: 0o755 });
	const file = (path: string, content: string | Uint8Array, mode = 0o644): Entry => ({
		path,
		mode,
		content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
	});
	const entries: Entry[] = [
		folder('dev'),
		folder('bin'),
		folder('drivers'),
		folder('guest'),
		file('init', init, 0o755),
		file('bin/busybox', readFileSync(busybox), 0o755),
		file('guest/hooks.mjs', hooks),
		...drivers(kernel.modules, needed).map(({ name, content }, index) =>
			file(`drivers/${String(index).padStart(2, '0')}-${name}.ko`, content),
		),
	];
	try {
		const temporary = temporaryPath();
		writeFileSync(temporary, cpio(entries));
		mkdirSync(dirname(path), { recursive: true });
		renameSync(temporary, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
		throw new Problem(`No room on the disk for ${path}: make room (20 MB), then run this again.`);
	}
	return path;
}
