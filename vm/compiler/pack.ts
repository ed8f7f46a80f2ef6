/** Many files as one: what the compiler reads of the kernel, as it is kept and transferred. */

/** Files by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The length of the index (32 bits, little-endian), the index as JSON, [[path, length], ...], and the files, one after the other. */
export function pack(files: Files): Uint8Array {
	const index = new TextEncoder().encode(
		JSON.stringify([...files].map(([path, { length }]) => [path, length])),
	);
	let offset = 4 + index.length;
	const total = [...files.values()].reduce((sum, { length }) => sum + length, offset);
	const bytes = new Uint8Array(total);
	new DataView(bytes.buffer).setUint32(0, index.length, true);
	bytes.set(index, 4);
	for (const content of files.values()) {
		bytes.set(content, offset);
		offset += content.length;
	}
	return bytes;
}

/** What `pack` packed; the files are views of the bytes given. */
export function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
	const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
	const index: [string, number][] = JSON.parse(
		new TextDecoder().decode(bytes.subarray(4, 4 + length)),
	);
	let offset = 4 + length;
	return new Map(
		index.map(([path, size]) => {
			offset += size;
			return [path, bytes.subarray(offset - size, offset)];
		}),
	);
}
