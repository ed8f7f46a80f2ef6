import type { Files } from './pack.ts';

/** ENOENT, as emscripten numbers it. */
const notThere = 44;
const directoryMode = 0o040555;
const fileMode = 0o100444;

/** What emscripten's file system is, as far as a tree needs it; it brings no types of its own. */
export interface FileSystem {
	ErrnoError: new (number: number) => Error;
	mkdir(path: string): void;
	chdir(path: string): void;
	writeFile(path: string, content: Uint8Array): void;
	readFile(path: string): Uint8Array;
	mount(type: { mount(): Node }, options: object, path: string): void;
	createNode(parent: Node | null, name: string, mode: number, device: number): Node;
}

interface Node {
	id: number;
	mode: number;
	node_ops: object;
	stream_ops: object;
	/** Ours: the path below the tree's root, and what is there. */
	path: string;
	content: Uint8Array | undefined;
}

interface Stream {
	node: Node;
	position: number;
}

/**
 * Files that programs only read. They are looked up where they are: a kernel's headers are thousands, and a program that starts
 * afresh each time is not to have them all written for it first.
 */
export class Tree {
	readonly #files: Map<string, Uint8Array>;
	readonly #folders = new Set<string>();
	/** Files that can be had and are not here yet. */
	readonly #elsewhere: Set<string>;
	/** Those of them that somebody looked for. */
	readonly missed = new Set<string>();

	/**
	 * @param files by their paths below the root
	 * @param folders that are there though no file may be in them
	 */
	constructor(files: Files, folders: readonly string[], elsewhere: readonly string[]) {
		this.#files = new Map(files);
		this.#elsewhere = new Set(elsewhere);
		for (const path of [...files.keys(), ...folders.map((folder) => `${folder}/`), ...elsewhere])
			for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
				this.#folders.add(path.slice(0, end));
				if (end === 0) break;
			}
	}

	/** What is in a file; undefined where it is not here. */
	read(path: string): Uint8Array | undefined {
		return this.#files.get(path);
	}

	/** Adds files that were elsewhere. */
	add(files: Files): void {
		for (const [path, content] of files) {
			this.#files.set(path, content);
			this.#elsewhere.delete(path);
		}
		this.missed.clear();
	}

	/** Makes the tree a folder of a program's file system. */
	mount(fs: FileSystem, place: string): void {
		const find = (parent: Node | null, name: string, path: string): Node => {
			const content = this.#files.get(path);
			const isFolder = path === '' || this.#folders.has(path);
			if (content === undefined && !isFolder) {
				if (this.#elsewhere.has(path)) this.missed.add(path);
				throw new fs.ErrnoError(notThere);
			}
			const mode = content === undefined ? directoryMode : fileMode;
			const node = fs.createNode(parent, name, mode, 0);
			return Object.assign(node, { path, content, node_ops: nodes, stream_ops: streams });
		};
		const nodes = {
			lookup: (parent: Node, name: string) =>
				find(parent, name, parent.path === '' ? name : `${parent.path}/${name}`),
			getattr: ({ id, mode, content }: Node) => {
				const never = new Date(0);
				const size = content?.length ?? 0;
				const times = { atime: never, mtime: never, ctime: never };
				const owner = { nlink: 1, uid: 0, gid: 0 };
				return {
					dev: 1,
					ino: id,
					mode,
					rdev: 0,
					size,
					blksize: 4096,
					blocks: 1,
					...owner,
					...times,
				};
			},
		};
		const streams = {
			read: (
				{ node }: Stream,
				buffer: Uint8Array,
				offset: number,
				length: number,
				position: number,
			): number => {
				const part = node.content?.subarray(position, position + length) ?? new Uint8Array();
				buffer.set(part, offset);
				return part.length;
			},
			llseek: ({ node, position }: Stream, offset: number, whence: number): number =>
				offset + ([0, position, node.content?.length ?? 0][whence] ?? 0),
		};
		fs.mkdir(place);
		fs.mount({ mount: () => find(null, '/', '') }, {}, place);
	}
}
