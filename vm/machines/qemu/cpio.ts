/** One file or folder of an archive; a folder has no content. Paths are relative, parents come first. */
export interface Entry {
	readonly path: string;
	/** Permission bits. */
	readonly mode: number;
	readonly content?: Uint8Array;
}

const fileType = 0o100000;
const folderType = 0o040000;

/** Each header and each content starts at a multiple of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
	const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
	whole.set(bytes);
	return whole;
}

function member(path: string, mode: number, content: Uint8Array, inode: number): Uint8Array[] {
	const name = new TextEncoder().encode(`${path}\0`);
	const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0];
	const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
	const head = new Uint8Array([...new TextEncoder().encode(header), ...name]);
	return [padded(head), padded(content)];
}

/**
 * A cpio archive in the form that the kernel unpacks at boot ("newc", Documentation/driver-api/early-userspace/buffer-format.rst).
 * Everything belongs to root and has no time, so that equal entries give equal bytes.
 */
export function cpio(entries: readonly Entry[]): Uint8Array {
	const parts = entries.flatMap(({ path, mode, content }, index) =>
		member(path, mode | (content ? fileType : folderType), content ?? new Uint8Array(), index + 1),
	);
	return Buffer.concat([...parts, ...member('TRAILER!!!', 0, new Uint8Array(), 0)]);
}
