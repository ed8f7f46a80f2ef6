import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { Problem } from '../../setup/problem.mjs';
import { run } from '../../setup/run.ts';

/** Unpacks .debs into one folder without installing them, dpkg-deb(1). */
export async function unpackAll(paths: readonly string[], folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	for (const path of paths) {
		const { status, stderr } = await run('dpkg-deb', ['-x', path, folder], { limit: 180_000 });
		if (status !== 0)
			throw new Problem(
				/No space left/.test(stderr)
					? `No room on the disk to unpack ${path}: make room, then run this again.`
					: `dpkg-deb could not unpack ${path}: ${stderr.trim()}`,
			);
	}
}

/**
 * The ELF kernel inside a bzImage: QEMU starts it without the decompressor, which is slow where the CPU is emulated.
 * Where it lies is in the boot protocol, Documentation/arch/x86/boot.rst: setup_sects, payload_offset, payload_length.
 */
export async function extractKernel(image: string, target: string): Promise<void> {
	const bytes = readFileSync(image);
	const payload = (bytes.readUInt8(0x1f1) + 1) * 512 + bytes.readUInt32LE(0x248);
	// The last four bytes are the size of what is packed, no part of the compressed stream.
	const packed = bytes.subarray(payload, payload + bytes.readUInt32LE(0x24c) - 4);
	if (packed.readUInt32LE(0) === 0xfd2fb528) {
		writeFileSync(target, await promisify(zstdDecompress)(packed));
	} else {
		writeFileSync(`${target}.xz`, packed);
		const { status, stderr } = await run('xz', ['-dq', `${target}.xz`], { limit: 120_000 });
		if (status !== 0)
			throw new Problem(`${image}: its kernel cannot be unpacked: ${stderr.trim()}`);
	}
	if (readFileSync(target).readUInt32LE(0) !== 0x464c457f)
		throw new Problem(`${image}: there is no ELF file inside, which is what QEMU is to start`);
}

/** The headers' Makefile includes another one by the path that it would have if it were installed. */
export function relocateHeaders(folder: string, release: string): void {
	const makefile = join(folder, 'usr/src', `linux-headers-${release}`, 'Makefile');
	const text = readFileSync(makefile, 'utf8');
	writeFileSync(
		makefile,
		text.replaceAll(
			/^include \/usr\/src\//gm,
			'include $(dir $(realpath $(lastword $(MAKEFILE_LIST))))../',
		),
	);
}

/** The one file whose name matches. */
export function only(folder: string, pattern: RegExp): string {
	const name = existsSync(folder) && readdirSync(folder).find((entry) => pattern.test(entry));
	if (!name) throw new Problem(`${folder}: there is no ${pattern.source} in it`);
	return join(folder, name);
}
